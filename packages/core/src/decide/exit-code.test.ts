import { expect, test } from "vitest";
import { aFailure, aRepositoryStatus } from "../testing/a-status.ts";
import { EXIT, exitCodeOf, worstExitCode } from "./exit-code.ts";
import { FAILURES, GIT_FAILURE_KINDS } from "./git-failure.ts";

const inSync = aRepositoryStatus();
const held = aRepositoryStatus({ state: "diverged", hold: "unrelated" });
const offline = aRepositoryStatus({ state: "ahead", failure: aFailure("offline") });
const refused = aRepositoryStatus({ state: "ahead", failure: aFailure("refused") });

test.each([
  ["in sync", inSync, EXIT.inSync],
  ["held", held, EXIT.held],
  ["not pushed yet", aRepositoryStatus({ state: "ahead", ahead: 1 }), EXIT.held],
  ["nobody looked yet", aRepositoryStatus(null), EXIT.held],
  ["paused, though in step", aRepositoryStatus({}, { paused: true }), EXIT.held],
  ["offline", offline, EXIT.network],
  ["timed out", aRepositoryStatus({ failure: aFailure("timeout") }), EXIT.network],
  ["a lock that will go", aRepositoryStatus({ failure: aFailure("locked") }), EXIT.held],
  ["refused by the server", refused, EXIT.needsPerson],
  ["a full disk", aRepositoryStatus({ failure: aFailure("disk-full") }), EXIT.needsPerson],
])("%s", (_name, status, code) => {
  expect(exitCodeOf(status)).toBe(code);
});

test.each([
  [[], EXIT.inSync],
  [[inSync, inSync], EXIT.inSync],
  [[inSync, held], EXIT.held],
  [[held, offline], EXIT.network],
  [[offline, refused, held], EXIT.needsPerson],
])("several speak with the voice of the one that most needs attention", (statuses, code) => {
  expect(worstExitCode(statuses)).toBe(code);
});

test("whatever waits for a person says so in the exit code", () => {
  for (const kind of GIT_FAILURE_KINDS) {
    if (FAILURES[kind].retry !== "ask-person") continue;
    expect(exitCodeOf(aRepositoryStatus({ failure: aFailure(kind) }))).toBe(EXIT.needsPerson);
  }
});
