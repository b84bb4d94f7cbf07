/**
 * What the system exchanges between collisions, where a master equation acts for a time d after each of them:
 *
 *   ΔU = Tr[(e^{L†d} − 1)(H_S) ρ],   Q_b = ∫₀^d Tr[H_S D_b(e^{Ls}ρ)] ds,   W = ΔU − Σ_b Q_b
 *
 * All of it is linear in the state after the collision, so it is an operator on the system, integrated exactly by the series of e^{L†s}.
 */
import type { Generator } from "../dynamics/generator.ts";
import { adjointDissipator, adjointGenerator } from "../dynamics/lower.ts";
import { minus, plus, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { integrated } from "./time-integral.ts";

/** Operators whose expectation values, in the state after a collision, are what is exchanged until the next one. */
export interface IdleBooks {
  readonly dU: Operator;
  /** Heat of all baths, and what is left for the Hamiltonian that acts there. */
  readonly Q: Operator;
  readonly W: Operator;
  readonly heat: Readonly<Record<string, Operator>>;
}

const made = new WeakMap<Generator, { HS: Operator; duration: number; books: IdleBooks }>();

/** The books of an idle evolution; those of the same generator are made once. */
export function idleBooks({ generator, duration }: { readonly generator: Generator; readonly duration: number }, HS: Operator): IdleBooks {
  const known = made.get(generator);
  if (known && known.HS === HS && known.duration === duration) return known.books;
  const names = [...new Set(generator.dissipators.map(({ bath }) => bath))];
  const heat = Object.fromEntries(names.map((bath) => [bath, integrated(generator, adjointDissipator(generator, bath, HS), duration)]));
  const dU = integrated(generator, adjointGenerator(generator, HS), duration);
  const none = zero(generator.system);
  const Q = names.length === 0 ? none : plus(...Object.values(heat));
  const books = { dU, Q, W: minus(dU, Q), heat };
  made.set(generator, { HS, duration, books });
  return books;
}

/** The baths of a generator that acts between collisions; β is null where there is none, or it is infinite. */
export function bathsBetween({ dissipators, baths }: Generator): readonly { readonly bath: string; readonly beta: number | null }[] {
  return [...new Set(dissipators.map(({ bath }) => bath))].map((bath) => {
    const beta = baths[bath]?.beta ?? null;
    return { bath, beta: beta !== null && Number.isFinite(beta) ? beta : null };
  });
}

/** Why entropies are not booked where a generator acts between collisions. */
export function problemsBetween(generator: Generator): readonly string[] {
  const single =
    "Sigma and dS of single collisions are not booked where the system evolves between them: Sigma_total and dS_total are of both.";
  const cold = bathsBetween(generator).find(({ beta }) => beta === null);
  if (!cold) return [single];
  return [single, `Sigma_total is not defined: bath "${cold.bath}" between collisions has no temperature above 0. Give it \`T\`.`];
}
