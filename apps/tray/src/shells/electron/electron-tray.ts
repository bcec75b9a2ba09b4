import type { Menu } from "electron";
import type { TrayIcon, TrayModel } from "../../model/tray-model.ts";
import type { ShellEvents, TrayPort } from "../shell.ts";
import type { ElectronParts } from "./electron-parts.ts";
import { menuTemplate } from "./menu-template.ts";
import { trayImage } from "./tray-image.ts";

/** Windows shows no more of a tooltip. */
const LONGEST_TOOLTIP = 127;

/**
 * The icon and its menu in Electron.
 *
 * Changed in place and never made anew: some panels keep the dead one (KDE). On Linux the menu is given
 * to the panel, which shows it by itself; elsewhere it is opened at a right click, because on macOS a
 * menu that is given away takes the left click with it.
 */
export class ElectronTray implements TrayPort {
  readonly #parts: ElectronParts;
  readonly #events: ShellEvents;
  readonly #tray: InstanceType<ElectronParts["Tray"]>;
  #menu: Menu;
  #icon: TrayIcon = "offline";
  #drawn = "";

  constructor(parts: ElectronParts, events: ShellEvents) {
    this.#parts = parts;
    this.#events = events;
    this.#tray = new parts.Tray(trayImage(parts, this.#icon));
    this.#menu = parts.Menu.buildFromTemplate([]);
    this.#tray.on("click", () => events.onActivate());
    if (parts.platform !== "linux")
      this.#tray.on("right-click", () => this.#tray.popUpContextMenu(this.#menu));
  }

  render({ icon, menu, title, tooltip }: TrayModel): void {
    const drawn = JSON.stringify([icon, menu, title, tooltip]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const parts = this.#parts;
    if (icon !== this.#icon) this.#tray.setImage(trayImage(parts, icon));
    this.#icon = icon;
    this.#tray.setToolTip(`${title}\n${tooltip}`.slice(0, LONGEST_TOOLTIP));
    this.#menu = parts.Menu.buildFromTemplate(menuTemplate(menu, this.#events.onCommand));
    if (parts.platform === "linux") this.#tray.setContextMenu(this.#menu);
  }

  close(): void {
    this.#tray.destroy();
  }
}
