/** A start and observables on the spot, `--initial EXPR` and `--observe "name=EXPR"`, in the language of model documents, on any model. */
import { documentDoor } from "../ensembles/document-door.ts";
import { isStatesFile, readState } from "../files/state-files.ts";
import type { Asking } from "../models/asked-model.ts";
import type { Expressed } from "../models/asked-observables.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";
import { UsageError } from "./failure.ts";

/** What the line says in expressions: texts by name. */
export interface Expressions {
  readonly initial?: string;
  readonly observables?: Readonly<Record<string, string>>;
}

/** Sort `--observe` into names, and observables that are defined on the spot: "x=mean(sx(S))". */
export function splitObserve(words: readonly string[] | undefined): {
  readonly names: readonly string[] | undefined;
  readonly observables: Readonly<Record<string, string>>;
} {
  const observables: Record<string, string> = {};
  const names = words?.map((word) => {
    const match = /^\s*([A-Za-z_]\w*)\s*=(?!=)\s*(.+)$/s.exec(word);
    if (!match) return word;
    const [, name, text] = match;
    if (Object.hasOwn(observables, name)) throw new UsageError(`Observable "${name}" is defined twice; define it once.`);
    observables[name] = text;
    return name;
  });
  return { names, observables };
}

/** Observables that a line defines, by their names. */
export type Definitions = Readonly<Record<string, Expressed<Observable>>>;

/** What the expressions of a line mean. */
interface Meanings {
  readonly definitions: Definitions;
  /** The start that the line puts in place of the model's own. */
  readonly start: Pick<Asking, "initial">;
}

/** Read the expressions of a line for a model, and try them there: what is wrong shows before anything is computed. */
export async function meaningsOf(model: Model, { initial, observables = {} }: Expressions): Promise<Meanings> {
  const texts = Object.entries(observables);
  const file = initial !== undefined && isStatesFile(initial);
  if ((initial === undefined || file) && texts.length === 0) {
    return { definitions: {}, start: file ? { initial: await readState(initial) } : {} };
  }
  const taken = texts.find(([name]) => model.observableNames.includes(name));
  if (taken) throw new UsageError(`The model ${model.name} has an observable "${taken[0]}" already; use another name.`);
  const { observableExpression, stateExpression } = await documentDoor();
  const definitions = Object.fromEntries(
    texts.map(([name, text]) => [name, tried("--observe", text, () => onModel(observableExpression(text), model, name))]),
  );
  if (initial === undefined) return { definitions, start: {} };
  if (file) return { definitions, start: { initial: await readState(initial) } };
  return { definitions, start: { initial: tried("--initial", initial, () => onModel(stateExpression(initial), model, "initial")) } };
}

function onModel<T>(expressed: Expressed<T>, model: Model, name: string): Expressed<T> {
  expressed.on(model, name);
  return expressed;
}

/** What is wrong with the expression of an option names the option and the character. */
export function tried<T>(option: string, text: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { name, character, says } = error as { readonly name?: string; readonly character?: number | null; readonly says?: string };
    if (name !== "ExpressionFault") throw error;
    const where = typeof character === "number" ? ` (character ${character} of "${text}")` : "";
    throw new UsageError(`Option ${option}${where} ${says}.`);
  }
}
