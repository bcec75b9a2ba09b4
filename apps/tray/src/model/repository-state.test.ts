import { aFailure, aRepositoryStatus } from "@hookline/core/testing";
import { describe, expect, test } from "vitest";
import { repositoryState } from "./repository-state.ts";

const now = Date.parse("2026-12-01T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const calm = { now, online: true, lookingSince: undefined, agentStartedAt: null };

/** A repository in step that was looked at a minute ago. */
function seen(
  last: Parameters<typeof aRepositoryStatus>[0],
  differs: Parameters<typeof aRepositoryStatus>[1] = {},
) {
  return aRepositoryStatus(last, { lastSuccessAt: minutesAgo(1), ...differs });
}

describe("a repository is", () => {
  test.each([
    ["up-to-date", seen({})],
    ["checking", seen(null, { lastSuccessAt: null })],
    ["checking", seen({ state: "ahead", ahead: 1 })],
    ["syncing", seen({ state: "ahead", ahead: 1 }, { activity: "looking" })],
    ["up-to-date", seen({}, { activity: "looking" })],
    ["paused", seen({}, { paused: true })],
    ["paused", seen({ failure: aFailure("auth") }, { paused: true })],
    ["error", seen({ failure: aFailure("auth") }, { attempts: 1 })],
    ["error", seen({ failure: aFailure("disk-full") }, { attempts: 1 })],
    ["checking", seen({ failure: aFailure("offline") }, { attempts: 2 })],
    ["error", seen({ failure: aFailure("offline") }, { attempts: 3 })],
    ["error", seen({ failure: aFailure("unknown") }, { attempts: 1, activity: "gave-up" })],
    ["attention", seen({ hold: "two-alphas" })],
    ["checking", seen({ hold: "rebase" })],
    ["attention", seen({ hold: "rebase" }, { lastSuccessAt: minutesAgo(20) })],
  ] as const)("%s (%#)", (state, status) => {
    expect(repositoryState(status, calm)).toBe(state);
  });

  test("not known to be well by what an agent before this one saw", () => {
    const status = seen({}, { lastLookAt: minutesAgo(5) });
    expect(repositoryState(status, { ...calm, agentStartedAt: minutesAgo(6) })).toBe("up-to-date");
    expect(repositoryState(status, { ...calm, agentStartedAt: minutesAgo(4) })).toBe("checking");
  });

  test("offline, when the machine has no network; nobody is to blame", () => {
    const status = seen({ failure: aFailure("offline") }, { attempts: 9 });
    expect(repositoryState(status, { ...calm, online: false })).toBe("offline");
    const theirs = seen({ failure: aFailure("auth") }, { attempts: 1 });
    expect(repositoryState(theirs, { ...calm, online: false })).toBe("error");
  });

  test("a matter for somebody when a look makes no progress", () => {
    const status = seen({ state: "ahead", ahead: 1 }, { activity: "looking" });
    expect(repositoryState(status, { ...calm, lookingSince: now - 299_000 })).toBe("syncing");
    expect(repositoryState(status, { ...calm, lookingSince: now - 301_000 })).toBe("attention");
  });
});
