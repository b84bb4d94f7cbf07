/** Where values on a grid pass a level: straight pieces through each cell between four points, at the places that lines along its edges give. */

export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Value at the i-th x and the j-th y; not finite where there is none, and no line goes there. */
  at(i: number, j: number): number;
}

export type Piece = readonly [x1: number, y1: number, x2: number, y2: number];

export function contour({ xs, ys, at }: Grid, level: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < xs.length; i++) {
    for (let j = 0; j + 1 < ys.length; j++) {
      const corners = [
        [xs[i], ys[j], at(i, j)],
        [xs[i + 1], ys[j], at(i + 1, j)],
        [xs[i + 1], ys[j + 1], at(i + 1, j + 1)],
        [xs[i], ys[j + 1], at(i, j + 1)],
      ] as readonly (readonly [number, number, number])[];
      if (!corners.every(([, , value]) => Number.isFinite(value))) continue;
      const crossed = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 4] as readonly [number, number, number];
        if (a[2] < level === b[2] < level) return [];
        const share = (level - a[2]) / (b[2] - a[2]);
        return [[a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])] as const];
      });
      // Two crossings are one piece; at a saddle four are two.
      for (let k = 0; k + 1 < crossed.length; k += 2) {
        const [a, b] = [crossed[k], crossed[k + 1]] as readonly (readonly [number, number])[];
        if (a && b) pieces.push([...a, ...b]);
      }
    }
  }
  return pieces;
}
