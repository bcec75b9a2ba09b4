import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, commitId, refName } from "../../src/decide/brands.ts";
import type { GitCommand } from "../../src/git/run-git.ts";
import { createRescueRef } from "../../src/rescue/create-rescue-ref.ts";
import type { RescueTools } from "../../src/rescue/rescue-tools.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import type { SnapshotRequest } from "../../src/sync/port.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, around, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let here: AbsolutePath;
let tools: RescueTools;
let request: SnapshotRequest;

beforeEach(async () => {
  scratch = await makeScratch("faults");
  here = await scratch.clone(await scratch.remote(), "here");
  await writeFile(join(here, "README.md"), "edited\n");
  await writeFile(join(here, "precious.txt"), "nowhere else\n");
  tools = await rescueTools(scratch, here);
  request = await aRequest(scratch, here, { endangered: ["precious.txt"] });
});

afterEach(() => scratch.remove());

/** Does something right after the first command of a verb, before anybody hears of its end. */
function after(verb: GitCommand["verb"], deed: () => Promise<void>): RescueTools {
  let done = false;
  return around(tools, async (command, run) => {
    const exit = await run(command);
    if (command.verb === verb && !done) {
      done = true;
      await deed();
    }
    return exit;
  });
}

/** Changes the object store under git's eyes. */
async function damage(path: string, how: (file: string) => Promise<void>): Promise<void> {
  const id = await scratch.git(here, "hash-object", "--no-filters", path);
  const file = join(here, ".git/objects", id.slice(0, 2), id.slice(2));
  await chmod(file, 0o644);
  await how(file);
}

describe("what git does not give back as it was given", () => {
  test("is no rescue: a flipped byte", async () => {
    const flipping = after("hash-object", () =>
      damage("precious.txt", async (file) => {
        const bytes = await readFile(file);
        bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
        await writeFile(file, bytes);
      }),
    );
    expect(await takeSnapshot(flipping, request)).toMatchObject({ kind: "failed" });
  });

  test("is no rescue: another object under its name, whole in itself", async () => {
    const other = await scratch.git(here, "hash-object", "-w", "README.md");
    const swapping = after("commit-tree", () =>
      damage("precious.txt", async (file) => {
        const source = join(here, ".git/objects", other.slice(0, 2), other.slice(2));
        await writeFile(file, await readFile(source));
      }),
    );
    expect(await takeSnapshot(swapping, request)).toMatchObject({ kind: "failed" });
  });

  test("is no rescue: an empty object, as after a power cut", async () => {
    const emptying = after("commit-tree", () =>
      damage("precious.txt", (file) => writeFile(file, "")),
    );
    expect(await takeSnapshot(emptying, request)).toMatchObject({
      kind: "failed",
      failure: { kind: "corrupt" },
    });
  });

  test("is no rescue: an object that is gone", async () => {
    const removing = after("commit-tree", () => damage("precious.txt", (file) => rm(file)));
    expect(await takeSnapshot(removing, request)).toMatchObject({
      kind: "failed",
      failure: { kind: "corrupt", detail: "git does not give back precious.txt as it was given" },
    });
  });

  test("is no rescue: a tree that lacks a file", async () => {
    const dropping = around(tools, (command, run) =>
      run(
        command.verb === "update-index" && command.stdin !== undefined
          ? { ...command, stdin: command.stdin.replace(/^.*precious.*\n/m, "") }
          : command,
      ),
    );
    expect(await takeSnapshot(dropping, request)).toMatchObject({
      kind: "failed",
      failure: { kind: "corrupt" },
    });
  });
});

describe("a file that changes while it is taken", () => {
  test("is taken again", async () => {
    const changing = after("hash-object", () =>
      writeFile(join(here, "unrelated.txt"), "written meanwhile\n"),
    );
    const editing = around(changing, async (command, run) => {
      if (command.verb === "hash-object" && edits++ === 0) {
        await writeFile(join(here, "precious.txt"), "newer words\n");
      }
      return run(command);
    });
    let edits = 0;
    const { commit } = valueOf(await takeSnapshot(editing, request));
    expect(await scratch.git(here, "cat-file", "blob", `${commit}:precious.txt`)).toBe(
      "newer words",
    );
    expect(edits).toBe(2);
  });

  test("and is then gone is not there in the rescue either", async () => {
    const removing = around(tools, async (command, run) => {
      if (command.verb === "hash-object") await rm(join(here, "README.md"), { force: true });
      return run(command);
    });
    const { files } = valueOf(await takeSnapshot(removing, request));
    expect(files.get("README.md")).toBeNull();
    expect(files.get("precious.txt")).toBeTypeOf("string");
  });

  test("all the time stops the rescue only where it is in danger", async () => {
    await writeFile(join(here, "noise.log"), "0");
    let writes = 0;
    const noisy = (path: string): RescueTools =>
      around(tools, async (command, run) => {
        writes += 1;
        if (command.verb === "hash-object") await writeFile(join(here, path), `${writes}`);
        return run(command);
      });
    const calm = valueOf(await takeSnapshot(noisy("noise.log"), request));
    expect(calm.files.has("noise.log")).toBe(false);
    expect(await scratch.git(here, "log", "-1", "--format=%B", calm.commit)).toContain(
      'Hookline-Left-Out: "noise.log" being written',
    );
    expect(await takeSnapshot(noisy("precious.txt"), request)).toMatchObject({
      kind: "failed",
      failure: { detail: "precious.txt changes all the time" },
    });
  });
});

describe("git that ends in the middle", () => {
  test("at any command makes the snapshot fail or changes nothing, and the next one succeeds", async () => {
    let commands = 0;
    const counting = around(tools, (command, run) => {
      commands += 1;
      return run(command);
    });
    const whole = valueOf(await takeSnapshot(counting, request));
    expect(commands).toBeGreaterThan(10);
    for (let at = 0; at < commands; at += 1) {
      let count = 0;
      const killed = around(tools, (command, run) =>
        count++ === at
          ? Promise.resolve({ kind: "exited", exitCode: 137, stdout: "", stderr: "" })
          : run(command),
      );
      const outcome = await takeSnapshot(killed, request);
      // Without git's own opinion, what was touched counts as modified: the same, here.
      if (outcome.kind === "read") {
        expect(await treeOf(outcome.value.commit)).toBe(await treeOf(whole.commit));
      }
      expect(await scratch.git(here, "for-each-ref", "refs/hookline")).toBe("");
    }
    expect(await treeOf(valueOf(await takeSnapshot(tools, request)).commit)).toBe(
      await treeOf(whole.commit),
    );
    expect(await readdir(join(here, ".git/hookline"))).toEqual([]);
  });

  const treeOf = (commit: string) => scratch.git(here, "rev-parse", `${commit}^{tree}`);
});

describe("the ref of a rescue", () => {
  const ref = refName("refs/hookline/rescue/20260131T120000Z-diverged-aaaaaaaa");

  test("is made once, and read back", async () => {
    expect(await createRescueRef(tools, ref, request.head)).toEqual({ kind: "done" });
    expect(await scratch.git(here, "rev-parse", ref)).toBe(request.head);
    expect(await createRescueRef(tools, ref, request.head)).toMatchObject({ kind: "failed" });
  });

  test("never takes the place of another", async () => {
    await scratch.git(here, "update-ref", ref, request.head);
    const other = commitId(await scratch.commit(here, "other.txt"));
    expect(await createRescueRef(tools, ref, other)).toMatchObject({ kind: "failed" });
    expect(await scratch.git(here, "rev-parse", ref)).toBe(request.head);
  });

  test("does not count when it cannot be read back", async () => {
    const forgetting = after("update-ref", () => rm(join(here, ".git", ref)));
    expect(await createRescueRef(forgetting, ref, request.head)).toMatchObject({ kind: "failed" });
  });
});
