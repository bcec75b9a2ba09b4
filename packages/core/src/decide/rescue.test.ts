import { expect, test } from "vitest";
import { aCommit } from "../testing/an-observation.ts";
import { rescueRef } from "./rescue.ts";

test("a rescue is named by time, reason and commit", () => {
  expect(rescueRef("2026-01-31T12:05:09.123Z", "in-the-way", aCommit("a"))).toBe(
    "refs/hookline/rescue/20260131T120509Z-in-the-way-aaaaaaaa",
  );
});
