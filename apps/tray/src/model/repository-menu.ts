import { ago, clockTime, counted, standsInWords } from "@hookline/core/words";
import { label } from "./label.ts";
import type { RepositoryState } from "./repository-state.ts";
import type { MenuEntry } from "./tray-model.ts";
import type { SeenRepository } from "./tray-state.ts";
import type { TrayView } from "./tray-view.ts";
import { viewOf } from "./view-of.ts";

/** How many repositories a menu shows, the gravest first; the dashboard has all. */
export const REPOSITORIES_SHOWN = 10;

/** How many rescues of a repository a menu shows, the newest first. */
const RESCUES_SHOWN = 10;

/** A mark that says the state by its shape, in the row of a repository. */
const MARKS: Readonly<Record<RepositoryState, string>> = {
  error: "✗",
  attention: "!",
  offline: "–",
  paused: "‖",
  syncing: "↻",
  checking: "…",
  "up-to-date": "✓",
};

/** Builds the row of a repository with what can be done about it. */
export function repositoryEntry(
  { status, state }: SeenRepository,
  name: string,
  view: TrayView,
): MenuEntry {
  const { path: repository, alpha } = status;
  const id = (what: string): string => `repository:${repository}:${what}`;
  return {
    kind: "submenu",
    id: id("row"),
    label: `${MARKS[state]}  ${name}`,
    entries: [
      { kind: "text", id: id("state"), label: label(stateInWords(status, view.now), 80) },
      ...nextStep(status).map((next): MenuEntry => ({ kind: "text", id: id("next"), label: next })),
      { kind: "separator", id: id("after-state") },
      {
        kind: "check",
        id: id("alpha"),
        label: "Alpha",
        enabled: true,
        checked: alpha,
        command: { kind: "set-alpha", repository, alpha: !alpha },
      },
      { kind: "text", id: id("alpha-means"), label: alphaMeans(alpha) },
      { kind: "separator", id: id("after-alpha") },
      {
        kind: "action",
        id: id("sync"),
        label: "Sync now",
        enabled: !status.paused,
        command: { kind: "sync", repository },
      },
      status.paused
        ? {
            kind: "action",
            id: id("resume"),
            label: "Resume",
            enabled: true,
            command: { kind: "resume", repository },
          }
        : {
            kind: "action",
            id: id("pause"),
            label: "Pause",
            enabled: true,
            command: { kind: "pause", repository, for: "until-resumed" },
          },
      ...rescueEntries(repository, view, id),
      ...mutedEntry(repository, view, id),
      {
        kind: "action",
        id: id("folder"),
        label: "Open folder",
        enabled: true,
        command: { kind: "open-folder", repository },
      },
      {
        kind: "action",
        id: id("log"),
        label: "Open log",
        enabled: true,
        command: { kind: "open-log" },
      },
    ],
  };
}

function stateInWords(status: SeenRepository["status"], now: number): string {
  if (status.paused) {
    const { pausedUntil } = status;
    return pausedUntil === null
      ? "Paused"
      : `Paused until ${clockTime(Date.parse(pausedUntil), now)}`;
  }
  const [first] = standsInWords(status).toReversed();
  if (first !== undefined) return first;
  return status.lastSuccessAt === null
    ? "Not looked at yet"
    : `Last in sync ${ago(now - Date.parse(status.lastSuccessAt))}`;
}

/** What ends the trouble; commands of git are what people know. */
function nextStep({ failure, hold, paused }: SeenRepository["status"]): readonly string[] {
  const next = failure?.next ?? hold?.next;
  return paused || next === undefined ? [] : [label(`→ ${next}`, 90)];
}

/** Says in a line what the switch means as it stands. */
function alphaMeans(alpha: boolean): string {
  return alpha
    ? "When both sides moved on, this machine wins; theirs are kept"
    : "When both sides moved on, the remote wins; yours are kept";
}

function mutedEntry(
  repository: string,
  { muted, now }: TrayView,
  id: (what: string) => string,
): readonly MenuEntry[] {
  const until = muted.get(repository) ?? 0;
  if (until <= now) return [];
  return [
    {
      kind: "action",
      id: id("unmute"),
      label: `Muted until ${clockTime(until, now)}: unmute`,
      enabled: true,
      command: { kind: "mute", repository, for: null },
    },
  ];
}

function rescueEntries(
  repository: string,
  { agent, now }: TrayView,
  id: (what: string) => string,
): readonly MenuEntry[] {
  if (agent.kind !== "connected") return [];
  const rescues = agent.rescues.filter((rescue) => rescue.repository === repository);
  if (rescues.length === 0) return [];
  const view = viewOf("/rescues", { repository });
  const shown = rescues.slice(0, RESCUES_SHOWN);
  return [
    {
      kind: "submenu",
      id: id("rescues"),
      label: `Rescues (${rescues.length})`,
      entries: [
        ...shown.map((rescue): MenuEntry => {
          const when = rescue.at === null ? "" : `, ${ago(now - Date.parse(rescue.at))}`;
          const what = [
            ...(rescue.commits > 0 ? [counted(rescue.commits, "commit")] : []),
            ...(rescue.files > 0 ? [counted(rescue.files, "file")] : []),
          ].join(" and ");
          return {
            kind: "action",
            id: id(`rescue:${rescue.name}`),
            label: label(`${what === "" ? "What was staged" : what}${when}`),
            enabled: true,
            command: {
              kind: "open-dashboard",
              view: viewOf("/rescues", { repository, name: rescue.name }),
            },
          };
        }),
        ...(rescues.length > shown.length
          ? [
              {
                kind: "action",
                id: id("more-rescues"),
                label: `and ${rescues.length - shown.length} more…`,
                enabled: true,
                command: { kind: "open-dashboard", view },
              } as const,
            ]
          : []),
      ],
    },
  ];
}
