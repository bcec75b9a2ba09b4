import { ConfigError } from "@hookline/core/client";
import type { Context } from "../context.ts";
import { refuseHeadless } from "../refuse-headless.ts";
import { spawnAgent } from "../spawn-agent.ts";
import { untilAgent } from "../until-agent.ts";
import { carryOut } from "./carry-out.ts";
import { lookAtService, type ServiceView } from "./look-at-service.ts";
import { planInstall, planRemove, type ServiceStep } from "./plan-service.ts";
import { ownProgram } from "./service-program.ts";

/** What an installation came to. */
export interface ServiceInstalled {
  readonly view: ServiceView;
  /** Nothing was to be done. */
  readonly already: boolean;
  /** An agent that was started otherwise ended for it. */
  readonly tookOver: boolean;
  readonly pid: number;
}

/**
 * Makes the agent start at login by the system's service manager, and start now.
 *
 * What fails is taken back as far as it went: what stood in the definition's place stands there again, and who had
 * an agent has one.
 *
 * @throws ConfigError when the manager cannot be reached or refuses, the place is taken, or the agent does not come up
 */
export async function installService(context: Context): Promise<ServiceInstalled> {
  const view = await lookAtService(context);
  const { manager, agentPid } = view;
  refuseOthers(view);
  if (!view.reachable)
    throw new ConfigError(
      `${capital(manager.name)} cannot be reached here, so nothing was installed.`,
      {
        code: "no-service-manager",
        hint: manager.unreachable,
      },
    );
  await refuseHeadless(context);
  const steps = planInstall(manager, manager.define(ownProgram(context)), view);
  try {
    await carryOut(steps, manager, context);
  } catch (error) {
    await takeBack(view, context);
    throw error;
  }
  const health = await untilAgent(context);
  if (health === undefined)
    throw new ConfigError("The service is installed, but its agent does not answer.", {
      code: "agent-not-started",
      hint: `Read \`hookline log\` and ${manager.journal}. It is started again every few seconds.`,
    });
  const tookOver = steps.some(({ kind }) => kind === "stop-agent") && agentPid !== view.state.pid;
  return { view, already: steps.length === 0, tookOver, pid: health.pid };
}

/**
 * Takes the service away, and the agent that it started; `undefined` when none is installed.
 *
 * @throws ConfigError when the definition is not ours, or the manager refuses
 */
export async function removeService(context: Context): Promise<ServiceView | undefined> {
  const view = await lookAtService(context);
  if (view.text === null) return undefined;
  refuseOthers(view);
  // Without a manager there is only the file, and nothing that it started.
  const steps = planRemove(view.manager, view).filter(
    ({ kind }) => view.reachable || kind === "delete",
  );
  await carryOut(steps, view.manager, context);
  return view;
}

/** The place of the definition is somebody else's, or another definition has its name. */
function refuseOthers({ manager, text, starts, state }: ServiceView): void {
  const other = text !== null && starts === null ? manager.file : state.other;
  if (other === null) return;
  throw new ConfigError(`${other} is not ours, so it is left alone.`, {
    code: "foreign-service",
    hint: "Move it away if you want Hookline's own service, then try again.",
  });
}

async function takeBack(view: ServiceView, context: Context): Promise<void> {
  const { manager, text } = view;
  const back: readonly ServiceStep[] =
    text === null
      ? [...planRemove(manager, { ...view, text: "", agentPid: null })]
      : [{ kind: "write", text }, ...manager.load.map((call) => ({ kind: "call", call }) as const)];
  for (const step of back) {
    // Each of them is worth a try; what went wrong first is what is told.
    await carryOut([step], manager, context).catch(() => undefined);
  }
  const isGone = (await context.client.health()).kind === "no-agent";
  if (view.agentPid !== null && isGone) await spawnAgent(context, { outlives: true });
}

function capital(text: string): string {
  return text.startsWith("the ") ? `T${text.slice(1)}` : text;
}
