import type { ServiceManager, ServiceState, ToolCall } from "./service-manager.ts";

/** One thing that is done to install or remove a service. */
export type ServiceStep =
  | { readonly kind: "write"; readonly text: string }
  | { readonly kind: "delete" }
  /** Ends the agent of this state folder in good order, whoever started it. */
  | { readonly kind: "stop-agent" }
  | { readonly kind: "call"; readonly call: ToolCall };

/** What is there before something is done. */
export interface ServiceSeen {
  /** What stands in the place of our definition; `null` when nothing does. */
  readonly text: string | null;
  readonly state: ServiceState;
  /** The process of the agent that runs and stays; `null` when none does. */
  readonly agentPid: number | null;
}

/**
 * Plans how a service becomes what it should be; no steps when it is that already.
 *
 * The agent that runs ends only after the definition is in place, and as the last thing before the service's
 * agent is started: a hand-over, however it was started before.
 */
export function planInstall(
  manager: ServiceManager,
  text: string,
  seen: ServiceSeen,
): readonly ServiceStep[] {
  const isWritten = seen.text === text;
  if (isWritten && seen.state.enabled && runsTheAgent(seen)) return [];
  return [
    ...(isWritten ? [] : [{ kind: "write", text } as const]),
    ...(seen.agentPid === null ? [] : [{ kind: "stop-agent" } as const]),
    ...calls(manager.load),
    ...calls(manager.start),
  ];
}

/** Plans how a service of ours is taken away with its agent; an agent that was started otherwise goes on. */
export function planRemove(manager: ServiceManager, seen: ServiceSeen): readonly ServiceStep[] {
  if (seen.text === null) return [];
  const stops = manager.endsByForce && seen.agentPid !== null;
  return [
    ...(stops ? [{ kind: "stop-agent" } as const] : []),
    ...calls(manager.unload),
    { kind: "delete" },
    ...calls(manager.forget),
  ];
}

/** Whether the agent that runs is the service's. Where the manager does not say, any agent counts. */
export function runsTheAgent({ state, agentPid }: ServiceSeen): boolean {
  if (agentPid === null) return false;
  return state.running === null || (state.running && state.pid === agentPid);
}

function calls(all: readonly ToolCall[]): readonly ServiceStep[] {
  return all.map((call) => ({ kind: "call", call }));
}
