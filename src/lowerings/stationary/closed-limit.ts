/** The limit that a model knows in closed form, with its residual under the generator. */
import { RunFailure } from "../../errors.ts";
import { multiplySparse, norm1 } from "../../numerics/envelope.ts";
import { MOST } from "../../numerics/null-space.ts";
import { dot } from "../../numerics/vectors.ts";
import type { StationarySolution } from "../../plan/stationary-request.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type StationaryLowering, withoutMatrix } from "./stationary-lowering.ts";

const unknown = () => {
  throw new RunFailure("A closed form says nothing of the other states of the space.");
};

export const closedLimit: StationaryLowering = {
  name: "closed form of the limit",
  fits({ model, asked, within }) {
    const { knownLimit } = model;
    if (!knownLimit) return { refused: "the model knows no closed form" };
    if (knownLimit.dimension <= MOST) return { refused: `a stationary space of dimension ${knownLimit.dimension} is searched as a whole` };
    if (asked === "space") return { refused: "it says nothing of the other states of the space" };
    const equation = within("sector");
    const flops = 2 * (equation.sector()?.count ?? 0);
    return withoutMatrix(equation) ?? { seconds: 0, flops, bytes: 0 };
  },
  sector: ({ within }) => within("sector").sector() as Sector,
  stages: () => [],
  bind({ model, within }) {
    const { dimension, state } = model.knownLimit as NonNullable<typeof model.knownLimit>;
    const equation = within("sector");
    return {
      solve(): StationarySolution {
        const layout = equation.layout();
        const x = layout.coordinates(state(model.initial));
        const image = multiplySparse(equation.matrix(), x);
        return {
          layout,
          sector: equation.sector() as Sector,
          x,
          image: () => image,
          dimension,
          truncated: false,
          scope: "space",
          residual: Math.sqrt(dot(image, image) / dot(x, x)) / norm1(equation.matrix()),
          condition: null,
          error: 1e-14,
          comparesCuts: false,
          basis: unknown,
          conserved: unknown,
          spectrum: unknown,
          warnings: [
            `The stationary space has dimension ${dimension}: the state given is the limit for the model's initial state, from its closed form. Basis, gap and oscillations were not looked for.`,
          ],
        };
      },
    };
  },
};
