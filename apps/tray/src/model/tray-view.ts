import type { JobView, RescueView, Status } from "@hookline/core/protocol";
import type { TrayIcon } from "./tray-model.ts";

/** What the tray knows of the agent. */
export type AgentView =
  /** It has not answered yet since the tray began. */
  | { readonly kind: "starting" }
  /** It answered once, and is gone without a word: it is started again. */
  | { readonly kind: "lost" }
  /** Somebody stopped it, and it stays so until somebody starts it. */
  | { readonly kind: "stopped" }
  | {
      readonly kind: "connected";
      readonly status: Status;
      /** The jobs that failed: those that gave up first, then those that are tried again. */
      readonly jobs: readonly JobView[];
      /** The newest first. */
      readonly rescues: readonly RescueView[];
      /** Since when each repository is being looked at, in milliseconds since the epoch. */
      readonly lookingSince: ReadonlyMap<string, number>;
    };

/** Everything that the tray's picture is made of. Times are milliseconds since the epoch. */
export interface TrayView {
  readonly agent: AgentView;
  readonly now: number;
  /** Whether the machine has a network at all. A hint: it proves nothing about a remote. */
  readonly online: boolean;
  /** No notification until then; `null`: notifications come. */
  readonly snoozedUntil: number | null;
  /** Whether the tray starts with the session; `null` where nobody can say. */
  readonly startsAtLogin: boolean | null;
  /** Until when nothing is told of a repository, by its path. */
  readonly muted: ReadonlyMap<string, number>;
  /** The agent is ours, and ends with us. */
  readonly hostsAgent: boolean;
  readonly homeFolder: string | undefined;
  /** The picture that is shown now: what is only being checked keeps it. */
  readonly iconBefore: TrayIcon;
}
