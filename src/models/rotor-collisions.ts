import { jointCollision } from "../dynamics/channel.ts";
import type { Collision, Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { changeOperator } from "../dynamics/heisenberg.ts";
import { lift, plus, scale } from "../operators/algebra.ts";
import { annihilate, create, number, sigmaMinus, sigmaPlus } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
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
  const collisions = baths.map((bath, k): Collision => {
    const levels = (bath.nmax ?? levelsFor(1 / bath.beta, 1e-9, 2 * bath.B) - 1) + 1;
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

/** Change per time of a joint operator in the next collision, as an operator on the system. */
function changePerTime(model: Collisions, of: (collisions: readonly Collision[]) => readonly (readonly Operator[])[]): readonly Operator[] {
  if (model.stream.kind !== "joint" || model.tau === null) throw new TypeError("The rotor's baths collide at the same time.");
  const { tau, system } = model;
  const { collisions } = model.stream;
  const both = jointOf(model);
  const joint = tensor(system, both.unit);
  return of(collisions).map((parts) => scale(changeOperator(system, both, plus(...parts.map((A) => lift(joint, A)))), 1 / tau));
}

const joints = new WeakMap<Collisions, Collision>();

/** Both collisions as one; its evolution is then made once for heat and power. */
function jointOf(model: Collisions): Collision {
  let both = joints.get(model);
  if (!both) joints.set(model, (both = jointCollision(model.system, (model.stream as { collisions: readonly Collision[] }).collisions)));
  return both;
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
