/** A document at given values of its parameters: definitions, sections and fields, each evaluated once, faults with their places. */
import type { ParameterValue } from "../../models/model.ts";
import { Space } from "../../spaces/space.ts";
import type { CanonicalDocument, DefinitionForm, Expression, MatrixEntryForm } from "../canonical.ts";
import { ExpressionFault, evaluate, parameterValue, type Surroundings, type Tree, tableValue, type Value } from "../expression/index.ts";
import { DocumentFault, type Problem, problemOf } from "../problem.ts";
import { fromCore } from "./core-refusals.ts";
import { Memory } from "./kept-results.ts";
import { matrixOn } from "./matrix-form.ts";
import type { Section } from "./section.ts";
import { treeOf } from "./trees.ts";

/** A value of a field, with what a narrowing of it needs. */
export interface Evaluated {
  readonly value: Value;
  readonly tree: Tree;
  readonly surroundings: Surroundings;
}

/** Values that are bound beside parameters and definitions: the index of `for`, the frequency of a Lamb shift. */
export type Bound = ReadonlyMap<string, Value>;

const NOTHING: Bound = new Map();

/** What t is, where it is not known. */
const NO_TIME = "t is the time of master equations; units know step, in a stream of kind schedule";

export class Reading {
  readonly data: CanonicalDocument;
  /** The values that it is read at. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly #memory: Memory;
  readonly #made = new Map<string, { readonly value: unknown; readonly reads: ReadonlySet<string> }>();
  readonly #failed = new Map<string, unknown>();
  readonly #reads: Set<string>[] = [];
  readonly #open: string[] = [];

  /** `values` are those of all parameters, and of sizes that are pinned. */
  constructor(data: CanonicalDocument, values: Readonly<Record<string, ParameterValue>>, memory = new Memory()) {
    this.data = data;
    this.values = values;
    this.#memory = memory;
  }

  /** Make something once for these values, or take what was made for equal ones; a fault is thrown again each time. */
  once<T>(key: string, make: () => T): T {
    const known = this.#made.get(key) ?? this.#remembered(key);
    if (known) {
      this.#note(known.reads);
      return known.value as T;
    }
    if (this.#failed.has(key)) throw this.#failed.get(key);
    const reads = new Set<string>();
    this.#reads.push(reads);
    try {
      const value = make();
      this.#made.set(key, { value, reads });
      this.#memory.keep(key, { value, reads: new Map([...reads].map((name) => [name, this.#valueOf(name)])) });
      return value;
    } catch (error) {
      this.#failed.set(key, error);
      throw error;
    } finally {
      this.#reads.pop();
      this.#note(reads);
    }
  }

  #remembered(key: string): { value: unknown; reads: ReadonlySet<string> } | undefined {
    const found = this.#memory.find(key, (name) => this.#valueOf(name));
    if (!found) return undefined;
    const entry = { value: found.value, reads: new Set(found.reads.keys()) };
    this.#made.set(key, entry);
    return entry;
  }

  #valueOf(name: string): ParameterValue | undefined {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  #note(names: Iterable<string>): void {
    const reads = this.#reads[this.#reads.length - 1];
    if (reads) for (const name of names) reads.add(name);
  }

  /** The value of a parameter, noted as read. */
  given(name: string): ParameterValue | undefined {
    this.#note([name]);
    return this.#valueOf(name);
  }

  /** Do something and say which parameters it read, in the order of their first use. */
  watched<T>(act: () => T): { readonly value: T; readonly names: readonly string[] } {
    const reads = new Set<string>();
    this.#reads.push(reads);
    try {
      return { value: act(), names: [...reads] };
    } finally {
      this.#reads.pop();
      this.#note(reads);
    }
  }

  /** "kappa = 0.1, g = 0.3", or nothing. */
  inWords(names: readonly string[]): string {
    return names.map((name) => `${name} = ${JSON.stringify(this.#valueOf(name))}`).join(", ");
  }

  /** Evaluate an expression or a matrix of the document in a section. */
  evaluate(form: Expression | MatrixEntryForm, section: Section, bound: Bound = NOTHING): Evaluated {
    if (typeof form === "object") {
      const surroundings = this.surroundings(section, bound);
      const value = matrixOn(form, section, surroundings);
      return { value, tree: MATRIX, surroundings: { ...surroundings, value: (name) => (name === "matrix" ? value : undefined) } };
    }
    const surroundings = this.surroundings(section, bound);
    const tree = treeOf(form);
    return { value: evaluate(tree, surroundings), tree, surroundings };
  }

  /** Do something with the value at a pointer; what an expression refuses gets that place. */
  at<T>(pointer: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof ExpressionFault) throw new DocumentFault(problemOf(error, pointer));
      throw error;
    }
  }

  /** Refuse the value at a pointer. */
  refuse(
    code: Problem["code"],
    pointer: string,
    must: string,
    but: string,
    more: { remedy?: string; nearest?: string } = {},
  ): DocumentFault {
    const { remedy, nearest } = more;
    const says = `must ${must}, but ${but}${remedy ? `; ${remedy}` : ""}`;
    return new DocumentFault({ code, pointer, character: null, says, ...(nearest ? { nearest } : {}) });
  }

  /** What an expression sees in a section. */
  surroundings(section: Section, bound: Bound = NOTHING): Surroundings {
    const { space, families, step, H, recording } = section;
    const time = this.data.kind === "master-equation" && section.time ? true : NO_TIME;
    return {
      space,
      families,
      time: this.data.kind === "master-equation" && !section.time ? "this has to be known before the run begins" : time,
      step,
      H,
      recording,
      value: (name) => bound.get(name) ?? this.#parameter(name) ?? this.#definition(name, section),
      known: () => [...Object.keys(this.data.parameters ?? {}), ...Object.keys(this.data.let ?? {}), ...bound.keys()],
    };
  }

  #parameter(name: string): Value | undefined {
    if (!Object.hasOwn(this.data.parameters ?? {}, name)) return undefined;
    return parameterValue(this.given(name));
  }

  #definition(name: string, section: Section): Value | undefined {
    const all = this.data.let ?? {};
    return Object.hasOwn(all, name) ? this.definition(name, section) : undefined;
  }

  /** The value of a definition where it is used: its operators act on the labels of that section. */
  definition(name: string, section: Section): Value {
    const pointer = `/let/${name}`;
    return this.once(`${pointer} ${section.key}`, () => {
      const from = this.#open.indexOf(name);
      if (from >= 0) throw this.#circle([...this.#open.slice(from), name]);
      this.#open.push(name);
      try {
        return this.at(pointer, () => this.#definitionValue(name, (this.data.let as Record<string, DefinitionForm>)[name], section));
      } catch (error) {
        throw this.#elsewhere(error, name, section);
      } finally {
        this.#open.pop();
      }
    });
  }

  #definitionValue(name: string, form: DefinitionForm, section: Section): Value {
    if (typeof form === "object" && "table" in form) {
      const { times, values, interpolation } = form.table;
      return fromCore(`/let/${name}/table`, () => tableValue(name, times, values, interpolation));
    }
    const { value } = this.evaluate(form, { ...section, H: null, recording: null, time: true });
    return value.kind === "number" && value.fault ? { ...value, fault: withoutCharacter(value.fault) } : value;
  }

  #circle(names: readonly string[]): DocumentFault {
    const says = `must not go round in a circle, but ${names.join(" → ")} does`;
    return new DocumentFault({ code: "cycle", pointer: `/let/${names[0]}`, character: null, says });
  }

  /** A definition that names a label of another section is to blame where it is used. */
  #elsewhere(error: unknown, name: string, section: Section): unknown {
    if (!(error instanceof DocumentFault) || error.problem.code !== "unknown-name") return error;
    const { found } = error.problem;
    if (found === undefined || !section.elsewhere().includes(found)) return error;
    return new ExpressionFault("unknown-name", null, "use definitions where their spaces are", `${name} names the space ${found}`, {
      found,
    });
  }
}

const MATRIX: Tree = { kind: "name", name: "matrix", at: 1 };

function withoutCharacter(fault: ExpressionFault): ExpressionFault {
  const copy = new ExpressionFault(fault.code, null, "", "");
  return Object.assign(copy, { says: fault.says, message: fault.message });
}

/** The space without factors: of sizes and of numbers that name no label. */
export const NO_SPACE = new Space([]);
