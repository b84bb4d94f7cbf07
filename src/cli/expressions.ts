/** A start and observables on the spot, `--initial EXPR` and `--observe "name=EXPR"`, in the language of model documents, on any model. */
import { isStatesFile, readState } from "../files/state-files.ts";
import type { Asking } from "../models/asked-model.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";
import { plus, scale } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
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

/** A model, and the start that the line puts in place of its own. */
interface Expressed {
  readonly model: Model;
  readonly start: Pick<Asking, "initial">;
}

/** The model with the observables that expressions define, the model itself where there are none; and the start, of a file or an expression. */
export async function withExpressions(model: Model, { initial, observables = {} }: Expressions): Promise<Expressed> {
  const texts = Object.entries(observables);
  if (initial !== undefined && isStatesFile(initial)) {
    const { model: observing } = await withExpressions(model, { observables });
    return { model: observing, start: { initial: await readState(initial) } };
  }
  if (initial === undefined && texts.length === 0) return { model, start: {} };
  const taken = texts.find(([name]) => model.observableNames.includes(name));
  if (taken) throw new UsageError(`The model ${model.name} has an observable "${taken[0]}" already; use another name.`);
  const language = await import("../documents/expression/index.ts");
  const observing = texts.length === 0 ? model : observed(language, model, texts);
  if (initial === undefined) return { model: observing, start: {} };
  const surroundings = surroundingsOf(language, model);
  const state = inOption("--initial", language, initial, (tree) =>
    language.asState(language.evaluate(tree, surroundings), tree, surroundings),
  );
  return { model: observing, start: { initial: state } };
}

type Language = typeof import("../documents/expression/index.ts");
type Surroundings = import("../documents/expression/index.ts").Surroundings;
type Tree = import("../documents/expression/index.ts").Tree;

/** The same model, also at other parameters, with observables of its own. */
function observed(language: Language, model: Model, texts: readonly (readonly [string, string])[]): Model {
  const surroundings = surroundingsOf(language, model);
  const own = new Map<string, Observable>(
    texts.map(([name, text]) => [
      name,
      inOption("--observe", language, text, (tree) =>
        language.asObservable(language.evaluate(tree, surroundings), tree, { name, description: text }),
      ),
    ]),
  );
  return {
    ...model,
    observable: (name) => own.get(name) ?? model.observable(name),
    observableNames: [...model.observableNames, ...own.keys()],
    with: (changes: Parameters) => observed(language, model.with(changes), texts),
  };
}

/** What an expression sees of a model: its factors, its parameters, its energy. */
function surroundingsOf(language: Language, { dynamics, parameters }: Model): Surroundings {
  return {
    space: dynamics.system,
    families: familiesOf(dynamics.system.factors.map(({ label }) => label)),
    value: (name) => (Object.hasOwn(parameters, name) ? language.parameterValue(parameters[name]) : undefined),
    known: () => Object.keys(parameters),
    time: "t is the time of model documents; a start and an observable have none",
    step: null,
    H: null,
    recording: { energy: () => energyOf(dynamics), baths: [], flow: null, power: null },
  };
}

/** Labels s1, s2, … without a gap are a family s. */
function familiesOf(labels: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const stems = new Set(labels.flatMap((label) => /^(.*\D)1$/.exec(label)?.[1] ?? []));
  const members = (stem: string): string[] => {
    const found: string[] = [];
    for (let k = 1; labels.includes(`${stem}${k}`); k++) found.push(`${stem}${k}`);
    return found;
  };
  return new Map([...stems].filter((stem) => !labels.includes(stem)).map((stem) => [stem, members(stem)]));
}

function energyOf(dynamics: Model["dynamics"]): Operator {
  if (dynamics.kind === "collisions") {
    if (dynamics.HS) return dynamics.HS;
    throw new UsageError("energy() needs a Hamiltonian of the system, which this model does not have.");
  }
  const terms = dynamics.hamiltonian.map(({ operator, coefficient }) => {
    if (typeof coefficient !== "number") throw new UsageError("energy() needs a Hamiltonian that does not depend on time.");
    return scale(operator, coefficient);
  });
  return plus(...terms);
}

/** Parse and narrow the expression of an option; what is wrong with it names the option and the character. */
function inOption<T>(option: string, language: Language, text: string, narrow: (tree: Tree) => T): T {
  try {
    return narrow(language.parseExpression(text));
  } catch (error) {
    if (!(error instanceof language.ExpressionFault)) throw error;
    const where = error.character === null ? "" : ` (character ${error.character} of "${text}")`;
    throw new UsageError(`Option ${option}${where} ${error.says}.`);
  }
}
