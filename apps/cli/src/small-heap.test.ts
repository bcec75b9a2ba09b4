import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { SMALL_HEAP_FLAGS } from "./small-heap.ts";

/** Makes much garbage, of which some lives for a while, and prints what the young generation takes. */
const BURST = `
const kept = [];
for (let made = 0; made < 2_000_000; made += 1) kept[made % 20_000] = { made, more: [made] };
const spaces = (await import("node:v8")).getHeapSpaceStatistics();
console.log(spaces.find(({ space_name }) => space_name === "new_space").space_size);
`;

const SMALL = `(await import(${JSON.stringify(new URL("small-heap.ts", import.meta.url))})).keepHeapSmall();`;

function youngMiB(flags: readonly string[], before: string): number {
  const args = [...flags, "--input-type=module", "-e", before + BURST];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" })) / 1024 ** 2;
}

test("a burst makes the young generation of a process large, unless it is kept small", () => {
  expect(youngMiB([], "")).toBeGreaterThan(16);
  expect(youngMiB([], SMALL)).toBeLessThan(16);
  expect(youngMiB(SMALL_HEAP_FLAGS, "")).toBeLessThan(4);
});
