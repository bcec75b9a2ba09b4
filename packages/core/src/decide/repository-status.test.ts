import { describe, expect, test } from "vitest";
import { aFailure, aRepositoryStatus } from "../testing/a-status.ts";

describe("the status of a repository", () => {
  test("before anybody looked", () => {
    expect(aRepositoryStatus(null, { lastLookAt: null, lastSuccessAt: null })).toMatchObject({
      branch: null,
      state: "unknown",
      hold: null,
      failure: null,
      lastLookAt: null,
      lastSuccessAt: null,
    });
  });

  test("a pause shows at once, before the next look", () => {
    expect(aRepositoryStatus({}, { paused: true }).hold?.reason).toBe("paused");
  });

  test("the end of a pause shows at once too", () => {
    expect(aRepositoryStatus({ hold: "paused" }).hold).toBeNull();
  });

  test("another hold stays under a pause that has ended", () => {
    expect(aRepositoryStatus({ hold: "unrelated" }).hold).toMatchObject({ reason: "unrelated" });
  });

  test("a failure says what to do and when it is tried again", () => {
    const status = aRepositoryStatus(
      { failure: aFailure("offline") },
      { attempts: 3, retryAt: "1970-01-01T00:00:01.000Z" },
    );
    expect(status.failure).toMatchObject({
      kind: "offline",
      says: "The remote cannot be reached.",
      attempts: 3,
      retryAt: "1970-01-01T00:00:01.000Z",
    });
  });
});
