import { expect, test } from "vitest";
import { Keys } from "./keys.ts";

const HOUR_MS = 3_600_000;

test("a code works once, and no longer than a minute", () => {
  const keys = new Keys();
  const code = keys.makeCode("/queue", 0);
  expect(keys.enter(code, 60_000)).toMatchObject({ view: "/queue" });
  expect(keys.enter(code, 60_000)).toBeNull();
  expect(keys.enter(keys.makeCode("/", 0), 60_001)).toBeNull();
});

test("a session lasts as long as it is used, and twelve hours more", () => {
  const keys = new Keys();
  const { session } = keys.enter(keys.makeCode("/", 0), 0) ?? expect.fail();
  expect(keys.isIn(session, 11 * HOUR_MS)).toBe(true);
  expect(keys.isIn(session, 22 * HOUR_MS)).toBe(true);
  expect(keys.isIn(session, 35 * HOUR_MS)).toBe(false);
  expect(keys.isIn(session, 35 * HOUR_MS)).toBe(false);
});

test("a code is no session, and a session no code", () => {
  const keys = new Keys();
  const code = keys.makeCode("/", 0);
  expect(keys.isIn(code, 0)).toBe(false);
  const { session } = keys.enter(code, 0) ?? expect.fail();
  expect(keys.enter(session, 0)).toBeNull();
});
