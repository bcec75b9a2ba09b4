import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ICON_COLOURS, type TrayIcon } from "@hookline/tray/testing";
import { PNG } from "pngjs";
import type { Desktop } from "./start-desktop.ts";
import { until } from "./until.ts";

/** Where pictures of test runs are kept; git does not. */
const ARTIFACTS = join(import.meta.dirname, "..", "..", "artifacts");

/** Takes a picture of the whole screen. */
export function shoot({ env }: Desktop): PNG {
  const bytes = execFileSync("import", ["-silent", "-window", "root", "png:-"], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return PNG.sync.read(bytes);
}

/** Keeps a picture of the screen for people. */
export function keepPicture(desktop: Desktop, name: string): void {
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(ARTIFACTS, `${name}.png`), PNG.sync.write(shoot(desktop)));
}

/** A place on the screen. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** How tall the panel is. */
const PANEL_HEIGHT = 34;

/** Finds an icon in the panel by its colour; `undefined`: it is not there. */
function findIcon(picture: PNG, icon: TrayIcon): Spot | undefined {
  const [red, green, blue] = ICON_COLOURS[icon];
  const sum = { count: 0, x: 0, y: 0 };
  for (let y = 0; y < PANEL_HEIGHT; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const at = (y * picture.width + x) * 4;
      const [r = 0, g = 0, b = 0] = picture.data.subarray(at, at + 3);
      if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) > 12) continue;
      sum.count += 1;
      sum.x += x;
      sum.y += y;
    }
  }
  if (sum.count < 40) return undefined;
  return { x: Math.round(sum.x / sum.count), y: Math.round(sum.y / sum.count) };
}

/** Waits until an icon is in the panel, and tells where. */
export function untilIcon(desktop: Desktop, icon: TrayIcon): Promise<Spot> {
  return until(`the icon shows ${icon}`, () => findIcon(shoot(desktop), icon));
}

/** A part of the screen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Finds what is different below the panel; `undefined`: nothing. */
export function changedBox(before: PNG, after: PNG): Box | undefined {
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  for (let y = PANEL_HEIGHT; y < before.height; y += 1) {
    for (let x = 0; x < before.width; x += 1) {
      const at = (y * before.width + x) * 4;
      const one = before.data.subarray(at, at + 3);
      const other = after.data.subarray(at, at + 3);
      if (Buffer.compare(one, other) === 0) continue;
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box.right < 0 ? undefined : box;
}

/** Waits until something new is on the screen and stays as it is, and tells where. */
export async function untilChanged(desktop: Desktop, before: PNG): Promise<Box> {
  let last = shoot(desktop);
  return until("something new is on the screen", () => {
    const now = shoot(desktop);
    const isStill = Buffer.compare(now.data, last.data) === 0;
    last = now;
    return isStill ? changedBox(before, now) : undefined;
  });
}
