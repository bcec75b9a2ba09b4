import { type DefinedInterface, defineInterface, type MessageBus } from "dbus-native";
import type { TrayIcon, TrayModel } from "../../model/tray-model.ts";
import { MENU_PATH } from "./dbus-menu.ts";
import { iconPixmaps } from "./icon-pixmap.ts";

/** Where the icon lies on the bus. */
const ITEM_PATH = "/StatusNotifierItem";

/** What a panel shows and how it is called, without the menu. */
type Shown = Pick<TrayModel, "icon" | "title" | "tooltip">;

/**
 * The icon on the bus: org.kde.StatusNotifierItem, as the freedesktop specification and KDE's own
 * code have it.
 */
export class StatusNotifierItem {
  readonly #interface: DefinedInterface;
  #shown: Shown;

  /** @param activated called when the icon itself was clicked */
  constructor(shown: Shown, activated: () => void) {
    this.#shown = shown;
    this.#interface = this.#define(activated);
  }

  /** Puts the icon on a bus. */
  async export(bus: MessageBus): Promise<void> {
    await bus.export(ITEM_PATH, this.#interface);
  }

  /** Shows something else; says so only of what is another. */
  render(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    const { emit } = this.#interface;
    if (before.icon !== shown.icon) {
      emit["NewIcon"]?.();
      emit["NewAttentionIcon"]?.();
      if (statusOf(before.icon) !== statusOf(shown.icon)) emit["NewStatus"]?.(statusOf(shown.icon));
    }
    if (before.title !== shown.title) emit["NewTitle"]?.();
    if (before.title !== shown.title || before.tooltip !== shown.tooltip) emit["NewToolTip"]?.();
  }

  #define(activated: () => void): DefinedInterface {
    const read = (type: string, get: () => unknown) => ({ type, access: "read" as const, get });
    const click = { in: { x: "i", y: "i" }, handler: () => activated() };
    const pixmaps = (): unknown => iconPixmaps(this.#shown.icon);
    return defineInterface({
      name: "org.kde.StatusNotifierItem",
      methods: {
        Activate: click,
        SecondaryActivate: click,
        // Panels show what lies at `Menu` by themselves.
        ContextMenu: { in: { x: "i", y: "i" }, handler: () => undefined },
        Scroll: { in: { delta: "i", orientation: "s" }, handler: () => undefined },
        ProvideXdgActivationToken: { in: { token: "s" }, handler: () => undefined },
      },
      properties: {
        Category: read("s", () => "ApplicationStatus"),
        Id: read("s", () => "hookline"),
        Title: read("s", () => this.#shown.title),
        Status: read("s", () => statusOf(this.#shown.icon)),
        WindowId: read("i", () => 0),
        IconName: read("s", () => ""),
        IconPixmap: read("a(iiay)", pixmaps),
        IconThemePath: read("s", () => ""),
        OverlayIconName: read("s", () => ""),
        OverlayIconPixmap: read("a(iiay)", () => []),
        AttentionIconName: read("s", () => ""),
        AttentionIconPixmap: read("a(iiay)", pixmaps),
        AttentionMovieName: read("s", () => ""),
        ToolTip: read("(sa(iiay)ss)", () => ["", [], this.#shown.title, this.#shown.tooltip]),
        ItemIsMenu: read("b", () => false),
        Menu: read("o", () => MENU_PATH),
      },
      signals: {
        NewTitle: {},
        NewIcon: {},
        NewAttentionIcon: {},
        NewOverlayIcon: {},
        NewToolTip: {},
        NewStatus: { args: { status: "s" } },
      },
    });
  }
}

function statusOf(icon: TrayIcon): "NeedsAttention" | "Active" {
  return icon === "error" || icon === "attention" ? "NeedsAttention" : "Active";
}
