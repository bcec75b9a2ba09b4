import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findSignalClient } from "../src/index.ts";

test.each([
  [["curl", "nc", "timeout"], "curl"],
  [["nc", "timeout"], "netcat"],
  [["nc"], undefined],
  [["timeout"], undefined],
  [[], undefined],
])("of %j it takes %s", async (programs, kind) => {
  const folder = await folderWith(programs);
  expect((await findSignalClient(folder))?.kind).toBe(kind);
});

test("the first folder of PATH that has it counts, and the path is absolute", async () => {
  const [none, first, second] = [
    await folderWith([]),
    await folderWith(["curl"]),
    await folderWith(["curl"]),
  ];
  const found = await findSignalClient([none, first, second].join(delimiter));
  expect(found).toEqual({ kind: "curl", program: join(first, "curl") });
});

test("relative entries and files that cannot be run do not count", async () => {
  const folder = await folderWith(["curl"]);
  await chmod(join(folder, "curl"), 0o644);
  expect(await findSignalClient([".", "", folder].join(delimiter))).toBeUndefined();
});

test("a folder named curl is no client", async () => {
  const folder = await folderWith([]);
  await mkdir(join(folder, "curl"));
  expect(await findSignalClient(folder)).toBeUndefined();
});

test("without PATH there is none", async () => {
  expect(await findSignalClient(undefined)).toBeUndefined();
});

async function folderWith(programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of programs) await writeFile(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
  return folder;
}
