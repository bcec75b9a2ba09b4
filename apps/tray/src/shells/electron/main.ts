import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { absolutePath, findHome, openClient, readPageFiles } from "@hookline/core/client";
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  powerMonitor,
  protocol,
  shell,
  Tray,
  utilityProcess,
} from "electron";
import { TrayApp } from "../../app/tray-app.ts";
import { xdgAutostart } from "../linux/autostart.ts";
import { agentInUtilityProcess } from "./agent-in-utility-process.ts";
import { openElectronShell } from "./open-electron-shell.ts";
import { servePage } from "./page-protocol.ts";

/*
 * The tray in Electron: the only file that loads Electron itself, and the only one that puts the shell
 * together. What has to be said before Electron is ready stands first.
 */
const here = dirname(fileURLToPath(import.meta.url));

app.enableSandbox();
app.setName("Hookline");
app.setAppUserModelId("dev.hookline.tray");
protocol.registerSchemesAsPrivileged([
  { scheme: "hookline", privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (app.requestSingleInstanceLock()) await run();
else app.quit();

async function run(): Promise<void> {
  const { env, platform } = process;
  await app.whenReady();
  app.dock?.hide();
  const home = findHome(env);
  const client = openClient(home);
  const files = readPageFiles(absolutePath(join(here, "page")));
  protocol.handle("hookline", ({ url }) => servePage(files, url));
  const cli = env["HOOKLINE_CLI"] ?? join(process.resourcesPath, "cli", "dist", "main.js");
  const tray = new TrayApp({
    client,
    home,
    homeFolder: env["HOME"],
    starter: agentInUtilityProcess(utilityProcess, client, cli),
    now: Date.now,
    sleep: async (ms, signal) => sleep(ms, undefined, { signal }),
    complain: (problem) => process.stderr.write(`${problem}\n`),
  });
  const parts = {
    platform,
    app,
    Tray,
    Menu,
    nativeImage,
    Notification,
    BrowserWindow,
    ipcMain,
    shell,
    powerMonitor,
  };
  const ownAutostart =
    platform === "linux"
      ? { autostart: xdgAutostart(env, [process.execPath, fileURLToPath(import.meta.url)]) }
      : {};
  const options = { client, preload: join(here, "preload.cjs"), ...ownAutostart };
  await tray.open(openElectronShell(parts, options, tray.events));
  app.on("will-quit", () => void tray.close());
  await tray.ended;
  app.quit();
}
