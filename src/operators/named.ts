/** The operators that have names: on qubits, truncated modes, spins, planar rotors, and between levels. */
import { finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import { type FactorKind, requireSpace, type Space } from "../spaces/space.ts";
import { diagonal, identity, scale } from "./algebra.ts";
import { Operator } from "./operator.ts";

/** The only factor of a space, of the wanted kind; throws with the remedy to `lift` when there are several. */
function onlyFactor(space: Space, ...kinds: readonly FactorKind[]) {
  if (requireSpace(space).factors.length !== 1) {
    throw wrongValue("space", "have a single factor", null, "Make the operator on that factor and `lift` it.", `it is ${space}`);
  }
  const factor = space.factors[0];
  if (kinds.length > 0 && !kinds.includes(factor.kind)) {
    throw wrongValue("space", `be of kind ${kinds.join(" or ")}`, factor.kind);
  }
  return factor;
}

/** A two-level factor: a qubit, or any factor with two levels, whose first basis state then plays |e⟩. */
function twoLevels(space: Space): Space {
  if (onlyFactor(space).dimension !== 2) throw wrongValue("space", "have two levels", null, "", `it is ${space}`);
  return space;
}

/**
 * σx = |e⟩⟨g| + |g⟩⟨e|.
 *
 * @example
 * sigmaX(qubit()).at(0, 1); // [1, 0]
 */
export function sigmaX(space: Space): Operator {
  return Operator.fromEntries(twoLevels(space), [
    [0, 1, 1],
    [1, 0, 1],
  ]);
}

/**
 * σy = −i|e⟩⟨g| + i|g⟩⟨e|.
 *
 * @example
 * sigmaY(qubit()).at(0, 1); // [0, -1]
 */
export function sigmaY(space: Space): Operator {
  return Operator.fromEntries(twoLevels(space), [
    [0, 1, 0, -1],
    [1, 0, 0, 1],
  ]);
}

/**
 * σz = |e⟩⟨e| − |g⟩⟨g|.
 * @example
 * sigmaZ(qubit()).at(1, 1); // [-1, 0]
 */
export function sigmaZ(space: Space): Operator {
  return diagonal(twoLevels(space), [1, -1]);
}

/**
 * σ⁺ = |e⟩⟨g| = (σx + iσy)/2.
 *
 * @example
 * sigmaPlus(qubit()).at(0, 1); // [1, 0]
 */
export function sigmaPlus(space: Space): Operator {
  return Operator.fromEntries(twoLevels(space), [[0, 1, 1]]);
}

/**
 * σ⁻ = |g⟩⟨e| = (σx − iσy)/2.
 *
 * @example
 * sigmaMinus(qubit()).at(1, 0); // [1, 0]
 */
export function sigmaMinus(space: Space): Operator {
  return Operator.fromEntries(twoLevels(space), [[1, 0, 1]]);
}

/**
 * a = Σ √n |n−1⟩⟨n| on a truncated mode: [a, a†] = 1 but for the last level, where it is 1 − d.
 * @example
 * annihilate(fock(4)).at(1, 2); // [1.414214, 0]
 */
export function annihilate(space: Space): Operator {
  const { dimension } = onlyFactor(space, "fock");
  return Operator.fromEntries(
    space,
    Array.from({ length: dimension - 1 }, (_, n) => [n, n + 1, Math.sqrt(n + 1)] as const),
  );
}

/**
 * a† = Σ √(n+1) |n+1⟩⟨n| on a truncated mode; a†|d−1⟩ = 0.
 *
 * @example
 * create(fock(4)).at(2, 1); // [1.414214, 0]
 */
export function create(space: Space): Operator {
  const { dimension } = onlyFactor(space, "fock");
  return Operator.fromEntries(
    space,
    Array.from({ length: dimension - 1 }, (_, n) => [n + 1, n, Math.sqrt(n + 1)] as const),
  );
}

/** n = a†a = Σ n |n⟩⟨n|, with exact integers. */
export function number(space: Space): Operator {
  return quantumNumbers(space, 1, "fock");
}

/**
 * The quadrature (e^{−iφ} a + e^{iφ} a†)/√2: position at φ = 0, momentum at φ = π/2 (both exactly), [x, p] = i.
 *
 * @example
 * quadrature(fock(4), 0).at(0, 1); // [0.707107, 0]
 */
export function quadrature(space: Space, phi: number): Operator {
  finite("phi", phi);
  const [c, s] = phi === 0 ? [1, 0] : phi === PI / 2 ? [0, 1] : [cos(phi), sin(phi)];
  const { dimension } = onlyFactor(space, "fock");
  const entries: [number, number, number, number][] = [];
  for (let n = 1; n < dimension; n++) {
    const root = Math.sqrt(n / 2);
    entries.push([n - 1, n, root * c, 0 - root * s], [n, n - 1, root * c, root * s]);
  }
  return Operator.fromEntries(space, entries);
}

/**
 * Parity (−1)ⁿ of a mode.
 *
 * @example
 * [0, 1, 2].map((n) => parity(fock(3)).at(n, n)[0]); // [1, -1, 1]
 */
export function parity(space: Space): Operator {
  const { dimension } = onlyFactor(space, "fock");
  return diagonal(
    space,
    Array.from({ length: dimension }, (_, n) => (n % 2 === 0 ? 1 : -1)),
  );
}

/**
 * Jz = Σ m |m⟩⟨m| on a spin, with the basis m = J, J − 1, …, −J. Throws for a space that is no spin.
 *
 * @example
 * spinZ(spin(1)).at(0, 0); // [1, 0]
 */
export function spinZ(space: Space): Operator {
  return quantumNumbers(space, -1, "spin");
}

/**
 * J₊ = Σ √(J(J+1) − m(m+1)) |m+1⟩⟨m| on a spin.
 *
 * @example
 * spinPlus(spin(1)).at(0, 1); // [1.414214, 0]
 */
export function spinPlus(space: Space): Operator {
  return Operator.fromEntries(
    space,
    spinSteps(space).map((root, k) => [k, k + 1, root] as const),
  );
}

/**
 * J₋ = J₊† on a spin.
 *
 * @example
 * spinMinus(spin(1)).at(1, 0); // [1.414214, 0]
 */
export function spinMinus(space: Space): Operator {
  return Operator.fromEntries(
    space,
    spinSteps(space).map((root, k) => [k + 1, k, root] as const),
  );
}

/**
 * Jx = (J₊ + J₋)/2 on a spin.
 *
 * @example
 * spinX(spin(0.5)).at(0, 1); // [0.5, 0]
 */
export function spinX(space: Space): Operator {
  return Operator.fromEntries(
    space,
    spinSteps(space).flatMap((root, k) => [[k, k + 1, root / 2] as const, [k + 1, k, root / 2] as const]),
  );
}

/**
 * Jy = (J₊ − J₋)/2i on a spin.
 *
 * @example
 * spinY(spin(0.5)).at(0, 1); // [0, -0.5]
 */
export function spinY(space: Space): Operator {
  return Operator.fromEntries(
    space,
    spinSteps(space).flatMap((root, k) => [[k, k + 1, 0, -root / 2] as const, [k + 1, k, 0, root / 2] as const]),
  );
}

/** ⟨J−k| J₊ |J−k−1⟩ = √((k+1)(2J−k)) for k = 0 … 2J − 1: a product of integers, so nothing cancels. */
function spinSteps(space: Space): number[] {
  const { dimension } = onlyFactor(space, "spin");
  return Array.from({ length: dimension - 1 }, (_, k) => Math.sqrt((k + 1) * (dimension - 1 - k)));
}

/**
 * L = Σ l |l⟩⟨l| on a planar rotor.
 *
 * @example
 * angularMomentum(rotorSpace(-1, 1)).at(0, 0); // [-1, 0]
 */
export function angularMomentum(space: Space): Operator {
  return quantumNumbers(space, 1, "rotor");
}

/**
 * e^{ikφ} = Σ |l+k⟩⟨l| on a planar rotor, for an integer k ≠ 0; rungs beyond the ladder are cut off.
 *
 * @example
 * rotorShift(rotorSpace(-1, 1), 2).at(2, 0); // [1, 0]
 */
export function rotorShift(space: Space, k: number): Operator {
  const { dimension } = onlyFactor(space, "rotor");
  integer("k", k, -1_000_000, 1_000_000);
  if (k === 0) return identity(space);
  const entries: [number, number, number][] = [];
  for (let l = 0; l < dimension; l++) if (l + k >= 0 && l + k < dimension) entries.push([l + k, l, 1]);
  return Operator.fromEntries(space, entries);
}

/**
 * cos φ = (e^{iφ} + e^{−iφ})/2 on a planar rotor.
 *
 * @example
 * cosPhi(rotorSpace(-1, 1)).at(1, 0); // [0.5, 0]
 */
export function cosPhi(space: Space): Operator {
  const { dimension } = onlyFactor(space, "rotor");
  return Operator.fromEntries(
    space,
    Array.from({ length: dimension - 1 }, (_, l) => [[l, l + 1, 0.5] as const, [l + 1, l, 0.5] as const]).flat(),
  );
}

/**
 * sin φ = (e^{iφ} − e^{−iφ})/2i on a planar rotor.
 *
 * @example
 * sinPhi(rotorSpace(-1, 1)).at(1, 0); // [0, -0.5]
 */
export function sinPhi(space: Space): Operator {
  const { dimension } = onlyFactor(space, "rotor");
  return Operator.fromEntries(
    space,
    Array.from({ length: dimension - 1 }, (_, l) => [[l, l + 1, 0, 0.5] as const, [l + 1, l, 0, -0.5] as const]).flat(),
  );
}

/**
 * |i⟩⟨j| on a space, by index or by level name ("e", "g", …; names need a space with a single factor). `j` is `i`
 * unless given. On modes, spins and rotors an index counts basis states from 0, whatever their quantum number.
 *
 * @example
 * projector(qubit(), "e", "g").at(0, 1); // [1, 0]
 */
export function projector(space: Space, i: number | string, j: number | string = i): Operator {
  return Operator.fromEntries(space, [[basisIndex(space, i), basisIndex(space, j), 1]]);
}

/** Index of a basis state given by index or by level name; throws when there is none. */
export function basisIndex(space: Space, level: number | string): number {
  if (typeof level === "number") return integer("level", level, 0, requireSpace(space).dimension - 1);
  if (typeof level !== "string") throw wrongKind("level", "be a level's number or name", level);
  const names = onlyFactor(space).names ?? [];
  const index = names.indexOf(level);
  const known =
    names.length > 0 ? `name one of the levels ${names.map(valueInWords).join(", ")}` : `be an index, since ${space} has no level names`;
  if (index < 0) throw wrongValue("level", known, level);
  return index;
}

/** The quantum number of each basis state, as a diagonal operator: first, first ± 1, …. */
function quantumNumbers(space: Space, step: 1 | -1, kind: FactorKind): Operator {
  const { dimension, first } = onlyFactor(space, kind);
  return diagonal(
    space,
    Array.from({ length: dimension }, (_, k) => first + step * k),
  );
}

/**
 * H = (ω/2) σz of a qubit with splitting ω.
 *
 * @example
 * eigenstates(qubitHamiltonian(qubit(), 2)).values; // [-1, 1]
 */
export function qubitHamiltonian(space: Space, omega: number): Operator {
  return scale(sigmaZ(space), finite("omega", omega) / 2);
}
