import type { TrayCommand } from "../../model/tray-command.ts";
import type { MenuEntry } from "../../model/tray-model.ts";

/** A property of a row, as com.canonical.dbusmenu names and types it. */
export type RowProperties = Readonly<Record<string, string | boolean | number>>;

/** A row of the menu on the bus. */
export interface MenuRow {
  /** The root has 0. */
  readonly id: number;
  readonly properties: RowProperties;
  readonly children: readonly number[];
  readonly command: TrayCommand | null;
}

/** A menu on the bus: its rows by their numbers. */
export type MenuRows = ReadonlyMap<number, MenuRow>;

/** Gives rows their numbers: the same row has the same one for as long as the tray lives. */
export class RowNumbers {
  readonly #numbers = new Map<string, number>();

  /** The number of a row by its name. */
  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(name, number);
    return number;
  }
}

/** Lays a menu out as numbered rows. */
export function menuRows(menu: readonly MenuEntry[], numbers: RowNumbers): MenuRows {
  const rows = new Map<number, MenuRow>();
  const add = (entry: MenuEntry): number => {
    const id = numbers.of(entry.id);
    const children = entry.kind === "submenu" ? entry.entries.map(add) : [];
    const command = entry.kind === "action" || entry.kind === "check" ? entry.command : null;
    rows.set(id, { id, properties: propertiesOf(entry), children, command });
    return id;
  };
  const children = menu.map(add);
  return rows.set(0, { id: 0, properties: SUBMENU, children, command: null });
}

/** What changed from one menu to the next. */
export type MenuChange =
  | { readonly kind: "none" }
  /** Only properties: a menu that is open stays open, and shows them. */
  | { readonly kind: "properties"; readonly rows: readonly MenuRow[] }
  | { readonly kind: "layout" };

/** Compares two menus. */
export function menuChange(before: MenuRows, after: MenuRows): MenuChange {
  const isSame =
    before.size === after.size &&
    [...after.values()].every(
      ({ id, children }) => before.get(id)?.children.join() === children.join(),
    );
  if (!isSame) return { kind: "layout" };
  const rows = [...after.values()].filter(
    ({ id, properties }) =>
      JSON.stringify(before.get(id)?.properties) !== JSON.stringify(properties),
  );
  return rows.length === 0 ? { kind: "none" } : { kind: "properties", rows };
}

const SUBMENU = { "children-display": "submenu" } as const;

function propertiesOf(entry: MenuEntry): RowProperties {
  switch (entry.kind) {
    case "separator":
      return { type: "separator" };
    case "text":
      return { label: plain(entry.label), enabled: false };
    case "submenu":
      return { label: plain(entry.label), enabled: true, ...SUBMENU };
    case "action":
      return { label: plain(entry.label), enabled: entry.enabled };
    case "check":
      return {
        label: plain(entry.label),
        enabled: entry.enabled,
        "toggle-type": "checkmark",
        "toggle-state": entry.checked ? 1 : 0,
      };
  }
}

/** An underscore marks the letter that chooses a row; two are one. */
function plain(label: string): string {
  return label.replaceAll("_", "__");
}
