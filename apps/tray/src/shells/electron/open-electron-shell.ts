import type { Client } from "@hookline/core/client";
import type { AutostartPort, Shell, ShellEvents } from "../shell.ts";
import { Bridge } from "./bridge.ts";
import { ElectronNotifier } from "./electron-notifier.ts";
import { electronOpener } from "./electron-opener.ts";
import type { ElectronParts } from "./electron-parts.ts";
import { ElectronTray } from "./electron-tray.ts";
import { ElectronWindow } from "./electron-window.ts";
import { loginItem } from "./login-item.ts";

/** What the Electron shell needs besides Electron. */
export interface ElectronShellOptions {
  readonly client: Client;
  /** The bundled preload script. */
  readonly preload: string;
  /** On Linux, where Electron cannot do it. */
  readonly autostart?: AutostartPort;
}

/** Opens the Electron shell. The app is ready, and the only one. */
export function openElectronShell(
  parts: ElectronParts,
  { autostart, client, preload }: ElectronShellOptions,
  events: ShellEvents,
): Shell {
  const tray = new ElectronTray(parts, events);
  const bridge = new Bridge(parts, client);
  bridge.open();
  const window = new ElectronWindow(parts, preload, () => undefined);
  // Without a listener Electron would quit with the last window.
  parts.app.on("window-all-closed", () => undefined);
  parts.app.on("second-instance", () => events.onActivate());
  parts.powerMonitor.on("resume", () => events.onWake());
  return {
    tray,
    notifier: new ElectronNotifier(parts, events.onCommand),
    window,
    opener: electronOpener(parts),
    autostart: autostart ?? loginItem(parts),
    async close() {
      bridge.close();
      window.close();
      tray.close();
      return Promise.resolve();
    },
  };
}
