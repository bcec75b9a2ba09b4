import { appendFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import { installHooks, uninstallHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Scratch, scratchRepository } from "./scratch-repository.ts";
import { readTree } from "./tree.ts";

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const existing = fc.oneof(
  fc.constant({ kind: "absent" } as const),
  fc.record({
    kind: fc.constant("file" as const),
    start: fc.constantFrom(
      "",
      "#!/bin/sh\n",
      "#!/usr/bin/env bash\n",
      "#!/bin/sh\r\n",
      "#!/usr/bin/python3\n",
    ),
    rest: bytes,
    mode: fc.constantFrom(0o755, 0o700, 0o644),
  }),
  fc.constantFrom({ kind: "link" } as const, { kind: "folder" } as const),
);
const repository = fc.record({
  hooks: fc.tuple(existing, existing, existing, existing, existing),
  hooksPath: fc.constantFrom(undefined, ".git/hooks", ".git/more", "elsewhere"),
  config: fc.constantFrom("", "[include]\n\tpath = other\n", "[alias]\n\tx = y # z\n"),
});
const versions = fc.constantFrom<GitVersion>([2, 39], [2, 54]);

test("installing, in whatever forms and order, and uninstalling leave every byte as it was", async () => {
  const installs = fc.array(versions, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(repository, installs, versions, async (wanted, order, last) => {
      const scratch = await build(wanted);
      const before = await readTree(scratch.root);
      for (const version of order) await install(scratch, version);
      await uninstallHooks(scratch.repo, realHookGit(scratch, last));
      expect(await readTree(scratch.root)).toEqual(before);
    }),
    { numRuns: 30 },
  );
});

test("what others append to the hooks meanwhile is all that remains", async () => {
  await fc.assert(
    fc.asyncProperty(repository, bytes, async (wanted, added) => {
      const without = await build(wanted);
      await append(without, wanted, added);
      const scratch = await build(wanted);
      await install(scratch, [2, 39]);
      await append(scratch, wanted, added);
      await uninstallHooks(scratch.repo, realHookGit(scratch, [2, 39]));
      expect(await readTree(hooksFolder(scratch, wanted))).toEqual(
        await readTree(hooksFolder(without, wanted)),
      );
    }),
    { numRuns: 15 },
  );
});

interface Wanted {
  readonly hooks: readonly (typeof existing extends fc.Arbitrary<infer T> ? T : never)[];
  readonly hooksPath: string | undefined;
  readonly config: string;
}

async function build(wanted: Wanted): Promise<Scratch> {
  const scratch = await scratchRepository();
  if (wanted.hooksPath !== undefined)
    await scratch.git("config", "core.hooksPath", wanted.hooksPath);
  await appendFile(join(scratch.repo, ".git", "config"), wanted.config);
  await mkdir(join(scratch.repo, ".git", "hooks"), { recursive: true });
  const folder = hooksFolder(scratch, wanted);
  await mkdir(folder, { recursive: true });
  for (const [n, event] of HOOK_EVENTS.entries()) {
    const path = join(folder, event);
    const hook = wanted.hooks[n];
    if (hook?.kind === "folder") await mkdir(path);
    if (hook?.kind === "link") await symlink("nowhere", path);
    if (hook?.kind !== "file") continue;
    await writeFile(path, Buffer.concat([Buffer.from(hook.start), hook.rest]), { mode: hook.mode });
  }
  return scratch;
}

/** Adds bytes to every hook that was there, as another tool would. */
async function append(scratch: Scratch, wanted: Wanted, added: Buffer): Promise<void> {
  for (const [n, event] of HOOK_EVENTS.entries()) {
    if (wanted.hooks[n]?.kind !== "file") continue;
    await appendFile(join(hooksFolder(scratch, wanted), event), added);
  }
}

function hooksFolder({ repo }: Scratch, { hooksPath = ".git/hooks" }: Wanted): string {
  return join(repo, hooksPath);
}

async function install(scratch: Scratch, version: GitVersion): Promise<void> {
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
}
