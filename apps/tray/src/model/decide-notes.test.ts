import { aFailure, aJob, aRepositoryStatus, aTaskFailure } from "@hookline/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOW } from "../../test/a-tray-view.ts";
import { decideNotes, type NotesDecided, type NotificationFacts } from "./decide-notes.ts";
import { afterWake, freshMemory, type NotificationMemory } from "./notification-memory.ts";
import { repositoryState } from "./repository-state.ts";
import type { SeenRepository } from "./tray-state.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Trouble = "auth" | "offline" | "well" | "paused" | "hold";

function seen(path: string, trouble: Trouble): SeenRepository {
  const status = aRepositoryStatus(
    {
      failure: trouble === "auth" || trouble === "offline" ? aFailure(trouble) : null,
      hold: trouble === "hold" ? "two-alphas" : null,
    },
    {
      path,
      attempts: 3,
      paused: trouble === "paused",
      lastSuccessAt: new Date(NOW).toISOString(),
    },
  );
  const state = repositoryState(status, {
    now: NOW,
    online: true,
    lookingSince: undefined,
    agentStartedAt: null,
  });
  return { status, state };
}

/** Plays a story: what is seen at each minute after the tray has long been there. */
class Story {
  memory: NotificationMemory = freshMemory(NOW - HOUR);

  at(
    minute: number,
    repositories: Readonly<Record<string, Trouble>>,
    differs: Partial<NotificationFacts> = {},
  ): { readonly show: readonly string[]; readonly withdraw: readonly string[] } {
    const decided: NotesDecided = decideNotes(this.memory, {
      now: NOW + minute * MINUTE,
      seen: Object.entries(repositories).map(([path, trouble]) => seen(path, trouble)),
      dead: [],
      snoozedUntil: null,
      muted: new Map(),
      ...differs,
    });
    this.memory = decided.memory;
    return { show: decided.show.map(({ key }) => key), withdraw: decided.withdraw };
  }
}

const A = "repository:/a";
const nothing = { show: [], withdraw: [] };

describe("a trouble", () => {
  test("that needs somebody is told at once, once, and taken back when it is over", () => {
    const story = new Story();
    expect(story.at(0, { "/a": "auth" })).toEqual({ show: [A], withdraw: [] });
    expect(story.at(1, { "/a": "auth" })).toEqual(nothing);
    expect(story.at(2, { "/a": "well" })).toEqual({ show: [], withdraw: [A] });
    expect(story.at(3, { "/a": "well" })).toEqual(nothing);
  });

  test("that may pass is told only when it lasts", () => {
    const story = new Story();
    expect(story.at(0, { "/a": "offline" })).toEqual(nothing);
    expect(story.at(1, { "/a": "offline" })).toEqual(nothing);
    expect(story.at(2, { "/a": "offline" })).toEqual({ show: [A], withdraw: [] });
  });

  test("that comes again is told after an hour, four hours, a day; another one at once", () => {
    const story = new Story();
    story.at(0, { "/a": "auth" });
    story.at(1, { "/a": "well" });
    expect(story.at(30, { "/a": "auth" })).toEqual(nothing);
    expect(story.at(61, { "/a": "auth" }).show).toEqual([A]);
    expect(story.at(200, { "/a": "auth" }).show).toEqual([]);
    expect(story.at(302, { "/a": "auth" }).show).toEqual([A]);
    expect(story.at(303, { "/a": "hold" }).show).toEqual([A]);
  });

  test("that comes and goes by turns with another is not told every time", () => {
    const story = new Story();
    const told = Array.from({ length: 120 }, (_, minute) =>
      story.at(minute, { "/a": minute % 2 === 0 ? "auth" : "hold" }),
    ).flatMap(({ show }) => show);
    expect(told.length).toBeLessThanOrEqual(4);
  });

  test("that turned into another takes its note along", () => {
    const story = new Story();
    story.at(0, { "/a": "auth" });
    story.at(1, { "/a": "hold" });
    expect(story.at(2, { "/a": "auth" })).toEqual({ show: [], withdraw: [A] });
  });

  test("is nobody's business while it is paused, snoozed or muted; what is shown goes", () => {
    const story = new Story();
    story.at(0, { "/a": "auth" });
    expect(story.at(1, { "/a": "paused" })).toEqual({ show: [], withdraw: [A] });
    const snoozed = { snoozedUntil: NOW + HOUR };
    expect(new Story().at(0, { "/a": "auth" }, snoozed)).toEqual(nothing);
    const muted = { muted: new Map([["/a", NOW + HOUR]]) };
    expect(new Story().at(0, { "/a": "auth" }, muted)).toEqual(nothing);
    expect(new Story().at(61, { "/a": "auth" }, muted).show).toEqual([A]);
  });

  test("is not told in the first minute after the machine woke", () => {
    const story = new Story();
    story.memory = afterWake(story.memory, NOW);
    expect(story.at(0.5, { "/a": "auth" })).toEqual(nothing);
    expect(story.at(1, { "/a": "auth" }).show).toEqual([A]);
  });
});

describe("several troubles at once", () => {
  const three = { "/a": "auth", "/b": "auth", "/c": "auth" } as const;

  test("are one note from three on", () => {
    expect(new Story().at(0, three)).toEqual({ show: ["summary"], withdraw: [] });
  });

  test("are one note also when they come one after the other", () => {
    const story = new Story();
    expect(story.at(0, { "/a": "auth" }).show).toEqual([A]);
    expect(story.at(0.1, { "/a": "auth", "/b": "auth" }).show).toEqual(["repository:/b"]);
    expect(story.at(0.2, three)).toEqual({ show: ["summary"], withdraw: [A, "repository:/b"] });
  });

  test("are told by the same note until the last is over", () => {
    const story = new Story();
    story.at(0, three);
    expect(story.at(1, { ...three, "/a": "well" })).toEqual({ show: ["summary"], withdraw: [] });
    expect(story.at(2, { "/a": "well", "/b": "well", "/c": "well" })).toEqual({
      show: [],
      withdraw: ["summary"],
    });
  });
});

test("what must not be told now is told when it may be", () => {
  const dead = [aJob({ id: "1", state: "dead", failure: aTaskFailure })];
  const story = new Story();
  story.at(0, {});
  expect(story.at(1, {}, { dead, snoozedUntil: NOW + HOUR })).toEqual(nothing);
  expect(story.at(2, {}, { dead }).show).toEqual(["jobs"]);
});

test("a task that gave up is told, those of before the start are not", () => {
  const dead = (id: string) => aJob({ id, state: "dead", failure: aTaskFailure });
  const story = new Story();
  expect(story.at(0, {}, { dead: [dead("1")] })).toEqual(nothing);
  expect(story.at(1, {}, { dead: [dead("1"), dead("2")] }).show).toEqual(["jobs"]);
  expect(story.at(2, {}, { dead: [dead("1"), dead("2")] })).toEqual(nothing);
  expect(story.at(3, {})).toEqual({ show: [], withdraw: ["jobs"] });
});

describe("whatever happens", () => {
  const paths = ["/a", "/b", "/c", "/d"];
  const moment = fc.record({
    minutes: fc.integer({ min: 0, max: 600 }),
    troubles: fc.tuple(
      ...paths.map(() => fc.constantFrom<Trouble>("auth", "offline", "well", "paused", "hold")),
    ),
  });

  test("what is over leaves no note behind, and nothing is told of what is paused", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), (moments) => {
        const story = new Story();
        const shown = new Set<string>();
        let minute = 0;
        for (const { minutes, troubles } of moments) {
          minute += minutes;
          const now = Object.fromEntries(paths.map((path, at) => [path, troubles[at] ?? "well"]));
          const { show, withdraw } = story.at(minute, now);
          for (const key of withdraw) shown.delete(key);
          for (const key of show) shown.add(key);
          for (const [path, trouble] of Object.entries(now)) {
            const isFine = trouble === "well" || trouble === "paused";
            if (isFine) expect(shown).not.toContain(`repository:${path}`);
          }
          const isFine = troubles.every((one) => one === "well" || one === "paused");
          if (isFine) expect([...shown]).toEqual([]);
        }
      }),
    );
  });

  test("one that comes and goes all day is told four times at most", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1440, maxLength: 1440 }), (minutes) => {
        const story = new Story();
        const told = minutes.filter(
          (isBad, minute) => story.at(minute, { "/a": isBad ? "auth" : "well" }).show.length > 0,
        );
        expect(told.length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 10 },
    );
  });
});
