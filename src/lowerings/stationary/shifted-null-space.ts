/**
 * Block inverse iteration with the factors of M − σ: in its envelope without row exchanges, then with them where pivots
 * are too small, and by elimination where neither settles and the matrix is small enough.
 */
import { envelopeOf } from "../../numerics/envelope.ts";
import { nullSpaceByIteration } from "../../numerics/null-space.ts";
import { MOST_COORDINATES } from "./elimination.ts";
import { isLargeMap } from "./products-with-map.ts";
import { limitFrom, onMatrix, type StationaryLowering, withoutMatrix } from "./stationary-lowering.ts";

/** Most flops that the factors of a map may take: those of a generator fill in less. */
const MOST_FLOPS = 4e11;
const RATE = 4e9;
/** Calls, orders and passes beside the factors, in seconds. */
const OVERHEAD = 1e-4;

export const shiftedNullSpace: StationaryLowering = {
  name: "null space by shifted inverse iteration",
  fits(request) {
    if (isLargeMap(request)) return { refused: "the map is larger than a matrix that is worth factoring" };
    const equation = request.within(request.scope);
    const impossible = withoutMatrix(equation);
    if (impossible) return impossible;
    const { n } = equation.layout();
    if (n <= MOST_COORDINATES) return { refused: `${n} coordinates are few enough for elimination` };
    const { flops, start } = envelopeOf(equation.matrix(), equation.order());
    if (request.kind === "map" && flops > MOST_FLOPS) {
      return { refused: `${n} coordinates with a wide envelope are too many`, remedy: "Use fewer levels, or run until it settles." };
    }
    return { seconds: flops / RATE + OVERHEAD, flops, bytes: 16 * start[n] + 32 * n };
  },
  ...onMatrix,
  bind(request) {
    const equation = request.within(request.scope);
    return { solve: () => limitFrom(request, nullSpaceByIteration(equation.matrix(), equation.trace(), equation.order())) };
  },
};
