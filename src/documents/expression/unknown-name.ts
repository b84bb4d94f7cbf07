/** The sentence about a name that means nothing where it stands. */
import { ExpressionFault } from "./fault.ts";
import { FUNCTION_BY_NAME } from "./function-catalogue.ts";
import { nearestName } from "./nearest-name.ts";
import type { Surroundings } from "./surroundings.ts";

/** Why `name` is no value: it is a space, a function, or misspelt. `indices` are those of the sums around it. */
export function unknownName(surroundings: Surroundings, indices: Iterable<string>, name: string, at: number): ExpressionFault {
  const { families, space } = surroundings;
  if (families.has(name) || space.factors.some(({ label }) => label === name)) {
    const remedy = `write an operator of it, such as id(${name}${families.has(name) ? "[1]" : ""})`;
    return new ExpressionFault("wrong-kind", at, "be a value", `${name} is a space`, { remedy, found: name });
  }
  const f = FUNCTION_BY_NAME.get(name);
  if (f !== undefined) {
    return new ExpressionFault("unknown-name", at, "be a value", `${name} is a function`, { remedy: `write ${f.signature}`, found: name });
  }
  const known = [...surroundings.known(), ...indices];
  return new ExpressionFault("unknown-name", at, "be a known name", `${name} is not defined`, nearestName(name, known));
}
