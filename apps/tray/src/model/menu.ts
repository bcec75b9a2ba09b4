import { clockTime } from "@hookline/core/words";
import { jobEntries } from "./job-menu.ts";

import { label, shortNames } from "./label.ts";
import { REPOSITORIES_SHOWN, repositoryEntry } from "./repository-menu.ts";
import type { MenuEntry } from "./tray-model.ts";
import type { SeenRepository } from "./tray-state.ts";
import type { TrayView } from "./tray-view.ts";

/** Builds the menu. Everything that a click on the icon or a notification does is in it too. */
export function trayMenu(
  view: TrayView,
  sentence: string,
  seen: readonly SeenRepository[],
): readonly MenuEntry[] {
  const { agent } = view;
  const isConnected = agent.kind === "connected";
  const hasSome = seen.length > 0;
  return [
    {
      kind: "action",
      id: "open",
      label: "Open dashboard",
      enabled: isConnected,
      command: { kind: "open-dashboard", view: "/" },
    },
    { kind: "text", id: "status", label: label(sentence, 80) },
    ...(agent.kind === "stopped"
      ? [
          {
            kind: "action",
            id: "start-agent",
            label: "Start the agent",
            enabled: true,
            command: { kind: "start-agent" },
          } as const,
        ]
      : []),
    { kind: "separator", id: "after-status" },
    ...repositoryEntries(view, seen),
    ...(agent.kind === "connected" ? jobEntries(agent.jobs, agent.status.queue, view) : []),
    ...(hasSome ? [{ kind: "separator", id: "after-repositories" } as const] : []),
    {
      kind: "action",
      id: "sync-all",
      label: "Sync all",
      enabled: isConnected && hasSome,
      command: { kind: "sync", repository: null },
    },
    pauseEntry(view, seen),
    snoozeEntry(view),
    { kind: "separator", id: "before-settings" },
    {
      kind: "action",
      id: "settings",
      label: "Settings…",
      enabled: isConnected,
      command: { kind: "open-dashboard", view: "/settings" },
    },
    {
      kind: "action",
      id: "log",
      label: "Open log",
      enabled: isConnected,
      command: { kind: "open-log" },
    },
    ...(view.startsAtLogin === null
      ? []
      : [
          {
            kind: "check",
            id: "start-at-login",
            label: "Start at login",
            enabled: true,
            checked: view.startsAtLogin,
            command: { kind: "start-at-login", on: !view.startsAtLogin },
          } as const,
        ]),
    {
      kind: "action",
      id: "quit",
      label: view.hostsAgent ? "Quit (syncing goes on with your next commit)" : "Quit the tray",
      enabled: true,
      command: { kind: "quit" },
    },
  ];
}

function repositoryEntries(view: TrayView, seen: readonly SeenRepository[]): MenuEntry[] {
  const names = shortNames(seen.map(({ status }) => status.path));
  const shown = seen
    .slice(0, REPOSITORIES_SHOWN)
    .map((one) => repositoryEntry(one, names.get(one.status.path) ?? "", view));
  const more = seen.length - shown.length;
  if (more <= 0) return shown;
  return [
    ...shown,
    {
      kind: "action",
      id: "more-repositories",
      label: `and ${more} more…`,
      enabled: true,
      command: { kind: "open-dashboard", view: "/" },
    },
  ];
}

function pauseEntry({ agent }: TrayView, seen: readonly SeenRepository[]): MenuEntry {
  if (seen.length > 0 && seen.every(({ status }) => status.paused)) {
    return {
      kind: "action",
      id: "resume-all",
      label: "Resume syncing",
      enabled: true,
      command: { kind: "resume", repository: null },
    };
  }
  const isPossible = agent.kind === "connected" && seen.length > 0;
  const entry = (id: string, says: string, how: "an-hour" | "until-tomorrow" | "until-resumed") =>
    ({
      kind: "action",
      id: `pause-all:${id}`,
      label: says,
      enabled: isPossible,
      command: { kind: "pause", repository: null, for: how },
    }) as const;
  return {
    kind: "submenu",
    id: "pause-all",
    label: "Pause syncing",
    entries: [
      entry("hour", "For 1 hour", "an-hour"),
      entry("tomorrow", "Until tomorrow", "until-tomorrow"),
      entry("resumed", "Until I resume it", "until-resumed"),
    ],
  };
}

function snoozeEntry({ now, snoozedUntil }: TrayView): MenuEntry {
  if (snoozedUntil !== null && snoozedUntil > now) {
    return {
      kind: "action",
      id: "unsnooze",
      label: `Notifications are off until ${clockTime(snoozedUntil, now)}: turn on`,
      enabled: true,
      command: { kind: "snooze", for: null },
    };
  }
  const entry = (says: string, how: "half-an-hour" | "an-hour" | "eight-hours") =>
    ({
      kind: "action",
      id: `snooze:${how}`,
      label: says,
      enabled: true,
      command: { kind: "snooze", for: how },
    }) as const;
  return {
    kind: "submenu",
    id: "snooze",
    label: "Snooze notifications",
    entries: [
      entry("For 30 minutes", "half-an-hour"),
      entry("For 1 hour", "an-hour"),
      entry("For 8 hours", "eight-hours"),
    ],
  };
}
