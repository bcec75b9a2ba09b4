import { afterEach, describe, expect, test } from "vitest";
import type { Note } from "../src/model/note.ts";
import type { TrayCommand } from "../src/model/tray-command.ts";
import type { MenuEntry, TrayModel } from "../src/model/tray-model.ts";
import type { Shell, ShellEvents } from "../src/shells/shell.ts";

/** What a person at a desktop sees and does, whatever shell is behind it. */
export interface ShellProbe {
  readonly shell: Shell;
  /** The rows of the menu, each with its sub-rows, as the desktop has them. */
  readonly rows: () => Promise<readonly ProbedRow[]>;
  /** Chooses a row by its words. */
  readonly choose: (label: string) => Promise<void>;
  /** Clicks the icon itself. */
  readonly activate: () => Promise<void>;
  /** The notes on the screen, the oldest first. */
  readonly notes: () => Promise<readonly ProbedNote[]>;
  /** Clicks a note, or one of its buttons. */
  readonly click: (title: string, button: string | null) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A row as the desktop has it. */
export interface ProbedRow {
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean | null;
  readonly rows: readonly ProbedRow[];
}

/** A note as the desktop has it. */
export interface ProbedNote {
  readonly title: string;
  readonly body: string;
}

const open: TrayCommand = { kind: "open-dashboard", view: "/" };
const alpha: TrayCommand = { kind: "set-alpha", repository: "/n", alpha: true };

function model(checked: boolean, more: readonly MenuEntry[] = []): TrayModel {
  return {
    state: checked ? "error" : "up-to-date",
    icon: checked ? "error" : "up-to-date",
    title: "Hookline",
    tooltip: "Up to date",
    menu: [
      { kind: "action", id: "open", label: "Open & look", enabled: true, command: open },
      { kind: "text", id: "status", label: "Up to date" },
      { kind: "separator", id: "line" },
      {
        kind: "submenu",
        id: "row",
        label: "my_notes",
        entries: [
          { kind: "check", id: "alpha", label: "Alpha", enabled: true, checked, command: alpha },
          { kind: "action", id: "off", label: "Off", enabled: false, command: open },
        ],
      },
      ...more,
    ],
  };
}

function note(title: string, key = "n"): Note {
  return {
    key,
    title,
    body: "a < b & c",
    urgency: "normal",
    open,
    actions: [{ label: "Retry now", command: { kind: "sync", repository: "/n" } }],
  };
}

const eventually = (check: () => Promise<void>) =>
  expect
    .poll(
      async () => {
        try {
          await check();
          return "well";
        } catch (error) {
          return String(error);
        }
      },
      { timeout: 30_000 },
    )
    .toBe("well");

/** What every shell does, whatever it is made of. */
export function shellContract(
  name: string,
  start: (events: ShellEvents) => Promise<ShellProbe>,
): void {
  describe(`a shell: ${name}`, () => {
    const heard: TrayCommand[] = [];
    let activated = 0;
    let probe: ShellProbe | undefined;

    const begin = async (): Promise<ShellProbe> => {
      heard.length = 0;
      activated = 0;
      probe = await start({
        onCommand: (command) => heard.push(command),
        onActivate: () => {
          activated += 1;
        },
        onWake: () => undefined,
      });
      return probe;
    };

    afterEach(async () => {
      await probe?.close();
      probe = undefined;
    });

    test("shows the menu as the model has it", async () => {
      const { rows, shell } = await begin();
      shell.tray.render(model(false));
      await eventually(async () => {
        const [first, second, third, fourth] = await rows();
        expect(first).toMatchObject({ label: "Open & look", enabled: true });
        expect(second).toMatchObject({ label: "Up to date", enabled: false });
        expect(third).toMatchObject({ label: "—" });
        expect(fourth).toMatchObject({
          label: "my_notes",
          rows: [
            { label: "Alpha", checked: false },
            { label: "Off", enabled: false },
          ],
        });
      });
    });

    test("tells what was chosen, and that the icon was clicked", async () => {
      const { activate, choose, rows, shell } = await begin();
      shell.tray.render(model(false));
      await eventually(async () => expect(await rows()).toHaveLength(4));
      await choose("Open & look");
      await choose("Alpha");
      await activate();
      await eventually(async () => {
        expect(heard).toEqual([open, alpha]);
        expect(activated).toBe(1);
        return Promise.resolve();
      });
    });

    test("shows what changes: a check, a row more", async () => {
      const { rows, shell } = await begin();
      shell.tray.render(model(false));
      shell.tray.render(model(true));
      await eventually(async () => expect((await rows())[3]?.rows[0]?.checked).toBe(true));
      const more: MenuEntry = { kind: "text", id: "more", label: "One more" };
      shell.tray.render(model(true, [more]));
      await eventually(async () => expect((await rows()).at(-1)?.label).toBe("One more"));
    });

    test("has one note for each key, and takes it away", async () => {
      const { notes, shell } = await begin();
      shell.notifier.show(note("First"));
      shell.notifier.show(note("Second"));
      shell.notifier.show(note("Another", "m"));
      await eventually(async () =>
        expect((await notes()).map(({ title }) => title).toSorted()).toEqual(["Another", "Second"]),
      );
      shell.notifier.withdraw("n");
      shell.notifier.withdraw("never-was");
      await eventually(async () =>
        expect((await notes()).map(({ title }) => title)).toEqual(["Another"]),
      );
    });

    test("tells what was clicked on a note", async () => {
      const { click, notes, shell } = await begin();
      shell.notifier.show(note("First"));
      await eventually(async () => expect(await notes()).toHaveLength(1));
      await click("First", null);
      await click("First", "Retry now");
      await eventually(async () => {
        expect(heard).toEqual([open, { kind: "sync", repository: "/n" }]);
        return Promise.resolve();
      });
    });

    test("starts with the session when told to", async () => {
      const { shell } = await begin();
      expect(await shell.autostart.isOn()).toBe(false);
      await shell.autostart.set(true);
      expect(await shell.autostart.isOn()).toBe(true);
      await shell.autostart.set(false);
      expect(await shell.autostart.isOn()).toBe(false);
    });
  });
}
