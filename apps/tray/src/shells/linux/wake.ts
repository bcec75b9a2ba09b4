import { type MessageBus, systemBus } from "dbus-native";

const LOGIN = "org.freedesktop.login1";

/** How often the clock is compared; a jump of more than two of these is a sleep. */
const BEAT_MS = 20_000;

/**
 * Calls `woke` when the machine has slept: told by the system where it can tell, and by the clock
 * everywhere.
 *
 * @returns ends it
 */
export function watchForWake(woke: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > 2 * BEAT_MS) woke();
    last = now;
  }, BEAT_MS);
  timer.unref();
  let bus: MessageBus | undefined;
  try {
    bus = systemBus();
    // There is none in containers; the clock is enough.
    bus.connection.on("error", () => undefined);
    bus.connection.on("handlerError", () => undefined);
    void bus
      .watch(`type='signal',interface='${LOGIN}.Manager',member='PrepareForSleep'`)
      .catch(() => undefined);
    bus.signals.on(
      bus.mangle("/org/freedesktop/login1", `${LOGIN}.Manager`, "PrepareForSleep"),
      ([isGoing]: [boolean]) => {
        if (!isGoing) woke();
      },
    );
  } catch {
    bus = undefined;
  }
  return () => {
    clearInterval(timer);
    bus?.connection.end();
  };
}
