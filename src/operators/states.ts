/** Density operators: pure states, mixtures, products. Thermal ones live in `thermal.ts`. */
import { finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { cos, exp, sin, tanh } from "../numerics/scalar.ts";
import { aBoolean, checkOptions } from "../options.ts";
import { type Factor, qubit, requireSpace, type Space } from "../spaces/space.ts";
import { diagonal, lift, plus, scale } from "./algebra.ts";
import { basisIndex } from "./named.ts";
import { Operator, requireOperator } from "./operator.ts";

export { requireState } from "./statechecks.ts";
export { cutWarning, levelsFor, thermal, thermalFock } from "./thermal.ts";

/** A complex number as the API takes it: real, or [re, im]. */
export type Complex = number | readonly [number, number];

/** The parts [re, im] of a complex argument; throws when it is none. */
export function complex(argument: string, value: Complex): readonly [number, number] {
  if (typeof value === "number") return [finite(argument, value), 0];
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(argument, "be a number or a pair [re, im]", value);
  return [finite(`${argument}[0]`, value[0]), finite(`${argument}[1]`, value[1])];
}

/**
 * The pure state |ψ⟩⟨ψ| on `space` from its amplitudes (numbers or pairs [re, im], one per basis state).
 * Amplitudes of exactly 0 are left out of the pattern. They must have norm 1 unless `normalise` is set.
 *
 * @example
 * ket(qubit(), [3, 4], { normalise: true }).at(0, 1); // [0.48, 0]
 */
export function ket(space: Space, amplitudes: readonly Complex[], options: { readonly normalise?: boolean } = {}): Operator {
  requireSpace(space);
  checkOptions("options", options, { normalise: aBoolean });
  if (!Array.isArray(amplitudes)) throw wrongKind("amplitudes", "be a list of numbers or pairs [re, im]", amplitudes);
  if (amplitudes.length !== space.dimension) {
    const must = `have ${space.dimension} entries, one per basis state of ${space}`;
    throw wrongValue("amplitudes", must, null, "", `there are ${amplitudes.length}`);
  }
  const psi = amplitudes.map((amplitude, i) => complex(`amplitudes[${i}]`, amplitude));
  const norm = psi.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  if (norm === 0) throw wrongValue("amplitudes", "not all be 0", null, "", "they are");
  if (!options.normalise && Math.abs(norm - 1) > 1e-9) {
    throw wrongValue("amplitudes", "have norm 1", null, "Set { normalise: true } to divide by their norm.", `their norm² is ${norm}`);
  }
  const unit = options.normalise ? norm : 1;
  const support = psi.flatMap(([re, im], i) => (re !== 0 || im !== 0 ? [i] : []));
  return Operator.fromEntries(
    space,
    support.flatMap((i) =>
      support.map((j) => {
        const [[a, b], [c, d]] = [psi[i], psi[j]];
        return [i, j, (a * c + b * d) / unit, i === j ? 0 : (b * c - a * d) / unit] as const;
      }),
    ),
  );
}

/**
 * The basis state |i⟩⟨i| by index or, on a space with a single named factor, by level name.
 *
 * @example
 * basisState(qubit(), "e").at(0, 0); // [1, 0]
 */
export function basisState(space: Space, level: number | string): Operator {
  const i = basisIndex(requireSpace(space), level);
  return Operator.fromEntries(space, [[i, i, 1]]);
}

/**
 * The number state |n⟩⟨n| of a truncated mode. Throws when n is beyond the cut.
 * @example
 * meanValue(fockState(fock(5), 3), numberOperator(fock(5))); // [3, 0]
 */
export function fockState(space: Space, n: number): Operator {
  const { dimension } = mode(space);
  integer("n", n, 0, dimension - 1, `Take fock(${Number.isInteger(n) && n >= 0 ? n + 1 : "n + 1"}) or more levels.`);
  return basisState(space, n);
}

/**
 * The coherent state |α⟩⟨α|, ⟨n|α⟩ ∝ αⁿ/√n!, normalised within the cut. `alpha` is a number or [re, im].
 * Throws when more than 1 % of its population lies beyond the cut, and says how many levels would do.
 * @example
 * meanValue(coherent(fock(30), [1, 1]), numberOperator(fock(30))); // [2, 0]
 */
export function coherent(space: Space, alpha: Complex): Operator {
  return ket(space, coherentAmplitudes(space, alpha), { normalise: true });
}

/** The amplitudes of `coherent` before they are normalised within the cut, one [re, im] per level. */
export function coherentAmplitudes(space: Space, alpha: Complex): [number, number][] {
  const [re, im] = complex("alpha", alpha);
  const { dimension } = mode(space);
  const mean = re * re + im * im;
  const amplitudes: [number, number][] = [[exp(-mean / 2), 0]];
  for (let n = 1; n < dimension; n++) {
    const [x, y] = amplitudes[n - 1];
    const root = Math.sqrt(n);
    amplitudes.push([(x * re - y * im) / root, (x * im + y * re) / root]);
  }
  requireInside("alpha", amplitudes, Math.ceil(mean + 6 * Math.sqrt(mean) + 4));
  return amplitudes;
}

/**
 * The squeezed vacuum S(ζ)|0⟩ with S = exp((ζ* a² − ζ a†²)/2), ζ = r e^{iφ}, normalised within the cut:
 * ⟨x²⟩ = e^{−2r}/2 at φ = 0. Throws when more than 1 % of its population lies beyond the cut.
 *
 * @example
 * meanValue(squeezed(fock(40), 0.5), numberOperator(fock(40))); // [0.27154, 0]
 */
export function squeezed(space: Space, r: number, phi = 0): Operator {
  return ket(space, squeezedAmplitudes(space, r, phi), { normalise: true });
}

/** The amplitudes of `squeezed` before they are normalised within the cut, one [re, im] per level. */
export function squeezedAmplitudes(space: Space, r: number, phi = 0): [number, number][] {
  finite("r", r, { atLeast: 0, atMost: 10 }, "Turn the axis by `phi` instead of a negative r.");
  finite("phi", phi);
  const { dimension } = mode(space);
  const t = tanh(r);
  const [re, im] = phi === 0 ? [-t, 0] : [-t * cos(phi), -t * sin(phi)];
  const amplitudes = Array.from({ length: dimension }, () => [0, 0] as [number, number]);
  amplitudes[0][0] = Math.sqrt(Math.sqrt(1 - t * t));
  for (let n = 2; n < dimension; n += 2) {
    const [x, y] = amplitudes[n - 2];
    const root = Math.sqrt((n - 1) / n);
    amplitudes[n] = [(x * re - y * im) * root, (x * im + y * re) * root];
  }
  requireInside("r", amplitudes, Math.ceil(10 / (1 - t * t)) + 2);
  return amplitudes;
}

/**
 * The two-mode squeezed vacuum Σ (−e^{iφ} tanh r)ⁿ |n n⟩ / cosh r on a space of two modes, normalised within the cut.
 * Throws when more than 1 % of its population lies beyond the cut.
 *
 * @example
 * const state = twoModeSqueezed(tensor(fock(30, "a"), fock(30, "b")), 0.5);
 * logNegativity(state, ["a"]); // 1.442695
 */
export function twoModeSqueezed(space: Space, r: number, phi = 0): Operator {
  return ket(space, twoModeAmplitudes(space, r, phi), { normalise: true });
}

/** The amplitudes of `twoModeSqueezed` before they are normalised within the cut, one [re, im] per basis state. */
export function twoModeAmplitudes(space: Space, r: number, phi = 0): [number, number][] {
  finite("r", r, { atLeast: 0, atMost: 10 }, "Turn the phase by `phi` instead of a negative r.");
  finite("phi", phi);
  const [first, second] = requireSpace(space).factors;
  if (space.factors.length !== 2 || first.kind !== "fock" || second.kind !== "fock") {
    throw wrongValue("space", "be two truncated modes", null, "", `it is ${space}`);
  }
  const t = tanh(r);
  const [re, im] = phi === 0 ? [-t, 0] : [-t * cos(phi), -t * sin(phi)];
  const amplitudes = Array.from({ length: space.dimension }, () => [0, 0] as [number, number]);
  let [x, y] = [Math.sqrt(1 - t * t), 0];
  for (let n = 0; n < Math.min(first.dimension, second.dimension); n++) {
    amplitudes[n * second.dimension + n] = [x, y];
    [x, y] = [x * re - y * im, x * im + y * re];
  }
  requireInside("r", amplitudes, Math.ceil(5 / (1 - t * t)) + 1);
  return amplitudes;
}

function mode(space: Space): Factor {
  if (requireSpace(space).factors.length !== 1 || space.factors[0].kind !== "fock") {
    throw wrongValue("space", "be a single truncated mode", null, "Make the state there and join with `productState`.", `it is ${space}`);
  }
  return space.factors[0];
}

function requireInside(argument: string, amplitudes: readonly (readonly [number, number])[], levels: number): void {
  const inside = amplitudes.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  if (inside < 0.99) {
    const percent = Math.round(1000 * (1 - inside)) / 10;
    throw wrongValue(
      argument,
      "fit into the cut",
      null,
      `About ${levels} levels would do.`,
      `${percent} % of the population lies beyond it`,
    );
  }
}

/**
 * The mixture Σ w_k ρ_k of states on one space, from pairs [w_k, ρ_k] with w_k ≥ 0 and Σ w_k = 1.
 *
 * @example
 * mixture([0.25, basisState(qubit(), "e")], [0.75, basisState(qubit(), "g")]).at(1, 1); // [0.75, 0]
 */
export function mixture(...parts: readonly (readonly [number, Operator])[]): Operator {
  const total = parts.reduce((sum, part, k) => {
    if (!Array.isArray(part)) throw wrongKind(`parts[${k}]`, "be a pair [weight, state]", part);
    return sum + finite(`weight ${k}`, part[0], { atLeast: 0 });
  }, 0);
  if (Math.abs(total - 1) > 1e-9) {
    throw wrongValue("weights", "add up to 1", null, "Divide each of them by their sum.", `their sum is ${total}`);
  }
  return plus(...parts.map(([weight, state]) => scale(state, weight)));
}

/**
 * The product state of all factors of `space`: each of `states` on its own factors, matched by label, in any order.
 *
 * @example
 * const pair = tensor(qubit("a"), qubit("b"));
 * productState(pair, basisState(qubit("b"), "g"), basisState(qubit("a"), "e")).at(1, 1); // [1, 0]
 */
export function productState(space: Space, ...states: readonly Operator[]): Operator {
  const covered = new Set(states.flatMap((state) => requireOperator("states", state).space.factors.map(({ label }) => label)));
  const missing = requireSpace(space).factors.find(({ label }) => !covered.has(label));
  if (missing) {
    const remedy = `Add one, for example maximallyMixed on "${missing.label}".`;
    throw wrongValue("states", `cover each factor of ${space}`, null, remedy, `none acts on ${valueInWords(missing.label)}`);
  }
  return states.length === 1 && states[0].space.equals(space) ? states[0] : lift(space, ...states);
}

/**
 * The maximally mixed state 1/d.
 *
 * @example
 * purity(maximallyMixed(fock(4))); // 0.25
 */
export function maximallyMixed(space: Space): Operator {
  return diagonal(space, new Float64Array(requireSpace(space).dimension).fill(1 / space.dimension));
}

/**
 * The qubit state (1 + x σx + y σy + z σz)/2 from its Bloch vector [x, y, z], |r| ≤ 1. Coherences are part of the
 * pattern unless x and y are both exactly 0.
 * @example
 * blochVector(qubitState([0.3, 0, 0.4])); // [0.3, 0, 0.4]
 */
export function qubitState(bloch: readonly [number, number, number], space: Space = qubit()): Operator {
  if (requireSpace(space).dimension !== 2 || space.factors.length !== 1)
    throw wrongValue("space", "be one qubit", null, "", `it is ${space}`);
  if (!Array.isArray(bloch) || bloch.length !== 3) throw wrongKind("bloch", "be three numbers [x, y, z]", bloch);
  const [x, y, z] = bloch.map((component, k) => finite(`bloch[${k}]`, component));
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > 1 + 1e-12) {
    throw wrongValue("bloch", "lie in the unit ball", null, "A longer vector gives a negative population.", `its length is ${length}`);
  }
  const coherence: [number, number, number, number][] = [
    [0, 1, x / 2, 0 - y / 2],
    [1, 0, x / 2, y / 2],
  ];
  return Operator.fromEntries(space, [[0, 0, (1 + z) / 2], [1, 1, (1 - z) / 2], ...(x !== 0 || y !== 0 ? coherence : [])]);
}
