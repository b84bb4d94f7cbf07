import { once } from "../once.ts";
import { dag, lift, minus, plus, scale, times } from "../operators/algebra.ts";
import { angularMomentum, projector, rotorShift, sigmaMinus, sigmaPlus, sigmaZ } from "../operators/named.ts";
import { Operator } from "../operators/operator.ts";
import { qubit, rotor as rotorSpace, type Space, tensor } from "../spaces/space.ts";

/** The energies, couplings and sizes that fix the rotor model's operators. */
export interface RotorScales {
  readonly B1: number;
  readonly B2: number;
  readonly lam: number;
  readonly I: number;
  readonly betar: number;
  readonly lmin: number;
  readonly lmax: number;
}

/** What depends on the ladder alone. */
export interface LadderOperators {
  readonly space: Space;
  readonly L: Operator;
  readonly L2: Operator;
  /** σi⁻ of the two qubits. */
  readonly lower: readonly [Operator, Operator];
  /** |e⟩⟨e| and |g⟩⟨g| of the two qubits. */
  readonly excited: readonly [Operator, Operator];
  readonly ground: readonly [Operator, Operator];
  /** σzi of the two qubits. */
  readonly inversion: readonly [Operator, Operator];
  /** e^{iφ} of the rotor alone. */
  readonly up: Operator;
  /** σ1⁺σ2⁻e^{iφ} and its adjoint. */
  readonly mill: readonly [Operator, Operator];
}

/** The operators of two qubits and a rotor, on qubit1 ⊗ qubit2 ⊗ rotor; those that not every use needs are made when asked for. */
export interface RotorOperators extends LadderOperators {
  /** B1 σz1 + B2 σz2 + L²/2I. */
  readonly H0: Operator;
  /** λ(σ1⁺σ2⁻e^{iφ} + h.c.). */
  readonly HI: Operator;
  readonly H: Operator;
  /** L²/2I. */
  readonly kinetic: Operator;
  /** Excitations per time that the coupling carries from qubit 2 to qubit 1: −iλ(σ1⁺σ2⁻e^{iφ} − h.c.). */
  readonly current: Operator;
  /** The two jumps of the load: e^{iφ}(1 − kL) and e^{−iφ}(1 + kL), k = βr/4I. */
  readonly load: readonly [Operator, Operator];
  /** What the load does to the mean of H0 and of HI per unit of its rate: Σ X†AX − ½{X†X, A} over its two jumps. */
  readonly loadedH0: Operator;
  readonly loadedHI: Operator;
}

/** Build what depends on the rungs `lmin` … `lmax` alone. */
export function ladderOperators(lmin: number, lmax: number): LadderOperators {
  const [first, second] = [qubit("qubit1"), qubit("qubit2")];
  const ladder = rotorSpace(lmin, lmax, "rotor");
  const space = tensor(first, second, ladder);
  const l = angularMomentum(ladder);
  const up = rotorShift(ladder, 1);
  const mill = lift(space, sigmaPlus(first), sigmaMinus(second), up);
  return {
    space,
    L: lift(space, l),
    L2: lift(space, times(l, l)),
    lower: [lift(space, sigmaMinus(first)), lift(space, sigmaMinus(second))],
    excited: [lift(space, projector(first, "e")), lift(space, projector(second, "e"))],
    ground: [lift(space, projector(first, "g")), lift(space, projector(second, "g"))],
    inversion: [lift(space, sigmaZ(first)), lift(space, sigmaZ(second))],
    up,
    mill: [mill, dag(mill)],
  };
}

/**
 * Build the operators of the model.
 *
 * The printed pair of load operators (17), cos φ − i(βr/4I) sin φ L and sin φ + i(βr/4I) cos φ L, is a rotation of
 * [e^{iφ}(1 − kL) ± e^{−iφ}(1 + kL)]/2, so its dissipator is half the sum of the two shifts' dissipators, exactly and
 * also on a cut ladder: a birth–death chain.
 * Source: H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (1)–(3), (17).
 */
export function rotorOperators({ B1, B2, lam, I, betar, lmin }: RotorScales, ladder: LadderOperators): RotorOperators {
  const { space, L2, inversion, up, mill } = ladder;
  const kinetic = scale(L2, 1 / (2 * I));
  const H0 = plus(scale(inversion[0], B1), scale(inversion[1], B2), kinetic);
  const HI = scale(plus(...mill), lam);
  const load = [lift(space, slowed(up, -betar / (4 * I), lmin)), lift(space, slowed(dag(up), betar / (4 * I), lmin))] as const;
  const current = once(() => plus(scale(mill[0], 0, -lam), scale(mill[1], 0, lam)));
  const loadedH0 = once(() => dissipated(load, kinetic));
  const loadedHI = once(() => dissipated(load, HI));
  return {
    ...ladder,
    H0,
    HI,
    H: plus(H0, HI),
    kinetic,
    load,
    get current() {
      return current();
    },
    get loadedH0() {
      return loadedH0();
    },
    get loadedHI() {
      return loadedHI();
    },
  };
}

/** Σ X†AX − ½{X†X, A}. */
function dissipated(jumps: readonly Operator[], A: Operator): Operator {
  return plus(
    ...jumps.map((X) => {
      const XX = times(dag(X), X);
      return minus(times(dag(X), A, X), scale(plus(times(XX, A), times(A, XX)), 0.5));
    }),
  );
}

/** shift · (1 + k L): each entry of the shift times 1 + k l at the rung it leaves. */
function slowed(shift: Operator, k: number, lmin: number): Operator {
  const values = shift.values.slice();
  shift.columns.forEach((column, e) => {
    values[2 * e] *= 1 + k * (lmin + column);
  });
  return new Operator(shift.space, shift.rowStart, shift.columns, values);
}
