/** Both null spaces of a small matrix, read off an elimination with complete pivoting. */
import { nullSpaceByElimination } from "../../numerics/null-space.ts";
import { isLargeMap } from "./products-with-map.ts";
import { limitFrom, onMatrix, type StationaryLowering, withoutMatrix } from "./stationary-lowering.ts";

/** Most coordinates that are eliminated. */
export const MOST_COORDINATES = 24;
const RATE = 1e9;

export const elimination: StationaryLowering = {
  name: "elimination with complete pivoting",
  fits(request) {
    if (isLargeMap(request)) return { refused: "the map is larger than a matrix that is worth factoring" };
    const equation = request.within(request.scope);
    const impossible = withoutMatrix(equation);
    if (impossible) return impossible;
    const { n } = equation.layout();
    if (n > MOST_COORDINATES) return { refused: `${n} coordinates are more than ${MOST_COORDINATES}` };
    const flops = (2 * n * n * n) / 3;
    return { seconds: flops / RATE, flops, bytes: 8 * n * n };
  },
  ...onMatrix,
  bind(request) {
    const equation = request.within(request.scope);
    return { solve: () => limitFrom(request, nullSpaceByElimination(equation.matrix(), equation.trace())) };
  },
};
