import { finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { binomial, type Ladder, productOnLadders } from "../operators/ladders.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { ParameterValue } from "./model.ts";

/** How the atoms start. Bit N − 1 − i of a basis index is 0 where atom i is excited. */
export type AtomsStart =
  /** N equal atoms, each with excited population `pe` and coherence ρ_eg: symmetric; pure where `pure`. */
  | { readonly kind: "product"; readonly pe: number; readonly re: number; readonly im: number; readonly pure: boolean }
  /** The symmetric Dicke state with k excitations. */
  | { readonly kind: "dicke"; readonly k: number }
  /** Any ket by its amplitudes over the 2^N basis states, [re, im] interleaved. */
  | { readonly kind: "ket"; readonly amplitudes: Float64Array };

const FORMS =
  'be "ground", "excited", "mixed", "thermal", "dicke:k", one letter e or g per atom, a ket such as "(|ge>+i|eg>)/sqrt2", ["product", x, y, z] with a Bloch vector, or a list of 2^N amplitudes';

/** Read the parameter `initial` for N atoms in a bath of `nbar` photons; throws a sentence that names the accepted forms. */
export function readAtomsStart(value: ParameterValue, N: number, nbar: number): AtomsStart {
  if (typeof value === "string") return readText(value, N, nbar);
  if (!Array.isArray(value)) throw wrongKind("initial", FORMS, value);
  const list = value as readonly ParameterValue[];
  if (list[0] === "product") return readBloch(list);
  return readAmplitudes(list, N);
}

function readText(text: string, N: number, nbar: number): AtomsStart {
  const product = (pe: number, pure: boolean): AtomsStart => ({ kind: "product", pe, re: 0, im: 0, pure });
  if (text === "ground" || /^g+$/.test(text)) return expectLength(text, N, product(0, true));
  if (text === "excited" || /^e+$/.test(text)) return expectLength(text, N, product(1, true));
  if (text === "mixed") return product(0.5, false);
  if (text === "thermal") return product(nbar / (2 * nbar + 1), nbar === 0);
  const dicke = /^dicke:(\d+)$/.exec(text);
  if (dicke) return { kind: "dicke", k: integer("initial", Number(dicke[1]), 0, N) };
  if (/^[eg]+$/.test(text)) return readKet(`|${text}>`, N);
  if (text.includes("|")) return readKet(text, N);
  throw wrongValue("initial", FORMS, text);
}

/** A word of letters has one per atom, or a single one for all. */
function expectLength(text: string, N: number, start: AtomsStart): AtomsStart {
  if (/^[eg]+$/.test(text) && text.length !== 1 && text.length !== N) {
    throw wrongValue("initial", `have one letter per atom (N = ${N})`, text);
  }
  return start;
}

function readBloch(list: readonly ParameterValue[]): AtomsStart {
  if (list.length !== 4) throw wrongValue("initial", 'be ["product", x, y, z]', null, "", `it has ${list.length} entries`);
  const [x, y, z] = list.slice(1).map((entry, k) => finite(`initial[${k + 1}]`, entry));
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > 1 + 1e-12) throw wrongValue("initial", "have a Bloch vector of length ≤ 1", null, "", `its length is ${length}`);
  return { kind: "product", pe: 0.5 * (1 + z), re: 0.5 * x, im: -0.5 * y, pure: length > 1 - 1e-12 };
}

function readAmplitudes(list: readonly ParameterValue[], N: number): AtomsStart {
  requireExplicit(N);
  const amplitudes = new Float64Array(2 << N);
  if (list.length !== 1 << N) throw wrongValue("initial", `have 2^N = ${1 << N} amplitudes`, null, FORMS, `it has ${list.length}`);
  list.forEach((entry, k) => {
    const [re, im] = Array.isArray(entry) ? (entry as readonly ParameterValue[]) : [entry, 0];
    amplitudes[2 * k] = finite(`initial[${k}]`, re);
    amplitudes[2 * k + 1] = finite(`initial[${k}]`, im ?? 0);
  });
  return normalised(amplitudes);
}

function requireExplicit(N: number): void {
  if (N > 16) throw wrongValue("initial", "be a symmetric state when there are more than 16 atoms", null, FORMS, `N is ${N}`);
}

function normalised(amplitudes: Float64Array): AtomsStart {
  const norm = amplitudes.reduce((sum, x) => sum + x * x, 0);
  if (!(Math.abs(norm - 1) <= 1e-9)) {
    throw wrongValue(
      "initial",
      "have norm 1",
      null,
      "Divide the amplitudes by the square root of the sum.",
      `the squares add up to ${norm}`,
    );
  }
  return { kind: "ket", amplitudes };
}

/** Read a sum of kets such as "(sqrt3|ge>+|eg>)/2": coefficients are products of numbers, sqrt numbers and i. */
function readKet(text: string, N: number): AtomsStart {
  requireExplicit(N);
  const whole = /^\(?(.*?)\)?(?:\/(.+))?$/.exec(text.replaceAll(" ", "").replaceAll("⟩", ">").replaceAll("√", "sqrt"));
  const body = whole?.[1] ?? "";
  const divisor = whole?.[2] === undefined ? 1 : coefficient(whole[2], text)[0];
  const amplitudes = new Float64Array(2 << N);
  let rest = body;
  while (rest.length > 0) {
    const term = /^([+-]?)([^|+-]*)\|([eg]+)>/.exec(rest);
    if (!term) throw wrongValue("initial", FORMS, text);
    if (term[3].length !== N) throw wrongValue("initial", `have one letter per atom (N = ${N}) in each ket`, `|${term[3]}>`);
    const index = [...term[3]].reduce((sum, letter) => 2 * sum + (letter === "g" ? 1 : 0), 0);
    const [re, im] = coefficient(term[2], text);
    const sign = (term[1] === "-" ? -1 : 1) / divisor;
    amplitudes[2 * index] += sign * re;
    amplitudes[2 * index + 1] += sign * im;
    rest = rest.slice(term[0].length);
  }
  return normalised(amplitudes);
}

function coefficient(text: string, whole: string): readonly [number, number] {
  let [re, im] = [1, 0];
  let rest = text;
  while (rest.length > 0) {
    const part = /^(?:\*|i|(?:sqrt\(?)?\d+(?:\.\d+)?\)?)/.exec(rest)?.[0];
    if (!part) throw wrongValue("initial", FORMS, whole, "", `${valueInWords(text)} is no coefficient`);
    if (part === "i") [re, im] = [-im, re];
    else if (part !== "*") {
      const number = Number(part.replace(/[^0-9.]/g, ""));
      const factor = part.startsWith("sqrt") ? Math.sqrt(number) : number;
      [re, im] = [re * factor, im * factor];
    }
    rest = rest.slice(part.length);
  }
  return [re, im];
}

/** Excited atoms in a basis state of N atoms: its zero bits. */
export function excitationsIn(index: number, N: number): number {
  let k = N;
  for (let rest = index; rest > 0; rest >>= 1) k -= rest & 1;
  return k;
}

/** Whether a start does not change when atoms are exchanged. */
export function isSymmetric(start: AtomsStart, N: number): boolean {
  return start.kind !== "ket" || symmetricAmplitudes(start.amplitudes, N) !== null;
}

/** Whether it lies in the symmetric ladder J = N/2 alone. */
export function isFullySymmetric(start: AtomsStart): boolean {
  return start.kind !== "product" || start.pure;
}

/** The amplitude that all basis states with k excitations share, for each k; null when they differ. */
function symmetricAmplitudes(amplitudes: Float64Array, N: number): readonly (readonly [number, number])[] | null {
  const shared: (readonly [number, number])[] = [];
  for (let index = 0; index < 1 << N; index++) {
    const k = excitationsIn(index, N);
    shared[k] ??= [amplitudes[2 * index], amplitudes[2 * index + 1]];
    if (shared[k][0] !== amplitudes[2 * index] || shared[k][1] !== amplitudes[2 * index + 1]) return null;
  }
  return shared;
}

/** The initial state on ladders, for a symmetric start. */
export function startOnLadders(space: Space, start: AtomsStart, N: number, ladders: readonly Ladder[]): Operator {
  if (start.kind === "product") return productOnLadders(space, N, ladders, [start.pe, start.re, start.im]);
  if (start.kind === "dicke") return Operator.fromEntries(space, [[N - start.k, N - start.k, 1]]);
  const shared = symmetricAmplitudes(start.amplitudes, N) as readonly (readonly [number, number])[];
  const ket = shared.map(([re, im], k) => [re * Math.sqrt(binomial(N, k)), im * Math.sqrt(binomial(N, k))] as const);
  return projectorOn(
    space,
    Array.from({ length: N + 1 }, (_, i) => ket[N - i]),
  );
}

/** The initial state on the 2^N basis states. */
export function startOnAtoms(space: Space, start: AtomsStart, N: number): Operator {
  if (start.kind === "ket") {
    return projectorOn(
      space,
      Array.from({ length: 1 << N }, (_, i) => [start.amplitudes[2 * i], start.amplitudes[2 * i + 1]] as const),
    );
  }
  if (start.kind === "dicke") {
    const amplitude = 1 / Math.sqrt(binomial(N, start.k));
    return projectorOn(
      space,
      Array.from({ length: 1 << N }, (_, i) => [excitationsIn(i, N) === start.k ? amplitude : 0, 0] as const),
    );
  }
  return productOnAtoms(space, start, N);
}

/** |ψ⟩⟨ψ|, with entries only where the amplitudes are not exactly zero. */
function projectorOn(space: Space, ket: readonly (readonly [number, number])[]): Operator {
  const entries: [number, number, number, number][] = [];
  const live = ket.map((_, i) => i).filter((i) => ket[i][0] !== 0 || ket[i][1] !== 0);
  for (const i of live) {
    for (const j of live) {
      const [[a, b], [c, d]] = [ket[i], ket[j]];
      entries.push([i, j, a * c + b * d, b * c - a * d]);
    }
  }
  return Operator.fromEntries(space, entries);
}

function productOnAtoms(space: Space, { pe, re, im }: Extract<AtomsStart, { kind: "product" }>, N: number): Operator {
  const one: readonly (readonly [number, number])[] = [
    [pe, 0],
    [re, im],
    [re, -im],
    [1 - pe, 0],
  ];
  let entries: [number, number, number, number][] = [[0, 0, 1, 0]];
  for (let atom = 0; atom < N; atom++) {
    const next: [number, number, number, number][] = [];
    for (const [i, j, x, y] of entries) {
      one.forEach(([u, v], place) => {
        if (u !== 0 || v !== 0) next.push([2 * i + (place >> 1), 2 * j + (place & 1), x * u - y * v, x * v + y * u]);
      });
    }
    entries = next;
  }
  return Operator.fromEntries(space, entries);
}
