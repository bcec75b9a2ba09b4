import { describe, expect, test } from "vitest";
import type { GitFailure, GitFailureKind } from "./git-failure.ts";
import {
  type Asker,
  afterAsking,
  afterTrigger,
  type HostState,
  hasOpened,
  OPEN_HOST,
  PROBE_MS,
  passage,
  tryAgain,
} from "./remote-gate.ts";

const NOW = 1_000_000;
const TIME = { now: NOW, random: 0.5 };
const A: Asker = { repository: "/a", credentials: "key" };
const B: Asker = { repository: "/b", credentials: "key" };
const failed = (kind: GitFailureKind): GitFailure => ({ kind, detail: `${kind}!` });

function after(
  kind: GitFailureKind | null,
  state = OPEN_HOST,
  asked: "question" | "transfer" = "question",
): HostState {
  return afterAsking(state, A, { asked, failure: kind && failed(kind) }, TIME);
}

const down = after("offline");
const refused = after("auth");

describe("what a host's answer means for everyone who asks it", () => {
  test.each([
    ["offline", "question", "down"],
    ["offline", "transfer", "down"],
    ["timeout", "question", "down"],
    // A large fetch may take longer than its deadline on a host that is well.
    ["timeout", "transfer", "open"],
    ["rate-limited", "question", "down"],
    ["auth", "question", "refused"],
    ["denied", "question", "open"],
    ["not-found", "question", "open"],
    ["protected", "transfer", "open"],
    ["corrupt", "transfer", "open"],
    ["stopped", "question", "open"],
    [null, "question", "open"],
  ] as const)("%s to a %s leaves it %s", (kind, asked, expected) => {
    const state = after(kind, OPEN_HOST, asked);
    const is = state.down ? "down" : state.refusals.length > 0 ? "refused" : "open";
    expect(is).toBe(expected);
  });

  test.each([
    [null, true],
    ["denied", true],
    ["moved", true],
    ["not-found", true],
    ["auth", true],
    ["stopped", false],
    ["disk-full", false],
  ] as const)("%s opens a host that was down: %s", (kind, opens) => {
    expect(after(kind, down).down === null).toBe(opens);
  });

  test.each([
    [null, true],
    ["denied", true],
    // Forges say this to strangers too.
    ["not-found", false],
    ["offline", false],
  ] as const)("%s takes refused credentials: %s", (kind, takes) => {
    expect(after(kind, refused).refusals.length === 0).toBe(takes);
  });

  test("each failure in a row doubles the wait, and an answer starts again", () => {
    const waits: number[] = [];
    let state = OPEN_HOST;
    for (let round = 0; round < 4; round += 1) {
      state = after("offline", state);
      waits.push((state.down?.retryAt ?? NOW) - NOW);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
    expect(after("offline", after(null, state)).down?.retryAt).toBe(NOW + 1000);
  });

  test("a host that asks us to slow down is left alone for longer", () => {
    expect(after("rate-limited").down?.retryAt).toBe(NOW + 30_000);
  });
});

describe("a host that is down", () => {
  test("is left alone until its time has come", () => {
    expect(passage(down, B, "h", NOW + 999).kind).toBe("wait");
    expect(passage(down, B, "h", NOW + 1000).kind).toBe("go");
  });

  test("is tried by one look; the others wait until it is back", () => {
    const probe = passage(down, B, "h", NOW + 1000);
    if (probe.kind !== "go") expect.fail("the probe had to wait");
    expect(passage(probe.state, A, "h", NOW + 1001).kind).toBe("wait");
    expect(passage(probe.state, A, "h", NOW + 1000 + PROBE_MS).kind).toBe("go");
  });

  test("is tried at once when the network has changed", () => {
    expect(passage(tryAgain(down, NOW), B, "h", NOW).kind).toBe("go");
    expect(tryAgain(OPEN_HOST, NOW)).toBe(OPEN_HOST);
  });

  test("says who found out and until when the others wait", () => {
    expect(passage(down, B, "h", NOW)).toEqual({
      kind: "wait",
      failure: { kind: "offline", detail: "waits: h did not answer /a", waitsUntil: NOW + 1000 },
    });
  });
});

describe("a host that refused credentials", () => {
  test("is not asked with them again, however long that lasts", () => {
    expect(passage(refused, B, "h", NOW + 31_536_000_000).kind).toBe("wait");
  });

  test("still serves those who come with others", () => {
    expect(passage(refused, { ...B, credentials: "another key" }, "h", NOW).kind).toBe("go");
  });

  test("says whose credentials they were", () => {
    expect(passage(refused, B, "h", NOW)).toEqual({
      kind: "wait",
      failure: { kind: "auth", detail: "waits: h refused the credentials of /a", waitsUntil: null },
    });
    expect(passage(refused, A, "h", NOW)).toMatchObject({ failure: { detail: "auth!" } });
  });
});

describe("a trigger for one repository of a host", () => {
  test.each([
    ["poll", "wait", "wait"],
    ["refs-moved", "wait", "wait"],
    ["start", "wait", "wait"],
    ["wake", "wait", "wait"],
    ["tick", "wait", "wait"],
    ["files-changed", "wait", "wait"],
    ["hook", "wait", "go"],
    ["sync", "go", "go"],
    ["changed-settings", "go", "go"],
  ] as const)(
    "%s: a host that is down may be asked: %s; one that refused: %s",
    (reason, ifDown, ifRefused) => {
      const kind = (state: HostState) =>
        passage(afterTrigger(state, reason, "key", NOW), B, "h", NOW).kind;
      expect([kind(down), kind(refused)]).toEqual([ifDown, ifRefused]);
    },
  );

  test("says nothing about other credentials", () => {
    expect(passage(afterTrigger(refused, "sync", "another key", NOW), B, "h", NOW).kind).toBe(
      "wait",
    );
  });

  test("lets one look try, and the others wait for what it finds", () => {
    const trial = passage(afterTrigger(refused, "sync", "key", NOW), A, "h", NOW);
    if (trial.kind !== "go") expect.fail("the trial had to wait");
    expect(passage(trial.state, B, "h", NOW).kind).toBe("wait");
    expect(passage(after("auth", trial.state), B, "h", NOW).kind).toBe("wait");
    expect(passage(after("offline", trial.state), B, "h", NOW + 1000).kind).toBe("go");
    expect(hasOpened(trial.state, after(null, trial.state))).toBe(true);
  });
});

test.each([
  ["an answer after silence", down, OPEN_HOST, true],
  ["credentials taken after a refusal", refused, OPEN_HOST, true],
  ["silence after silence", down, after("offline", down), false],
  ["a first refusal", OPEN_HOST, refused, false],
  ["nothing new", OPEN_HOST, OPEN_HOST, false],
])("%s opens the host: %s", (_name, before, now, opened) => {
  expect(hasOpened(before, now)).toBe(opened);
});
