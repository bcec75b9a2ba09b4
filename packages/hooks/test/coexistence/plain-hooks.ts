import { join } from "node:path";
import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import type { Scratch } from "../scratch-repository.ts";
import { type HookManager, ranByTrace, removeHooks, trace, writeHooks } from "./hook-manager.ts";

/** Debian's: the shim of a version manager would take a tenth of a second each time. */
const PYTHON = "/usr/bin/python3";

const shell = (event: HookEvent): string => `#!/bin/sh\nset -eu\n${trace(event)}\nexit 0\n`;

const python = (event: HookEvent): string => `#!${PYTHON}
import os
with open(os.environ["HOME"] + "/theirs", "a") as out:
    print("${event}", file=out)
`;

const own = ({ repo }: Scratch): string => join(repo, ".git", "hooks");
const outside = ({ root }: Scratch): string => join(root, "shared hooks");
const unset = (scope: string) => (scratch: Scratch) =>
  scratch.git("config", scope, "--unset", "core.hooksPath");

/** A person's own hooks, copied into the repository. */
export const shellHook: HookManager = {
  name: "a shell hook",
  events: HOOK_EVENTS,
  install: (scratch) => writeHooks(own(scratch), shell),
  uninstall: (scratch) => removeHooks(own(scratch)),
  ran: ranByTrace,
};

/** The same in another language. */
export const pythonHook: HookManager = {
  ...shellHook,
  name: "a Python hook",
  program: PYTHON,
  install: (scratch) => writeHooks(own(scratch), python),
};

/** One folder of hooks for some repositories. */
export const localHooksPath: HookManager = {
  name: "core.hooksPath of the repository",
  events: HOOK_EVENTS,
  prepare: (scratch) => writeHooks(outside(scratch), shell),
  install: (scratch) => scratch.git("config", "core.hooksPath", outside(scratch)),
  uninstall: unset("--local"),
  ran: ranByTrace,
};

/** One folder of hooks for all repositories of a person. */
export const globalHooksPath: HookManager = {
  ...localHooksPath,
  name: "core.hooksPath of the person",
  install: (scratch) => scratch.git("config", "--global", "core.hooksPath", outside(scratch)),
  uninstall: unset("--global"),
};

/** Hooks that a project commits. */
export const trackedFolder: HookManager = {
  ...localHooksPath,
  name: "a tracked hooks folder",
  prepare: ({ repo }) => writeHooks(join(repo, "hooks"), shell),
  install: (scratch) => scratch.git("config", "core.hooksPath", "hooks"),
};
