import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import {
  addPackages,
  callNpm,
  type HookManager,
  packageFolder,
  ranByTrace,
  trace,
  write,
} from "./hook-manager.ts";

/** Points `core.hooksPath` at `.husky/_`; the hooks that people edit stand beside that folder. */
export const husky: HookManager = {
  name: "husky",
  events: HOOK_EVENTS,
  prepare: async (scratch) => {
    for (const event of HOOK_EVENTS) {
      await write(join(scratch.repo, ".husky", event), `${trace(event)}\n`);
    }
  },
  install: (scratch) => callNpm(scratch, "husky", "bin.js"),
  // Its documentation has no more than these two lines.
  uninstall: async ({ repo, git }) => {
    await git("config", "--unset", "core.hooksPath");
    await rm(join(repo, ".husky", "_"), { recursive: true });
  },
  ran: ranByTrace,
};

/** Moves a hook that is there to `<event>.old`, which no longer runs. */
export const lefthook: HookManager = {
  name: "lefthook",
  events: HOOK_EVENTS,
  prepare: async (scratch) => {
    const folder = packageFolder("lefthook");
    const binary = join(folder, "..", `lefthook-${process.platform}-${process.arch}`);
    await addPackages(scratch, [folder, binary]);
    const jobs = HOOK_EVENTS.map((event) => `${event}:\n  jobs:\n    - run: ${trace(event)}\n`);
    await write(join(scratch.repo, "lefthook.yml"), jobs.join(""));
  },
  install: (scratch) => callNpm(scratch, "lefthook", "postinstall.js"),
  uninstall: (scratch) => callNpm(scratch, "lefthook", "bin/index.js", "uninstall"),
  ran: ranByTrace,
};

/** Writes over a hook that is there, and deletes those that its config does not name. */
export const simpleGitHooks: HookManager = {
  name: "simple-git-hooks",
  events: ["post-commit", "post-merge"],
  prepare: async (scratch) => {
    await addPackages(scratch, [packageFolder("simple-git-hooks")]);
    const hooks = simpleGitHooks.events.map((event) => [event, trace(event)] as const);
    const config = {
      devDependencies: { "simple-git-hooks": "*" },
      "simple-git-hooks": Object.fromEntries(hooks),
    };
    await write(join(scratch.repo, "package.json"), JSON.stringify(config));
  },
  install: (scratch) => callNpm(scratch, "simple-git-hooks", "cli.js"),
  uninstall: (scratch) => callNpm(scratch, "simple-git-hooks", "uninstall.js"),
  ran: ranByTrace,
};
