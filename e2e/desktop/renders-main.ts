import { setTimeout as sleep } from "node:timers/promises";
import { findHome } from "@hookline/core/client";
import { openLinuxShell, type TrayModel } from "@hookline/tray/testing";

/*
 * The native shell alone, with a picture that changes five thousand times; tells how much memory it
 * has after the first thousand and after the last, in bytes.
 */
const ICONS = ["up-to-date", "syncing", "error", "paused"] as const;
const TOGETHER = 20;

function model(at: number): TrayModel {
  const rows = Array.from({ length: at % 5 }, (_, row) => ({
    kind: "text" as const,
    id: `row-${row}`,
    label: `Row ${row} of ${at}`,
  }));
  const icon = ICONS[at % ICONS.length] ?? "offline";
  return { state: icon, icon, title: `Picture ${at}`, tooltip: `Picture ${at}`, menu: rows };
}

const opened = await openLinuxShell(
  {
    home: findHome(process.env),
    env: process.env,
    address: () => Promise.reject(new Error("no window is opened here")),
    startWords: [],
    unhosted: () => undefined,
  },
  { onCommand: () => undefined, onActivate: () => undefined, onWake: () => undefined },
);
if (opened.kind !== "opened") throw new Error("it runs already");

async function render(from: number, to: number): Promise<number> {
  for (let at = from; at < to; at += 1) {
    if (opened.kind === "opened") opened.shell.tray.render(model(at));
    if (at % TOGETHER === 0) await sleep(5);
  }
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

const first = await render(0, 1000);
const last = await render(1000, 6000);
opened.shell.tray.render({ ...model(0), icon: "paused" });
process.stdout.write(`${JSON.stringify({ first, last })}\n`);
process.once("SIGTERM", () => void opened.shell.close().then(() => process.exit(0)));
