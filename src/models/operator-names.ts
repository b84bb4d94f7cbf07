/** Operators of a model by name: its observables that are single operators, and the ladder and spin operators of its factors. */
import { didYouMean, wrongKind, wrongValue } from "../errors.ts";
import { dag } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import {
  angularMomentum,
  annihilate,
  cosPhi,
  create,
  number,
  parity,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  sinPhi,
  spinMinus,
  spinPlus,
  spinX,
  spinY,
  spinZ,
} from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { type Factor, Space } from "../spaces/space.ts";
import type { Model } from "./model.ts";

/** Reads an operator on a space from text in a way that the names here do not cover; null where it does not either. */
export type OperatorReader = (space: Space, text: string) => Operator | null;

const QUBIT = { sx: sigmaX, sy: sigmaY, sz: sigmaZ, sp: sigmaPlus, sm: sigmaMinus };

/** The named operators of each kind of factor. */
const NAMED: Readonly<Record<Factor["kind"], Readonly<Record<string, (space: Space) => Operator>>>> = {
  qubit: QUBIT,
  fock: { a: annihilate, ad: create, n: number, parity },
  spin: { Jx: spinX, Jy: spinY, Jz: spinZ, Jp: spinPlus, Jm: spinMinus },
  rotor: { L: angularMomentum, cosphi: cosPhi, sinphi: sinPhi },
  levels: {},
};

/**
 * The operator that a name stands for: an observable of the model that is the expectation value of one operator (`energy`, `n`, `sz`), or
 * `sm(atom)`, `a(cavity)`, `Jp(s)` …, without the label where one factor alone has such an operator; `dag(X)` is its adjoint.
 *
 * `reader` may know more (expressions of a document); it is asked where the names end. Throws a RangeError with what is known.
 */
export function operatorOf(model: Model, text: string, argument = "operator", reader?: OperatorReader): Operator {
  if (typeof text !== "string") throw wrongKind(argument, "be the name of an operator", text);
  const { system } = model.dynamics;
  return read(system, text.trim(), argument, reader, (name) => observableOperator(model, name), observableNames(model));
}

/** The same among the operators of a space alone, such as that of the units of a stream. */
export function operatorOn(space: Space, text: string, argument = "operator", reader?: OperatorReader): Operator {
  if (typeof text !== "string") throw wrongKind(argument, "be the name of an operator", text);
  return read(space, text.trim(), argument, reader, () => null, []);
}

function read(
  space: Space,
  text: string,
  argument: string,
  reader: OperatorReader | undefined,
  own: (name: string) => Operator | null,
  ownNames: readonly string[],
): Operator {
  const adjoint = /^dag\((.*)\)$/s.exec(text);
  if (adjoint) return dag(read(space, adjoint[1].trim(), argument, reader, own, ownNames));
  const found = own(text) ?? factorOperator(space, text, argument) ?? reader?.(space, text) ?? null;
  if (found) return broughtTo(space, found, argument);
  const known = [...new Set([...ownNames, ...factorNames(space)])];
  throw wrongValue(argument, "name an operator", text, didYouMean(text, known));
}

/** The operator of an observable that is its expectation value; null for any other observable, and for none. */
function observableOperator(model: Model, name: string): Operator | null {
  let observable: ReturnType<Model["observable"]>;
  try {
    observable = model.observable(name);
  } catch {
    return null;
  }
  if (observable.kind !== "expectation" || observable.operators.length !== 1) return null;
  const { value } = observable;
  const plain = [2, -0.5].every((x) => value(Float64Array.of(x, 0)) === x);
  return plain ? observable.operators[0] : null;
}

function observableNames(model: Model): readonly string[] {
  return model.observableNames.filter((name) => observableOperator(model, name) !== null);
}

/** `name(label)`, or `name` where one factor alone has such an operator; null where no factor has. */
function factorOperator(space: Space, text: string, argument: string): Operator | null {
  const match = /^([A-Za-z]+)(?:\(([^()]*)\))?$/.exec(text);
  if (!match) return null;
  const [, name, label] = match;
  const having = space.factors.filter((factor) => Object.hasOwn(NAMED[factor.kind], name));
  if (having.length === 0) return null;
  const wanted = label?.trim();
  const factors = wanted === undefined ? having : having.filter((factor) => factor.label === wanted);
  if (factors.length === 1) return NAMED[factors[0].kind][name](new Space([factors[0]]));
  const names = having.map((factor) => `${name}(${factor.label})`);
  if (wanted === undefined) throw wrongValue(argument, "say which factor it acts on", text, `Write ${names.join(" or ")}.`);
  throw wrongValue(argument, "name an operator", text, didYouMean(text, names));
}

function factorNames(space: Space): readonly string[] {
  const names = space.factors.flatMap(({ kind, label }) => Object.keys(NAMED[kind]).map((name) => ({ name, label })));
  return names.map(({ name, label }) => (names.filter((other) => other.name === name).length === 1 ? name : `${name}(${label})`));
}
