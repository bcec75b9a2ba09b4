/** What tests of a real desktop need to know of the tray. */

import { ICON_ART } from "./icons/icon-art.ts";
import type { TrayIcon } from "./model/tray-model.ts";

export type { TrayIcon, TrayModel } from "./model/tray-model.ts";
export { openLinuxShell } from "./shells/linux/open-linux-shell.ts";

/** The colour of each icon: red, green, blue. */
export const ICON_COLOURS: Readonly<Record<TrayIcon, readonly [number, number, number]>> = {
  "up-to-date": ICON_ART["up-to-date"].colour,
  syncing: ICON_ART.syncing.colour,
  paused: ICON_ART.paused.colour,
  attention: ICON_ART.attention.colour,
  error: ICON_ART.error.colour,
  offline: ICON_ART.offline.colour,
};
