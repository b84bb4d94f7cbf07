/** Points where a curve needs them: more where it turns. */

/** A point of a curve in the plane of the picture. */
export interface Traced<T> {
  /** Its place along the curve. */
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly value: T;
}

/** Pieces shorter than this share of the picture are not cut: no eye sees their corner. */
const SHORT = 0.012;

/**
 * Trace a curve: from the given places on, pieces beside a visible corner are halved until it is round or `most` points are known.
 * @param at the point at a place; its x and y are compared as shares of what the curve covers
 */
export function trace<T>(
  places: readonly number[],
  at: (t: number) => { x: number; y: number; value: T },
  most: number,
): readonly Traced<T>[] {
  let points: readonly Traced<T>[] = places.map((t) => ({ t, ...at(t) }));
  for (;;) {
    const [width, height] = [spread(points.map(({ x }) => x)), spread(points.map(({ y }) => y))];
    const step = (k: number): readonly [number, number] => [
      (points[k + 1].x - points[k].x) / width,
      (points[k + 1].y - points[k].y) / height,
    ];
    const length = ([x, y]: readonly [number, number]): number => Math.sqrt(x * x + y * y);
    const cut = new Set<number>();
    for (let k = 0; k + 2 < points.length; k++) {
      const [a, b] = [step(k), step(k + 1)];
      const cosine = (a[0] * b[0] + a[1] * b[1]) / (length(a) * length(b));
      if (!(cosine < COSINE)) continue;
      for (const [piece, size] of [
        [k, length(a)],
        [k + 1, length(b)],
      ] as const)
        if (size > SHORT) cut.add(piece);
    }
    if (cut.size === 0 || points.length + cut.size > most) return points;
    points = points.flatMap((point, k) => {
      if (!cut.has(k)) return [point];
      const t = (point.t + points[k + 1].t) / 2;
      return [point, { t, ...at(t) }];
    });
  }
}

/** cos of the angle up to which a corner looks smooth. */
const COSINE = 0.994521895368273; // cos 6°

function spread(values: readonly number[]): number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? high - low : 1;
}
