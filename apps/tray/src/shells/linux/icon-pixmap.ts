import { drawIcon } from "../../icons/draw-icon.ts";
import type { TrayIcon } from "../../model/tray-model.ts";

/** What a panel picks from: usual sizes at 1× and 2×. */
const SIZES = [16, 22, 24, 32, 44, 48] as const;

/** A picture for the bus: width, height, and ARGB in network byte order. */
export type Pixmap = [number, number, Buffer];

const drawn = new Map<TrayIcon, Pixmap[]>();

/** Draws an icon in every size, once: panels read it several times at each change. */
export function iconPixmaps(icon: TrayIcon): Pixmap[] {
  const known = drawn.get(icon);
  if (known !== undefined) return known;
  const pixmaps = SIZES.map((size): Pixmap => [size, size, argb(drawIcon(icon, size))]);
  drawn.set(icon, pixmaps);
  return pixmaps;
}

function argb(rgba: Uint8Array): Buffer {
  const bytes = Buffer.alloc(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    bytes[at] = rgba[at + 3] ?? 0;
    bytes.set(rgba.subarray(at, at + 3), at + 1);
  }
  return bytes;
}
