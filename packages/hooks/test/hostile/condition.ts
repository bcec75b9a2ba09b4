import type { HookEvent, HookSettings } from "@hookline/core/client";
import type { Shell } from "../shells.ts";
import type { Ground } from "./ground.ts";
import type { Mood } from "./lying-server.ts";
import type { Names, World, WorldOptions } from "./world.ts";

/** What the hook says when it cannot leave its record. */
export const WARNING = "[Hookline Warning] Sync failed - queuing for retry\n";

/** What the hook says when the person need not wait. */
export const BACKGROUND = "[Hookline] Syncing in background...\n";

/**
 * What must have become of the record: `kept` whole, a `hint` that may be torn (the agent then looks
 * everywhere), `none` (the agent's scan finds the commit), or `either` of them.
 */
export type Fate = "kept" | "hint" | "none" | "either";

/** Where and how a case runs. */
export interface Stage {
  readonly ground: Ground;
  readonly shell: Shell;
  readonly event: HookEvent;
}

/** Something that is done to a world, or seen in it. */
export type Deed = (world: World, stage: Stage) => unknown;

/** Something that is wrong while a hook runs. */
export interface Condition {
  readonly when: string;
  /** Runs the hook, which stands in `"$@"`, in a shell at the top of the work tree. */
  readonly script?: string;
  readonly env?: (world: World) => NodeJS.ProcessEnv;
  readonly names?: Names;
  readonly settings?: Partial<HookSettings>;
  readonly client?: WorldOptions["client"];
  /** Spoils the world. */
  readonly prepare?: Deed;
  /** Who answers at the agent's address, with a live process in `agent.pid`; nobody unless given. */
  readonly agent?: Mood;
  /** Run by another user, where the tests run as root, to whom no rights apply. */
  readonly byOther?: boolean;
  /** Which descriptors are pipes of the caller; 0 to 9 unless given. */
  readonly pipes?: readonly number[];
  /** `kept` unless given. */
  readonly record?: Fate;
  /** The whole of stderr may be one of these; nothing unless given. */
  readonly says?: readonly string[] | ((event: HookEvent) => readonly string[]);
  /** The shell itself may complain, in so many lines at most, in which we do not speak. */
  readonly shellLines?: number;
  /** Why it cannot run here, if it cannot. */
  readonly leftOut?: string | undefined;
  /** Shells that no script can help in this condition, and why. */
  readonly beyond?: { readonly shells: readonly string[]; readonly why: string };
  /** More to look at when the hook has ended. */
  readonly afterwards?: Deed;
}

/** The arguments that git gives the hook of an event. */
export function argumentsOf(event: HookEvent): readonly string[] {
  switch (event) {
    case "post-merge":
      return ["0"];
    case "post-rewrite":
      return ["amend"];
    case "post-checkout":
      return [
        "1111111111111111111111111111111111111111",
        "2222222222222222222222222222222222222222",
        "1",
      ];
    case "post-commit":
    case "post-applypatch":
      return [];
  }
}
