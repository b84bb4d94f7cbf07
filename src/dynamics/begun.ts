/** Dynamics that have run for a while: streams that go on with a later collision, functions of time that are read from a later time. */
import { dependsOnTime, isTimeFunction, type TimeFunction } from "./coefficient.ts";
import type { Collisions, Stream } from "./collisions.ts";
import type { Coefficient, Generator } from "./generator.ts";

/** The stream whose first collision is the (n + 1)-th of this one. */
export function streamAfter(stream: Stream, n: number): Stream {
  switch (stream.kind) {
    case "cyclic": {
      const { collisions } = stream;
      const first = n % collisions.length;
      return first === 0 ? stream : { ...stream, collisions: [...collisions.slice(first), ...collisions.slice(0, first)] };
    }
    case "schedule":
      return { ...stream, collisionAt: (k) => stream.collisionAt(n + k) };
    case "constant":
    case "mixture":
    case "joint":
      return stream;
    default:
      return stream satisfies never;
  }
}

/** A master equation whose time 0 is time `from` of this one; the very same where nothing depends on time. */
export function generatorFrom(generator: Generator, from: number): Generator {
  const { hamiltonian, dissipators } = generator;
  const moved = new Map<TimeFunction, TimeFunction>();
  const later = (coefficient: Coefficient): Coefficient => {
    if (!isTimeFunction(coefficient)) return coefficient;
    const known = moved.get(coefficient) ?? functionFrom(coefficient, from);
    moved.set(coefficient, known);
    return known;
  };
  if (from === 0 || !dependsOnTime(generator)) return generator;
  return {
    ...generator,
    hamiltonian: hamiltonian.map((term) => ({ ...term, coefficient: later(term.coefficient) })),
    dissipators: dissipators.map((term) => ({ ...term, rate: later(term.rate) })),
  };
}

function functionFrom(coefficient: TimeFunction, from: number): TimeFunction {
  const { support } = coefficient;
  return {
    ...coefficient,
    at: (t) => coefficient.at(t + from),
    breakpoints: coefficient.breakpoints.map((t) => t - from),
    ...(support ? { support: support.map(([a, b]) => [a - from, b - from] as const) } : {}),
  };
}

/** Dynamics from a place on their axis on: a number of collisions, or a time. */
export function dynamicsFrom(dynamics: Collisions | Generator, from: number): Collisions | Generator {
  if (dynamics.kind === "generator") return generatorFrom(dynamics, from);
  return { ...dynamics, stream: streamAfter(dynamics.stream, from) };
}
