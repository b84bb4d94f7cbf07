/**
 * The counts of `--of`: names, and definitions on the spot.
 *
 *   Q_hot                    NAME=OPERATOR[@BATH]           of units, before less after
 *   NAME=jumps(BATH,w,…)     NAME=leaving(OPERATOR)[@BATH]  of units that leave
 *   NAME=arrivals(BATH)      NAME=current(BATH,φ)
 */
import { streamElements } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import type { Model } from "../models/model.ts";
import { type OperatorReader, operatorOn } from "../models/operator-names.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { Count } from "../studies/counting/counts.ts";
import { countNames } from "../studies/counting/read-counts.ts";
import { UsageError } from "./failure.ts";
import { defined } from "./sections.ts";
import { realNumber } from "./words.ts";

/** How well what is defined on the line is seen. */
export interface Seeing {
  readonly efficiency?: number;
  readonly dark?: number;
}

/** Read the words of `--of`. */
export async function countsOf(model: Model, words: readonly string[], seeing: Seeing): Promise<readonly Count[]> {
  const definitions = words.filter((word) => word.includes("="));
  const read = definitions.length > 0 ? await expressionReader(model) : null;
  const counts = words.map((word) => (read && word.includes("=") ? definitionOf(model, word, seeing, read) : word));
  const seen = counts.some((count) => typeof count === "object" && ("efficiency" in count || "dark" in count));
  const unused = Object.entries(seeing).filter(([, value]) => value !== undefined);
  if (unused.length > 0 && !seen)
    throw new UsageError(`Option --${unused[0][0]} needs a count of jumps, leaving units or a current in --of.`);
  return counts;
}

function definitionOf(model: Model, word: string, { efficiency, dark }: Seeing, read: OperatorReader): Count {
  const match = /^\s*([A-Za-z_]\w*)\s*=\s*(.+?)\s*$/s.exec(word);
  if (!match) throw new UsageError(`Option --of must hold names, or definitions such as n=sz@hot, but holds "${word}".`);
  const [, name, text] = match;
  const call = /^(jumps|current|arrivals)\(([^()]*)\)$/.exec(text);
  if (call) {
    const [bath, ...numbers] = call[2].split(",").map((part) => part.trim());
    const values = numbers.map(realNumber("of"));
    switch (call[1]) {
      case "jumps":
        return {
          name,
          jumps: bath || "all",
          ...defined({ efficiency, dark }),
          ...(values.length > 0 ? { weights: values.length === 1 ? values[0] : values } : {}),
        };
      case "current":
        if (values.length > 1) throw new UsageError(`current(BATH,phase) in --of takes one phase, but "${word}" has ${values.length}.`);
        return { name, current: bath || "all", ...defined({ efficiency, phase: values[0] }) };
      default:
        return { name, arrivals: bath };
    }
  }
  const [body, bath] = splitBath(text);
  const leaving = /^leaving\((.*)\)$/s.exec(body);
  const { unit, bath: own } = unitRead(model, bath, word);
  const observable = operatorOn(unit, leaving ? leaving[1] : body, "of", read);
  return { name, observable, bath: own, ...(leaving ? { leaving: true, ...defined({ efficiency }) } : {}) };
}

/** `OPERATOR@BATH`: what stands after the last @. */
function splitBath(text: string): readonly [string, string | null] {
  const at = text.lastIndexOf("@");
  return at < 0 ? [text, null] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function unitRead(model: Model, bath: string | null, word: string): { readonly unit: Space; readonly bath: string } {
  const all = collisionsOf(model);
  const baths = [...new Set(all.map((collision) => collision.bath))];
  if (baths.length === 0)
    throw new UsageError(
      `"${word}" in --of counts units, which ${model.name} does not have. Count jumps: ${word.split("=")[0]}=jumps(BATH).`,
    );
  const wanted = bath ?? (baths.length === 1 ? baths[0] : null);
  if (wanted === null || !baths.includes(wanted))
    throw new UsageError(
      `"${word}" in --of must name the bath of its units after an @ (${baths.join(", ")}), such as ${word.split("@")[0]}@${baths[0]}.`,
    );
  return { unit: (all.find((collision) => collision.bath === wanted) as Collision).unit, bath: wanted };
}

/** What can be counted in a model by name alone. */
export function countable(model: Model): readonly string[] {
  return countNames(model, collisionsOf(model));
}

function collisionsOf({ dynamics }: Model): readonly Collision[] {
  if (dynamics.kind === "generator") return (dynamics.arrivals ?? []).map(({ collision }) => collision);
  const { stream } = dynamics;
  if (stream.kind === "joint") return stream.collisions;
  return streamElements(dynamics, 1).elements.flatMap((element) => element.map(({ collision }) => collision));
}

/** Operators as the expressions of model documents write them. */
async function expressionReader({ parameters }: Model): Promise<OperatorReader> {
  const language = await import("../documents/expression/index.ts");
  return (space, text): Operator | null => {
    const surroundings = {
      space,
      families: new Map<string, readonly string[]>(),
      value: (name: string) => (Object.hasOwn(parameters, name) ? language.parameterValue(parameters[name]) : undefined),
      known: () => Object.keys(parameters),
      time: "t is the time of model documents; what is counted has none",
      step: null,
      H: null,
      recording: null,
    };
    try {
      const tree = language.parseExpression(text);
      return language.asHermitian(language.evaluate(tree, surroundings), tree, surroundings);
    } catch (error) {
      if (!(error instanceof language.ExpressionFault)) throw error;
      const where = error.character === null ? "" : ` (character ${error.character} of "${text}")`;
      throw new UsageError(`Option --of${where} ${error.says}.`);
    }
  };
}
