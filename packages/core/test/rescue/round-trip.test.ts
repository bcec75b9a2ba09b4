import { randomUUID } from "node:crypto";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { refName } from "../../src/decide/brands.ts";
import { createRescueRef } from "../../src/rescue/create-rescue-ref.ts";
import { listRescues } from "../../src/rescue/list-rescues.ts";
import { restoreFiles } from "../../src/rescue/restore-files.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, rescueTools, valueOf } from "./a-work-tree.ts";

/** Keeps the content elsewhere and commits a pointer to it, as Git LFS does. */
const FAKE_LFS = `#!/bin/sh
store="$HOME/store"
mkdir -p "$store"
case "$1" in
clean)
  file="$store/new.$$"
  cat > "$file"
  id=$(sha1sum < "$file" | cut -c1-40)
  mv "$file" "$store/$id"
  echo "pointer $id" ;;
smudge)
  read -r _ id
  cat "$store/$id" ;;
esac
`;

let scratch: Scratch;

beforeAll(async () => {
  scratch = await makeScratch("round-trip");
  const filter = scratch.path("home", "fake-lfs");
  await writeFile(filter, FAKE_LFS, { mode: 0o755 });
  await scratch.git(scratch.root, "config", "--global", "filter.fake.clean", `${filter} clean`);
  await scratch.git(scratch.root, "config", "--global", "filter.fake.smudge", `${filter} smudge`);
  await scratch.git(scratch.root, "config", "--global", "filter.fake.required", "true");
});

afterAll(() => scratch.remove());

/** One file of a random work tree, and what its owner did with it. */
interface Spec {
  readonly folder: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly kind: "file" | "executable" | "link";
  readonly state:
    | "committed"
    | "edited"
    | "staged"
    | "staged-then-edited"
    | "touched"
    | "untracked"
    | "ignored"
    | "chmod";
}

const content = fc.oneof(
  fc.constantFrom("", "\n", "one\ntwo\n", "one\r\ntwo\r\n", "mixed\r\nends\n", "\0binary\xff\r\n"),
  fc.string({ unit: "binary", maxLength: 40 }),
);

const spec: fc.Arbitrary<Spec> = fc.record({
  folder: fc.constantFrom("", "a", "a/b", "with space", "ünïcode", "-dash", "skipped"),
  name: fc.constantFrom(
    "plain",
    "text.crlf",
    "large.lfs",
    'quo"te',
    "new\nline",
    "tab\tname",
    "-rf",
    "back\\slash",
    "*.glob",
    "caf\u0000".replace("\u0000", "\u00e9"),
    "…",
    "x.ident",
  ),
  before: content,
  after: content,
  kind: fc.constantFrom("file", "file", "file", "executable", "link"),
  state: fc.constantFrom(
    "committed",
    "edited",
    "staged",
    "staged-then-edited",
    "touched",
    "untracked",
    "ignored",
    "chmod",
  ),
});

const tree = fc.uniqueArray(spec, {
  minLength: 1,
  maxLength: 12,
  selector: ({ folder, name }) => `${folder}/${name}`,
});

const config = fc.record({
  autocrlf: fc.constantFrom("false", "true", "input"),
  sparse: fc.boolean(),
  nested: fc.boolean(),
});

const ATTRIBUTES = "*.crlf text eol=crlf\n*.lfs filter=fake -text\n*.ident ident\n";

test("whatever stood in a work tree comes back, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(tree, config, async (files, settings) => {
      const here = await build(files, settings);
      const ignored = files.filter(({ state }) => state === "ignored").map(pathOf);
      const tools = await rescueTools(scratch, here);
      const before = await everyFile(here);
      const snapshot = valueOf(
        await takeSnapshot(tools, await aRequest(scratch, here, { endangered: ignored })),
      );
      const ref = refName("refs/hookline/rescue/20260131T120000Z-diverged-aaaaaaaa");
      expect(await createRescueRef(tools, ref, snapshot.commit)).toEqual({ kind: "done" });
      await empty(here);
      await scratch.git(here, "gc", "--quiet", "--prune=now");
      const [rescue] = valueOf(await listRescues(tools));
      if (rescue === undefined) throw new Error("no rescue");
      const restored = valueOf(await restoreFiles(tools, rescue, { paths: [""], root: here }));
      expect(new Set(restored.files.map((file) => file.put.kind))).toEqual(new Set(["put"]));
      const after = await everyFile(here);
      for (const [path, held] of before) expect([path, after.get(path)]).toEqual([path, held]);
      // What was not there comes from HEAD (sparse checkout) and from nowhere else.
      for (const path of after.keys()) {
        expect(before.has(path) || path.startsWith("skipped/")).toBe(true);
      }
      await rm(here, { recursive: true });
    }),
    {
      numRuns: Number(process.env["ROUND_TRIPS"] ?? 8),
      plugins: [fc.interruptAfterTimeLimit(40_000)],
    },
  );
});

const pathOf = ({ folder, name }: Spec): string => (folder === "" ? name : `${folder}/${name}`);

async function build(
  files: readonly Spec[],
  { autocrlf, sparse, nested }: { autocrlf: string; sparse: boolean; nested: boolean },
): Promise<AbsolutePath> {
  const here = scratch.path(randomUUID());
  await scratch.git(scratch.root, "init", "--quiet", here);
  await scratch.git(here, "config", "core.autocrlf", autocrlf);
  await scratch.git(here, "config", "core.safecrlf", "false");
  await writeFile(join(here, ".gitattributes"), ATTRIBUTES);
  await mkdir(join(here, "skipped"));
  await writeFile(join(here, "skipped", "always"), "always\n");
  const ignored = files.filter(({ state }) => state === "ignored");
  await writeFile(
    join(here, ".git/info/exclude"),
    ignored.map((file) => `/${escaped(pathOf(file))}\n`).join(""),
  );
  const committed = files.filter(({ state }) => state !== "untracked" && state !== "ignored");
  for (const file of committed) await put(here, file, file.before);
  await scratch.git(here, "add", "--force", ".");
  await scratch.git(here, "commit", "--quiet", "-m", "Begin");
  // As after a clone: what nobody touched since is what git writes.
  await empty(here);
  await scratch.git(here, "checkout", "--quiet", "--force", ".");
  if (sparse) {
    await scratch.git(here, "sparse-checkout", "set", "--no-cone", "/*", "!/skipped/");
  }
  for (const file of files) {
    if (sparse && file.folder === "skipped") continue;
    const path = join(here, pathOf(file));
    switch (file.state) {
      case "committed":
        break;
      case "touched":
        if (file.kind !== "link") await writeFile(path, await readFile(path));
        break;
      case "chmod":
        if (file.kind !== "link") await chmod(path, 0o755);
        break;
      case "staged":
      case "staged-then-edited":
        await put(here, file, `${file.after}staged`);
        await scratch.git(here, "add", "--", `:(literal)${pathOf(file)}`);
        if (file.state === "staged-then-edited") await put(here, file, file.after);
        break;
      default:
        await put(here, file, file.after);
    }
  }
  if (nested) await scratch.git(here, "init", "--quiet", "nested");
  return here;
}

async function put(here: string, file: Spec, bytes: string): Promise<void> {
  const path = join(here, pathOf(file));
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  const target = bytes.replaceAll("\0", "") || "nowhere";
  if (file.kind === "link") await symlink(target, path);
  else await writeFile(path, bytes, { mode: file.kind === "executable" ? 0o755 : 0o644 });
}

const escaped = (name: string): string => name.replace(/[\\*?[#!\n]/g, "?");

/** Everything that is in a work tree, by its path; what is inside a repository of its own is not ours. */
async function everyFile(here: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(here, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(here.length + 1);
    if (/^(?:\.git|nested)(?:\/|$)/.test(name) || entry.isDirectory()) continue;
    const { mode } = await lstat(path);
    const held = entry.isSymbolicLink()
      ? `-> ${await readlink(path)}`
      : `${mode & 0o100 ? "x" : "-"} ${(await readFile(path)).toString("hex")}`;
    found.set(name, held);
  }
  return found;
}

async function empty(here: string): Promise<void> {
  for (const name of await readdir(here)) {
    if (name !== ".git") await rm(join(here, name), { recursive: true });
  }
}
