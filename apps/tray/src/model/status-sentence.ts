import { ago, clockTime, counted, troubleInWords } from "@hookline/core/words";
import { label, shortNames } from "./label.ts";
import type { TrayState } from "./tray-model.ts";
import type { SeenRepository } from "./tray-state.ts";
import type { TrayView } from "./tray-view.ts";

/** Says in one sentence how everything is: the line in the menu and the tooltip. */
export function statusSentence(
  view: TrayView,
  state: TrayState,
  seen: readonly SeenRepository[],
): string {
  const { agent, now } = view;
  if (agent.kind === "starting") return "The agent is starting…";
  if (agent.kind === "stopped") return "The agent was stopped; commits wait or sync one by one";
  if (agent.kind === "lost") return "The agent is gone; it is started again…";
  if (seen.length === 0) return "No repository yet: add one in the dashboard";
  const names = shortNames(seen.map(({ status }) => status.path));
  const those = seen.filter((one) => one.state === state);
  const [first, second] = those;
  const name = first === undefined ? "" : (names.get(first.status.path) ?? "");
  const who = second === undefined ? name : counted(those.length, "repository", "repositories");
  switch (state) {
    case "error":
      return `${who}: ${trouble(those)}`;
    case "attention": {
      if (first !== undefined) return `${who}: ${trouble(those)}`;
      const dead = agent.jobs.filter((job) => job.state === "dead").length;
      return `${counted(dead, "job")} gave up: see the retry queue`;
    }
    case "offline":
      return "Offline: Hookline tries again by itself";
    case "paused":
      return those.length === seen.length ? pausedSentence(those, now) : `${who} is paused`;
    case "syncing":
      return `Syncing ${who}…`;
    case "checking":
    case "starting":
      return "Checking…";
    case "up-to-date":
      return `Up to date${checked(seen, now)}`;
  }
}

function trouble(those: readonly SeenRepository[]): string {
  const [first, second] = those;
  if (first === undefined) return "";
  if (second !== undefined) return "not in sync";
  const says = troubleInWords(first.status) ?? "it makes no progress";
  return label(says.replace(/\.$/, ""), 90);
}

function pausedSentence(those: readonly SeenRepository[], now: number): string {
  const ends = those.map(({ status }) => status.pausedUntil);
  const [end] = ends;
  const isSame = end !== undefined && end !== null && ends.every((one) => one === end);
  return isSame ? `Paused until ${clockTime(Date.parse(end), now)}` : "Paused";
}

/** When the repository was checked that has waited longest. */
function checked(seen: readonly SeenRepository[], now: number): string {
  const times = seen
    .flatMap(({ status }) => status.lastSuccessAt ?? [])
    .map((at) => Date.parse(at));
  return times.length === 0 ? "" : `, checked ${ago(now - Math.min(...times))}`;
}
