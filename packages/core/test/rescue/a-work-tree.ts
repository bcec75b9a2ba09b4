import { type AbsolutePath, type CommitId, commitId, refName } from "../../src/decide/brands.ts";
import { listConfig } from "../../src/git/config-list.ts";
import { locate } from "../../src/git/locate.ts";
import { repositoryOverrides } from "../../src/git/repository-overrides.ts";
import { type Git, type GitCommand, openGit } from "../../src/git/run-git.ts";
import type { RescueTools } from "../../src/rescue/rescue-tools.ts";
import type { SnapshotRequest } from "../../src/sync/port.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import type { Scratch } from "../../src/testing/scratch.ts";

/** Who works with a repository. */
export type Person = Pick<Scratch, "env" | "git">;

/** Opens a repository as a look does. */
export async function rescueTools(scratch: Person, repository: AbsolutePath): Promise<RescueTools> {
  const door = { env: scratch.env, log: memoryLog().log };
  const plain = openGit(door, repository);
  const [located, config] = await Promise.all([locate(plain), listConfig(plain)]);
  if (located.kind !== "repository") throw new Error(located.kind);
  if (config.kind === "failed") throw new Error(config.kind);
  return {
    git: openGit(door, repository, repositoryOverrides(config.entries)),
    place: located.place,
    limits: { deadlineMs: 60_000 },
  };
}

/** As the given tools, with something done around each git command. */
export function around(
  tools: RescueTools,
  step: (command: GitCommand, run: Git) => ReturnType<Git>,
): RescueTools {
  return { ...tools, git: (command) => step(command, tools.git) };
}

/** What a look would ask for, with HEAD moving to where it is. */
export async function aRequest(
  scratch: Person,
  repository: string,
  overrides: Partial<SnapshotRequest> = {},
): Promise<SnapshotRequest> {
  const head: CommitId = commitId(await scratch.git(repository, "rev-parse", "HEAD"));
  return {
    reason: "diverged",
    branch: refName("refs/heads/main"),
    head,
    theirs: head,
    endangered: [],
    at: "2026-01-31T12:00:00.000Z",
    ...overrides,
  };
}

/** Takes the value of a reading that must succeed. */
export function valueOf<Value>(
  reading: { kind: "read"; value: Value } | { kind: "failed"; failure: object },
): Value {
  if (reading.kind === "failed") throw new Error(JSON.stringify(reading.failure));
  return reading.value;
}
