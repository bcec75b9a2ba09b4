import type { AutostartPort } from "../shell.ts";
import type { ElectronParts } from "./electron-parts.ts";

/** Has macOS or Windows start the tray with the session. */
export function loginItem({ app }: Pick<ElectronParts, "app">): AutostartPort {
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings().openAtLogin),
    async set(on) {
      app.setLoginItemSettings({ openAtLogin: on });
      return Promise.resolve();
    },
  };
}
