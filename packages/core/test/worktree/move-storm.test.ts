import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commitId } from "../../src/decide/brands.ts";
import { mendMove } from "../../src/worktree/mend-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree, type Files, type WorkTree } from "./a-work-tree.ts";

const WRITER = fileURLToPath(import.meta.resolve("./writer-child.ts"));
const COUNT = 300;

const files = (text: string): Files =>
  Object.fromEntries(
    Array.from({ length: COUNT }, (_, at) => [`d${at % 20}/f${at}`, `${text} ${at}\n`]),
  );

let tree: WorkTree;

beforeEach(async () => {
  tree = await aWorkTree(files("first"), files("second"));
});

afterEach(() => tree.scratch.remove());

/** Has a program save files of the work tree, in place and by a rename, until the move is over. */
async function startWriter(names: readonly string[], delayMs: number) {
  const args = [WRITER, tree.root, String(delayMs), ...names];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("ready");
  return {
    go: () => void child.stdin.write("go\n"),
    /** Ends it, and resolves to what it saved last, by file. */
    async stop(): Promise<Record<string, string>> {
      child.stdin.end();
      const { value } = await lines.next();
      await once(child, "exit");
      return JSON.parse(String(value)) as Record<string, string>;
    },
  };
}

function kept(): string[] {
  const folder = join(tree.root, ".git/hookline/kept");
  return existsSync(folder)
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"))
    : [];
}

test("a program that saves files all the time never loses a save to a move", async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    await tree.git("reset", "--quiet", "--hard", tree.request.from);
    await tree.git("status");
    const names = [3, 141, 299].map((at) => `d${at % 20}/f${at}`);
    const writer = await startWriter(names, round * 15);
    writer.go();
    const outcome = await moveBranch(tree.tools, tree.request);
    outcomes.push(outcome.kind);
    const saved = await writer.stop();
    const aside = kept();
    for (const [name, text] of Object.entries(saved)) {
      const there = readFileSync(join(tree.root, name), "utf8");
      expect([there, ...aside]).toContain(text);
    }
    expect(await mendMove(tree.tools)).toEqual({ kind: "done" });
    await tree.git("fsck", "--no-progress");
  }
  expect(outcomes).toContain("moved");
});

test("a person who commits in a loop meets nothing but the index's lock, and seldom", async () => {
  const commits = { made: 0, locked: 0, other: [] as string[] };
  let isOver = false;
  const committing = (async () => {
    while (!isOver) {
      const child = spawn("git", ["commit", "--quiet", "--allow-empty", "-m", "mine"], {
        cwd: tree.root,
        env: tree.scratch.env,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, "close")) as [number];
      if (code === 0) commits.made += 1;
      else if (said.includes("index.lock': File exists")) commits.locked += 1;
      else commits.other.push(said);
    }
  })();
  let moves = 0;
  for (let round = 0; round < 40; round += 1) {
    const from = commitId(await tree.git("rev-parse", "main"));
    const theTree = round % 2 === 0 ? tree.request.to : tree.request.from;
    const to = commitId(
      await tree.git("commit-tree", "-p", from, "-m", "theirs", `${theTree}^{tree}`),
    );
    const outcome = await moveBranch(tree.tools, { ...tree.request, from, to });
    if (outcome.kind === "done") moves += 1;
    expect(await mendMove(tree.tools)).toEqual({ kind: "done" });
  }
  isOver = true;
  await committing;
  expect(commits.other).toEqual([]);
  expect(commits.made).toBeGreaterThan(commits.locked);
  expect(await tree.git("status", "--porcelain")).toBe("");
  await tree.git("fsck", "--no-progress");
});
