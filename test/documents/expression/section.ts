/** Sections to evaluate expressions in. */
import {
  ExpressionFault,
  evaluate,
  parameterValue,
  parseExpression,
  type Recording,
  type Surroundings,
  type Value,
} from "../../../src/documents/expression/index.ts";
import { type Factor, fock, levels, qubit, rotor, Space, spin } from "../../../src/spaces/space.ts";

export interface SectionOptions {
  /** `S: qubit`, `c: fock(6)`, `A: levels(e, m, g)`, `s: qubit x 3` … */
  readonly spaces: readonly string[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly let?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, Value>>;
  readonly time?: true | string;
  readonly step?: number;
  readonly H?: string;
  readonly recording?: Recording;
}

function factorsOf(text: string): { readonly label: string; readonly factors: readonly Factor[]; readonly family: boolean } {
  const match = /^(\w+): (\w+)(?:\((.*)\))?(?: x (\d+))?$/.exec(text);
  if (!match) throw new Error(`no space: ${text}`);
  const [, label, kind, inside = "", count] = match;
  const words = inside.split(",").map((word) => word.trim());
  const make = (name: string): Space => {
    if (kind === "fock") return fock(Number(inside), name);
    if (kind === "spin") return spin(Number(inside), name);
    if (kind === "rotor") return rotor(Number(words[0]), Number(words[1]), name);
    return kind === "levels" ? levels(Number.isNaN(Number(words[0])) ? words : Number(words[0]), name) : qubit(name);
  };
  const labels = count === undefined ? [label] : Array.from({ length: Number(count) }, (_, k) => `${label}${k + 1}`);
  return { label, factors: labels.flatMap((name) => make(name).factors), family: count !== undefined };
}

/** What an expression sees in a section with these spaces, parameters and definitions. */
export function section(options: SectionOptions): Surroundings {
  const parts = options.spaces.map(factorsOf);
  const space = new Space(parts.flatMap(({ factors }) => factors));
  const families = new Map(parts.filter(({ family }) => family).map(({ label, factors }) => [label, factors.map((f) => f.label)]));
  const parameters = new Map(Object.entries(options.parameters ?? {}));
  const definitions = new Map(Object.entries(options.let ?? {}));
  const values = new Map(Object.entries(options.values ?? {}));
  const surroundings: Surroundings = {
    space,
    families,
    value: (name) => {
      if (parameters.has(name)) return parameterValue(parameters.get(name));
      const text = definitions.get(name);
      return text === undefined ? values.get(name) : evaluate(parseExpression(text), surroundings);
    },
    known: () => [...parameters.keys(), ...definitions.keys(), ...values.keys()],
    time: options.time ?? "t is the time of master equations; units know step, in a stream of kind schedule",
    step: options.step ?? null,
    H: options.H === undefined ? null : () => evaluate(parseExpression(options.H as string), surroundings),
    recording: options.recording ?? null,
  };
  return surroundings;
}

/** The fault of an expression or of what is done with it. */
export function faultOf(work: () => unknown): ExpressionFault {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionFault) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The value of an expression in a section. */
export function valueIn(surroundings: Surroundings, text: string): Value {
  return evaluate(parseExpression(text), surroundings);
}
