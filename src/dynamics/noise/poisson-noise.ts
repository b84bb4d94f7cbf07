import { finite } from "../../errors.ts";
import { exp } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";

export type PoissonFields = { readonly mean: number };

/** A Poisson number by inversion: the smallest n with u ≤ F(n). */
export const poissonNoise: NoiseKind<PoissonFields> = {
  name: "poisson",
  title: "a Poisson number, such as that of atoms in a slot",
  fields: ["mean"],
  check({ mean }) {
    finite("mean", mean, { atLeast: 0, atMost: 500 });
  },
  support: ({ mean }) => [0, mean === 0 ? 0 : Number.POSITIVE_INFINITY],
  drawn: ({ mean }) => [0, borders(mean).length],
  centre: ({ mean }) => ({ mean, std: Math.sqrt(mean) }),
  sampler({ mean }) {
    const F = borders(mean);
    return (draws, lanes) => {
      const values = draws.values();
      for (let l = 0; l < lanes; l++) {
        let n = 0;
        while (n < F.length && !(values[l] <= F[n])) n++;
        values[l] = n;
      }
    };
  },
  finite: true,
  quadrature({ mean }) {
    const F = borders(mean);
    return { nodes: Float64Array.from(F, (_, n) => n), weights: Float64Array.from(F, (value, n) => value - (n === 0 ? 0 : F[n - 1])) };
  },
};

/** F(0), F(1), … until nothing is left that a uniform could reach. */
function borders(mean: number): Float64Array {
  const F: number[] = [];
  let term = exp(-mean);
  for (let n = 0, sum = 0; n < 2000; n++) {
    sum += term;
    F.push(Math.min(1, sum));
    term *= mean / (n + 1);
    if (n > mean && term < 1e-18) break;
  }
  return Float64Array.from(F);
}
