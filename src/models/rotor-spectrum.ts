import { type Eigenblocks, type Eigenoperator, eigenblocks, eigenoperators } from "../dynamics/eigenoperators.ts";
import { dag, plus, scale, times } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { type LadderOperators, ladderOperators, type RotorOperators, type RotorScales, rotorOperators } from "./rotor-operators.ts";

/** An eigenoperator A(ω) with the products that heat flows need. */
interface Channel extends Eigenoperator {
  readonly adjoint: Operator;
  readonly AdA: Operator;
  readonly AAd: Operator;
}

/** How the two qubits' lowering operators decompose over the eigenstates of the whole Hamiltonian. */
export interface RotorSpectrum {
  readonly channels: readonly [readonly Channel[], readonly Channel[]];
  /** The largest Bohr frequency, which grows with the ladder. */
  readonly largest: number;
}

/** The last few results by key: a sweep over temperatures, rates or the load builds its operators once. */
class Recent<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #capacity: number;
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string, make: () => Value): Value {
    const found = this.#entries.get(key);
    if (found !== undefined) return found;
    const value = make();
    if (this.#entries.size >= this.#capacity) this.#entries.delete(this.#entries.keys().next().value as string);
    this.#entries.set(key, value);
    return value;
  }
}

const recentLadders = new Recent<LadderOperators>(8);
const recentOperators = new Recent<RotorOperators>(8);
const recentSpectra = new Recent<RotorSpectrum>(4);

/** `rotorOperators`, kept for the last few sets of scales. */
export function sharedOperators(scales: RotorScales): RotorOperators {
  const { lmin, lmax } = scales;
  const ladder = () => recentLadders.get(`${lmin} ${lmax}`, () => ladderOperators(lmin, lmax));
  return recentOperators.get(keyOf(scales), () => rotorOperators(scales, ladder()));
}

function keyOf({ B1, B2, lam, I, betar, lmin, lmax }: RotorScales): string {
  return [B1, B2, lam, I, betar, lmin, lmax].join(" ");
}

/** Eigenoperators of σ1⁻ and σ2⁻ for the whole Hamiltonian, grouped within `tolerance`; kept for the last few models. */
export function rotorSpectrum(scales: RotorScales, tolerance: number): RotorSpectrum {
  return recentSpectra.get(`${keyOf(scales)} ${tolerance}`, () => {
    const { H, lower } = sharedOperators(scales);
    const eigen = eigenblocks(H);
    const channels = lower.map((A) => channelsOf(eigen, A, tolerance)) as [Channel[], Channel[]];
    return { channels, largest: Math.max(...channels.flat().map(({ omega }) => omega)) };
  });
}

function channelsOf(eigen: Eigenblocks, A: Operator, tolerance: number): Channel[] {
  return eigenoperators(eigen, A, tolerance).map(({ omega, operator }) => {
    const adjoint = dag(operator);
    return { omega, operator, adjoint, AdA: times(adjoint, operator), AAd: times(operator, adjoint) };
  });
}

/**
 * The heat flow Tr[H L_i ρ] of one bath (29) as an operator: each jump takes or gives its Bohr frequency,
 *
 *   Q_i = Σ_ω ω [γ↑(ω) A(ω)A†(ω) − γ↓(ω) A†(ω)A(ω)].
 *
 * `rates` holds γ↓ and γ↑ of each channel.
 */
export function globalHeat(channels: readonly Channel[], rates: readonly (readonly [down: number, up: number])[]): Operator {
  const parts = channels.flatMap(({ omega, AdA, AAd }, k) => [scale(AdA, -omega * rates[k][0]), scale(AAd, omega * rates[k][1])]);
  return plus(...parts);
}
