/** Integrals of expectation values along a master equation that depends on time, as expectation values in the state at their beginning. */
import { coefficientAt, isTimeFunction, type TimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { adjointGenerator } from "../dynamics/lower.ts";
import { RunFailure } from "../errors.ts";
import { minus, plus, scale, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { largest, PIECE, speedOf, TERMS } from "./time-integral.ts";

/** Relative difference of two step lengths at which an integral along a driven equation is extrapolated, and most steps of one piece. */
const ACCEPTED = 3e-8;
const MOST_STEPS = 1 << 13;
/** A term of a series that is this much smaller than the sum is the last one. */
const ROUNDING = 1e-17;

/**
 * The operator whose mean in ρ(from) is the integral of ⟨X(t)⟩ to `to` along an equation that depends on time: the solution of
 * −dY/dt = L†(t)Y + X(t), Y(to) = 0, by commutator-free Magnus steps of order 4 between the breakpoints, halved until they agree.
 *
 * Throws a RunFailure where they do not. Source: S. Blanes, P. C. Moan, Appl. Numer. Math. 56, 1519 (2006).
 */
export function integratedAlong(generator: Generator, X: (t: number) => Operator, from: number, to: number): Operator {
  const borders = [from, ...breakpointsOf(generator).filter((t) => t > from && t < to), to];
  let Y = zero(generator.system);
  for (let k = borders.length - 1; k > 0; k--) Y = piece(generator, X, Y, borders[k - 1], borders[k]);
  return Y;
}

function piece(generator: Generator, X: (t: number) => Operator, Y: Operator, from: number, to: number): Operator {
  const inside = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => from + share * (to - from));
  const speed = inside.reduce((most, t) => Math.max(most, speedOf(generator, t)), 0);
  let steps = 4;
  while (steps < MOST_STEPS && speed * (to - from) > PIECE * steps) steps *= 2;
  let coarse = stepped(generator, X, Y, from, to, steps);
  while (steps < MOST_STEPS) {
    steps *= 2;
    const fine = stepped(generator, X, Y, from, to, steps);
    const difference = minus(fine, coarse);
    // Of order 4: what is left of the finer one is a fifteenth of what they differ by.
    if (largest(difference) <= ACCEPTED * Math.max(largest(fine), Number.MIN_VALUE)) return plus(fine, scale(difference, 1 / 15));
    coarse = fine;
  }
  throw new RunFailure(
    "An integral since the start does not settle: the equation changes too fast. Record rates, and sum them over time.",
    {
      time: from,
    },
  );
}

/** Nodes and weights of the steps: ½ ∓ √3/6 and ¼ ± √3/6. */
const ROOT = Math.sqrt(3) / 6;

function stepped(generator: Generator, X: (t: number) => Operator, start: Operator, from: number, to: number, steps: number): Operator {
  const h = (to - from) / steps;
  let Y = start;
  // Backwards in time: the node that is met first is the later one.
  for (let k = steps - 1; k >= 0; k--) {
    const [late, early] = [0.5 + ROOT, 0.5 - ROOT].map((share) => from + (k + share) * h);
    const [X1, X2] = [X(late), X(early)];
    for (const [a, b] of [
      [0.25 + ROOT, 0.25 - ROOT],
      [0.25 - ROOT, 0.25 + ROOT],
    ]) {
      const mean = meanGenerator(generator, [late, a * h], [early, b * h]);
      Y = affine((A) => adjointGenerator(mean, A), plus(scale(X1, a * h), scale(X2, b * h)), Y);
    }
  }
  return Y;
}

type Weighted = readonly [t: number, weight: number];

/** Σ w L(t) as a constant generator; weights may be negative. */
function meanGenerator(generator: Generator, ...at: readonly Weighted[]): Generator {
  const mean = (value: Coefficient) => at.reduce((sum, [t, weight]) => sum + weight * coefficientAt(value, t), 0);
  const H = generator.hamiltonian.map(({ operator, coefficient }) => scale(operator, mean(coefficient)));
  return {
    ...generator,
    hamiltonian: H.length === 0 ? [] : [{ operator: plus(...H), coefficient: 1 }],
    dissipators: generator.dissipators.map((term) => ({ ...term, rate: mean(term.rate) })),
  };
}

/** The solution of dY/ds = F(Y) + B at s = 1, by its series. */
function affine(flow: (A: Operator) => Operator, B: Operator, Y: Operator): Operator {
  let term = plus(flow(Y), B);
  let sum = plus(Y, term);
  for (let k = 2; k <= TERMS && largest(term) > ROUNDING * largest(sum); k++) {
    term = scale(flow(term), 1 / k);
    sum = plus(sum, term);
  }
  return sum;
}

function breakpointsOf({ hamiltonian, dissipators }: Generator): readonly number[] {
  const functions = [...hamiltonian.map(({ coefficient }) => coefficient), ...dissipators.map(({ rate }) => rate)].filter(
    (value): value is TimeFunction => isTimeFunction(value),
  );
  return [...new Set(functions.flatMap(({ breakpoints }) => [...breakpoints]))].sort((a, b) => a - b);
}
