import type { Note } from "../../model/note.ts";
import type { TrayCommand } from "../../model/tray-command.ts";
import type { NotifierPort } from "../shell.ts";
import type { ElectronParts } from "./electron-parts.ts";

type Shown = InstanceType<ElectronParts["Notification"]>;

/** Notifications in Electron: one for each key, kept until it is closed, or it would lose its events. */
export class ElectronNotifier implements NotifierPort {
  readonly #Notification: ElectronParts["Notification"];
  readonly #chosen: (command: TrayCommand) => void;
  readonly #shown = new Map<string, Shown>();

  constructor(
    { Notification }: Pick<ElectronParts, "Notification">,
    chosen: (command: TrayCommand) => void,
  ) {
    this.#Notification = Notification;
    this.#chosen = chosen;
  }

  show(note: Note): void {
    if (!this.#Notification.isSupported()) return;
    this.withdraw(note.key);
    const notification = new this.#Notification({
      title: note.title,
      body: note.body,
      urgency: note.urgency,
      actions: note.actions.map(({ label }) => ({ type: "button", text: label })),
    });
    notification.on("click", () => this.#chosen(note.open));
    notification.on("action", ({ actionIndex }) => {
      const action = note.actions[actionIndex];
      if (action !== undefined) this.#chosen(action.command);
    });
    notification.on("close", () => {
      if (this.#shown.get(note.key) === notification) this.#shown.delete(note.key);
    });
    this.#shown.set(note.key, notification);
    notification.show();
  }

  withdraw(key: string): void {
    const shown = this.#shown.get(key);
    this.#shown.delete(key);
    shown?.close();
  }
}
