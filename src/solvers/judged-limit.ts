/** What a stationary state is worth by its own diagnostics: an answer, an answer with a warning, or none. */
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { StationarySolution } from "../plan/stationary-request.ts";
import type { Diagnostics } from "./solution.ts";

/** Error of a limit that is said in the first warning, and that is no answer any more. */
const DOUBTFUL = 1e-6;
const REFUTED = 1e-2;
/** Defects of trace and positivity that no rounding makes. */
const DEFECT = 1e-9;

/** Throw where its own diagnostics refute a limit; say the error first where it is not small. */
export function judgedLimit(
  model: Pick<Model, "dynamics">,
  { x, error }: Pick<StationarySolution, "x" | "error">,
  diagnostics: Diagnostics,
): Diagnostics {
  const fail = (what: string) => {
    throw new RunFailure(`The stationary state was not found: ${what}. Use fewer levels, other units of energy, or run until it settles.`);
  };
  if (!x.every(Number.isFinite)) fail("some of its elements are not finite");
  if (!(error <= REFUTED)) fail(`its error was estimated as ${error.toExponential(1)}`);
  const { traceDefect, positivityDefect: negative } = diagnostics;
  if (!(traceDefect <= DEFECT + error)) fail(`its trace came out as 1 within ${traceDefect.toExponential(1)} only`);
  if (negative !== null && negative > DEFECT + 10 * error && isPositive(model))
    fail(`it has the eigenvalue ${(-negative).toExponential(1)}`);
  if (error <= DOUBTFUL) return diagnostics;
  return {
    ...diagnostics,
    warnings: [`The state is uncertain by ${error.toExponential(1)} (residual × condition).`, ...diagnostics.warnings],
  };
}

/** Whether the form of the dynamics promises positive states. */
function isPositive({ dynamics }: Pick<Model, "dynamics">): boolean {
  if (dynamics.kind === "generator") {
    return (
      dynamics.positivityOpen === undefined &&
      dynamics.dissipators.every(({ left, right, rate }) => left === right && typeof rate === "number" && rate >= 0)
    );
  }
  const { stream } = dynamics;
  if (stream.kind === "schedule") return false;
  const collisions =
    stream.kind === "constant"
      ? [stream.collision]
      : stream.kind === "mixture"
        ? stream.parts.map(({ collision }) => collision)
        : stream.collisions;
  return collisions.every(({ evaluation }) => evaluation !== "second");
}
