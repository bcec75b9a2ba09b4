import type { Home } from "@hookline/core/client";
import { type MessageBus, sessionBus } from "dbus-native";
import type { TrayModel } from "../../model/tray-model.ts";
import type { Shell, ShellEvents } from "../shell.ts";
import { xdgAutostart } from "./autostart.ts";
import { CoalescedRenders } from "./coalesce-renders.ts";
import { DashboardWindow } from "./dashboard-window.ts";
import { DbusMenu } from "./dbus-menu.ts";
import { Notifications } from "./notifications.ts";
import { desktopOpener } from "./opener.ts";
import { beTheOnlyTray } from "./single-instance.ts";
import { StatusNotifierItem } from "./status-notifier-item.ts";
import { watchForWake } from "./wake.ts";
import { watchForPanel } from "./watcher.ts";

/** How long a panel may take to come before the tray is shown in another way. */
const PANEL_MS = 10_000;

/** What the native Linux shell needs. */
export interface LinuxShellOptions {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  /** Gives an address that shows a view of the dashboard once. */
  readonly address: (view: string) => Promise<string>;
  /** The words with which the session starts the tray. */
  readonly startWords: readonly string[];
  /** Called once, with why in a sentence, when no panel has shown the icon in time. */
  readonly unhosted: (why: string) => void;
  /** The bus to speak on; the user's session bus unless a test has its own. */
  readonly busAddress?: string;
  /** Further flags for a browser, for tests as root. */
  readonly browserFlags?: readonly string[];
  readonly panelMs?: number;
}

/** What came of opening it. */
export type LinuxShellOpened =
  | { readonly kind: "opened"; readonly shell: Shell }
  /** Another tray runs in this session, and shows itself now. */
  | { readonly kind: "running-already" };

/**
 * Opens the native Linux shell: an icon and a menu that the panel draws, and notifications, spoken over
 * the session bus.
 *
 * @throws Error when there is no session bus
 */
export async function openLinuxShell(
  options: LinuxShellOptions,
  events: ShellEvents,
): Promise<LinuxShellOpened> {
  const { env, home } = options;
  const bus = await connect(options.busAddress);
  if (!(await beTheOnlyTray(bus, events.onActivate))) {
    await bus.close();
    return { kind: "running-already" };
  }
  const item = new StatusNotifierItem(FIRST, events.onActivate);
  const menu = new DbusMenu([], events.onCommand);
  // Before the panel hears of them: it reads everything at once.
  await item.export(bus);
  await menu.export(bus);
  const name = `org.kde.StatusNotifierItem-${process.pid}-1`;
  await bus.ownName(name);
  const panel = await watchForPanel(bus, name);
  const notifier = new Notifications(bus, events.onCommand);
  await notifier.open();
  const window = new DashboardWindow({
    home,
    env,
    address: options.address,
    browserFlags: options.browserFlags ?? [],
  });
  const stopWaking = watchForWake(events.onWake);
  const renders = new CoalescedRenders<TrayModel>((model) => {
    item.render(model);
    menu.render(model.menu);
  });
  const waiting = setTimeout(() => {
    void panel.isHosted().then((isHosted) => {
      if (!isHosted) options.unhosted(whyUnhosted(env));
    });
  }, options.panelMs ?? PANEL_MS);
  waiting.unref();
  const shell: Shell = {
    tray: { render: (model) => renders.push(model) },
    notifier,
    window,
    opener: desktopOpener(env),
    autostart: xdgAutostart(env, options.startWords),
    async close() {
      clearTimeout(waiting);
      renders.close();
      stopWaking();
      await window.close();
      await notifier.settled();
      await bus.close();
    },
  };
  return { kind: "opened", shell };
}

/** What stands there until the first model comes, which is at once. */
const FIRST = { icon: "offline", title: "Hookline", tooltip: "Starting…" } as const;

async function connect(busAddress: string | undefined): Promise<MessageBus> {
  const where = busAddress === undefined ? {} : { busAddress };
  const bus = sessionBus({ ...where, reconnect: true });
  // A bus that goes away is come back to; what a handler throws must not end the tray.
  bus.connection.on("error", () => undefined);
  bus.connection.on("handlerError", () => undefined);
  await bus.getId();
  return bus;
}

function whyUnhosted(env: NodeJS.ProcessEnv): string {
  const isGnome = /gnome/i.test(env["XDG_CURRENT_DESKTOP"] ?? "");
  return isGnome
    ? "GNOME shows no tray icons by itself. Install the extension “AppIndicator and KStatusNotifierItem Support”; the icon then appears by itself. Until then, `hookline dashboard` shows everything."
    : "No panel here shows tray icons (StatusNotifierItem). Add a tray or notification area to your panel; the icon then appears by itself. Until then, `hookline dashboard` shows everything.";
}
