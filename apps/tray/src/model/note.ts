import type { TrayCommand } from "./tray-command.ts";

/** A notification. A second one with the same key takes the place of the first. */
export interface Note {
  /** `repository:/home/me/notes`, or `summary`. */
  readonly key: string;
  readonly title: string;
  /** One short line: what happened, and what to do. */
  readonly body: string;
  readonly urgency: "low" | "normal";
  /** What a click on the note itself does. */
  readonly open: TrayCommand;
  /** Buttons, the most useful first. Everything here is in the menu too: not every desktop shows them. */
  readonly actions: readonly { readonly label: string; readonly command: TrayCommand }[];
}
