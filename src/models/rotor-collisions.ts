import { jointCollision } from "../dynamics/channel.ts";
import type { Collision, Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { changeOperator } from "../dynamics/heisenberg.ts";
import { internalFault, wrongValue } from "../errors.ts";
import { lift, plus, scale } from "../operators/algebra.ts";
import { annihilate, create, number, sigmaMinus, sigmaPlus } from "../operators/named.ts";
import { MOST_ENTRIES, type Operator } from "../operators/operator.ts";
import { levelsFor, thermal } from "../operators/states.ts";
import { fock, qubit, tensor } from "../spaces/space.ts";
import type { RotorOperators } from "./rotor-operators.ts";

/** One bath of oscillators that meet a qubit one after the other. */
export interface OscillatorBath {
  /** Name for the ledger. */
  readonly bath: string;
  readonly qubit: string;
  readonly beta: number;
  /** Field on the qubit; the oscillators have the energy 2B. */
  readonly B: number;
  /** Coupling of H_I = g(σ⁻a† + σ⁺a). */
  readonly g: number;
  /** Highest number state that is kept; null chooses it for a tail below 1e-9. */
  readonly nmax: number | null;
}

/**
 * Both qubits collide with a fresh thermal oscillator each, at the same time, for a time τ (5)–(9):
 *
 *   H = H_S + Σ_i 2B_i a_i†a_i + Σ_i g_i(σ_i⁻a_i† + σ_i⁺a_i)/√τ
 *
 * The load, where there is one, acts between collisions. Exact in τ; the continuous limit is the local master equation.
 */
export function rotorCollisions(
  { space, H }: RotorOperators,
  baths: readonly [OscillatorBath, OscillatorBath],
  tau: number,
  load: Generator | null,
): Collisions {
  const cuts = baths.map((bath) => (bath.nmax ?? levelsFor(1 / bath.beta, 1e-9, 2 * bath.B) - 1) + 1);
  requireRoomFor(space.factors[2].dimension, cuts[0], cuts[1]);
  const collisions = baths.map((bath, k): Collision => {
    const levels = cuts[k];
    const unit = fock(levels, `oscillator${k + 1}`);
    const q = qubit(bath.qubit);
    const HE = scale(number(unit), 2 * bath.B);
    const joint = tensor(space, unit);
    const coupling = plus(lift(joint, sigmaMinus(q), create(unit)), lift(joint, sigmaPlus(q), annihilate(unit)));
    const parts = [...(k === 0 ? [lift(joint, H)] : []), lift(joint, HE), scale(coupling, bath.g / Math.sqrt(tau))];
    return {
      unit,
      state: [{ name: "thermal", weight: 1, state: thermal(HE, { beta: bath.beta }) }],
      visits: [{ kind: "unitary", H: plus(...parts), duration: tau }],
      HE,
      beta: bath.beta,
      bath: bath.bath,
    };
  });
  return {
    kind: "collisions",
    system: space,
    HS: H,
    stream: { kind: "joint", collisions },
    tau,
    ...(load ? { idle: { generator: load, duration: tau } } : {}),
  };
}

/**
 * Entries of the unitary of a collision. H keeps n₁ + e₁ − l and n₂ + e₂ + l (excitations of an oscillator and its qubit, and the rung), so
 * that U has one dense block for each pair of values.
 */
export function collisionEntries(rungs: number, first: number, second: number): number {
  const sizes = new Map<number, number>();
  for (let l = 0; l < rungs; l++) {
    for (let N1 = 0; N1 <= first; N1++) {
      for (let N2 = 0; N2 <= second; N2++) {
        const block = (N1 - l + rungs) * (second + rungs + 1) + N2 + l;
        sizes.set(block, (sizes.get(block) ?? 0) + ways(N1, first) * ways(N2, second));
      }
    }
  }
  let entries = 0;
  for (const size of sizes.values()) entries += size * size;
  return entries;
}

/** Refuse oscillators whose collision would not fit, before anything is made. */
function requireRoomFor(rungs: number, first: number, second: number): void {
  const entries = collisionEntries(rungs, first, second);
  if (entries <= MOST_ENTRIES) return;
  const here = `nmax1 = ${first - 1}, nmax2 = ${second - 1} and ${rungs} rungs need ${entries} entries, ${20 * entries} bytes`;
  const remedy =
    "Give smaller `nmax1` and `nmax2` (hot oscillators are cut then; compare two cuts), or a narrower ladder by `lmin` and `lmax`.";
  throw wrongValue("nmax1, nmax2", `leave at most ${MOST_ENTRIES} entries in the unitary of a collision`, null, remedy, here);
}

/** In how many ways a qubit and an oscillator cut at `levels` hold N excitations. */
function ways(N: number, levels: number): number {
  return (N < levels ? 1 : 0) + (N > 0 ? 1 : 0);
}

/** Change per time of a joint operator in the next collision, as an operator on the system. */
function changePerTime(model: Collisions, of: (collisions: readonly Collision[]) => readonly (readonly Operator[])[]): readonly Operator[] {
  if (model.stream.kind !== "joint" || model.tau === null) throw internalFault("The rotor's baths collide at the same time.");
  const { tau, system } = model;
  const { collisions } = model.stream;
  const both = jointCollision(system, collisions);
  const joint = tensor(system, both.unit);
  return of(collisions).map((parts) => scale(changeOperator(system, both, plus(...parts.map((A) => lift(joint, A)))), 1 / tau));
}

/** Heat per time that the next collision takes from each bath: −Δ⟨H_B,i⟩/τ (18) as an operator on the system. */
export function collisionHeat(model: Collisions): readonly [Operator, Operator] {
  const changes = changePerTime(model, (collisions) => collisions.map(({ HE }) => [HE as Operator]));
  return changes.map((change) => scale(change, -1)) as [Operator, Operator];
}

/** Work per time of the next collision: Δ⟨H_S + H_B⟩/τ (22) as an operator on the system. */
export function collisionPower(model: Collisions): Operator {
  const [change] = changePerTime(model, (collisions) => [[model.HS as Operator, ...collisions.map(({ HE }) => HE as Operator)]]);
  return change;
}
