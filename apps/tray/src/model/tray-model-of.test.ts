import { aFailure, aJob, aRepositoryStatus, aTaskFailure } from "@hookline/core/testing";
import { describe, expect, test } from "vitest";
import { aTrayView, NOW } from "../../test/a-tray-view.ts";
import type { MenuEntry } from "./tray-model.ts";
import { trayModel } from "./tray-model-of.ts";

const lastSuccessAt = new Date(NOW - 120_000).toISOString();
const well = (path: string) => aRepositoryStatus({}, { path, lastSuccessAt });
const paused = (path: string, pausedUntil: string | null = null) =>
  aRepositoryStatus({}, { path, lastSuccessAt, paused: true, pausedUntil });
const failing = (path: string) =>
  aRepositoryStatus({ failure: aFailure("auth") }, { path, lastSuccessAt, attempts: 1 });

/** A menu as a person reads it: one line for each row, what is below a row set in. */
function drawn(entries: readonly MenuEntry[], depth = 0): string[] {
  return entries.flatMap((entry) => {
    const space = "  ".repeat(depth);
    switch (entry.kind) {
      case "separator":
        return [`${space}—`];
      case "text":
        return [`${space}(${entry.label})`];
      case "submenu":
        return [`${space}${entry.label} ▸`, ...drawn(entry.entries, depth + 1)];
      case "check":
        return [`${space}${entry.checked ? "☑" : "☐"} ${entry.label}`];
      case "action":
        return [`${space}${entry.label}${entry.enabled ? "" : " (off)"}`];
    }
  });
}

describe("the tray", () => {
  test.each([
    ["up-to-date", "up-to-date", "Up to date, checked 2 min ago", [well("/a"), well("/b")]],
    [
      "error",
      "error",
      "a: The remote refused our credentials. (git said auth)",
      [well("/b"), failing("/a")],
    ],
    ["error", "error", "2 repositories: not in sync", [failing("/a"), failing("/b")]],
    ["paused", "paused", "b is paused", [well("/a"), paused("/b")]],
    ["paused", "paused", "Paused", [paused("/a"), paused("/b")]],
    ["checking", "offline", "No repository yet: add one in the dashboard", []],
  ] as const)("is %s with the icon %s: %s", (state, icon, tooltip, repositories) => {
    expect(trayModel(aTrayView(repositories))).toMatchObject({ state, icon, tooltip });
  });

  test("is not green before anything was checked, and keeps its icon while it checks", () => {
    const unseen = aRepositoryStatus(null, { path: "/a" });
    expect(trayModel(aTrayView([unseen])).icon).toBe("offline");
    expect(trayModel(aTrayView([unseen], { iconBefore: "up-to-date" })).icon).toBe("up-to-date");
  });

  test.each([
    ["starting", "The agent is starting…"],
    ["lost", "The agent is gone; it is started again…"],
    ["stopped", "The agent was stopped; commits wait or sync one by one"],
  ] as const)("says that the agent is %s", (kind, tooltip) => {
    expect(trayModel(aTrayView([], { agent: { kind } }))).toMatchObject({
      icon: "offline",
      tooltip,
    });
  });

  test("shows a job that gave up although every repository is well", () => {
    const jobs = [aJob({ state: "dead", failure: aTaskFailure })];
    expect(trayModel(aTrayView([well("/a")], { jobs }))).toMatchObject({
      state: "attention",
      tooltip: "1 job gave up: see the retry queue",
    });
  });

  test("never has a longer tooltip than Windows shows", () => {
    const long = failing(`/${"x".repeat(300)}`);
    expect(trayModel(aTrayView([long])).tooltip.length).toBeLessThanOrEqual(127);
  });
});

describe("the menu", () => {
  test("reads like this", () => {
    expect(drawn(trayModel(aTrayView([well("/home/me/my_notes")])).menu)).toEqual([
      "Open dashboard",
      "(Up to date, checked 2 min ago)",
      "—",
      "✓  my_notes ▸",
      "  (In sync with origin/main.)",
      "  —",
      "  ☐ Alpha",
      "  (When both sides moved on, the remote wins; yours are kept)",
      "  —",
      "  Sync now",
      "  Pause",
      "  Open folder",
      "  Open log",
      "—",
      "Sync all",
      "Pause syncing ▸",
      "  For 1 hour",
      "  Until tomorrow",
      "  Until I resume it",
      "Snooze notifications ▸",
      "  For 30 minutes",
      "  For 1 hour",
      "  For 8 hours",
      "—",
      "Settings…",
      "Open log",
      "☐ Start at login",
      "Quit (syncing goes on with your next commit)",
    ]);
  });

  test("shows ten repositories, the gravest first, and where the others are", () => {
    const repositories = [...Array.from({ length: 12 }, (_, at) => well(`/r${at}`)), failing("/z")];
    const rows = drawn(trayModel(aTrayView(repositories)).menu).filter((line) =>
      /^[✓✗]/.test(line),
    );
    expect(rows).toHaveLength(10);
    expect(rows[0]).toBe("✗  z ▸");
    expect(drawn(trayModel(aTrayView(repositories)).menu)).toContain("and 3 more…");
  });

  test("tells two repositories of the same name apart", () => {
    const lines = drawn(trayModel(aTrayView([well("/work/notes"), well("/home/notes")])).menu);
    expect(lines).toContain("✓  work/notes ▸");
    expect(lines).toContain("✓  home/notes ▸");
  });

  test("has the retry queue, where a job can be retried, and discarded by who is asked", () => {
    const jobs = [aJob({ id: "7", state: "dead", failure: aTaskFailure })];
    const { menu } = trayModel(aTrayView([well("/a")], { jobs }));
    const queue = menu.find(({ id }) => id === "queue");
    expect(queue).toMatchObject({ label: "Retry queue (1)" });
    const [row] = queue?.kind === "submenu" ? queue.entries : [];
    const actions =
      row?.kind === "submenu" ? row.entries.filter((one) => one.kind === "action") : [];
    expect(actions).toMatchObject([
      { label: "Retry", command: { kind: "retry-job", job: "7" } },
      { label: "Discard…", command: { kind: "open-dashboard", view: "/queue?discard=7" } },
    ]);
  });

  test("offers to go on where everything is paused", () => {
    const lines = drawn(trayModel(aTrayView([paused("/a")])).menu);
    expect(lines).toContain("Resume syncing");
    expect(lines).not.toContain("Pause syncing ▸");
  });

  test("has rows with the same names as long as they are about the same things", () => {
    const ids = (entries: readonly MenuEntry[]): string[] =>
      entries.flatMap((one) => [one.id, ...(one.kind === "submenu" ? ids(one.entries) : [])]);
    const all = ids(trayModel(aTrayView([well("/a"), failing("/b")])).menu);
    expect(new Set(all).size).toBe(all.length);
  });

  test("shows what somebody else wrote to the last character", () => {
    const lines = drawn(trayModel(aTrayView([well("/evil\u202e\n")])).menu);
    expect(lines).toContain("✓  evil\\u{202e}\\n ▸");
  });
});
