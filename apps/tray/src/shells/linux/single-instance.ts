import { defineInterface, type MessageBus } from "dbus-native";

const NAME = "dev.hookline.Tray";
const PATH = "/dev/hookline/Tray";

/** DO_NOT_QUEUE of the D-Bus specification: who does not get the name at once does not want it. */
const DO_NOT_QUEUE = 4;

/**
 * Makes sure that there is one tray in a session: a second one has the first show itself.
 *
 * @param activated called when another was started
 * @returns false where there is one already
 */
export async function beTheOnlyTray(bus: MessageBus, activated: () => void): Promise<boolean> {
  const own = defineInterface({
    name: NAME,
    methods: { Activate: { handler: () => activated() } },
  });
  await bus.export(PATH, own);
  const owned = await bus.ownName(NAME, DO_NOT_QUEUE);
  if (owned.isPrimaryOwner) return true;
  await bus.invoke({ destination: NAME, path: PATH, interface: NAME, member: "Activate" });
  return false;
}
