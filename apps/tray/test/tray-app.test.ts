import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, startAgent, systemClock } from "@hookline/core";
import { findHome, type Home, openClient } from "@hookline/core/client";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TrayApp } from "../src/app/tray-app.ts";
import { readTrayMemory } from "../src/app/tray-memory.ts";
import type { Note } from "../src/model/note.ts";
import type { TrayCommand } from "../src/model/tray-command.ts";
import type { TrayModel } from "../src/model/tray-model.ts";
import type { Shell } from "../src/shells/shell.ts";

/* The tray's app with a real agent, on a desktop that only remembers what it was told. */
let scratch: Scratch;
let home: Home;
let repository: string;
let agents: Agent[];
let app: TrayApp;
let desk: { model: TrayModel | undefined; notes: Note[]; opened: string[]; closed: boolean };

beforeEach(async () => {
  scratch = await makeScratch("tray");
  home = findHome(scratch.env);
  repository = await scratch.clone(await scratch.remote(), "notes");
  await scratch.git(repository, "config", "--global", "hookline.repo", repository);
  agents = [];
});

afterEach(async () => {
  await app.close();
  for (const agent of agents) await agent.stop("the test is over");
  await scratch.remove();
});

async function start(): Promise<void> {
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
  });
  agents.push(agent);
}

async function openTray(): Promise<void> {
  desk = { model: undefined, notes: [], opened: [], closed: false };
  const shell: Shell = {
    tray: {
      render: (model) => {
        desk.model = model;
      },
    },
    notifier: { show: (note) => desk.notes.push(note), withdraw: () => undefined },
    window: {
      open: (view) => {
        desk.opened.push(view);
        return Promise.resolve();
      },
    },
    opener: {
      openFolder: () => Promise.resolve(),
      openFile: () => Promise.reject(new Error("no program opens it")),
    },
    autostart: { isOn: () => Promise.resolve(false), set: () => Promise.resolve() },
    close: () => {
      desk.closed = true;
      return Promise.resolve();
    },
  };
  app = new TrayApp({
    client: openClient(home),
    home,
    homeFolder: scratch.env["HOME"],
    starter: { start },
    now: Date.now,
    sleep: async (ms, signal) => sleep(ms, undefined, { signal }),
    complain: () => undefined,
    beatMs: 100,
  });
  await app.open(shell);
}

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const untilState = (state: TrayModel["state"]) =>
  eventually(() => expect(desk.model?.state).toBe(state));
const choose = (command: TrayCommand) => app.events.onCommand(command);
const config = (key: string) => scratch.git(repository, "config", "--default", "", key);
const isUp = async () => (await openClient(home).health()).kind === "ok";

test("attaches to the agent that runs, and leaves it when it quits", async () => {
  await start();
  await openTray();
  await untilState("up-to-date");
  choose({ kind: "quit" });
  await app.ended;
  expect(desk.closed).toBe(true);
  expect(agents).toHaveLength(1);
  expect(await isUp()).toBe(true);
});

test("starts an agent where none runs, and ends it when it quits", async () => {
  await openTray();
  await untilState("up-to-date");
  expect(agents).toHaveLength(1);
  expect(desk.model?.menu.at(-1)).toMatchObject({ label: /^Quit \(syncing/ });
  choose({ kind: "quit" });
  await app.ended;
  expect(await isUp()).toBe(false);
});

test("does not start again what somebody stopped, until it is told to", async () => {
  await start();
  await openTray();
  await untilState("up-to-date");
  await agents[0]?.stop("somebody ran `hookline stop`");
  await eventually(() => expect(desk.model?.tooltip).toContain("was stopped"));
  expect(agents).toHaveLength(1);
  choose({ kind: "start-agent" });
  await untilState("up-to-date");
  expect(agents).toHaveLength(2);
});

test("switches alpha at once where the sides stand together", async () => {
  await openTray();
  await untilState("up-to-date");
  choose({ kind: "set-alpha", repository, alpha: true });
  await eventually(async () => expect(await config("hookline.alpha")).toBe("true"));
  expect(desk.opened).toEqual([]);
});

test("pauses everything and goes on, and leaves the pause of one repository alone", async () => {
  await openTray();
  await untilState("up-to-date");
  choose({ kind: "pause", repository: null, for: "an-hour" });
  await untilState("paused");
  expect(await config("hookline.paused")).toMatch(/^20\d\d-/);
  choose({ kind: "resume", repository: null });
  await untilState("up-to-date");
  expect(await config("hookline.paused")).toBe("");
  choose({ kind: "pause", repository, for: "until-resumed" });
  await untilState("paused");
  choose({ kind: "resume", repository: null });
  await untilState("up-to-date");
});

test("remembers that notifications are off, also at the next start", async () => {
  await openTray();
  await untilState("up-to-date");
  choose({ kind: "snooze", for: "eight-hours" });
  await eventually(() => expect(readTrayMemory(home).snoozedUntil).toBeGreaterThan(Date.now()));
  choose({ kind: "snooze", for: null });
  await eventually(() => expect(readTrayMemory(home).snoozedUntil).toBeNull());
});

test("says so when something did not work", async () => {
  await openTray();
  await untilState("up-to-date");
  choose({ kind: "open-log" });
  await eventually(() =>
    expect(desk.notes.at(-1)).toMatchObject({
      title: "That did not work",
      body: /no program opens it/,
    }),
  );
});

test("shows the dashboard when the icon is clicked, or it is started once more", async () => {
  await openTray();
  app.events.onActivate();
  await eventually(() => expect(desk.opened).toEqual(["/"]));
});
