import type { TrayIcon } from "../model/tray-model.ts";
import { ICON_ART } from "./icon-art.ts";

/**
 * How an icon is painted.
 *
 * - `colour`: for panels of any colour; a light edge keeps it apart from dark ones.
 * - `template`: black with transparency, which macOS paints itself. The shape alone tells the state.
 */
export type IconStyle = "colour" | "template";

/** How many samples across and down make one pixel. */
const SAMPLES = 4;

/** The width of the field that the art is drawn in. */
const FIELD = 24;

/** How wide the light edge is, in the field's units, and how opaque. */
const EDGE = { width: 1, opacity: 0.5 } as const;

/**
 * Draws an icon.
 *
 * @param size in pixels, across and down
 * @returns red, green, blue and opacity of each pixel, row by row, a byte each
 */
export function drawIcon(icon: TrayIcon, size: number, style: IconStyle = "colour"): Uint8Array {
  const { body, colour, sign } = ICON_ART[icon];
  const inner = body(0);
  const outer = body(EDGE.width);
  const isHollow = icon === "offline";
  const [red, green, blue] = colour;
  const pixels = new Uint8Array(size * size * 4);
  const step = FIELD / (size * SAMPLES);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      // Sums of what each sample adds: colours weighed by opacity.
      const sum = { red: 0, green: 0, blue: 0, opacity: 0 };
      for (let at = 0; at < SAMPLES * SAMPLES; at += 1) {
        const x = (column * SAMPLES + (at % SAMPLES) + 0.5) * step;
        const y = (row * SAMPLES + Math.floor(at / SAMPLES) + 0.5) * step;
        const isSign = sign(x, y);
        const isBody = inner(x, y);
        if (style === "template") {
          // The sign is cut out of a body, and drawn where the body is a ring.
          if (isHollow ? isBody || isSign : isBody && !isSign) sum.opacity += 1;
          continue;
        }
        if (isSign || isBody) {
          const isWhite = isSign && !isHollow;
          sum.red += isWhite ? 255 : red;
          sum.green += isWhite ? 255 : green;
          sum.blue += isWhite ? 255 : blue;
          sum.opacity += 1;
        } else if (outer(x, y)) {
          sum.red += 255 * EDGE.opacity;
          sum.green += 255 * EDGE.opacity;
          sum.blue += 255 * EDGE.opacity;
          sum.opacity += EDGE.opacity;
        }
      }
      const pixel = (row * size + column) * 4;
      const weight = sum.opacity === 0 ? 1 : sum.opacity;
      pixels[pixel] = Math.round(sum.red / weight);
      pixels[pixel + 1] = Math.round(sum.green / weight);
      pixels[pixel + 2] = Math.round(sum.blue / weight);
      pixels[pixel + 3] = Math.round((255 * sum.opacity) / (SAMPLES * SAMPLES));
    }
  }
  return pixels;
}
