/** A model as a question puts it: with another start, and with observables that are defined on the spot. */
import { wrongKind, wrongValue } from "../errors.ts";
import type { Observable } from "../observables/observable.ts";
import type { Operator } from "../operators/operator.ts";
import { type OperatorData, operatorData, operatorFromData } from "../operators/operator-data.ts";
import type { Space } from "../spaces/space.ts";
import {
  type AskedObservables,
  type ExpressionReaders,
  isExpressed,
  type RecordableData,
  recordableData,
  recordableFromData,
  recordedOn,
  type SortedObservables,
  sortObservables,
} from "./asked-observables.ts";
import type { Model, Parameters } from "./model.ts";
import { type Start, startOfModel } from "./starts.ts";

/** What every command that starts from a state and records something takes. */
export interface Asking {
  /** A start in place of the model's own. */
  readonly initial?: Start;
  /** What to record, names or definitions; the model's defaults when absent. */
  readonly observables?: AskedObservables;
}

/** The same options with everything by name: what solvers take. */
export type ByName<T extends Asking> = Omit<T, "initial" | "observables"> & { readonly observables?: readonly string[] };

/** A model and options of which the start and the definitions went into the model. */
export interface AskedModel<T extends Asking> {
  readonly model: Model;
  readonly options: ByName<T>;
}

/** A start and definitions as plain data. */
export interface AskedData {
  readonly initial?: OperatorData | { readonly expression: string };
  readonly observables?: Readonly<Record<string, RecordableData>>;
}

/** What is put into a model. */
interface Given {
  readonly initial?: Start;
  readonly own: SortedObservables["own"];
}

/**
 * Put the start and the observables of a question into the model; the very model where it asks for neither.
 *
 * Throws when the start or an operator acts elsewhere or is none, or a definition has the name of an observable of the model.
 */
export function askedModel<T extends Asking>(model: Model, options: T): AskedModel<T> {
  const { initial, observables, ...rest } = options;
  const sorted = observables === undefined ? null : sortObservables(observables);
  const named = { ...rest, ...(sorted ? { observables: sorted.names } : {}) } as unknown as ByName<T>;
  const own = sorted?.own ?? {};
  if (initial === undefined && Object.keys(own).length === 0) return { model, options: named };
  return { model: withGiven(model, { ...(initial === undefined ? {} : { initial }), own }), options: named };
}

/** The question as plain data on the space of a model; undefined where there is nothing to say, null where it holds functions. */
export function askedData(model: Model, { initial, observables }: Asking): AskedData | null | undefined {
  const own = observables === undefined ? {} : sortObservables(observables).own;
  const defined = Object.keys(own).length > 0;
  if (initial === undefined && !defined) return undefined;
  const definitions = defined ? recordableData(own) : null;
  if (defined && definitions === null) return null;
  const start = initial === undefined ? {} : { initial: startData(model, initial) };
  return { ...start, ...(definitions ? { observables: definitions } : {}) };
}

function startData(model: Model, initial: Start): NonNullable<AskedData["initial"]> {
  return isExpressed(initial) ? { expression: initial.expression } : operatorData(startOfModel(model, initial));
}

/** Whether a question holds expressions, for which data needs a reader. */
export function needsReader({ initial, observables }: AskedData): boolean {
  return (initial !== undefined && "expression" in initial) || Object.values(observables ?? {}).some((what) => "expression" in what);
}

/** The model that data asks about; `read` reads expressions. Throws in the error grammar where the data is none. */
export function modelFromData(model: Model, { initial, observables }: AskedData, read?: ExpressionReaders): Model {
  const own = observables === undefined ? {} : recordableFromData(observables, read?.observableExpression);
  return withGiven(model, { ...(initial === undefined ? {} : { initial: startFromData(initial, read) }), own });
}

function startFromData(initial: NonNullable<AskedData["initial"]>, read: ExpressionReaders | undefined): Start {
  if (!("expression" in initial)) return operatorFromData(initial, "initial");
  if (read) return read.stateExpression(initial.expression);
  throw wrongKind("initial", "be an operator as data", initial);
}

/** Put a start and definitions into a model, and into the models that it becomes at other parameters. */
function withGiven(model: Model, given: Given, made?: Made): Model {
  const { initial, own } = made?.space.equals(model.dynamics.system) && !isSaid(given) ? made : makeOn(model, given);
  const now: Made = { space: model.dynamics.system, initial, own };
  // The space of a state that is there already must not be chosen anew.
  const kept = given.initial === undefined || typeof given.initial === "function" ? {} : model.pinned;
  return {
    ...model,
    // What an expression says is the model's own start at any parameters; any other state takes its place.
    ...(initial ? { initial, start: isExpressed(given.initial) ? initial : (model.start ?? model.initial) } : {}),
    ...(own.size === 0
      ? {}
      : {
          observable: (name: string) => own.get(name) ?? model.observable(name),
          observableNames: [...model.observableNames, ...own.keys()],
        }),
    with: (changes: Parameters) => withGiven(model.with({ ...kept, ...changes }), given, now),
  };
}

/** Whether an expression is among what is put into a model: it may name parameters, and is looked at anew when these change. */
function isSaid({ initial, own }: Given): boolean {
  return isExpressed(initial) || Object.values(own).some(isExpressed);
}

/** What a question means on one space. */
interface Made {
  readonly space: Space;
  readonly initial: Operator | null;
  readonly own: ReadonlyMap<string, Observable>;
}

function makeOn(model: Model, given: Given): Made {
  const space = model.dynamics.system;
  const own = new Map(Object.entries(given.own).map(([name, what]) => [name, recordedOn(model, name, what)] as const));
  for (const name of own.keys()) {
    if (!knows(model, name)) continue;
    throw wrongValue(
      "observables",
      "have names of their own",
      name,
      "Use another name.",
      `${model.name} has an observable "${name}" already`,
    );
  }
  return { space, initial: given.initial === undefined ? null : startOfModel(model, given.initial), own };
}

function knows(model: Model, name: string): boolean {
  try {
    model.observable(name);
    return true;
  } catch {
    return false;
  }
}
