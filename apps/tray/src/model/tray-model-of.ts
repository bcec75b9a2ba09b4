import { trayMenu } from "./menu.ts";
import { statusSentence } from "./status-sentence.ts";
import type { TrayModel, TrayState } from "./tray-model.ts";
import { seenRepositories, trayIcon, trayState } from "./tray-state.ts";
import type { TrayView } from "./tray-view.ts";

/** Windows shows no more of a tooltip. */
const LONGEST_TOOLTIP = 127;

const NAMES: Readonly<Record<TrayState, string>> = {
  error: "sync failed",
  attention: "needs you",
  offline: "offline",
  starting: "starting",
  paused: "paused",
  syncing: "syncing",
  checking: "checking",
  "up-to-date": "up to date",
};

/** Turns what is known into what a shell draws. */
export function trayModel(view: TrayView): TrayModel {
  const seen = seenRepositories(view);
  const state = trayState(view, seen);
  const sentence = statusSentence(view, state, seen);
  const tooltip = sentence.slice(0, LONGEST_TOOLTIP);
  return {
    state,
    icon: trayIcon(state, view.iconBefore),
    title: `Hookline: ${NAMES[state]}`,
    tooltip,
    menu: trayMenu(view, sentence, seen),
  };
}
