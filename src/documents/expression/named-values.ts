/** Names: constants, time, the number of a step, the Hamiltonian, indices, parameters and definitions. */
import { PI } from "../../numerics/scalar.ts";
import { liveNumber } from "./arithmetic.ts";
import type { Evaluation } from "./evaluation.ts";
import { ExpressionFault } from "./fault.ts";
import type { Surroundings } from "./surroundings.ts";
import { unknownName } from "./unknown-name.ts";
import { IMAGINARY, numberOf, REAL, realNumber, type Value } from "./value.ts";

/** The value of a name: a constant, an index, a parameter or a definition. */
export function namedValue(name: string, at: number, { surroundings, indices }: Pick<Evaluation, "surroundings" | "indices">): Value {
  switch (name) {
    case "i":
      return numberOf(IMAGINARY, 0, 1);
    case "pi":
      return realNumber(PI);
    case "inf":
      return realNumber(Number.POSITIVE_INFINITY);
    case "true":
    case "false":
      return { kind: "boolean", value: name === "true", live: null };
    case "t":
      return timeIn(surroundings, at);
    case "step":
      return stepIn(surroundings, at);
    case "H":
      return hamiltonianIn(surroundings, at);
    default: {
      const value = indices.get(name) ?? surroundings.value(name);
      if (value !== undefined) return value;
      throw unknownName(surroundings, indices.keys(), name, at);
    }
  }
}

function timeIn({ time }: Surroundings, at: number): Value {
  if (time === true) return liveNumber(REAL, { op: "t", args: [], of: "time" });
  throw new ExpressionFault("unknown-name", at, "be known here", time, { found: "t", nearest: null });
}

function stepIn({ step }: Surroundings, at: number): Value {
  if (step !== null) return realNumber(step);
  const but = "step is the number of the collision, in the units of a stream of kind schedule";
  throw new ExpressionFault("unknown-name", at, "be known here", but, { found: "step", nearest: null });
}

function hamiltonianIn({ H }: Surroundings, at: number): Value {
  if (H !== null) return H();
  throw new ExpressionFault("unknown-name", at, "be known here", "H is the Hamiltonian, in states and observables", {
    found: "H",
    nearest: null,
  });
}
