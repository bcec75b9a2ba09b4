/** How long something lasts that a person chose from the menu. */
export type ForHowLong =
  | "half-an-hour"
  | "an-hour"
  | "eight-hours"
  | "until-tomorrow"
  | "until-resumed";

/** What a person can ask of the tray, by its menu or by a notification. */
export type TrayCommand =
  /** Shows the dashboard at one of its views: `/`, `/queue`, `/rescues?repository=…&name=…`. */
  | { readonly kind: "open-dashboard"; readonly view: string }
  /** `null`: every repository. */
  | { readonly kind: "sync"; readonly repository: string | null }
  | { readonly kind: "set-alpha"; readonly repository: string; readonly alpha: boolean }
  | { readonly kind: "pause"; readonly repository: string | null; readonly for: ForHowLong }
  | { readonly kind: "resume"; readonly repository: string | null }
  | { readonly kind: "open-folder"; readonly repository: string }
  | { readonly kind: "open-log" }
  /** `null`: all that wait. */
  | { readonly kind: "retry-job"; readonly job: string | null }
  /** No notification for that long; `null` ends it. */
  | { readonly kind: "snooze"; readonly for: ForHowLong | null }
  /** No notification about it for that long; `null` ends it. */
  | { readonly kind: "mute"; readonly repository: string; readonly for: ForHowLong | null }
  | { readonly kind: "start-agent" }
  | { readonly kind: "start-at-login"; readonly on: boolean }
  | { readonly kind: "quit" };
