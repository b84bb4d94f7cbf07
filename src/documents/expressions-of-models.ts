/** Expressions on any model, of the catalogue, of code or of a document: starts, observables and operators in the language of documents. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import { hamiltonianAt } from "../dynamics/lower.ts";
import { MEMORY } from "../dynamics/unit-memory.ts";
import { wrongKind } from "../errors.ts";
import type { Expressed } from "../models/asked-observables.ts";
import type { Model } from "../models/model.ts";
import { onSpace } from "../models/own-observables.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { lift, minus, partialTraceOperator, scale } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { entryClasses } from "../operators/classes.ts";
import type { Operator } from "../operators/operator.ts";
import { Space } from "../spaces/space.ts";
import { recordingOfModel } from "./build/index.ts";
import { Reading } from "./build/reading.ts";
import { keyOf } from "./build/section.ts";
import { systemSection } from "./build/sections-of-document.ts";
import type { CanonicalDocument } from "./canonical.ts";
import {
  asObservable,
  asOperator,
  asReal,
  asState,
  ExpressionFault,
  evaluate,
  operatorOfPart,
  parameterValue,
  parseExpression,
  type Surroundings,
  type Tree,
  type Value,
} from "./expression/index.ts";

/**
 * An observable in the language of model documents, for `observables` of `run`, `steady`, `ensemble`, `sweep` and the others, on any model:
 * `{ x: observableExpression("2*abs(mean(sm(S)))") }`. It sees the model's labels, its parameters at every point of a sweep, energy() and the
 * baths of a master equation, and the definitions of a document. It travels as text: threads, queues and browser workers compile it anew.
 *
 * @throws RangeError for a text that is no expression; where it is used, for one that does not fit the model
 * @example
 * const x = observableExpression("mean(sz(qubit))^2");
 * steady(bloch({ Omega: 1, gamma: 1 }), { observables: [{ x }] }).observables.x; // 0.111111
 */
export function observableExpression(text: string): Expressed<Observable> {
  const tree = treeOf(text);
  return {
    expression: text,
    on: (model, name) => {
      const local = localSpace(model);
      const value = evaluate(tree, surroundingsOf(model, "observable", local));
      return onWhole(asObservable(value, tree, { name, description: text }), local, model.dynamics.system);
    },
  };
}

/**
 * A start in the language of model documents, for `initial` on any model: `stateExpression("bloch(S, 1, 0, 0)")`. It sees the model's labels,
 * its parameters, and its Hamiltonian as `H`; a ket is normalised.
 *
 * @throws RangeError for a text that is no expression; where it is used, for one that is no state of the model
 * @example
 * run(bloch(), { initial: stateExpression("proj(qubit, e)"), times: [0], observables: ["sz"] }).observables.sz; // [1]
 */
export function stateExpression(text: string): Expressed<Operator> {
  const tree = treeOf(text);
  return {
    expression: text,
    on: (model) => {
      const surroundings = surroundingsOf(model, "state", localSpace(model));
      return besideUnit(asState(evaluate(tree, surroundings), tree, surroundings), model);
    },
  };
}

/**
 * An operator in the language of model documents, on the system of a model or on another space: `operatorExpression("sp(S)*a(c)").on(model)`.
 *
 * @throws RangeError for a text that is no expression; where it is used, for one that is no operator there
 * @example
 * operatorExpression("sx(qubit) + sz(qubit)").expression; // "sx(qubit) + sz(qubit)"
 */
export function operatorExpression(text: string): { readonly expression: string; readonly on: (model: Model, space?: Space) => Operator } {
  const tree = treeOf(text);
  return {
    expression: text,
    on: (model, space) => {
      const own = surroundingsOf(model, "operator");
      const surroundings = space === undefined ? own : { ...own, space, families: familiesOf(space) };
      return asOperator(evaluate(tree, surroundings), tree, surroundings.space);
    },
  };
}

/**
 * A real number in the language of model documents, with the parameters of a model: `numberExpression("2*pi/omega").on(model)`.
 *
 * @throws RangeError for a text that is no expression; where it is used, for one that is no finite real number
 * @example
 * numberExpression("2*pi/Omega").on(bloch({ Omega: 2 })); // 3.141592653589793
 */
export function numberExpression(text: string): { readonly expression: string; readonly on: (model: Model) => number } {
  const tree = treeOf(text);
  return { expression: text, on: (model) => asReal(evaluate(tree, surroundingsOf(model, "operator")), tree) };
}

function treeOf(text: unknown): Tree {
  if (typeof text !== "string") throw wrongKind("expression", "be text in the language of model documents", text);
  return parseExpression(text);
}

type Use = "observable" | "state" | "operator";

/** What an expression sees of a model: its factors, parameters and energy, and the definitions of its document. */
function surroundingsOf(model: Model, use: Use, space: Space = model.dynamics.system): Surroundings {
  const { dynamics, parameters, document } = model;
  const energy = () => energyOf(model, space);
  const recording = use === "observable" ? recordingOfModel(dynamics, energy) : null;
  const H = use === "operator" ? null : () => hermitianValue(energy());
  if (document !== undefined) {
    const reading = new Reading(document as CanonicalDocument, parameters);
    const own = systemSection(reading);
    const section = { ...own, key: keyOf("asked", space), space, families: familiesIn(space, own.families), time: false, H, recording };
    return { ...reading.surroundings(section), time: NO_TIME };
  }
  return {
    space,
    families: familiesOf(space),
    value: (name) => (Object.hasOwn(parameters, name) ? parameterValue(parameters[name]) : undefined),
    known: () => Object.keys(parameters),
    time: NO_TIME,
    step: null,
    H,
    recording,
  };
}

const NO_TIME = "t is the time of model documents; a start and an observable have none";

function familiesIn(space: Space, families: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const has = (label: string) => space.factors.some((factor) => factor.label === label);
  return new Map([...families].filter(([, labels]) => labels.every(has)));
}

/** The system without a unit that stays with it until the next collision: what expressions are about. */
function localSpace({ dynamics: { system } }: Model): Space {
  const own = system.factors.filter(({ label }) => !label.startsWith(`${MEMORY}.`));
  return own.length === system.factors.length ? system : new Space(own);
}

/** A state of the system beside the fresh unit that the model starts with. */
function besideUnit(rho: Operator, { dynamics: { system }, initial }: Model): Operator {
  if (rho.space.equals(system)) return rho;
  const carried = system.factors.map(({ label }) => label).filter((label) => label.startsWith(`${MEMORY}.`));
  return lift(system, rho, partialTraceOperator(initial, carried));
}

/** An observable of a part of a space as one of the whole. */
function onWhole(observable: Observable, local: Space, whole: Space): Observable {
  if (local === whole || observable.kind === "ledger") return observable;
  if (observable.kind === "expectation") return onSpace(observable, (A) => broughtTo(whole, A, "observable"));
  const labels = local.factors.map(({ label }) => label);
  return { ...observable, value: (state: StateView) => observable.value(stateView(local, state.reduced(labels))) };
}

/** Labels s1, s2, … without a gap are a family s. */
function familiesOf({ factors }: Space): ReadonlyMap<string, readonly string[]> {
  const labels = factors.map(({ label }) => label);
  const stems = new Set(labels.flatMap((label) => /^(.*\D)1$/.exec(label)?.[1] ?? []));
  const members = (stem: string): string[] => {
    const found: string[] = [];
    for (let k = 1; labels.includes(`${stem}${k}`); k++) found.push(`${stem}${k}`);
    return found;
  };
  return new Map([...stems].filter((stem) => !labels.includes(stem)).map((stem) => [stem, members(stem)]));
}

/** What counts as energy. Throws where there is none, or none that stays the same. */
function energyOf({ dynamics }: Model, space: Space): Operator {
  const none = (but: string) => new ExpressionFault("structure", null, "name an energy that is there", but);
  if (dynamics.kind === "collisions") {
    const { HS, carried } = dynamics;
    if (!HS) throw none("this model has no Hamiltonian of its system");
    if (!carried || space.equals(dynamics.system)) return HS;
    const labels = space.factors.map(({ label }) => label);
    return scale(partialTraceOperator(minus(HS, carried.energy), labels), space.dimension / dynamics.system.dimension);
  }
  if (dynamics.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)))
    throw none("the Hamiltonian of this model depends on time");
  return hamiltonianAt(dynamics);
}

function hermitianValue(operator: Operator): Value {
  return operatorOfPart({ operator, classes: entryClasses(operator), nature: "hermitian" });
}
