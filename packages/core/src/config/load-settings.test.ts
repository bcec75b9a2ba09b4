import { describe, expect, test } from "vitest";
import type { ConfigEntry } from "../git/config-list.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { loadSettings } from "./load-settings.ts";
import { DEFAULT_SETTINGS, SETTING_NAMES } from "./settings-schema.ts";

const entry = (
  key: string,
  value: string | null,
  scope: ConfigEntry["scope"] = "global",
): ConfigEntry => ({
  key: key.toLowerCase(),
  value,
  scope,
  origin: `file:/${scope}`,
});

describe("durations", () => {
  test.each([
    ["30s", 30_000],
    ["15m", 900_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["250ms", 250],
    ["0s", 0],
  ])("%s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(text);
  });
  test.each(["", "30", "s", "-1s", "1.5h", "1w", "99999999999s"])("no duration: %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("the settings", () => {
  test("defaults, with their origin", () => {
    const { settings, inForce, problems } = loadSettings([entry("core.bare", "false")], {});
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(settings).toMatchObject({ alpha: false, onDirty: "wait", syncInterval: 30_000 });
    expect(inForce.map(({ name }) => name)).toEqual(SETTING_NAMES);
    expect(new Set(inForce.map(({ origin }) => origin))).toEqual(new Set(["default"]));
    expect(inForce.find(({ name }) => name === "gitDeadline")?.shown).toBe("10m");
    expect(inForce.every(({ meaning }) => meaning !== "")).toBe(true);
    expect(problems).toEqual([]);
  });

  test("the last value in git's order counts, whatever its case; a key alone is true", () => {
    const { settings, inForce } = loadSettings(
      [
        entry("hookline.syncInterval", "1m"),
        entry("hookline.syncInterval", "2m", "local"),
        entry("hookline.ALPHA", null),
      ],
      {},
    );
    expect(settings).toMatchObject({ syncInterval: 120_000, alpha: true });
    expect(inForce.find(({ name }) => name === "syncInterval")?.origin).toBe("/local");
  });

  test("a list takes every value, and an empty one clears those before it", () => {
    const paths = ["a", "", "state/", "audit/"].map((path) => entry("hookline.tickPath", path));
    expect(loadSettings(paths, {}).settings.tickPath).toEqual(["state/", "audit/"]);
    expect(loadSettings([], {}).settings.tickPath).toEqual([]);
  });

  test("an empty command takes back the one of a wider file", () => {
    const entries = [entry("hookline.tickCommand", "make"), entry("hookline.tickCommand", "")];
    expect(loadSettings(entries, {}).settings.tickCommand).toBeNull();
  });

  test("a container's environment outranks every file, and a bare number is seconds", () => {
    const { settings, inForce, problems } = loadSettings([entry("hookline.alpha", "false")], {
      GIT_SYNC_ALPHA: "true",
      GIT_SYNC_SYNC_INTERVAL: "45",
      GIT_SYNC_TICK_INTERVAL: "soon",
    });
    expect(settings).toMatchObject({ alpha: true, syncInterval: 45_000, tickInterval: 900_000 });
    expect(inForce.find(({ name }) => name === "alpha")?.origin).toBe("GIT_SYNC_ALPHA");
    expect(problems.map(({ says }) => says)).toEqual([
      'hookline.tickInterval in GIT_SYNC_TICK_INTERVAL wants a duration from 10s to 7d, such as 30s or 15m, not "soon".',
    ]);
  });

  test("a bad value is told and the one before it counts", () => {
    const { settings, problems } = loadSettings(
      [
        entry("hookline.syncInterval", "1m"),
        entry("hookline.syncInterval", "soon", "local"),
        entry("hookline.paused", "perhaps"),
      ],
      {},
    );
    expect(settings).toMatchObject({ syncInterval: 60_000, paused: false });
    expect(problems.map(({ says }) => says)).toEqual([
      'hookline.paused in /global wants true, false or a time such as 2026-12-24T18:00:00Z, not "perhaps".',
      'hookline.syncInterval in /local wants a duration from 5s to 1d, such as 30s or 15m, not "soon".',
    ]);
  });

  test.each([
    ["hookline.syncintervall", "Did you mean hookline.syncInterval?"],
    ["hookline.pause", "Did you mean hookline.paused?"],
    ["hookline.somethingelse", "`hookline config` lists the ones it knows."],
  ])("an unknown key is told: %s", (key, hint) => {
    const { problems } = loadSettings([entry(key, "x")], {});
    expect(problems).toHaveLength(1);
    expect(problems[0]?.says).toContain(hint);
    expect(problems[0]?.says).toContain("/global");
  });

  test("the list of repositories is no unknown key", () => {
    expect(loadSettings([entry("hookline.repo", "/code")], {}).problems).toEqual([]);
  });
});
