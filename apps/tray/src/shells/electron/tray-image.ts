import type { NativeImage } from "electron";
import { drawIcon } from "../../icons/draw-icon.ts";
import type { TrayIcon } from "../../model/tray-model.ts";
import type { ElectronParts } from "./electron-parts.ts";

/** The side of an icon at 1×, in pixels: what each platform's panels have room for. */
const SIDES: Readonly<Partial<Record<NodeJS.Platform, number>>> = { darwin: 18, win32: 16 };
const USUAL_SIDE = 22;

/** Makes the picture of an icon, at 1× and 2×; on macOS a template, which the system paints itself. */
export function trayImage(
  { nativeImage, platform }: Pick<ElectronParts, "nativeImage" | "platform">,
  icon: TrayIcon,
): NativeImage {
  const isTemplate = platform === "darwin";
  const side = SIDES[platform] ?? USUAL_SIDE;
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const size = side * scaleFactor;
    const buffer = bgra(drawIcon(icon, size, isTemplate ? "template" : "colour"));
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  image.setTemplateImage(isTemplate);
  return image;
}

/** The order of bytes that Electron's bitmaps have: blue first, and colours weighed by opacity. */
function bgra(rgba: Uint8Array): Buffer {
  const bytes = Buffer.alloc(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, opacity = 0] = rgba.subarray(at, at + 4);
    const weighed = [blue, green, red].map((colour) => Math.round((colour * opacity) / 255));
    bytes.set([...weighed, opacity], at);
  }
  return bytes;
}
