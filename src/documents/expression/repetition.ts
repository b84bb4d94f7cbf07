/** sum(k, first, last, X) and prod(…). */
import type { Evaluation } from "./evaluation.ts";
import { ExpressionFault } from "./fault.ts";
import { productOf, sumOf } from "./operator-algebra.ts";
import { type CallTree, RESERVED, startOf } from "./tree.ts";
import { realNumber, type Value } from "./value.ts";

const MOST_OF_ONE_SUM = 10_001;

/** sum and prod: the body once for each index. */
export function repeated(evaluation: Evaluation, { name, args, at }: CallTree): Value {
  const { surroundings, indices } = evaluation;
  const [index, from, to, body] = args;
  if (index.kind !== "name")
    throw new ExpressionFault("wrong-kind", startOf(index), `give ${name} an index first`, "this is no name", {
      remedy: `write ${name}(j, 1, N, X)`,
    });
  requireFree(evaluation, index.name, index.at);
  const first = evaluation.integer(from, `run from an integer`);
  const last = evaluation.integer(to, `run to an integer`);
  const count = Math.max(0, last - first + 1);
  if (count > MOST_OF_ONE_SUM) {
    const what = name === "sum" ? "terms" : "factors";
    throw new ExpressionFault("limit", at, `have at most ${MOST_OF_ONE_SUM} ${what} in one ${name}`, `this one has ${count}`);
  }
  const values: Value[] = [];
  for (let k = first; k <= last; k++) {
    evaluation.countTerm(body);
    indices.set(index.name, realNumber(k));
    values.push(evaluation.value(body));
  }
  indices.delete(index.name);
  if (values.length === 0) return realNumber(name === "sum" ? 0 : 1, name === "sum");
  if (name === "prod") return values.reduce((product, value) => productOf(surroundings.space, product, value, startOf(body)));
  return sumOf(
    surroundings.space,
    values.map((value) => ({ sign: "+", value, at: startOf(body) })),
  );
}

function requireFree({ surroundings, indices }: Evaluation, name: string, at: number): void {
  const taken = RESERVED.includes(name) ? "means something everywhere" : indices.has(name) ? "is an index around it" : null;
  const but = taken ?? (surroundings.value(name) !== undefined ? "is already a parameter or a definition" : null);
  if (but !== null) throw new ExpressionFault("duplicate", at, "have an index with a name of its own", `${name} ${but}`);
}
