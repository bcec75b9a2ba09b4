import { expect, test } from "vitest";
import { environmentSettings } from "./environment-settings.ts";
import { loadSettings } from "./load-settings.ts";

const HEADLESS = { HOOKLINE_HEADLESS: "1" };
const onDirty = (value: string) =>
  ({ scope: "global", origin: "file:/etc/gitconfig", key: "hookline.ondirty", value }) as const;

test("where nobody sits, files in the way are rescued, unless someone set it by hand", () => {
  const alone = loadSettings([], HEADLESS);
  expect(alone.settings.onDirty).toBe("rescue");
  expect(alone.inForce.find(({ name }) => name === "onDirty")?.origin).toBe(
    "default of a headless agent",
  );
  expect(alone.problems).toEqual([]);
  expect(loadSettings([onDirty("wait")], HEADLESS).settings.onDirty).toBe("wait");
  expect(loadSettings([onDirty("nonsense")], HEADLESS).settings.onDirty).toBe("rescue");
  expect(loadSettings([], {}).settings.onDirty).toBe("wait");
});

test.each([
  ["45", "45s"],
  [" 45 ", "45s"],
  ["15m", "15m"],
  ["soon", "soon"],
])("an interval of %j is read as %j", (text, value) => {
  expect(environmentSettings({ GIT_SYNC_TICK_INTERVAL: text })).toEqual([
    { scope: "command", origin: "GIT_SYNC_TICK_INTERVAL", key: "hookline.tickinterval", value },
  ]);
});

test("an empty variable says nothing, and alpha takes git's own words", () => {
  expect(environmentSettings({ GIT_SYNC_ALPHA: "", GIT_SYNC_SYNC_INTERVAL: "  " })).toEqual([]);
  for (const word of ["1", "yes", "on", "TRUE"])
    expect(loadSettings([], { GIT_SYNC_ALPHA: word }).settings.alpha).toBe(true);
});
