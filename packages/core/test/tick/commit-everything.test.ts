import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommitScratch, makeCommitScratch } from "./a-commit-scratch.ts";

let scratch: CommitScratch;
let here$: CommitScratch["here$"];
let commitHere: CommitScratch["commitHere"];

beforeEach(async () => {
  scratch = await makeCommitScratch("commit-paths");
  ({ here$, commitHere } = scratch);
  await put("state/kept.txt", "kept\n");
  await put("state/gone.txt", "gone\n");
  await put("other/work.txt", "work\n");
  await here$("add", "-A");
  await here$("commit", "--quiet", "-m", "Begin");
});

afterEach(() => scratch.remove());

async function put(file: string, text: string): Promise<void> {
  const path = join(scratch.here, file);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}

const status = () => here$("status", "--porcelain");
const head = () => here$("rev-parse", "HEAD");

describe("a commit of everything", () => {
  const all = { paths: ["."], guardDeletions: true, cause: "auto-commit" } as const;

  test("takes what changed anywhere", async () => {
    await put("state/new.txt", "new\n");
    await put("other/work.txt", "edited\n");
    await put("top.txt", "top\n");
    expect(await commitHere(all)).toMatchObject({ kind: "committed", files: 3 });
    expect(await status()).toBe("");
  });

  test("holds when most of the files are gone, and says so", async () => {
    for (let at = 0; at < 20; at += 1) await put(`many/${at}.txt`, `${at}\n`);
    expect(await commitHere(all)).toMatchObject({ kind: "committed" });
    await rename(scratch.path("here", "many"), scratch.path("many"));
    await rename(scratch.path("here", "state"), scratch.path("state-away"));
    const before = await head();
    expect(await commitHere(all)).toEqual({ kind: "held", why: "mass-deletion" });
    expect(await head()).toBe(before);
    await rename(scratch.path("state-away"), scratch.path("here", "state"));
    await rename(scratch.path("many"), scratch.path("here", "many"));
    expect(await commitHere(all)).toEqual({ kind: "nothing", warnings: [] });
  });
});
