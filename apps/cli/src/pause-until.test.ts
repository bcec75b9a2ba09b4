import { describe, expect, test } from "vitest";
import { pauseUntil } from "./pause-until.ts";

const now = Date.parse("2026-12-01T08:00:00Z");

test.each([
  [{}, null],
  [{ for: "90m" }, "2026-12-01T09:30:00Z"],
  [{ for: "2d" }, "2026-12-03T08:00:00Z"],
  [{ until: "2026-12-01T10:00:00+01:00" }, "2026-12-01T09:00:00Z"],
])("%j lasts until %s", (wish, until) => {
  expect(pauseUntil(wish, now)).toBe(until);
});

describe("refuses", () => {
  test.each([
    [{ for: "1h", until: "2027-01-01" }, "--for and --until"],
    [{ for: "soon" }, '"soon" is no span of time'],
    [{ for: "0s" }, '"0s" is no span'],
    [{ until: "tomorrow" }, '"tomorrow" is no time'],
    [{ until: "2026-11-30" }, "is over already"],
  ])("%j", (wish, says) => {
    expect(() => pauseUntil(wish, now)).toThrow(says);
  });
});
