import { finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { expm1 } from "../numerics/scalar.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { ParameterValue } from "./model.ts";

/** How the rotor and its qubits start. */
export type RotorStart =
  /** Qubits in their ground states or each thermal with its own bath, the rotor on one rung. */
  | { readonly kind: "rung"; readonly qubits: "ground" | "thermal" | "excited"; readonly l: number }
  /** A superposition Σ a |q1 q2 l⟩, with q = 1 for an excited qubit. */
  | {
      readonly kind: "ket";
      readonly terms: readonly { readonly q1: number; readonly q2: number; readonly l: number; readonly re: number; readonly im: number }[];
    };

const FORMS =
  'be "ground", "thermal" or "excited" with an optional rung ("ground qubits, l=3"), or a list of amplitudes [q1, q2, l, re, im] with q = 1 for excited';

/** Read the parameter `initial`; throws a sentence that names the accepted forms. */
export function readRotorStart(value: ParameterValue): RotorStart {
  if (typeof value === "string") return readRung(value);
  if (!Array.isArray(value)) throw wrongKind("initial", FORMS, value);
  const terms = (value as readonly ParameterValue[]).map((entry, k) => readAmplitude(entry, `initial[${k}]`));
  const norm = terms.reduce((sum, { re, im }) => sum + re * re + im * im, 0);
  if (!(Math.abs(norm - 1) <= 1e-9)) {
    throw wrongValue(
      "initial",
      "have norm 1",
      null,
      "Divide each amplitude by the square root of the sum.",
      `the squares add up to ${norm}`,
    );
  }
  return { kind: "ket", terms };
}

function readRung(text: string): RotorStart {
  const match = /^\s*(ground|thermal|excited)(?:\s+qubits)?(?:\s*,?\s*l\s*=\s*(-?\d+))?\s*$/.exec(text);
  if (!match) throw wrongValue("initial", FORMS, text);
  return { kind: "rung", qubits: match[1] as "ground" | "thermal" | "excited", l: match[2] === undefined ? 0 : Number(match[2]) };
}

function readAmplitude(entry: ParameterValue, name: string) {
  if (!Array.isArray(entry) || entry.length < 4 || entry.length > 5) {
    throw wrongValue(name, "be [q1, q2, l, re] or [q1, q2, l, re, im]", null, "", `is ${valueInWords(entry)}`);
  }
  const [q1, q2, l, re, im = 0] = entry as readonly ParameterValue[];
  return {
    q1: integer(`${name}[0]`, q1, 0, 1),
    q2: integer(`${name}[1]`, q2, 0, 1),
    l: integer(`${name}[2]`, l, -(1 << 20), 1 << 20),
    re: finite(`${name}[3]`, re),
    im: finite(`${name}[4]`, im),
  };
}

/** The lowest and the highest rung that a start occupies. */
export function rungsOf(start: RotorStart): readonly [number, number] {
  if (start.kind === "rung") return [start.l, start.l];
  const rungs = start.terms.map(({ l }) => l);
  return [Math.min(...rungs), Math.max(...rungs)];
}

/** Occupation of the excited state of a qubit with splitting 2B in equilibrium at β. */
function excitedWeight(beta: number, B: number): number {
  const n = 1 / expm1(2 * beta * B);
  return n / (2 * n + 1);
}

/** The initial density operator on qubit1 ⊗ qubit2 ⊗ rotor; throws when it does not fit the ladder. */
export function rotorInitial(
  space: Space,
  start: RotorStart,
  lmin: number,
  baths: readonly (readonly [beta: number, B: number])[],
): Operator {
  const rungs = space.factors[2].dimension;
  const index = (q1: number, q2: number, l: number) => ((1 - q1) * 2 + (1 - q2)) * rungs + (l - lmin);
  const [low, high] = rungsOf(start);
  if (low < lmin || high >= lmin + rungs) {
    const remedy = "Widen the ladder with `lmin` and `lmax`, or leave both out.";
    throw wrongValue("initial", `lie on the rungs ${lmin} … ${lmin + rungs - 1}`, null, remedy, `it occupies ${low} … ${high}`);
  }
  if (start.kind === "ket") return ketInitial(space, start.terms, index);
  const weights = baths.map(([beta, B]) => {
    const p = start.qubits === "thermal" ? excitedWeight(beta, B) : start.qubits === "excited" ? 1 : 0;
    return [1 - p, p];
  });
  const entries: [number, number, number][] = [];
  for (const q1 of [0, 1]) {
    for (const q2 of [0, 1]) {
      const at = index(q1, q2, start.l);
      if (weights[0][q1] * weights[1][q2] > 0) entries.push([at, at, weights[0][q1] * weights[1][q2]]);
    }
  }
  return Operator.fromEntries(space, entries);
}

function ketInitial(
  space: Space,
  terms: Extract<RotorStart, { kind: "ket" }>["terms"],
  index: (q1: number, q2: number, l: number) => number,
): Operator {
  const entries: [number, number, number, number][] = [];
  for (const a of terms) {
    for (const b of terms) {
      entries.push([index(a.q1, a.q2, a.l), index(b.q1, b.q2, b.l), a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im]);
    }
  }
  return Operator.fromEntries(space, entries);
}
