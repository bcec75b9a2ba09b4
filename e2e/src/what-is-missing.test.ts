import { expect, test } from "vitest";
import { whatIsMissing } from "./what-is-missing.ts";

test("a story is left out for the first thing that the machine lacks", () => {
  expect(whatIsMissing([])).toBeUndefined();
  expect(whatIsMissing(["sh", "git"])).toBeUndefined();
  expect(whatIsMissing(["sh", "no-such-program", "nor-this"])).toBe("no no-such-program");
});

test.runIf(process.getuid?.() !== 0)("what only root can do is left out for others", () => {
  expect(whatIsMissing(["root"])).toBe("needs root");
  expect(whatIsMissing(["small-disk"])).toBe("needs root and the right to mount");
});
