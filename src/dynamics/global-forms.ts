/**
 * Weak-coupling equations that keep cross terms of different Bohr frequencies. A coupling acts through channels {A(ω), Γ(ω)}, one for a
 * Hermitian A, one for emission and one for absorption else, with Γ(ω) = ½γ(ω) + iS(ω) and B = Σ_ω Γ(ω) A(ω):
 *
 *   redfield    −[A†, Bρ] + h.c.
 *   partial     the same without the pairs with |ω − ω′| > cut
 *   geometric   D[Σ_ω √γ(ω) A(ω)], with the Hamiltonian ½ Σ (S(ω) + S(ω′)) A†(ω′)A(ω)
 *
 * Source: H.-P. Breuer and F. Petruccione (2002), Sec. 3.3; G. McCauley, B. Cruikshank, D. I. Bondar, K. Jacobs, npj Quantum Inf. 6, 74
 * (2020) and D. Davidović, Quantum 4, 326 (2020) for the geometric mean.
 */
import { dag, identity, minus, plus, scale, times } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import type { Eigenoperator } from "./eigenoperators.ts";
import type { Dissipator } from "./generator.ts";
import { type GlobalCoupling, isHermitian, type LambShift, type NegativeFrequencies, shiftsAt, thermalRates } from "./global-coupling.ts";

/** One component of a channel. */
export interface Component {
  readonly omega: number;
  readonly operator: Operator;
  /** γ(ω) ≥ 0. */
  readonly gamma: number;
  /** S(ω). */
  readonly shift: number;
}

/** Components that a bath mixes. */
export type Channel = readonly Component[];

/** What a coupling adds to the equation. */
export interface CouplingTerms {
  readonly dissipators: readonly Dissipator[];
  /** Lamb shifts, for H. */
  readonly shifts: readonly Operator[];
}

/** How the channels of a coupling are made. */
export interface ChannelOptions {
  readonly tolerance: number;
  readonly negativeFrequencies: NegativeFrequencies;
  readonly lambShift: LambShift;
}

/** The channels of a coupling from the eigenoperators of its A. */
export function channelsOf(coupling: GlobalCoupling, parts: readonly Eigenoperator[], options: ChannelOptions): readonly Channel[] {
  const hermitian = isHermitian(coupling.operator);
  const rule = hermitian ? "odd" : options.negativeFrequencies;
  const down: Component[] = [];
  const up: Component[] = [];
  for (const part of parts) {
    const omega = Math.abs(part.omega) <= options.tolerance ? 0 : part.omega;
    const [emitted, absorbed] = thermalRates(omega, coupling.spectralDensity, coupling.beta, rule);
    const [S, SofMinus] = shiftsAt(omega, coupling, hermitian, options.lambShift);
    down.push({ omega, operator: part.operator, gamma: emitted, shift: S });
    up.push({ omega: -omega, operator: dag(part.operator), gamma: absorbed, shift: SofMinus });
  }
  return hermitian ? [down] : [down, up];
}

/** Redfield's equation for one channel; with a cut, pairs of frequencies further apart are left out. */
export function redfieldTerms(channel: Channel, bath: string, cut = Number.POSITIVE_INFINITY): CouplingTerms {
  if (cut === Number.POSITIVE_INFINITY) {
    const A = plus(...channel.map(({ operator }) => operator));
    return { dissipators: mixed(A, plus(...channel.map(damped)), bath), shifts: [] };
  }
  const dissipators = channel.flatMap((component) => {
    const near = channel.filter(({ omega }) => Math.abs(omega - component.omega) <= cut);
    return mixed(plus(...near.map(({ operator }) => operator)), damped(component), bath);
  });
  return { dissipators, shifts: [] };
}

/** Γ(ω) A(ω). */
function damped({ operator, gamma, shift }: Component): Operator {
  return scale(operator, gamma / 2, shift);
}

/**
 * −[A†, Bρ] + h.c. as pairs of dissipators: BρA† + AρB† − ½{A†B + B†A, ρ} − ½[X, ρ] with X = A†B − B†A; the commutator is written as the
 * bath's too, so that Tr[H D_b(ρ)] is all the energy that the bath gives.
 */
function mixed(A: Operator, B: Operator, bath: string): Dissipator[] {
  if (A.count === 0 || B.count === 0) return [];
  const pair = (left: Operator, right: Operator, rate: number): Dissipator[] => [
    { left, right, rate, bath },
    { left: right, right: left, rate, bath },
  ];
  const product = times(dag(A), B);
  const K = withoutRounding(minus(dag(product), product), product);
  return [...pair(B, A, 1), ...(K.count > 0 ? pair(K, identity(A.space), 0.5) : [])];
}

/** A difference without the entries that are rounding of what it is the difference of. */
function withoutRounding(difference: Operator, of: Operator): Operator {
  const largest = of.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const entries: [number, number, number, number][] = [];
  difference.forEach((i, j, re, im) => {
    const [x, y] = [re, im].map((value) => (Math.abs(value) > 1e-14 * largest ? value : 0));
    if (x !== 0 || y !== 0) entries.push([i, j, x, y]);
  });
  return Operator.fromEntries(difference.space, entries);
}

/** The equation of geometric means for one channel: one jump, and the Lamb shift of arithmetic means. */
export function geometricTerms(channel: Channel, bath: string): CouplingTerms {
  const jump = plus(...channel.map(({ operator, gamma }) => scale(operator, Math.sqrt(gamma))));
  const dissipators = jump.count > 0 ? [{ left: jump, right: jump, rate: 1, bath }] : [];
  if (channel.every(({ shift }) => shift === 0)) return { dissipators, shifts: [] };
  const A = plus(...channel.map(({ operator }) => operator));
  const half = scale(times(dag(A), plus(...channel.map(({ operator, shift }) => scale(operator, shift)))), 0.5);
  return { dissipators, shifts: [plus(half, dag(half))] };
}
