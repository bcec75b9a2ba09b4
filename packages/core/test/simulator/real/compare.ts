import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import type { LookReport } from "../../../src/sync/look.ts";
import { at, PATHS, type Tree } from "../model/tree.ts";
import type { Machine, Remote, World } from "../model/world.ts";
import type { LookRun } from "../play/look-run.ts";
import type { Brushes } from "./paint.ts";
import { readRefs } from "./read-refs.ts";

/** Compares a real clone with the model's, and says what differs. */
export async function compareMachine(
  brushes: Brushes,
  world: World,
  machine: Machine,
): Promise<string[]> {
  const root = brushes.repositories.clone(machine.name);
  const gitDir = join(root, ".git");
  const { head } = machine;
  const found = [
    ...(await compareRefs(brushes, world, gitDir, machine)),
    ...compareWork(brushes, root, machine.work),
    ...(await compareIndex(brushes, root, machine.index)),
  ];
  const expected = typeof head === "number" ? brushes.objects.idOf(head) : `ref: ${head}`;
  const real = readFileSync(join(gitDir, "HEAD"), "utf8").trim();
  if (real !== expected) found.push(`HEAD is ${real}, not ${expected}`);
  return found.map((line) => `${machine.name}: ${line}`);
}

/** Compares the real remote with the model's. */
export async function compareRemote(brushes: Brushes, world: World): Promise<string[]> {
  const found = await compareRefs(brushes, world, brushes.repositories.remote, world.remote);
  return found.map((line) => `remote: ${line}`);
}

async function compareRefs(
  { repositories, objects }: Brushes,
  world: World,
  gitDir: string,
  { refs }: Machine | Remote,
): Promise<string[]> {
  const real = readRefs(gitDir);
  const found: string[] = [];
  for (const [ref, commit] of refs) {
    const name = ref.startsWith(RESCUE_PREFIX) ? realName(ref, (kept) => objects.idOf(kept)) : ref;
    const id = real.get(name);
    real.delete(name);
    if (id === undefined) {
      found.push(`${name} is missing`);
      continue;
    }
    const isSnapshot = ref.startsWith(RESCUE_PREFIX) && objects.commitOf(id) === undefined;
    if (isSnapshot) {
      found.push(
        ...(await compareSnapshot({ repositories, objects }, world, gitDir, { commit, id })),
      );
    }
    const expected = objects.idOf(commit);
    if (id !== expected) found.push(`${ref} is c${objects.commitOf(id) ?? id}, not c${commit}`);
  }
  return [...found, ...[...real.keys()].map((ref) => `${ref} should not be there`)];
}

/** The name that a rescue of the model has in a real repository: its last digits are a commit's. */
function realName(ref: string, idOf: (commit: number) => string): string {
  const kept = Number.parseInt(ref.slice(-8), 16);
  return `${ref.slice(0, -8)}${idOf(kept).slice(0, 8)}`;
}

/** Compares a snapshot that a look has just made, file by file, and notes that it is the same. */
async function compareSnapshot(
  { repositories, objects }: Brushes,
  world: World,
  gitDir: string,
  { commit, id }: { readonly commit: number; readonly id: string },
): Promise<string[]> {
  const { tree, parents } = world.history.get(commit);
  const listed = await repositories.git(gitDir, ["ls-tree", "-r", "-z", id]);
  const files = filesOf(listed, objects);
  const [head, theirs] = (
    await repositories.git(gitDir, ["rev-parse", `${id}^1`, `${id}^2`])
  ).split("\n");
  objects.isSame(commit, id);
  const found: string[] = [];
  if (!isDeepStrictEqual(files, [...tree]))
    found.push(`rescue c${commit} holds ${files.join()}, not ${tree.join()}`);
  const [first, second] = [head, theirs].map((parent) => objects.commitOf(parent ?? ""));
  if (first !== parents[0] || second !== parents[1])
    found.push(`rescue c${commit} is of c${first} and c${second}`);
  return found;
}

function compareWork({ objects }: Brushes, root: string, work: Tree): string[] {
  const found: string[] = [];
  for (const [path, name] of PATHS.entries()) {
    const file = join(root, name);
    const inside = name === "d" && existsSync(join(root, "d/x"));
    const real = !inside && isFile(file) ? readFileSync(file, "utf8") : null;
    const expected = at(work, path) === 0 ? null : objects.bytesOf(at(work, path));
    if (real !== expected) found.push(`${name} holds ${real?.trim()}, not ${expected?.trim()}`);
  }
  return found;
}

function isFile(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

async function compareIndex(
  { repositories, objects }: Brushes,
  root: string,
  index: Tree,
): Promise<string[]> {
  const files = filesOf(await repositories.git(root, ["ls-files", "--stage", "-z"]), objects);
  return isDeepStrictEqual(files, [...index])
    ? []
    : [`the index holds ${files.join()}, not ${index.join()}`];
}

/** Reads `<mode> [blob] <id> [stage] TAB <path> NUL` lines into the model's numbers; -1 is unknown. */
function filesOf(listed: string, objects: Brushes["objects"]): number[] {
  const files = PATHS.map(() => 0);
  for (const line of listed.split("\0").filter(Boolean)) {
    const [what = "", name = ""] = line.split("\t");
    const blob = what.split(" ").find((word) => word.length === 40) ?? "";
    files[PATHS.findIndex((path) => path === name)] = objects.contentOf(blob) ?? -1;
  }
  return files;
}

/** Compares how a look ended in both. */
export function compareReports(model: LookRun, real: LookRun): string[] {
  const [one, other] = [model, real].map(({ report }) => report && shape(report));
  if (isDeepStrictEqual(one, other)) return [];
  return [`the look ends as ${JSON.stringify(other)}, not ${JSON.stringify(one)}`];
}

function shape({ result }: LookReport) {
  const { branch, state, ahead, behind, hold, failure, pushed, pulled, inTheWay, rescued } = result;
  return {
    branch,
    state,
    ahead,
    behind,
    hold,
    pushed,
    pulled,
    // Which of them is named first says nothing.
    inTheWay: inTheWay.toSorted(),
    failed: failure !== null,
    rescued: rescued.map(({ where, reason, commits, files }) => ({
      where,
      reason,
      commits,
      files,
    })),
  };
}
