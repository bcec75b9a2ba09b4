import { fileURLToPath } from "node:url";
import { type AbsolutePath, absolutePath, type Home } from "@hookline/core/client";
import { SMALL_HEAP_FLAGS } from "../small-heap.ts";
import { serviceEnvironment } from "./service-environment.ts";

/** What a service starts: an agent of one state folder, by one node and one Hookline. */
export interface ServiceProgram {
  readonly node: AbsolutePath;
  /** Flags of node's own. */
  readonly flags: readonly string[];
  readonly main: AbsolutePath;
  readonly home: AbsolutePath;
  readonly environment: Readonly<Record<string, string>>;
}

/** The words after node that make it an agent: nobody reads what it would print. */
export function agentWords({ flags, main }: Pick<ServiceProgram, "flags" | "main">): string[] {
  return [...flags, main, "agent", "--quiet"];
}

/** What a service would start now: this node, this Hookline, this state folder. */
export function ownProgram({
  home,
  env,
}: {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
}): ServiceProgram {
  return {
    node: absolutePath(process.execPath),
    flags: SMALL_HEAP_FLAGS,
    main: absolutePath(fileURLToPath(new URL("../main.js", import.meta.url))),
    home: home.root,
    environment: serviceEnvironment(env, home.root),
  };
}
