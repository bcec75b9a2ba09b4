import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findProgram } from "../src/find-program.ts";
import { findSignalClient } from "../src/index.ts";

const NO_SYSTEM: readonly string[] = [];

test.each([
  [["curl", "nc", "timeout"], "curl"],
  [["nc", "timeout"], "netcat"],
  [["nc"], undefined],
  [["timeout"], undefined],
  [[], undefined],
])("of %j it takes %s", async (programs, kind) => {
  const folder = await folderWith(programs);
  expect((await findSignalClient(folder, NO_SYSTEM))?.kind).toBe(kind);
});

test("curl has a deadline from outside too, where there is one", async () => {
  const folder = await folderWith(["curl", "timeout"]);
  const timeout = join(folder, "timeout");
  expect(await findSignalClient(folder, NO_SYSTEM)).toMatchObject({ kind: "curl", timeout });
});

test("the first folder of PATH that has it counts, and the path is absolute", async () => {
  const [none, first, second] = [
    await folderWith([]),
    await folderWith(["curl"]),
    await folderWith(["curl"]),
  ];
  const found = await findSignalClient([none, first, second].join(delimiter), NO_SYSTEM);
  expect(found).toEqual({ kind: "curl", program: join(first, "curl") });
});

test("relative entries and files that cannot be run do not count", async () => {
  const folder = await folderWith(["curl"]);
  await chmod(join(folder, "curl"), 0o644);
  const path = [".", "", folder].join(delimiter);
  expect(await findSignalClient(path, NO_SYSTEM)).toBeUndefined();
});

test("a folder named curl is no client", async () => {
  const folder = await folderWith([]);
  await mkdir(join(folder, "curl"));
  expect(await findSignalClient(folder, NO_SYSTEM)).toBeUndefined();
});

test("without PATH there is none but the system's", async () => {
  expect(await findSignalClient(undefined, NO_SYSTEM)).toBeUndefined();
  const system = await folderWith(["curl"]);
  expect((await findSignalClient(undefined, [system]))?.program).toBe(join(system, "curl"));
});

test("whatever PATH is, the system's comes first, so that an agent and a terminal find the same", async () => {
  const [system, own] = [await folderWith(["setsid"]), await folderWith(["setsid", "more"])];
  expect(await findProgram("setsid", own, [system])).toBe(join(system, "setsid"));
  expect(await findProgram("more", own, [system])).toBe(join(own, "more"));
});

async function folderWith(programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of programs) await writeFile(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
  return folder;
}
