import { type MessageBus, Variant } from "dbus-native";
import type { Note } from "../../model/note.ts";
import type { TrayCommand } from "../../model/tray-command.ts";
import type { NotifierPort } from "../shell.ts";

const NAME = "org.freedesktop.Notifications";
const PATH = "/org/freedesktop/Notifications";

/** How much urgent a note is, as the protocol counts. */
const URGENCY = { low: 0, normal: 1 } as const;

/** The action of a click on the note itself. */
const DEFAULT = "default";

/**
 * Notifications: org.freedesktop.Notifications, as its specification has it.
 *
 * Every call asks whoever owns the name at that moment, so a daemon may come, go and come again; what
 * a lost one showed is shown anew only when there is something new to say.
 */
export class Notifications implements NotifierPort {
  readonly #bus: MessageBus;
  readonly #chosen: (command: TrayCommand) => void;
  readonly #ids = new Map<string, number>();
  readonly #notes = new Map<number, Note>();
  /** One call after the other, so that a note cannot overtake the one that it replaces. */
  #last: Promise<void> = Promise.resolve();

  constructor(bus: MessageBus, chosen: (command: TrayCommand) => void) {
    this.#bus = bus;
    this.#chosen = chosen;
  }

  /** Listens to what becomes of the notes. */
  async open(): Promise<void> {
    const bus = this.#bus;
    await bus.watch(`type='signal',interface='${NAME}'`);
    bus.signals.on(bus.mangle(PATH, NAME, "ActionInvoked"), ([id, action]: [number, string]) =>
      this.#invoked(id, action),
    );
    bus.signals.on(bus.mangle(PATH, NAME, "NotificationClosed"), ([id]: [number]) =>
      this.#forget(id),
    );
  }

  show(note: Note): void {
    this.#last = this.#last.then(() => this.#show(note)).catch(() => undefined);
  }

  withdraw(key: string): void {
    this.#last = this.#last.then(() => this.#withdraw(key)).catch(() => undefined);
  }

  /** Settles when everything that was asked for so far is done. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #show(note: Note): Promise<void> {
    const offers: readonly string[] = await this.#call("GetCapabilities");
    const actions = offers.includes("actions") ? [DEFAULT, "Open", ...buttons(note)] : [];
    const body = offers.includes("body-markup") ? escaped(note.body) : note.body;
    const before = this.#ids.get(note.key) ?? 0;
    const id: number = await this.#call("Notify", "susssasa{sv}i", [
      "Hookline",
      before,
      "",
      note.title,
      body,
      actions,
      {
        urgency: new Variant("y", URGENCY[note.urgency]),
        "desktop-entry": new Variant("s", "hookline"),
        category: new Variant("s", "transfer.error"),
      },
      -1,
    ]);
    if (before !== id) this.#notes.delete(before);
    this.#ids.set(note.key, id);
    this.#notes.set(id, note);
  }

  async #withdraw(key: string): Promise<void> {
    const id = this.#ids.get(key);
    if (id === undefined) return;
    this.#forget(id);
    await this.#call("CloseNotification", "u", [id]);
  }

  #invoked(id: number, action: string): void {
    const note = this.#notes.get(id);
    if (note === undefined) return;
    const command = action === DEFAULT ? note.open : note.actions[Number(action)]?.command;
    if (command !== undefined) this.#chosen(command);
  }

  #forget(id: number): void {
    const note = this.#notes.get(id);
    this.#notes.delete(id);
    if (note !== undefined && this.#ids.get(note.key) === id) this.#ids.delete(note.key);
  }

  async #call<Result>(member: string, signature?: string, body?: unknown[]): Promise<Result> {
    const given = signature === undefined ? {} : { signature, body: body ?? [] };
    return this.#bus.invoke<Result>({
      destination: NAME,
      path: PATH,
      interface: NAME,
      member,
      ...given,
    });
  }
}

/** The actions besides that of the click, which some desktops draw as a button of its own. */
function buttons({ actions, open }: Note): string[] {
  return actions.flatMap(({ label, command }, at) =>
    JSON.stringify(command) === JSON.stringify(open) ? [] : [`${at}`, label],
  );
}

const MARKUP: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => MARKUP[character] ?? character);
}
