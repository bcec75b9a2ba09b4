/** Whether a point of the 24 × 24 field lies inside; y grows downwards. */
export type Shape = (x: number, y: number) => boolean;

/** A disc. */
export function disc(cx: number, cy: number, radius: number): Shape {
  return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
}

/** A line with round ends. */
export function stroke(x1: number, y1: number, x2: number, y2: number, width: number): Shape {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx ** 2 + dy ** 2;
  return (x, y) => {
    const along = length === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
    const at = Math.min(1, Math.max(0, along));
    return (x - x1 - at * dx) ** 2 + (y - y1 - at * dy) ** 2 <= (width / 2) ** 2;
  };
}

/** A part of a ring, clockwise from one angle to another, in degrees from twelve o'clock. */
export function arc(
  cx: number,
  cy: number,
  radius: number,
  width: number,
  from: number,
  to: number,
): Shape {
  return (x, y) => {
    const far = Math.hypot(x - cx, y - cy);
    if (Math.abs(far - radius) > width / 2) return false;
    const angle = ((Math.atan2(x - cx, cy - y) * 180) / Math.PI + 360) % 360;
    return from <= to ? angle >= from && angle <= to : angle >= from || angle <= to;
  };
}

/** A convex polygon, its corners clockwise, with round corners: grown by `round` on every side. */
export function polygon(corners: readonly (readonly [number, number])[], round: number): Shape {
  const edges = corners.map(
    (corner, at) => [corner, corners[(at + 1) % corners.length] ?? corner] as const,
  );
  const rims = edges.map(([[x1, y1], [x2, y2]]) => stroke(x1, y1, x2, y2, round * 2));
  const isWithin: Shape = (x, y) =>
    edges.every(([[x1, y1], [x2, y2]]) => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0);
  return anyOf(isWithin, ...rims);
}

/** What lies in one of them at least. */
export function anyOf(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.some((shape) => shape(x, y));
}
