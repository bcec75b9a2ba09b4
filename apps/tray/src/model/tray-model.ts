import type { TrayCommand } from "./tray-command.ts";

/**
 * What the tray says of everything together; the least good repository wins, so the graver stands
 * first.
 */
export const TRAY_STATES = [
  "error",
  "attention",
  "offline",
  "starting",
  "paused",
  "syncing",
  "checking",
  "up-to-date",
] as const;

/** See {@link TRAY_STATES}. */
export type TrayState = (typeof TRAY_STATES)[number];

/** The pictures there are; each has a shape of its own, so that nobody needs its colour. */
export const TRAY_ICONS = [
  "up-to-date",
  "syncing",
  "paused",
  "attention",
  "error",
  "offline",
] as const;

/** See {@link TRAY_ICONS}. */
export type TrayIcon = (typeof TRAY_ICONS)[number];

/** A row of the menu. Its id stays the same as long as it is about the same thing. */
export type MenuEntry =
  | { readonly kind: "separator"; readonly id: string }
  /** Says something; not for clicking. */
  | { readonly kind: "text"; readonly id: string; readonly label: string }
  | {
      readonly kind: "action";
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly command: TrayCommand;
    }
  | {
      readonly kind: "check";
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly checked: boolean;
      readonly command: TrayCommand;
    }
  | {
      readonly kind: "submenu";
      readonly id: string;
      readonly label: string;
      readonly entries: readonly MenuEntry[];
    };

/** Everything that a shell draws. Plain data: the same in every shell. */
export interface TrayModel {
  readonly state: TrayState;
  readonly icon: TrayIcon;
  /** What the icon is called, for those who do not see it: `Hookline: up to date`. */
  readonly title: string;
  /** A few short lines, 127 characters at most: Windows shows no more. */
  readonly tooltip: string;
  readonly menu: readonly MenuEntry[];
}
