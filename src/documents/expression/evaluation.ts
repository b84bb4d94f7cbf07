/** What the parts of the interpreter ask of it. */
import type { Surroundings } from "./surroundings.ts";
import type { Tree } from "./tree.ts";
import type { BooleanValue, NumberValue, Value } from "./value.ts";

/** An expression that is being evaluated. */
export interface Evaluation {
  readonly surroundings: Surroundings;
  /** Indices of the sums around what is evaluated now. */
  readonly indices: Map<string, NumberValue>;
  value(tree: Tree): Value;
  /** A condition. */
  truth(tree: Tree): BooleanValue;
  /** An integer that is known now; `must` is what the sentence asks for. */
  integer(tree: Tree, must: string): number;
  /** Count one more term that a sum is written out to. Throws where there are too many. */
  countTerm(tree: Tree): void;
}
