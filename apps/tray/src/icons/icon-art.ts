import type { TrayIcon } from "../model/tray-model.ts";
import { anyOf, arc, disc, polygon, type Shape, stroke } from "./shapes.ts";

/** A picture for a state: a body of one colour with a sign on it. */
export interface IconArt {
  /** Red, green, blue. */
  readonly colour: readonly [number, number, number];
  /** @param grown by how much the body is larger, for its edge */
  readonly body: (grown: number) => Shape;
  readonly sign: Shape;
}

const round = (grown: number): Shape => disc(12, 12, 9.4 + grown);

const triangle = (grown: number): Shape =>
  polygon(
    [
      [12, 4.6],
      [20.4, 18.9],
      [3.6, 18.9],
    ],
    2 + grown,
  );

const octagon = (grown: number): Shape => {
  const [near, far] = [8.6, 15.4];
  return polygon(
    [
      [near, 3.8],
      [far, 3.8],
      [20.2, near],
      [20.2, far],
      [far, 20.2],
      [near, 20.2],
      [3.8, far],
      [3.8, near],
    ],
    1.2 + grown,
  );
};

/** The arrow's head at the end of an arc that runs clockwise. */
const head = (x: number, y: number, side: 1 | -1): Shape =>
  polygon(
    [
      [x - 3 * side, y - 0.4 * side],
      [x + 3 * side, y - 0.4 * side],
      [x, y + 3 * side],
    ],
    0.2,
  );

/** Each state has a shape and a sign of its own; the colour only says it once more. */
export const ICON_ART: Readonly<Record<TrayIcon, IconArt>> = {
  "up-to-date": {
    colour: [46, 160, 67],
    body: round,
    sign: anyOf(stroke(7.6, 12.4, 10.8, 15.6, 2.6), stroke(10.8, 15.6, 16.6, 9, 2.6)),
  },
  syncing: {
    colour: [31, 111, 235],
    body: round,
    sign: anyOf(
      arc(12, 12, 4.9, 2.3, 295, 70),
      arc(12, 12, 4.9, 2.3, 115, 250),
      head(16.9, 11.4, 1),
      head(7.1, 12.6, -1),
    ),
  },
  paused: {
    colour: [110, 119, 129],
    body: round,
    sign: anyOf(stroke(9.2, 8.4, 9.2, 15.6, 2.8), stroke(14.8, 8.4, 14.8, 15.6, 2.8)),
  },
  attention: {
    colour: [210, 140, 0],
    body: triangle,
    sign: anyOf(stroke(12, 8.8, 12, 13.2, 2.6), disc(12, 17, 1.5)),
  },
  error: {
    colour: [207, 34, 46],
    body: octagon,
    sign: anyOf(stroke(8.6, 8.6, 15.4, 15.4, 2.7), stroke(15.4, 8.6, 8.6, 15.4, 2.7)),
  },
  offline: {
    colour: [110, 119, 129],
    body: (grown) => anyOf(arc(12, 12, 8.2, 2.6 + 2 * grown, 0, 360)),
    sign: stroke(8.6, 12, 15.4, 12, 2.7),
  },
};
