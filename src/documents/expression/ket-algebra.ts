/** Kets as lists of amplitudes, and pure states of them. */
import { Operator, requireRoom } from "../../operators/operator.ts";
import { offsets } from "../../operators/tensor.ts";
import type { Space } from "../../spaces/space.ts";
import { complexProduct } from "./arithmetic.ts";
import { classAt } from "./operator-parts.ts";
import { type ClassCode, COMPLEX, joined, type KetValue, multiplied, type NumberValue, type Part, REAL } from "./value.ts";

type Amplitude = readonly [number, number, ClassCode];

/** A ket from amplitudes in any order. */
export function ketOf(space: Space, amplitudes: Iterable<readonly [number, Amplitude]>): KetValue {
  return { kind: "ket", space, amplitudes: new Map([...amplitudes].sort(([a], [b]) => a - b)) };
}

/** c·ψ. */
export function scaledKet(psi: KetValue, c: NumberValue): KetValue {
  const times = ([re, im, code]: Amplitude): Amplitude => [...complexProduct([re, im], [c.re, c.im]), multiplied(code, c.code)];
  return ketOf(
    psi.space,
    [...psi.amplitudes].map(([i, amplitude]) => [i, times(amplitude)]),
  );
}

/** Σ ±ψ on one space. */
export function summedKets(terms: readonly { readonly sign: 1 | -1; readonly ket: KetValue }[]): KetValue {
  const sums = new Map<number, Amplitude>();
  for (const { sign, ket } of terms) {
    for (const [i, [re, im, code]] of ket.amplitudes) {
      const [x, y, old] = sums.get(i) ?? [0, 0, code];
      sums.set(i, [x + sign * re, y + sign * im, joined(old, code)]);
    }
  }
  return ketOf(terms[0].ket.space, sums);
}

/** ψ ⊗ φ on the space of both, whose labels are different. */
export function tensoredKets(space: Space, psi: KetValue, phi: KetValue): KetValue {
  const [own, other] = [offsets(space, psi.space.factors), offsets(space, phi.space.factors)];
  const amplitudes: [number, Amplitude][] = [];
  for (const [i, [a, b, x]] of psi.amplitudes) {
    for (const [j, [c, d, y]] of phi.amplitudes)
      amplitudes.push([own[i] + other[j], [...complexProduct([a, b], [c, d]), multiplied(x, y)]]);
  }
  return ketOf(space, amplitudes);
}

/** A|ψ⟩ on one space. */
export function appliedTo(part: Part, psi: KetValue): KetValue {
  const { operator } = part;
  const sums = new Map<number, Amplitude>();
  for (let i = 0; i < operator.dimension; i++) {
    for (let e = operator.rowStart[i]; e < operator.rowStart[i + 1]; e++) {
      const amplitude = psi.amplitudes.get(operator.columns[e]);
      if (amplitude === undefined) continue;
      const [x, y] = complexProduct([operator.values[2 * e], operator.values[2 * e + 1]], [amplitude[0], amplitude[1]]);
      const code = multiplied(classAt(part.classes, e), amplitude[2]);
      const [re, im, old] = sums.get(i) ?? [0, 0, code];
      sums.set(i, [re + x, im + y, joined(old, code)]);
    }
  }
  return ketOf(psi.space, sums);
}

/** |ψ⟩⟨ψ|/⟨ψ|ψ⟩ on the support of ψ, whatever the values there; null when they are all 0. */
export function pureState({ space, amplitudes }: KetValue): Part | null {
  let norm = 0;
  for (const [re, im] of amplitudes.values()) norm = norm + re * re + im * im; // summed as `ket` does
  if (!(norm > 0)) return null;
  const support = [...amplitudes];
  requireRoom(space, support.length * support.length);
  const entries: [number, number, number, number][] = [];
  const classes = new Uint8Array(support.length * support.length);
  let at = 0;
  for (const [i, [a, b, x]] of support) {
    for (const [j, [c, d, y]] of support) {
      entries.push([i, j, (a * c + b * d) / norm, i === j ? 0 : (b * c - a * d) / norm]);
      classes[at++] = i === j ? REAL : multiplied(x, y);
    }
  }
  const codes = new Set(classes);
  const operator = Operator.fromEntries(space, entries);
  return { operator, classes: codes.size === 1 ? (classes[0] as ClassCode) : classes, nature: "hermitian" };
}

/** |ψ⟩⟨φ| of two kets of one space, on the products of their supports. */
export function outerProduct(psi: KetValue, phi: KetValue): Part {
  requireRoom(psi.space, psi.amplitudes.size * phi.amplitudes.size);
  const entries: [number, number, number, number][] = [];
  const classes: ClassCode[] = [];
  for (const [i, [a, b, x]] of psi.amplitudes) {
    for (const [j, [c, d, y]] of phi.amplitudes) {
      entries.push([i, j, a * c + b * d, b * c - a * d]);
      classes.push(multiplied(x, y));
    }
  }
  return { operator: Operator.fromEntries(psi.space, entries), classes: Uint8Array.from(classes), nature: "open" };
}

/** Amplitudes as pairs, with the class that each power of a number has. */
export function amplitudesOf(
  pairs: readonly (readonly [number, number])[],
  classOf: (n: number) => ClassCode | null,
): [number, Amplitude][] {
  return pairs.flatMap(([re, im], n): [number, Amplitude][] => {
    const code = classOf(n);
    return code === null ? [] : [[n, [re, im, code]]];
  });
}

/** The class of z^n. */
export function classOfPower(code: ClassCode, n: number): ClassCode {
  if (code === COMPLEX) return n === 0 ? REAL : COMPLEX;
  return n % 2 === 0 ? REAL : code;
}
