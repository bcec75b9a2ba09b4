import type { MessageBus } from "dbus-native";

const WATCHER = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH = "/StatusNotifierWatcher";
const BUS = "org.freedesktop.DBus";

/** Keeps the icon known to the panel. */
export interface PanelWatch {
  /** Whether a panel draws icons: on GNOME without its extension none does. */
  readonly isHosted: () => Promise<boolean>;
}

/**
 * Has the panel show the icon that is on the bus under a name, now and whenever a panel comes.
 *
 * A panel may start after us or crash; and some own the watcher's name before they can draw, and say
 * so with `StatusNotifierHostRegistered`. To register twice does no harm.
 */
export async function watchForPanel(bus: MessageBus, name: string): Promise<PanelWatch> {
  const register = async (): Promise<void> => {
    try {
      await bus.invoke({
        destination: WATCHER,
        path: WATCHER_PATH,
        interface: WATCHER,
        member: "RegisterStatusNotifierItem",
        signature: "s",
        body: [name],
      });
    } catch {
      // There is no panel, or not yet; it is waited for.
    }
  };
  await bus.watch(
    `type='signal',sender='${BUS}',interface='${BUS}',member='NameOwnerChanged',arg0='${WATCHER}'`,
  );
  bus.signals.on(
    bus.mangle("/org/freedesktop/DBus", BUS, "NameOwnerChanged"),
    ([changed, , owner]: readonly string[]) => {
      if (changed === WATCHER && owner !== "") void register();
    },
  );
  await bus.watch(`type='signal',interface='${WATCHER}',member='StatusNotifierHostRegistered'`);
  bus.signals.on(
    bus.mangle(WATCHER_PATH, WATCHER, "StatusNotifierHostRegistered"),
    () => void register(),
  );
  bus.on("reconnected", () => void register());
  await register();
  return {
    async isHosted() {
      try {
        const hosted: unknown = await bus.invoke({
          destination: WATCHER,
          path: WATCHER_PATH,
          interface: "org.freedesktop.DBus.Properties",
          member: "Get",
          signature: "ss",
          body: [WATCHER, "IsStatusNotifierHostRegistered"],
        });
        return hosted === true;
      } catch {
        return false;
      }
    },
  };
}
