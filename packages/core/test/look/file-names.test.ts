import { lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Names that break whoever quotes, splits, decodes or compares them carelessly. */
const NAMES: readonly (readonly [string, readonly (string | Buffer)[]])[] = [
  [
    "newlines, quotes, spaces and dashes",
    [
      "one\ntwo",
      "\n",
      "tail\n",
      "one\ttwo",
      "one\rtwo",
      " ",
      " front",
      "back ",
      "two  spaces",
      'say "yes"',
      "it's",
      "back\\slash",
      "`x`",
      "$(x)",
      "-f",
      "--help",
      "*",
      "[a]",
      ":(top)x",
      ":x",
      "!x",
      "#x",
      "a:b",
    ],
  ],
  [
    "other bytes than UTF-8, or two spellings",
    [
      Buffer.from("caf\xe9.txt", "latin1"),
      Buffer.from([0xff, 0xfe]),
      "café".normalize("NFC"),
      "café".normalize("NFD"),
      "Readme",
      "readme",
      "README",
    ],
  ],
  [
    "200 bytes, control bytes or emoji",
    ["x".repeat(200), `${"y".repeat(200)}.txt`, "\u0001", "\u007f", "🦊", "\u202egnp.exe"],
  ],
];

const inside = (root: string, name: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]);

/** Commits everything in a clone and, there, pushes it. */
async function commitAll({ scratch }: Stage, at: string): Promise<void> {
  await scratch.git(at, "add", "--all");
  await scratch.git(at, "commit", "--quiet", "-m", "all");
}

async function pushAll(stage: Stage): Promise<void> {
  await commitAll(stage, stage.there);
  await stage.scratch.git(stage.there, "push", "--quiet");
}

describe.concurrent("files whose names have", () => {
  test.for(NAMES)("%s come, stand in the way and are rescued", async ([, names], { stage }) => {
    const { scratch, here, there, remote } = stage;
    const write = (at: string, text: string) =>
      Promise.all(names.map((name) => writeFile(inside(at, name), text)));
    const read = () => Promise.all(names.map((name) => readFile(inside(here, name), "utf8")));
    await write(there, "one\n");
    await pushAll(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await read()).toEqual(names.map(() => "one\n"));
    await expectWhole(stage);

    await write(here, "mine\n");
    await write(there, "two\n");
    await pushAll(stage);
    const held = (await stage.look()).result;
    expect(held).toMatchObject({ hold: "local-changes", failure: null });
    // A result names twenty files at most.
    expect(held.inTheWay).toHaveLength(Math.min(names.length, 20));
    await scratch.git(here, "config", "hookline.onDirty", "rescue");
    const { result } = await stage.look();
    expect(result).toMatchObject({ ...healed, rescued: [{ files: names.length }] });
    expect(await read()).toEqual(names.map(() => "two\n"));
    const kept = await scratch.git(
      here,
      "diff",
      "--numstat",
      "-z",
      "HEAD",
      result.rescued[0]?.ref ?? "",
    );
    expect(kept.split("\0").filter((line) => line.startsWith("1\t1\t"))).toHaveLength(names.length);

    await Promise.all(names.map((name) => rm(inside(there, name))));
    await pushAll(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect((await readdir(here)).toSorted()).toEqual([".git", "README.md"]);
    await write(here, "ours\n");
    await commitAll(stage, here);
    expect((await stage.look({ ask: false })).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(remote, "main")).toBe(await stage.tip(here));
  });
});

describe.concurrent("a path", () => {
  test("that changed only its case is renamed", async ({ stage }) => {
    const { here, there } = stage;
    await stage.commitThere("Readme.txt");
    await stage.look();
    await rename(join(there, "Readme.txt"), join(there, "README.txt"));
    await pushAll(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect((await readdir(here)).toSorted()).toEqual([".git", "README.md", "README.txt"]);
    await expectWhole(stage);
  });

  const SHAPES = {
    file: (path: string) => writeFile(path, "a file\n"),
    folder: async (path: string) => {
      await mkdir(path);
      await writeFile(join(path, "inside.txt"), "inside\n");
    },
    link: (path: string) => symlink("README.md", path),
  } as const;
  type Shape = keyof typeof SHAPES;
  const SWAPS: readonly (readonly [Shape, Shape])[] = [
    ["file", "folder"],
    ["folder", "file"],
    ["file", "link"],
    ["link", "folder"],
    ["folder", "link"],
  ];

  test.for(SWAPS)("that was a %s becomes a %s", async ([from, to], { stage }) => {
    const { here, there } = stage;
    await SHAPES[from](join(there, "it"));
    await pushAll(stage);
    await stage.look();
    await rm(join(there, "it"), { recursive: true });
    await SHAPES[to](join(there, "it"));
    await pushAll(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    const stats = await lstat(join(here, "it"));
    const is = { file: stats.isFile(), folder: stats.isDirectory(), link: stats.isSymbolicLink() };
    expect(is[to]).toBe(true);
    await expectWhole(stage);
  });

  test("that was a folder with a file of mine in it is not taken away", async ({ stage }) => {
    const { here, there } = stage;
    await SHAPES.folder(join(there, "it"));
    await pushAll(stage);
    await stage.look();
    await writeFile(join(here, "it", "mine.txt"), "mine\n");
    await rm(join(there, "it"), { recursive: true });
    await SHAPES.file(join(there, "it"));
    await pushAll(stage);
    const { result } = await stage.look();
    expect(result).toMatchObject({ hold: "local-changes", inTheWay: ["it/mine.txt"] });
    await stage.scratch.git(here, "config", "hookline.onDirty", "rescue");
    const rescued = (await stage.look()).result;
    expect(rescued).toMatchObject({ ...healed, rescued: [{ files: 1 }] });
    const ref = rescued.rescued[0]?.ref ?? "";
    expect(await stage.scratch.git(here, "show", `${ref}:it/mine.txt`)).toBe("mine");
    expect(await readFile(join(here, "it"), "utf8")).toBe("a file\n");
  });

  test("below a link that leads outside is never written through it", async ({ stage }) => {
    const { scratch, here, there } = stage;
    await mkdir(scratch.path("outside"));
    await symlink(scratch.path("outside"), join(here, "it"));
    await SHAPES.folder(join(there, "it"));
    await pushAll(stage);
    const { result } = await stage.look();
    expect(result).toMatchObject({ hold: "local-changes", inTheWay: ["it"] });
    expect(await readdir(scratch.path("outside"))).toEqual([]);
  });
});
