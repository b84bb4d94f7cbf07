/** Observables on the spot: operators, elements of ρ and functions of the state, by names of the caller's own. */
import { wrongKind, wrongValue } from "../errors.ts";
import { expectation, stateObservable } from "../observables/catalogue.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { requireHermitian } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import type { OperatorData } from "../operators/operator-data.ts";
import { operatorData, operatorFromData } from "../operators/operator-data.ts";
import { type Check, checkOptions, oneOf } from "../options.ts";
import type { Space } from "../spaces/space.ts";
import type { Model } from "./model.ts";
import { observableOn } from "./own-observables.ts";

/** A basis state: its index, or one index per factor. */
export type BasisPlace = number | readonly number[];

/** The element ⟨i|ρ|j⟩, of which the real part (unless said otherwise), the imaginary part or the modulus is recorded. */
export interface ElementOfState {
  readonly element: readonly [BasisPlace, BasisPlace];
  readonly part?: "re" | "im" | "abs";
}

/** Something said in the language of model documents; what it means is found on the model that it is asked of. */
export interface Expressed<T> {
  readonly expression: string;
  readonly on: (model: Model, name: string) => T;
}

/** Whether something is said in the language of documents. */
export function isExpressed(value: unknown): value is Expressed<never> {
  const { expression, on } = (typeof value === "object" && value !== null ? value : {}) as Partial<Expressed<never>>;
  return typeof expression === "string" && typeof on === "function";
}

/**
 * What can be recorded under a name: a Hermitian operator's mean, an element of ρ, a function of the state, an observable, or an expression
 * of `ancilla/documents`.
 */
export type Recordable = Operator | ElementOfState | Observable | ((state: StateView) => number | null) | Expressed<Observable>;

/**
 * What to record: names that the model knows, observables, and `{ name: what }`, in a list; or `{ name: what }` alone.
 * For example `["energy", { x: sigmaX(q), c: { element: [0, 1], part: "abs" }, p: (state) => purity(state) }]`.
 */
export type AskedObservables =
  | readonly (string | Observable | Readonly<Record<string, Recordable>>)[]
  | Readonly<Record<string, Recordable>>;

/** Names in the order of the question, and what those of them mean that the caller defines. */
export interface SortedObservables {
  readonly names: readonly string[];
  readonly own: Readonly<Record<string, Recordable>>;
}

/** Checks the form of what is asked for; operators are matched to a model where they are brought to its space. */
export const askedObservables: Check = (argument, value) => void sortObservables(value as AskedObservables, argument);

/** Sort what is asked for into names and definitions. Throws in the error grammar. */
export function sortObservables(asked: AskedObservables, argument = "observables"): SortedObservables {
  const names: string[] = [];
  const own = new Map<string, Recordable>();
  const take = (name: unknown, at: string): string => {
    if (typeof name !== "string") throw wrongKind(at, "be a name, an observable, or { name: operator }", name);
    if (name === "") throw wrongValue(at, "be a name", name, "", "is empty");
    if (names.includes(name)) throw wrongValue(argument, "name each one once", name, "", `names "${name}" twice`);
    names.push(name);
    return name;
  };
  const define = (definitions: object, at: string): void => {
    for (const [name, what] of Object.entries(definitions)) {
      requireRecordable(`${at}.${name}`, what);
      own.set(take(name, at), what);
    }
  };
  if (Array.isArray(asked)) {
    asked.forEach((entry: unknown, k) => {
      const at = `${argument}[${k}]`;
      if (entry instanceof Operator)
        throw wrongKind(at, "be a name, an observable, or { name: operator }", entry, "Write { x: operator }.");
      if (isObservable(entry)) own.set(take(entry.name, at), entry);
      else if (typeof entry === "object" && entry !== null && !Array.isArray(entry)) define(entry, at);
      else take(entry, at);
    });
  } else if (typeof asked === "object" && asked !== null && !(asked instanceof Operator)) {
    define(asked, argument);
  } else throw wrongKind(argument, "be a list of names, or observables by name", asked, "Write { x: operator }.");
  return { names, own: Object.fromEntries(own) };
}

function isObservable(value: unknown): value is Observable {
  const { kind, name } = (typeof value === "object" && value !== null ? value : {}) as Partial<Observable>;
  return typeof name === "string" && typeof kind === "string";
}

function isElement(value: unknown): value is ElementOfState {
  return typeof value === "object" && value !== null && "element" in value;
}

function requireRecordable(argument: string, what: unknown): void {
  if (what instanceof Operator || typeof what === "function" || isObservable(what) || isExpressed(what)) return;
  if (!isElement(what)) {
    const remedy = "Elements of ρ are { element: [i, j] }.";
    throw wrongKind(argument, "be an operator, an element, a function of the state or an observable", what, remedy);
  }
  const checks = { element: aPairOfPlaces, part: oneOf("re", "im", "abs") };
  checkOptions<ElementOfState>(argument, what, checks, { required: ["element"], prefix: `${argument}.` });
}

const aPairOfPlaces: Check = (argument, value) => {
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(argument, "be a pair [i, j] of basis states", value);
};

/** The observable that a definition means on a model. Throws when it acts elsewhere or is not Hermitian. */
export function recordedOn(model: Model, name: string, what: Recordable): Observable {
  const argument = `observables.${name}`;
  if (isExpressed(what)) return { ...(what.on(model, name) as Observable), name };
  const space = model.dynamics.system;
  if (what instanceof Operator) return expectation(name, requireHermitian(argument, broughtTo(space, what, argument)));
  if (typeof what === "function") {
    return stateObservable(name, `a function of the state, ${name}`, (state) => numberOrNull(argument, what(state)));
  }
  if (!isElement(what)) return { ...observableOn(space, what, argument), name };
  const [i, j] = what.element.map((place, k) => basisIndex(space, place, `${argument}.element[${k}]`));
  const part = what.part ?? "re";
  const words = { re: "real part", im: "imaginary part", abs: "modulus" };
  // Tr(ρ |j⟩⟨i|) = ⟨i|ρ|j⟩.
  return expectation(name, Operator.fromEntries(space, [[j, i, 1]]), `${words[part]} of ⟨${i}|ρ|${j}⟩`, part);
}

function numberOrNull(argument: string, value: unknown): number | null {
  if (value === null || typeof value === "number") return value;
  throw wrongKind(argument, "return a number, or null where there is none", value);
}

function basisIndex(space: Space, place: BasisPlace, argument: string): number {
  const single = !Array.isArray(place);
  const indices: readonly unknown[] = single ? [place] : place;
  const dimensions = single ? [space.dimension] : space.factors.map(({ dimension }) => dimension);
  if (indices.length !== dimensions.length) throw wrongValue(argument, `have one index, or one per factor of ${space}`, place);
  return indices.reduce<number>((index, i, k) => {
    if (typeof i !== "number") throw wrongKind(argument, "be an index", i);
    if (Number.isInteger(i) && i >= 0 && i < dimensions[k]) return index * dimensions[k] + i;
    throw wrongValue(argument, `be within the basis of ${space}`, i, "Basis states are counted from 0.");
  }, 0);
}

/** A definition as plain data. */
export type RecordableData = { readonly operator: OperatorData } | { readonly expression: string } | ElementOfState;

/** Definitions as plain data, for threads and queues; null where one of them holds a function. */
export function recordableData(own: SortedObservables["own"]): Readonly<Record<string, RecordableData>> | null {
  const data: Record<string, RecordableData> = {};
  for (const [name, what] of Object.entries(own)) {
    if (what instanceof Operator) data[name] = { operator: operatorData(what) };
    else if (isExpressed(what)) data[name] = { expression: what.expression };
    else if (isElement(what)) data[name] = what;
    else return null;
  }
  return data;
}

/** Reads the expressions of observables and of starts. */
export interface ExpressionReaders {
  observableExpression(text: string): Expressed<Observable>;
  stateExpression(text: string): Expressed<Operator>;
}

/** The definitions that data holds; expressions are read by `reader`. Throws in the error grammar when it holds something else. */
export function recordableFromData(
  data: Readonly<Record<string, RecordableData>>,
  reader?: ExpressionReaders["observableExpression"],
): SortedObservables["own"] {
  return Object.fromEntries(
    Object.entries(data).map(([name, what]) => {
      const argument = `observables.${name}`;
      const made =
        "operator" in what ? operatorFromData(what.operator, argument) : "expression" in what && reader ? reader(what.expression) : what;
      requireRecordable(argument, made);
      return [name, made as Recordable];
    }),
  );
}
