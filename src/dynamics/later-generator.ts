/** A master equation from a later time on: its functions of time moved to the left. */
import { isTimeFunction } from "./coefficient.ts";
import type { Coefficient, FunctionOfTime, Generator } from "./generator.ts";

/** The generator s ↦ L(t + s). Functions that terms share are shared by what comes back. */
export function generatorFrom(generator: Generator, t: number): Generator {
  if (t === 0) return generator;
  const known = new Map<FunctionOfTime, FunctionOfTime>();
  const later = (coefficient: Coefficient): Coefficient => {
    if (!isTimeFunction(coefficient)) return coefficient;
    let moved = known.get(coefficient);
    if (!moved) known.set(coefficient, (moved = moveLeft(coefficient, t)));
    return moved;
  };
  return {
    ...generator,
    hamiltonian: generator.hamiltonian.map((term) => ({ ...term, coefficient: later(term.coefficient) })),
    dissipators: generator.dissipators.map((dissipator) => ({ ...dissipator, rate: later(dissipator.rate) })),
  };
}

function moveLeft(f: FunctionOfTime, t: number): FunctionOfTime {
  return {
    at: (s) => f.at(t + s),
    breakpoints: f.breakpoints.map((b) => b - t),
    ...(f.support ? { support: f.support.map(([from, to]) => [from - t, to - t] as const) } : {}),
    ...(f.pieces ? { pieces: f.pieces } : {}),
  };
}
