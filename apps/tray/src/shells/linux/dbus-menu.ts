import { type DefinedInterface, defineInterface, type MessageBus, Variant } from "dbus-native";
import type { TrayCommand } from "../../model/tray-command.ts";
import type { MenuEntry } from "../../model/tray-model.ts";
import { type MenuRow, type MenuRows, menuChange, menuRows, RowNumbers } from "./menu-rows.ts";

/** Where the menu lies on the bus. */
export const MENU_PATH = "/MenuBar";

type Properties = Record<string, Variant>;
/** A row with its children, as `GetLayout` gives it. */
type Layout = [number, Properties, Variant[]];

/**
 * The menu on the bus: com.canonical.dbusmenu, version 3.
 *
 * What the protocol means is told by its XML in libdbusmenu.
 */
export class DbusMenu {
  readonly #numbers = new RowNumbers();
  readonly #interface: DefinedInterface;
  readonly #chosen: (command: TrayCommand) => void;
  #rows: MenuRows;
  #revision = 1;

  constructor(menu: readonly MenuEntry[], chosen: (command: TrayCommand) => void) {
    this.#rows = menuRows(menu, this.#numbers);
    this.#chosen = chosen;
    this.#interface = this.#define();
  }

  /** Puts the menu on a bus. */
  async export(bus: MessageBus): Promise<void> {
    await bus.export(MENU_PATH, this.#interface);
  }

  /** Shows another menu. */
  render(menu: readonly MenuEntry[]): void {
    const rows = menuRows(menu, this.#numbers);
    const change = menuChange(this.#rows, rows);
    this.#rows = rows;
    if (change.kind === "layout") {
      this.#revision += 1;
      this.#interface.emit["LayoutUpdated"]?.(this.#revision, 0);
    }
    if (change.kind === "properties") {
      const changed = change.rows.map((row) => [row.id, properties(row, [])]);
      this.#interface.emit["ItemsPropertiesUpdated"]?.(changed, []);
    }
  }

  #define(): DefinedInterface {
    return defineInterface({
      name: "com.canonical.dbusmenu",
      methods: {
        GetLayout: {
          in: { parentId: "i", recursionDepth: "i", propertyNames: "as" },
          out: { revision: "u", layout: "(ia{sv}av)" },
          handler: ({ parentId, recursionDepth, propertyNames }: LayoutRequest) => ({
            revision: this.#revision,
            layout: this.#layout(parentId, recursionDepth, propertyNames),
          }),
        },
        GetGroupProperties: {
          in: { ids: "ai", propertyNames: "as" },
          out: { properties: "a(ia{sv})" },
          handler: ({ ids, propertyNames }: GroupRequest) => {
            const wanted = ids.length === 0 ? [...this.#rows.keys()] : ids;
            return wanted.flatMap((id) => {
              const row = this.#rows.get(id);
              return row === undefined ? [] : [[id, properties(row, propertyNames)]];
            });
          },
        },
        GetProperty: {
          in: { id: "i", name: "s" },
          out: { value: "v" },
          handler: ({ id, name }: PropertyRequest) => {
            const row = this.#rows.get(id);
            return (row && properties(row, [])[name]) ?? new Variant("s", "");
          },
        },
        Event: {
          in: { id: "i", eventId: "s", data: "v", timestamp: "u" },
          handler: ({ id, eventId }: EventRequest) => this.#event(id, eventId),
        },
        EventGroup: {
          in: { events: "a(isvu)" },
          out: { idErrors: "ai" },
          handler: ({ events }: { readonly events: readonly [number, string][] }) => {
            for (const [id, eventId] of events) this.#event(id, eventId);
            return events.map(([id]) => id).filter((id) => !this.#rows.has(id));
          },
        },
        AboutToShow: { in: { id: "i" }, out: { needUpdate: "b" }, handler: () => false },
        AboutToShowGroup: {
          in: { ids: "ai" },
          out: { updatesNeeded: "ai", idErrors: "ai" },
          handler: () => ({ updatesNeeded: [], idErrors: [] }),
        },
      },
      properties: {
        Version: { type: "u", access: "read", get: () => 3 },
        TextDirection: { type: "s", access: "read", get: () => "ltr" },
        Status: { type: "s", access: "read", get: () => "normal" },
        IconThemePath: { type: "as", access: "read", get: () => [] },
      },
      signals: {
        ItemsPropertiesUpdated: { args: { updatedProps: "a(ia{sv})", removedProps: "a(ias)" } },
        LayoutUpdated: { args: { revision: "u", parent: "i" } },
        ItemActivationRequested: { args: { id: "i", timestamp: "u" } },
      },
    });
  }

  #layout(id: number, depth: number, names: readonly string[]): Layout {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`There is no row ${id}.`);
    const children = depth === 0 ? [] : row.children;
    return [
      id,
      properties(row, names),
      children.map((child) => new Variant("(ia{sv}av)", this.#layout(child, depth - 1, names))),
    ];
  }

  #event(id: number, eventId: string): void {
    const command = this.#rows.get(id)?.command ?? null;
    if (eventId === "clicked" && command !== null) this.#chosen(command);
  }
}

interface LayoutRequest {
  readonly parentId: number;
  readonly recursionDepth: number;
  readonly propertyNames: readonly string[];
}

interface GroupRequest {
  readonly ids: readonly number[];
  readonly propertyNames: readonly string[];
}

interface PropertyRequest {
  readonly id: number;
  readonly name: string;
}

interface EventRequest {
  readonly id: number;
  readonly eventId: string;
}

const SIGNATURES = { string: "s", boolean: "b", number: "i" } as const;

/** @param names those that are wanted; none: all */
function properties(row: MenuRow, names: readonly string[]): Properties {
  const wanted = Object.entries(row.properties).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  return Object.fromEntries(
    wanted.map(([name, value]) => {
      const signature =
        typeof value === "string"
          ? SIGNATURES.string
          : typeof value === "boolean"
            ? SIGNATURES.boolean
            : SIGNATURES.number;
      return [name, new Variant(signature, value)];
    }),
  );
}
