import {
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { listRescues } from "../../src/rescue/list-rescues.ts";
import type { Rescue } from "../../src/rescue/rescue.ts";
import { type FilesRestored, restoreFiles } from "../../src/rescue/restore-files.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, around, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("restore");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const git = (...args: string[]) => scratch.git(here, ...args);
const write = (path: string, text: string) => writeFile(join(here, path), text);
const text = (path: string) => readFile(join(here, path), "utf8");
const NAME = "20260131T120000Z-diverged-aaaaaaaa";

/** Rescues what stands there and gives the rescue. */
async function rescue(endangered: readonly string[] = []): Promise<Rescue> {
  const tools = await rescueTools(scratch, here);
  const { commit } = valueOf(
    await takeSnapshot(tools, await aRequest(scratch, here, { endangered })),
  );
  await git("update-ref", `refs/hookline/rescue/${NAME}`, commit);
  const found = valueOf(await listRescues(tools)).find(({ name }) => name === NAME);
  if (found === undefined) throw new Error("no rescue");
  return found;
}

async function restore(
  kept: Rescue,
  paths: readonly string[] = [],
  root: AbsolutePath = here,
): Promise<FilesRestored> {
  return valueOf(await restoreFiles(await rescueTools(scratch, here), kept, { paths, root }));
}

describe("files come back", () => {
  test("where nothing stands, with the folders above them", async () => {
    await mkdir(join(here, "deep/er"), { recursive: true });
    await write("deep/er/new.txt", "mine\n");
    const kept = await rescue();
    await rm(join(here, "deep"), { recursive: true });
    expect(await restore(kept)).toEqual({
      files: [{ path: "deep/er/new.txt", put: { kind: "put" } }],
      unknown: [],
    });
    expect(await text("deep/er/new.txt")).toBe("mine\n");
  });

  test("beside what stands there now, and neither is lost", async () => {
    await write("README.md", "mine\n");
    const kept = await rescue();
    await write("README.md", "theirs\n");
    await write("README.md.before-restore", "an earlier one\n");
    expect((await restore(kept)).files).toEqual([
      { path: "README.md", put: { kind: "put-beside", kept: "README.md.before-restore-2" } },
    ]);
    expect(await text("README.md")).toBe("mine\n");
    expect(await text("README.md.before-restore-2")).toBe("theirs\n");
    expect(await text("README.md.before-restore")).toBe("an earlier one\n");
    expect((await restore(kept)).files).toEqual([{ path: "README.md", put: { kind: "same" } }]);
  });

  test("one by one, by folder, and from the commits as well", async () => {
    await mkdir(join(here, "docs"));
    await scratch.commit(here, "docs/a.txt", "committed\n");
    await write("docs/b.txt", "not committed\n");
    await write("other.txt", "not asked for\n");
    const kept = await rescue();
    for (const path of ["docs/a.txt", "docs/b.txt", "other.txt"]) await rm(join(here, path));
    const { files, unknown } = await restore(kept, ["docs/", "nothing.txt"]);
    expect(files.map(({ path }) => path).toSorted()).toEqual(["docs/a.txt", "docs/b.txt"]);
    expect(unknown).toEqual(["nothing.txt"]);
    expect(await text("docs/a.txt")).toBe("committed\n");
    expect(await readdir(here)).not.toContain("other.txt");
  });

  test("into another folder", async () => {
    await write("README.md", "mine\n");
    const kept = await rescue();
    await mkdir(scratch.path("out"));
    await restore(kept, [], scratch.path("out"));
    expect(await readFile(scratch.path("out", "README.md"), "utf8")).toBe("mine\n");
    expect(await readdir(here)).not.toContain("README.md.before-restore");
  });

  test("as links where they were links, and executable where they were", async () => {
    await symlink("../outside", join(here, "link"));
    await writeFile(join(here, "run"), "#!/bin/sh\n", { mode: 0o755 });
    const kept = await rescue();
    await rm(join(here, "link"));
    await rm(join(here, "run"));
    await restore(kept);
    expect(await readlink(join(here, "link"))).toBe("../outside");
    expect((await lstat(join(here, "run"))).mode & 0o111).toBe(0o111);
  });

  test("two of the same bytes as two files", async () => {
    await write("one.txt", "same\n");
    await write("two.txt", "same\n");
    const kept = await rescue();
    await rm(join(here, "one.txt"));
    await rm(join(here, "two.txt"));
    await restore(kept);
    await write("one.txt", "changed\n");
    expect(await text("two.txt")).toBe("same\n");
  });

  test("without those that were only touched", async () => {
    await scratch.commit(here, "touched.txt");
    await write("touched.txt", "touched.txt\n");
    await write("edited.txt", "mine\n");
    const kept = await rescue();
    await rm(join(here, "edited.txt"));
    expect((await restore(kept)).files.map(({ path }) => path)).toEqual(["edited.txt"]);
  });

  test("and leave nothing of ours behind", async () => {
    await write("README.md", "mine\n");
    await restore(await rescue());
    expect(await readdir(join(here, ".git/hookline"))).toEqual([]);
  });
});

describe("nothing is written", () => {
  test("through a link, wherever it leads", async () => {
    await mkdir(join(here, "docs/deep"), { recursive: true });
    await write("docs/deep/a.txt", "mine\n");
    const kept = await rescue();
    await rm(join(here, "docs"), { recursive: true });
    await mkdir(scratch.path("elsewhere", "deep"), { recursive: true });
    await symlink(scratch.path("elsewhere"), join(here, "docs"));
    expect((await restore(kept)).files).toEqual([
      { path: "docs/deep/a.txt", put: { kind: "refused", why: "docs is not a folder" } },
    ]);
    expect(await readdir(scratch.path("elsewhere", "deep"))).toEqual([]);
  });

  test("over a folder, or in one that is a file now", async () => {
    await mkdir(join(here, "docs"));
    await write("docs/a.txt", "mine\n");
    await write("name", "mine\n");
    const kept = await rescue();
    await rm(join(here, "docs"), { recursive: true });
    await write("docs", "a file now\n");
    await rm(join(here, "name"));
    await mkdir(join(here, "name"));
    const { files } = await restore(kept);
    expect(files.map(({ put }) => put.kind)).toEqual(["refused", "refused"]);
    expect(await text("docs")).toBe("a file now\n");
  });

  test("outside the folder, and into no .git, whatever a commit says", async () => {
    const blob = await git("hash-object", "-w", "README.md");
    for (const name of ["../../evil", ".git/hooks/post-commit", "/tmp/evil", "a/../../evil"]) {
      const kept = await hostileRescue(name, blob);
      const outcome = await restoreFiles(await rescueTools(scratch, here), kept, {
        paths: [""],
        root: here,
      });
      const written = outcome.kind === "read" ? outcome.value.files : [];
      expect(written.filter(({ put }) => put.kind !== "refused")).toEqual([]);
    }
    expect(await readdir(scratch.root)).not.toContain("evil");
    expect(await readdir(join(here, ".git/hooks"))).not.toContain("post-commit");
  });

  /** A tree that no index can hold, made by hand. */
  async function hostileRescue(name: string, blob: string): Promise<Rescue> {
    const entry = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, "hex")]);
    await writeFile(scratch.path("tree"), entry);
    const tree = await git("hash-object", "-w", "--literally", "-t", "tree", scratch.path("tree"));
    const head = await git("rev-parse", "HEAD");
    const message = [
      "x",
      "",
      "Hookline-Reason: diverged",
      "Hookline-At: 2026-01-31T12:00:00.000Z",
      "Hookline-Host: x",
      "Hookline-Branch: refs/heads/main",
      `Hookline-Head: ${head}`,
      `Hookline-Theirs: ${head}`,
      "Hookline-Commits: 0",
      "Hookline-Files: 1",
      `Hookline-Raw: ${tree}`,
    ].join("\n");
    const commit = await git("commit-tree", tree, "-m", message);
    await git("update-ref", `refs/hookline/rescue/${NAME}`, commit);
    const [kept] = valueOf(await listRescues(await rescueTools(scratch, here)));
    if (kept?.facts == null) throw new Error("no rescue of ours");
    return kept;
  }

  test("that git does not give back whole", async () => {
    await write("README.md", "mine\n");
    await write("other.txt", "mine too\n");
    const kept = await rescue();
    await rm(join(here, "other.txt"));
    const tools = around(await rescueTools(scratch, here), (command, run) =>
      command.verb === "cat-file" && command.onStdout
        ? run({
            ...command,
            onStdout: (chunk) =>
              command.onStdout?.(
                Buffer.from(chunk.toString("latin1").replace("mine too", "mime too")),
              ),
          })
        : run(command),
    );
    expect(await restoreFiles(tools, kept, { paths: [], root: here })).toMatchObject({
      kind: "failed",
      failure: { kind: "corrupt" },
    });
    expect(await readdir(here)).not.toContain("other.txt");
  });

  test("where the repository's own filters would have to run", async () => {
    await write(".gitattributes", "*.bin filter=own\n");
    await scratch.commit(here, "a.bin");
    await git("config", "filter.own.smudge", "touch ran; cat");
    const kept = await rescue();
    await rm(join(here, "a.bin"));
    const tools = await rescueTools(scratch, here);
    expect(await restoreFiles(tools, kept, { paths: ["a.bin"], root: here })).toMatchObject({
      kind: "failed",
      failure: { kind: "filter" },
    });
    expect(await readdir(here)).not.toContain("ran");
  });
});
