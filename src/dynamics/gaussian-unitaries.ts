/** Unitaries of modes that keep Gaussian states Gaussian: displacement, squeezing of one and two modes, the beam splitter. */
import { finite, wrongValue } from "../errors.ts";
import { cos, sin } from "../numerics/scalar.ts";
import { dag, lift, plus, scale, times } from "../operators/algebra.ts";
import { annihilate, create } from "../operators/named.ts";
import { Operator, requireOperator } from "../operators/operator.ts";
import { type Complex, complex } from "../operators/states.ts";
import { checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { fock, requireSpace, Space } from "../spaces/space.ts";
import { evolution } from "./evolution.ts";
import { displacementElements, squeezingElements, twoModeSqueezingElements } from "./gaussian-elements.ts";

/** What a cut of the Fock space makes of a unitary. */
export interface CutOptions {
  /**
   * `"unitary"` (default): the exponential of the cut generator, exactly unitary; wrong where the true one would cross the cut.
   * `"exact"`: elements of the operator without a cut, ⟨m|U|n⟩ for m, n below it; columns then lose what crosses the cut (`cutLoss`).
   */
  readonly elements?: "unitary" | "exact";
}

const cutChecks: OptionChecks<CutOptions> = { elements: oneOf("unitary", "exact") };

function isExact(options: CutOptions): boolean {
  return checkOptions<CutOptions>("options", options, cutChecks, { remedy: 'Write { elements: "exact" }.' }).elements === "exact";
}

/**
 * The displacement D(α) = exp(α a† − α* a) of a truncated mode: D†aD = a + α, D|0⟩ = |α⟩.
 *
 * `alpha`: a number or [re, im]. Throws when the space is not a single mode.
 * Source: Cahill and Glauber, Phys. Rev. 177, 1857 (1969).
 *
 * @example
 * displacement(fock(30), 1).at(0, 0)[0]; // 0.606531
 */
export function displacement(space: Space, alpha: Complex, options: CutOptions = {}): Operator {
  const [a] = modesOf(space, 1);
  const [re, im] = complex("alpha", alpha);
  if (isExact(options)) return displacementElements(space, re, im);
  return exponentialOfDifference(scale(create(a), re, im));
}

/**
 * The squeeze operator S(ζ) = exp((ζ* a² − ζ a†²)/2), ζ = r e^{iφ}, of a truncated mode: S†aS = a cosh r − a† e^{iφ} sinh r.
 *
 * S|0⟩ is the state `squeezed(space, r, phi)`. `r` may be negative. Throws when the space is not a single mode.
 *
 * @example
 * squeezing(fock(20), 0.5, 0, { elements: "exact" }).at(0, 0); // [0.941711, 0]
 */
export function squeezing(space: Space, r: number, phi = 0, options: CutOptions = {}): Operator {
  const [a] = modesOf(space, 1);
  const [x, y] = polar(r, phi);
  if (isExact(options)) return squeezingElements(space, r, phi);
  const raise = create(a);
  return exponentialOfDifference(scale(times(raise, raise), -x / 2, -y / 2));
}

/**
 * The two-mode squeeze operator S = exp(ζ* ab − ζ a†b†), ζ = r e^{iφ}, on two truncated modes: S†aS = a cosh r − b† e^{iφ} sinh r.
 *
 * S|00⟩ is the state `twoModeSqueezed(space, r, phi)`. Throws when the space is not two modes.
 *
 * @example
 * twoModeSqueezing(tensor(fock(4, "a"), fock(4, "b")), 0.5, 0, { elements: "exact" }).at(0, 0); // [0.886819, 0]
 */
export function twoModeSqueezing(space: Space, r: number, phi = 0, options: CutOptions = {}): Operator {
  const [a, b] = modesOf(space, 2);
  const [x, y] = polar(r, phi);
  if (isExact(options)) return twoModeSqueezingElements(space, r, phi);
  return exponentialOfDifference(scale(lift(space, create(a), create(b)), -x, -y));
}

/**
 * The beam splitter B = exp(θ(e^{iφ} a†b − e^{−iφ} ab†)) on two truncated modes: B†aB = a cos θ + b e^{iφ} sin θ; θ = π/4 is balanced.
 *
 * It keeps the number of photons: what has fewer than the smaller cut is exact in either choice of `elements`, what has more is unitary
 * within the cut, or cut off. Throws when the space is not two modes.
 *
 * @example
 * beamSplitter(tensor(fock(3, "a"), fock(3, "b")), Math.PI / 4).at(1, 3); // [-0.707107, 0]
 */
export function beamSplitter(space: Space, theta: number, phi = 0, options: CutOptions = {}): Operator {
  const [a, b] = modesOf(space, 2);
  const [x, y] = polar(theta, phi, "theta");
  if (!isExact(options)) return exponentialOfDifference(scale(lift(space, create(a), annihilate(b)), x, y));
  const levels = a.dimension + b.dimension - 1;
  const wide = [fock(levels, a.factors[0].label), fock(levels, b.factors[0].label)];
  const whole = new Space(wide.flatMap(({ factors }) => factors));
  const B = exponentialOfDifference(scale(lift(whole, create(wide[0]), annihilate(wide[1])), x, y));
  const inside = (i: number) => Math.floor(i / levels) < a.dimension && i % levels < b.dimension;
  const narrow = (i: number) => Math.floor(i / levels) * b.dimension + (i % levels);
  const entries: [number, number, number, number][] = [];
  B.forEach((i, j, re, im) => void (inside(i) && inside(j) && entries.push([narrow(i), narrow(j), re, im])));
  return Operator.fromEntries(space, entries);
}

/**
 * What each basis state loses under a cut operator: 1 − ‖U|n⟩‖², one number per basis state, 0 for a unitary.
 *
 * Of `displacement` and the others with `elements: "exact"` it is the population that crosses the cut; where it is small the unitary choice
 * is right too. To rounding, so that it may be −1e-16.
 *
 * @example
 * cutLoss(displacement(fock(2), 1, { elements: "exact" }))[0]; // 0.264241
 */
export function cutLoss(U: Operator): Float64Array {
  requireOperator("U", U);
  const loss = new Float64Array(U.dimension).fill(1);
  U.forEach((_, j, re, im) => {
    loss[j] -= re * re + im * im;
  });
  return loss;
}

/** exp(A − A†) = e^{−iH} with H = i(A − A†). */
function exponentialOfDifference(A: Operator): Operator {
  const iA = scale(A, 0, 1);
  return evolution(plus(iA, dag(iA)), 1);
}

/** r e^{iφ}, exact where φ = 0. */
function polar(r: number, phi: number, name = "r"): readonly [number, number] {
  finite(name, r, { atLeast: -1000, atMost: 1000 });
  finite("phi", phi);
  return phi === 0 ? [r, 0] : [r * cos(phi), r * sin(phi)];
}

/** The spaces of the modes that a space is made of, `count` of them. */
function modesOf(space: Space, count: 1 | 2): readonly Space[] {
  const modes = requireSpace(space).factors;
  if (modes.length !== count || modes.some(({ kind }) => kind !== "fock")) {
    const what = count === 1 ? "be a single truncated mode" : "be two truncated modes";
    throw wrongValue("space", what, null, "Make the operator there and `lift` it.", `it is ${space}`);
  }
  return modes.map((factor) => new Space([factor]));
}
