import type { Note } from "../model/note.ts";
import type { TrayCommand } from "../model/tray-command.ts";
import type { TrayModel } from "../model/tray-model.ts";

/** What a shell tells the app. */
export interface ShellEvents {
  /** Something was chosen in the menu or on a notification. */
  readonly onCommand: (command: TrayCommand) => void;
  /** The icon itself was clicked, or Hookline was started once more. */
  readonly onActivate: () => void;
  /** The machine woke up, or the network may be back. */
  readonly onWake: () => void;
}

/** The icon with its menu. */
export interface TrayPort {
  /** Shows a model; of several in a moment only the newest counts. */
  readonly render: (model: TrayModel) => void;
}

/** Notifications. Neither of these waits or fails: where there are no notifications, nothing happens. */
export interface NotifierPort {
  /** Shows a note, in the place of the one with the same key. */
  readonly show: (note: Note) => void;
  /** Takes a note away, if it is still there. */
  readonly withdraw: (key: string) => void;
}

/** The one window with the dashboard. */
export interface WindowPort {
  /**
   * Opens it at a view, or raises the one that is open and goes there.
   *
   * @throws HooklineError when nothing here can show it
   */
  readonly open: (view: string) => Promise<void>;
}

/** What the desktop opens with the program that the user chose for it. */
export interface OpenerPort {
  /** @throws HooklineError when nothing here can open it */
  readonly openFolder: (path: string) => Promise<void>;
  /** @throws HooklineError when nothing here can open it */
  readonly openFile: (path: string) => Promise<void>;
}

/** Whether the tray starts with the user's session. */
export interface AutostartPort {
  readonly isOn: () => Promise<boolean>;
  /** @throws HooklineError when it cannot be written */
  readonly set: (on: boolean) => Promise<void>;
}

/**
 * A desktop, as the tray sees it. Each shell is one; the app above knows only this.
 *
 * A shell draws what it is told and reports what a person did. It decides nothing.
 */
export interface Shell {
  readonly tray: TrayPort;
  readonly notifier: NotifierPort;
  readonly window: WindowPort;
  readonly opener: OpenerPort;
  readonly autostart: AutostartPort;
  /** Takes icon, notes and window away. */
  readonly close: () => Promise<void>;
}
