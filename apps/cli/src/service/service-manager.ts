import type { AbsolutePath } from "@hookline/core/client";
import type { ServiceProgram } from "./service-program.ts";

/** One call of a manager's own tool, without a shell. */
export interface ToolCall {
  readonly words: readonly [program: string, ...args: string[]];
  /** It may fail without harm: what it is to bring about may be so already. */
  readonly mayFail?: true;
}

/** What came of a call; `silent` when the tool is missing, or did not end in time. */
export type ToolAnswer =
  | { readonly kind: "ended"; readonly code: number; readonly output: string }
  | { readonly kind: "silent"; readonly problem: string };

/** What the manager itself knows of the service. */
export interface ServiceState {
  /** It starts the agent at login. */
  readonly enabled: boolean;
  /** `null` where the manager does not say. */
  readonly running: boolean | null;
  readonly pid: number | null;
  /** The agent ended by a failure and waits to be started again. */
  readonly failing: boolean;
  /** A definition of the same name from elsewhere, which ours would hide. */
  readonly other: string | null;
}

/** How one system starts programs at login, as data: where the definition lies, and which calls do what. */
export interface ServiceManager {
  /** As its users call it. */
  readonly name: string;
  /** What we write and delete. */
  readonly file: AbsolutePath;
  readonly encoding: "utf8" | "utf16le";
  readonly define: (program: ServiceProgram) => string;
  /** Succeeds where the manager can be reached. */
  readonly probe: ToolCall;
  /** Makes the manager take up the file as it stands, now and at each login. */
  readonly load: readonly ToolCall[];
  readonly start: readonly ToolCall[];
  /** Ends the service's agent and takes the service away; the file is still there. */
  readonly unload: readonly ToolCall[];
  /** What is to be done once the file is gone. */
  readonly forget: readonly ToolCall[];
  /** Its `unload` ends the agent by force, so it must have ended before. */
  readonly endsByForce: boolean;
  readonly ask: ToolCall;
  /** Reads what `ask` answered. */
  readonly read: (answer: ToolAnswer) => ServiceState;
  /** What to read when the agent does not come up. */
  readonly journal: string;
  /** What a person can do where the manager cannot be reached. */
  readonly unreachable: string;
}

/** What is known of a service that is not there. */
export const NO_SERVICE: ServiceState = {
  enabled: false,
  running: false,
  pid: null,
  failing: false,
  other: null,
};
