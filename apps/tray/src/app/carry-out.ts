import { type Answer, type Client, InputError, ProtocolError } from "@hookline/core/client";
import type { Status } from "@hookline/core/protocol";
import type { TrayCommand } from "../model/tray-command.ts";
import { viewOf } from "../model/view-of.ts";
import type { Shell } from "../shells/shell.ts";
import type { TrayMemory } from "./tray-memory.ts";
import { untilWhen } from "./until-when.ts";

/** What a command is carried out with. */
export interface CarryOutParts {
  readonly client: Client;
  readonly shell: Shell;
  readonly now: number;
  /** The last that is known; `null` while no agent answers. */
  readonly status: Status | null;
  readonly memory: TrayMemory;
  readonly remember: (memory: TrayMemory) => void;
  readonly startAgent: () => void;
  readonly quit: () => void;
}

/**
 * Carries out what a person asked for.
 *
 * @throws HooklineError with what to tell them
 */
export async function carryOut(command: TrayCommand, parts: CarryOutParts): Promise<void> {
  const { client, memory, now, remember, shell, status } = parts;
  switch (command.kind) {
    case "open-dashboard":
      return shell.window.open(command.view);
    case "sync":
      return granted(await client.look({ repository: command.repository, wait: false }));
    case "set-alpha":
      return setAlpha(command, parts);
    case "pause": {
      const at = untilWhen(command.for, now);
      const pause =
        at === null
          ? ({ kind: "until-resumed" } as const)
          : ({ kind: "until", at: toTheSecond(at) } as const);
      return granted(await client.page("pause", { repository: command.repository, pause }));
    }
    case "resume":
      return resume(client, command.repository, status);
    case "open-folder":
      return shell.opener.openFolder(command.repository);
    case "open-log": {
      const file = status?.agent?.log ?? null;
      if (file !== null) return shell.opener.openFile(file);
      throw new InputError("The log is not known while no agent runs.", { code: "no-agent" });
    }
    case "retry-job": {
      const ids = command.job === null ? null : [command.job];
      const which = { ids, repository: null, task: null, run: null };
      return granted(await client.actOnJobs({ action: "retry", ...which }));
    }
    case "snooze":
      return remember({
        ...memory,
        snoozedUntil: command.for === null ? null : untilWhen(command.for, now),
      });
    case "mute": {
      const until =
        command.for === null ? 0 : (untilWhen(command.for, now) ?? Number.MAX_SAFE_INTEGER);
      return remember({ ...memory, muted: { ...memory.muted, [command.repository]: until } });
    }
    case "start-agent":
      return parts.startAgent();
    case "start-at-login":
      return shell.autostart.set(command.on);
    case "quit":
      return parts.quit();
  }
}

/** Where the sides have moved apart, the dashboard says what it would do to which commits, and asks. */
async function setAlpha(
  { repository, alpha }: Extract<TrayCommand, { kind: "set-alpha" }>,
  { client, shell, status }: CarryOutParts,
): Promise<void> {
  const here = status?.repositories.find(({ path }) => path === repository);
  if (alpha && here?.state === "diverged")
    return shell.window.open(viewOf("/repositories", { alpha: repository }));
  const value = String(alpha);
  return granted(await client.page("writeSetting", { repository, name: "alpha", value }));
}

/** Ends the pause of all, if that is what there is; else, where each is paused by itself, the pauses of each. */
async function resume(
  client: Client,
  repository: string | null,
  status: Status | null,
): Promise<void> {
  const pause = { kind: "resume" } as const;
  if (repository !== null) return granted(await client.page("pause", { repository, pause }));
  // Asked before it is taken back: afterwards nobody could tell.
  const { settings } = valueOf(await client.page("settings", { repository: null }));
  const isForAll = settings.some(({ name, origin }) => name === "paused" && origin !== "default");
  if (isForAll) return granted(await client.page("pause", { repository: null, pause }));
  for (const { path } of status?.repositories ?? [])
    granted(await client.page("pause", { repository: path, pause }));
}

function granted(answer: Answer<unknown>): void {
  valueOf(answer);
}

function valueOf<Value>(answer: Answer<Value>): Value {
  switch (answer.kind) {
    case "ok":
      return answer.value;
    case "refused":
      throw new ProtocolError(answer.message, {
        code: answer.code,
        ...(answer.hint === null ? {} : { hint: answer.hint }),
      });
    case "no-agent":
    case "hung":
      throw new ProtocolError("The agent does not answer.", {
        code: "agent-hung",
        hint: "Try again in a moment; `hookline doctor` says more.",
      });
  }
}

/** git config is for people to read. */
function toTheSecond(at: number): string {
  return new Date(Math.round(at / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
