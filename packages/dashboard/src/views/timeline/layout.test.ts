import type { ActivityEntry } from "@hookline/core/protocol";
import { describe, expect, test } from "vitest";
import { chooseLanes, layLane, ticks } from "./layout.ts";

const at = (minute: number) => new Date(minute * 60_000).toISOString();

function entry(
  id: number,
  kind: ActivityEntry["kind"],
  minute: number,
  differs: Partial<ActivityEntry> = {},
): ActivityEntry {
  return {
    id,
    repository: "/notes",
    kind,
    at: at(minute),
    until: at(minute),
    looks: 1,
    branch: "main",
    pushed: 0,
    pulled: 0,
    rescued: [],
    hold: null,
    failure: null,
    durationMs: 20,
    ...differs,
  };
}

const hour = { from: 0, to: 60 * 60_000 };

describe("a lane", () => {
  test("has a mark where something happened, and none where nothing did", () => {
    const { marks } = layLane(
      "/notes",
      [entry(1, "quiet", 5), entry(2, "synced", 30), entry(3, "failed", 31, { repository: "/x" })],
      hour,
      600,
    );
    expect(marks).toMatchObject([{ x: 300, kind: "synced" }]);
  });

  test("joins what is too close, and the gravest stands for all", () => {
    const { marks } = layLane(
      "/notes",
      [
        entry(1, "synced", 30),
        entry(2, "failed", 31),
        entry(3, "recovered", 31),
        entry(4, "synced", 50),
      ],
      hour,
      600,
    );
    expect(marks.map(({ kind, entries }) => [kind, entries.map(({ id }) => id)])).toEqual([
      ["failed", [3, 2, 1]],
      ["synced", [4]],
    ]);
  });

  test("is broken where no agent was there", () => {
    const { quiet } = layLane(
      "/notes",
      [entry(1, "quiet", 0, { until: at(10) }), entry(2, "quiet", 20), entry(3, "quiet", 40)],
      hour,
      600,
    );
    expect(quiet).toEqual([
      { from: 0, to: 200 },
      { from: 400, to: 400 },
    ]);
  });

  test("leaves out what lies outside", () => {
    expect(layLane("/notes", [entry(1, "failed", 61)], hour, 600).marks).toEqual([]);
  });
});

test("lanes go to those to which something happened last", () => {
  const entries = [
    entry(1, "quiet", 59, { repository: "/quiet" }),
    entry(2, "synced", 10, { repository: "/early" }),
    entry(3, "failed", 20, { repository: "/late" }),
  ];
  const all = ["/early", "/late", "/never", "/quiet"];
  expect(chooseLanes(all, entries, 2)).toEqual(["/late", "/early"]);
  expect(chooseLanes(all, entries, 9)).toEqual(["/late", "/early", "/quiet"]);
});

test.each([1, 6, 24, 24 * 7])("a span of %i hours has a few times under it", (hours) => {
  const found = ticks({ from: 1e12, to: 1e12 + hours * 3_600_000 });
  expect(found.length).toBeGreaterThanOrEqual(4);
  expect(found.length).toBeLessThanOrEqual(9);
});
