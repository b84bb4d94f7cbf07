/** What one jump of a master equation adds to a count: a weight, or the energy that it brings, which a drive may change with time. */
import { coefficientAt, isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Coefficient, Dissipator, Generator } from "../../dynamics/generator.ts";
import { wrongValue } from "../../errors.ts";
import { commutator, minus, plus, scale } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { type Field, jumpsOf } from "./counts.ts";

/** What a jump adds: value + Σ omega·f(t), and the fraction of such jumps that is seen. */
export interface CountOfJump {
  readonly value: number;
  readonly shares: readonly { readonly omega: number; readonly at: (t: number) => number }[];
  readonly efficiency: number;
}

const nothing: CountOfJump = { value: 0, shares: [], efficiency: 1 };

/** One way in which a jump comes about: a share of its rate, and what the bath gives then; null: what the system gains. */
export interface WayOfJump {
  readonly share: number;
  readonly energy: number | null;
}

/** The ways in which a jump comes about. */
export function waysOf({ quanta }: Dissipator): readonly WayOfJump[] {
  return quanta ?? [{ share: 1, energy: null }];
}

/** What jump k of a generator adds to a field when it comes about in a way. Throws where its heat is no single energy. */
export function countOfJump(generator: Generator, k: number, field: Field, { energy }: WayOfJump): CountOfJump {
  const jump = generator.dissipators[k];
  const quantum = (factor: number): CountOfJump =>
    energy === null ? quantumOf(generator, jump, factor) : { ...nothing, value: factor * energy || 0 };
  switch (field.kind) {
    case "jumps": {
      if (field.bath !== null && field.bath !== jump.bath) return nothing;
      const { weights } = field;
      const value = typeof weights === "number" ? weights : weights[jumpsOf(generator, field.bath).indexOf(jump)];
      return { ...nothing, value, efficiency: field.efficiency };
    }
    case "heat":
      return field.bath === null || field.bath === jump.bath ? quantum(1) : nothing;
    case "work":
      return quantum(-1);
    case "entropy": {
      const beta = generator.baths[jump.bath]?.beta ?? null;
      if (beta === null || !Number.isFinite(beta)) {
        const but = `bath "${jump.bath}" has none`;
        throw wrongValue("of", "leave `Sigma` out where baths have no temperature above 0", null, "Count heat.", but);
      }
      return quantum(-beta);
    }
    default:
      return nothing;
  }
}

/** factor·ω(t), with ω the energy that a jump brings into the system: [H(t), L] = ω(t)L. Throws where there is none. */
function quantumOf(generator: Generator, { left, right, bath, quanta }: Dissipator, factor: number): CountOfJump {
  if (quanta === null) {
    const but = `those of bath "${bath}" are not`;
    throw wrongValue("of", "count heat of units that are in states of an energy each, in the basis of their space", null, "", but);
  }
  const { energy } = generator;
  const parts: readonly (readonly [Coefficient, Operator])[] = energy ? [[1, energy]] : [...byCoefficient(generator)];
  const energies = parts.map(([coefficient, H]) => {
    const size = parts.reduce((most, [, other]) => Math.max(most, largest(other)), 0);
    const omega = energyOfJump(H, left, size);
    const other = left === right ? omega : energyOfJump(H, right, size);
    const same = omega !== null && other !== null && Math.abs(omega - other) <= 1e-9 * Math.max(Math.abs(omega), Math.abs(other));
    return { coefficient, omega: same ? omega : null };
  });
  if (energies.some(({ omega }) => omega === null)) {
    throw wrongValue(
      "of",
      "count heat of jumps between levels of the whole Hamiltonian",
      null,
      `Count the jumps with an energy each: { name, jumps: "${bath}", weights: [ω, −ω] }.`,
      `a jump of bath "${bath}" does not change the energy by one amount`,
    );
  }
  const moving = energies.filter(({ coefficient, omega }) => isTimeFunction(coefficient) && omega !== 0);
  const still = energies.filter(({ coefficient }) => !isTimeFunction(coefficient));
  return {
    value: factor * still.reduce((sum, { omega }) => sum + (omega as number), 0) || 0,
    shares: moving.map(({ coefficient, omega }) => ({ omega: factor * (omega as number), at: (t) => coefficientAt(coefficient, t) })),
    efficiency: 1,
  };
}

/** The Hamiltonian by its functions of time; the constant part under the coefficient 1. */
function byCoefficient({ hamiltonian }: Generator): ReadonlyMap<Coefficient, Operator> {
  const parts = new Map<Coefficient, Operator>();
  for (const { operator, coefficient } of hamiltonian) {
    const [key, term] = isTimeFunction(coefficient) ? [coefficient, operator] : [1, scale(operator, coefficient)];
    const known = parts.get(key);
    parts.set(key, known ? plus(known, term) : term);
  }
  return parts;
}

/** ω of [H, L] = ωL; null where there is none. `size`: of all that H is a part of. */
function energyOfJump(H: Operator, L: Operator, size: number): number | null {
  const change = commutator(H, L);
  let [product, square] = [0, 0];
  L.forEach((i, j, re, im) => {
    const [x, y] = change.at(i, j);
    product += re * x + im * y;
    square += re * re + im * im;
  });
  if (square === 0) return 0;
  const omega = product / square;
  return largest(minus(change, scale(L, omega))) <= 1e-9 * Math.max(size, 1e-300) * largest(L) ? omega : null;
}

const largest = (A: Operator) => A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
