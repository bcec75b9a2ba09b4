import { describe, expect, test } from "vitest";
import { type ReadinessInput, readiness } from "./readiness.ts";

const AGENT = { startedAt: "2026-01-01T12:00:00.000Z" };
const inSync = {
  path: "/notes",
  paused: false,
  lastSuccessAt: "2026-01-01T12:00:01.000Z",
  failure: null,
  hold: null,
};
const input = (wish: Partial<ReadinessInput>): ReadinessInput => ({
  agent: AGENT,
  repositories: [inSync],
  awaited: [],
  ...wish,
});
const unlooked = { ...inSync, lastSuccessAt: null };
const offline = {
  kind: "offline",
  says: "The remote cannot be reached.",
  detail: "",
  next: "",
  attempts: 1,
  retryAt: null,
} as const;

describe("an agent is ready", () => {
  test("once each repository was in sync", () => {
    expect(readiness(input({}))).toEqual({ ready: true, reasons: [] });
  });

  test("and stays so when a remote goes away later", () => {
    expect(readiness(input({ repositories: [{ ...inSync, failure: offline }] })).ready).toBe(true);
  });

  test("whatever a repository is that someone paused", () => {
    expect(readiness(input({ repositories: [{ ...unlooked, paused: true }] })).ready).toBe(true);
  });
});

describe("an agent is not ready, and says why,", () => {
  test.each([
    ["before the first look", unlooked, "It has not been looked at yet."],
    ["while the remote cannot be reached", { ...unlooked, failure: offline }, offline.says],
    [
      "while something holds",
      { ...unlooked, hold: { reason: "merge", says: "A merge.", next: "", files: [] } as const },
      "A merge.",
    ],
    [
      "with the success of an agent before it",
      { ...inSync, lastSuccessAt: "2026-01-01T11:59:59.999Z" },
      "It has not been looked at yet.",
    ],
  ])("%s", (_when, repository, says) => {
    expect(readiness(input({ repositories: [inSync, { ...repository, path: "/other" }] }))).toEqual(
      {
        ready: false,
        reasons: [{ repository: "/other", says }],
      },
    );
  });

  test("while a repository is being cloned", () => {
    const awaited = [{ path: "/state", says: "It is being cloned." }];
    expect(readiness(input({ repositories: [], awaited }))).toEqual({
      ready: false,
      reasons: [{ repository: "/state", says: "It is being cloned." }],
    });
  });

  test("where none runs", () => {
    expect(readiness(input({ agent: null })).ready).toBe(false);
  });
});
