import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findHome } from "@hookline/core/client";
import { createBroker, createClient, defineInterface, type MessageBus, Variant } from "dbus-native";
import { openLinuxShell } from "../src/shells/linux/open-linux-shell.ts";
import type { ShellEvents } from "../src/shells/shell.ts";
import {
  type ProbedNote,
  type ProbedRow,
  type ShellProbe,
  shellContract,
} from "./shell-contract.ts";

/* The native Linux shell over a real bus, with a panel and a notification daemon of the test's own. */

const MENU = "com.canonical.dbusmenu";
const ITEM = "org.kde.StatusNotifierItem";

type Layout = [number, Record<string, unknown>, Layout[]];

async function startBus() {
  const broker = createBroker();
  const address = await new Promise<string>((resolve, reject) => {
    broker.listen((error, where) => (error === null ? resolve(where) : reject(error)));
  });
  return { broker, address };
}

/** A panel: whoever registers with it is shown. */
async function startPanel(bus: MessageBus): Promise<{ item: () => string }> {
  let registered = "";
  await bus.export(
    "/StatusNotifierWatcher",
    defineInterface({
      name: "org.kde.StatusNotifierWatcher",
      methods: {
        RegisterStatusNotifierItem: {
          in: { service: "s" },
          handler: ({ service }: { service: string }) => {
            registered = service;
          },
        },
      },
      properties: {
        IsStatusNotifierHostRegistered: { type: "b", access: "read", get: () => true },
      },
    }),
  );
  await bus.ownName("org.kde.StatusNotifierWatcher");
  return { item: () => registered };
}

interface Shown extends ProbedNote {
  readonly actions: readonly string[];
}

/** A notification daemon that can everything. */
async function startDaemon(bus: MessageBus) {
  const notes = new Map<number, Shown>();
  let last = 0;
  const daemon = defineInterface({
    name: "org.freedesktop.Notifications",
    methods: {
      GetCapabilities: {
        out: { capabilities: "as" },
        handler: () => ["actions", "body", "body-markup"],
      },
      Notify: {
        in: {
          app: "s",
          replaces: "u",
          icon: "s",
          summary: "s",
          body: "s",
          actions: "as",
          hints: "a{sv}",
          timeout: "i",
        },
        out: { id: "u" },
        handler: (note: { replaces: number; summary: string; body: string; actions: string[] }) => {
          const id = note.replaces === 0 ? (last += 1) : note.replaces;
          notes.set(id, { title: note.summary, body: note.body, actions: note.actions });
          return id;
        },
      },
      CloseNotification: {
        in: { id: "u" },
        handler: ({ id }: { id: number }) => {
          notes.delete(id);
          daemon.emit["NotificationClosed"]?.(id, 3);
        },
      },
    },
    signals: {
      ActionInvoked: { args: { id: "u", action: "s" } },
      NotificationClosed: { args: { id: "u", reason: "u" } },
    },
  });
  await bus.export("/org/freedesktop/Notifications", daemon);
  await bus.ownName("org.freedesktop.Notifications");
  return { notes, daemon };
}

function row([, properties, children]: Layout): ProbedRow {
  const toggle = properties["toggle-type"] === "checkmark";
  return {
    label:
      properties["type"] === "separator" ? "—" : String(properties["label"]).replaceAll("__", "_"),
    enabled: properties["enabled"] !== false,
    checked: toggle ? properties["toggle-state"] === 1 : null,
    rows: children.map(row),
  };
}

async function start(events: ShellEvents): Promise<ShellProbe> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-shell-"));
  const { broker, address } = await startBus();
  const desk = createClient({ busAddress: address });
  const panel = await startPanel(desk);
  const { notes, daemon } = await startDaemon(desk);
  const opened = await openLinuxShell(
    {
      home: findHome({ HOOKLINE_HOME: folder }),
      env: { HOME: folder, PATH: "" },
      address: () => Promise.reject(new Error("no window is opened here")),
      startWords: ["/usr/bin/node", "main.js", "tray"],
      unhosted: () => undefined,
      busAddress: address,
    },
    events,
  );
  if (opened.kind !== "opened") throw new Error("it runs already");
  const menu = await desk.proxy(panel.item(), "/MenuBar", { interface: MENU });
  const item = await desk.proxy(panel.item(), "/StatusNotifierItem", {
    interface: ITEM,
  });
  const layout = async (): Promise<Layout> => {
    const told: unknown = await menu.$as(MENU).$callMethod("GetLayout", [0, -1, []]);
    return (told as [number, Layout])[1];
  };
  const find = (at: Layout, label: string): number | undefined =>
    String(at[1]["label"]).replaceAll("__", "_") === label
      ? at[0]
      : at[2].map((child) => find(child, label)).find((id) => id !== undefined);
  return {
    shell: opened.shell,
    rows: async () => (await layout())[2].map(row),
    async choose(label) {
      const id = find(await layout(), label);
      await menu.$as(MENU).$callMethod("Event", [id, "clicked", new Variant("s", ""), 0]);
    },
    async activate() {
      await item.$as(ITEM).$callMethod("Activate", [0, 0]);
    },
    notes: () => Promise.resolve([...notes.values()]),
    click(title, button) {
      for (const [id, shown] of notes) {
        if (shown.title !== title) continue;
        const at = button === null ? -2 : shown.actions.indexOf(button);
        daemon.emit["ActionInvoked"]?.(id, at === -2 ? "default" : (shown.actions[at - 1] ?? ""));
      }
      return Promise.resolve();
    },
    async close() {
      await opened.shell.close();
      await desk.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await rm(folder, { recursive: true });
    },
  };
}

shellContract("Linux, native", start);
