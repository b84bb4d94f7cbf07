/**
 * A master equation with counting fields on its jumps:
 *
 *   L_s = L + Σ_k ξ_k (e^{s·ν_k} − 1) J_k,   or of collisions at random times   L_s = −i[H, ·] + Σ_j r_j (Λ_s − 1)
 *
 * as terms in groups, one for each value of the counts.
 */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { generatorTerms, hamiltonianAt } from "../../dynamics/lower.ts";
import { RunFailure, wrongValue } from "../../errors.ts";
import { commutator, dag, identity, minus, plus, scale, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { type Field, jumpsOf } from "./counts.ts";
import { addCollision, countedUnit, type Scheme, TermCollector, type TiltedTerms } from "./tilted-collision.ts";

/** The terms of a tilted generator. Throws where its coefficients depend on time. */
export function tiltedGenerator(generator: Generator, fields: readonly Field[], scheme: Scheme): TiltedTerms {
  const { terms, coefficients } = generatorTerms(generator.arrivals ? { ...generator, dissipators: [] } : generator);
  if (coefficients.some(isTimeFunction)) {
    throw new RunFailure("Counting needs a master equation that does not depend on time. Use `run` for mean currents.");
  }
  if (generator.arrivals) return tiltedArrivals(generator, terms, fields, scheme);
  const counts = generator.dissipators.map((_, k) => fields.map((field) => countOfJump(generator, k, field)));
  const size = counts.reduce((most, list) => list.reduce((m, { value }) => Math.max(m, Math.abs(value)), most), 0);
  const collector = new TermCollector(size);
  const none = fields.map(() => 0);
  collector.group(none);
  for (const { left, right, re, im } of terms) collector.add(left, right, re, im, none);
  generator.dissipators.forEach(({ left, right, rate }, k) => {
    const value = counts[k].map((count) => count.value);
    const seen = counts[k].reduce((least, { efficiency }) => Math.min(least, efficiency), 1);
    if (seen === 0 || value.every((v) => v === 0)) return;
    collector.add(left, right, -seen * (rate as number), 0, none);
    collector.add(left, right, seen * (rate as number), 0, value);
  });
  return collector;
}

function tiltedArrivals(generator: Generator, drift: TiltedTerms["terms"], fields: readonly Field[], scheme: Scheme): TiltedTerms {
  const arrivals = generator.arrivals ?? [];
  const units = arrivals.map(({ collision }) => countedUnit(null, collision, fields));
  const collector = new TermCollector(units.reduce((most, { size }) => Math.max(most, size), 0));
  const none = fields.map(() => 0);
  collector.group(none);
  for (const { left, right, re, im } of drift) collector.add(left, right, re, im, none);
  const one = identity(generator.system);
  arrivals.forEach(({ collision, rate }, k) => {
    collector.add(one, one, -rate, 0, none);
    addCollision(collector, generator.system, collision, units[k], rate, scheme);
  });
  return collector;
}

/** What one jump adds to a count, and the fraction of such jumps that is seen. */
function countOfJump(generator: Generator, k: number, field: Field): { readonly value: number; readonly efficiency: number } {
  const jump = generator.dissipators[k];
  switch (field.kind) {
    case "jumps": {
      if (field.bath !== null && field.bath !== jump.bath) return nothing;
      const { weights } = field;
      const value = typeof weights === "number" ? weights : weights[jumpsOf(generator, field.bath).indexOf(jump)];
      return { value, efficiency: field.efficiency };
    }
    case "heat":
      return field.bath === null || field.bath === jump.bath ? { value: quantumOf(generator, jump), efficiency: 1 } : nothing;
    case "work":
      return { value: -quantumOf(generator, jump), efficiency: 1 };
    case "entropy": {
      const beta = generator.baths[jump.bath]?.beta ?? null;
      if (beta === null || !Number.isFinite(beta)) {
        throw wrongValue(
          "of",
          "leave `Sigma` out where baths have no temperature above 0",
          null,
          "Count heat.",
          `bath "${jump.bath}" has none`,
        );
      }
      return { value: -beta * quantumOf(generator, jump), efficiency: 1 };
    }
    default:
      return nothing;
  }
}

const nothing = { value: 0, efficiency: 1 } as const;

/** The energy ω that a jump brings into the system: [H, L] = ωL. Throws where the jump has no single energy. */
function quantumOf(generator: Generator, { left, right, bath }: Dissipator): number {
  const H = hamiltonianAt(generator);
  const omega = energyOfJump(H, left);
  const other = left === right ? omega : energyOfJump(H, right);
  if (omega !== null && other !== null && Math.abs(omega - other) <= 1e-9 * Math.max(Math.abs(omega), Math.abs(other))) return omega;
  throw wrongValue(
    "of",
    "count heat of jumps between levels of the whole Hamiltonian",
    null,
    `Count the jumps with an energy each: { name, jumps: "${bath}", weights: [ω, −ω] }.`,
    `a jump of bath "${bath}" does not change the energy by one amount`,
  );
}

function energyOfJump(H: Operator, L: Operator): number | null {
  const change = commutator(H, L);
  let [product, size] = [0, 0];
  L.forEach((i, j, re, im) => {
    const [x, y] = change.at(i, j);
    product += re * x + im * y;
    size += re * re + im * im;
  });
  if (size === 0) return 0;
  const omega = product / size;
  const rest = minus(change, scale(L, omega));
  const most = (A: Operator) => A.values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return most(rest) <= 1e-9 * Math.max(most(H), 1e-300) * most(L) ? omega : null;
}

/** Σ γ (L R† − R†L) = 0: the jumps leave the maximally mixed state alone. */
export function isUnital({ dissipators }: Generator): boolean {
  if (dissipators.length === 0) return true;
  if (dissipators.some(({ rate }) => isTimeFunction(rate))) return false;
  const change = plus(
    ...dissipators.map(({ left, right, rate }) => scale(minus(times(left, dag(right)), times(dag(right), left)), rate as number)),
  );
  return change.values.every((value) => Math.abs(value) <= 1e-13);
}
