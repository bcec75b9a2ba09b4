import { expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Git } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import { tickPhase } from "../../src/tick/tick-phase.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree } from "../worktree/a-work-tree.ts";

const FIRST = { a: "1\n", gone: "1\n", "deep/b": "1\n" };
const SECOND = { a: "2\n", gone: null, "deep/b": "2\n", new: "2\n" };

test("an automatic commit never takes half of a move that was cut short", async () => {
  let crashes = 0;
  for (let call = 1; ; call += 1) {
    const { scratch, tools, request, git, log } = await aWorkTree(FIRST, SECOND);
    const { store } = openStore(scratch.path("test.db"), systemClock, log.log);
    try {
      await git("config", "hookline.autoCommit", "true");
      let left = call;
      const crashing: Git = async (command) => {
        left -= 1;
        if (left === 0) throw new Error("crash");
        return tools.git(command);
      };
      const crashed = await moveBranch({ ...tools, git: crashing }, request).then(
        () => left <= 0,
        () => true,
      );
      const door = { env: scratch.env, log: log.log };
      const report = await tickPhase(
        { door, clock: systemClock, operations: new OperationLog(store, systemClock) },
        {
          place: tools.place,
          wants: new Set(["files"]),
          signal: new AbortController().signal,
        },
      );
      expect(report).toEqual({ hold: null, failure: null, files: 0, warnings: [] });
      expect([request.from, request.to]).toContain(await git("rev-parse", "HEAD"));
      expect(await git("status", "--porcelain")).toBe("");
      if (!crashed) break;
      crashes += 1;
    } finally {
      store.close();
      await scratch.remove();
    }
  }
  expect(crashes).toBeGreaterThan(3);
}, 60_000);
