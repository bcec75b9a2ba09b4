import type { DesktopSession } from "@hookline/core/desktop";

/** The shells there are. */
export const SHELLS = ["electron", "native"] as const;

/** See {@link SHELLS}. */
export type ShellName = (typeof SHELLS)[number];

/** Which shell shows the tray, or why none can. */
export type ChosenShell =
  | { readonly kind: "electron"; readonly program: string }
  /** `instead`: Electron would be used, were its program here. */
  | { readonly kind: "native"; readonly instead: boolean }
  | { readonly kind: "none"; readonly why: string; readonly next: string };

/** What the choice is made from. */
export interface ShellFacts {
  readonly platform: NodeJS.Platform;
  readonly session: DesktopSession;
  /** What the person asked for; `null`: nothing. */
  readonly wanted: ShellName | null;
  /** Electron's program, where it is installed. */
  readonly electron: string | null;
}

/** Chooses the shell: Electron where its program is, on Linux the native one without it. */
export function chooseShell({ platform, session, wanted, electron }: ShellFacts): ChosenShell {
  if (session.kind === "absent") {
    return {
      kind: "none",
      why: `there is no desktop here: ${session.why}`,
      next: "`hookline status --watch` shows the same in a terminal.",
    };
  }
  if (wanted === "native" && platform !== "linux") {
    return {
      kind: "none",
      why: "the native shell is for Linux",
      next: "Leave --shell out.",
    };
  }
  if (wanted !== "native" && electron !== null) return { kind: "electron", program: electron };
  if (wanted === "electron" || platform !== "linux") {
    return {
      kind: "none",
      why: "Electron is not installed",
      next:
        platform === "linux"
          ? "Leave --shell out: the native shell needs nothing."
          : "Install it with `npx install-electron`, or use `hookline dashboard`.",
    };
  }
  return { kind: "native", instead: wanted === null };
}
