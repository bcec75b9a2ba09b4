import type { MenuItemConstructorOptions } from "electron";
import type { TrayCommand } from "../../model/tray-command.ts";
import type { MenuEntry } from "../../model/tray-model.ts";

/** Lays a menu out as Electron wants it. */
export function menuTemplate(
  menu: readonly MenuEntry[],
  chosen: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
  return menu.map((entry): MenuItemConstructorOptions => {
    switch (entry.kind) {
      case "separator":
        return { type: "separator" };
      case "text":
        return { label: plain(entry.label), enabled: false };
      case "submenu":
        return { label: plain(entry.label), submenu: menuTemplate(entry.entries, chosen) };
      case "action":
        return {
          label: plain(entry.label),
          enabled: entry.enabled,
          click: () => chosen(entry.command),
        };
      case "check":
        return {
          type: "checkbox",
          label: plain(entry.label),
          enabled: entry.enabled,
          checked: entry.checked,
          click: () => chosen(entry.command),
        };
    }
  });
}

/** An ampersand marks the letter that chooses a row; two are one. */
function plain(label: string): string {
  return label.replaceAll("&", "&&");
}
