/** The Choi matrix C[(i,a),(j,b)] = ⟨a|Φ(|i⟩⟨j|)|b⟩ / D of a map given as a dense matrix on real coordinates of a state. */
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { zeros } from "../../src/numerics/matrix.ts";
import { Part, type Sector } from "../../src/sectors/sector.ts";

/** Its smallest eigenvalue; every coordinate must be live. */
export function choiMinimum(map: Float64Array, sector: Sector): number {
  const { dimension: D, count: n } = sector;
  const choi = zeros(D * D);
  const add = (row: number, column: number, re: number, im: number) => {
    choi.data[2 * (row * D * D + column)] += re / D;
    choi.data[2 * (row * D * D + column) + 1] += im / D;
  };
  for (let q = 0; q < n; q++) {
    const [i, j, imaginary] = [sector.row[q], sector.column[q], sector.part[q] === Part.Im];
    // |i⟩⟨j| = (R − i·I)/2 with R = |i⟩⟨j| + h.c., I = i|i⟩⟨j| + h.c.; |j⟩⟨i| is the adjoint.
    const weights =
      i === j
        ? [[i, j, 1, 0]]
        : [
            [i, j, imaginary ? 0 : 0.5, imaginary ? -0.5 : 0],
            [j, i, imaginary ? 0 : 0.5, imaginary ? 0.5 : 0],
          ];
    for (const [from, to, wRe, wIm] of weights) {
      for (let p = 0; p < n; p++) {
        const value = map[p * n + q];
        const [a, b] = [sector.row[p], sector.column[p]];
        const places =
          sector.part[p] === Part.Im
            ? [
                [a, b, 0, 1],
                [b, a, 0, -1],
              ]
            : a === b
              ? [[a, a, 1, 0]]
              : [
                  [a, b, 1, 0],
                  [b, a, 1, 0],
                ];
        for (const [x, y, re, im] of places) add(from * D + x, to * D + y, value * (wRe * re - wIm * im), value * (wRe * im + wIm * re));
      }
    }
  }
  return eigvalsh(choi).reduce((least, value) => Math.min(least, value), 1);
}
