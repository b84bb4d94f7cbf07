/** Which parameters size something: they may be swept and set, but noise would change what the model is. */
import type { CanonicalDocument } from "./canonical.ts";
import { ExpressionFault, namesOf, parseExpression, partsOf, type Tree } from "./expression/index.ts";
import { BINDING } from "./expression/tree.ts";

/** Functions whose later arguments are quantum numbers or names of levels. */
const NUMBERED = ["proj", "ketbra", "ket", "fock", "shift"];

/** Keys of spaces that size them. */
const SIZES = ["levels", "J", "min", "max", "count"] as const;

/** The parameters of a document that size something, each with what it does there. */
export function structuralParameters(data: CanonicalDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const definitions = new Map<string, Tree>();
  for (const [name, form] of Object.entries(data.let ?? {})) {
    const tree = treeOf(form);
    if (tree) definitions.set(name, tree);
  }
  const levels = levelNames(data);
  const mark = (tree: Tree | null, what: string, seen: readonly string[] = []): void => {
    for (const name of tree ? namesOf(tree) : []) {
      if (data.parameters && Object.hasOwn(data.parameters, name) && !found.has(name)) found.set(name, what);
      const definition = definitions.get(name);
      if (definition && !seen.includes(name)) mark(definition, what, [...seen, name]);
    }
  };
  const spaces = [...data.spaces, ...(data.kind === "collisions" ? data.units.flatMap((unit) => unit.spaces) : [])];
  for (const space of spaces) {
    for (const key of SIZES) if (typeof space[key] !== "object") mark(treeOf(space[key]), "sizes a space");
  }
  for (const { tree, bounds } of expressionsOf(data)) {
    if (bounds) mark(tree, "counts terms");
    else if (tree)
      inside(tree, (part, what) => (part.kind !== "name" || what !== PICKS || !levels.has(part.name) ? mark(part, what) : undefined));
  }
  return found;
}

/** What quantum numbers do. */
const PICKS = "picks a level";

/** The names of levels, which go before parameters of the same name. */
function levelNames(data: CanonicalDocument): ReadonlySet<string> {
  const spaces = [...data.spaces, ...(data.kind === "collisions" ? data.units.flatMap((unit) => unit.spaces) : [])];
  return new Set(spaces.flatMap(({ kind, names = [] }) => (kind === "qubit" ? ["e", "g"] : names)));
}

function inside(tree: Tree, mark: (tree: Tree, what: string) => void): void {
  if (tree.kind === "call" && BINDING.includes(tree.name)) for (const bound of tree.args.slice(1, 3)) mark(bound, "counts terms");
  if (tree.kind === "call" && NUMBERED.includes(tree.name)) for (const number of tree.args.slice(1)) mark(number, PICKS);
  if (tree.kind === "index") mark(tree.index, "picks an entry");
  for (const part of partsOf(tree)) inside(part, mark);
}

function treeOf(text: unknown): Tree | null {
  if (typeof text !== "string") return null;
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionFault) return null;
    throw error;
  }
}

/** All expressions of the model (not of the author's job), the bounds of `for` and the lengths of phases marked. */
function expressionsOf(data: CanonicalDocument): readonly { readonly tree: Tree | null; readonly bounds: boolean }[] {
  const found: { tree: Tree | null; bounds: boolean }[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "string") found.push({ tree: treeOf(value), bounds: key === "for" || key === "collisions" });
    else if (Array.isArray(value)) for (const entry of value) visit(entry, key);
    else if (typeof value === "object" && value !== null) for (const [name, entry] of Object.entries(value)) visit(entry, name);
  };
  const { let: definitions, H, initial } = data;
  const own =
    data.kind === "collisions"
      ? [
          data.units.map(({ H, V, visits, T, beta, state }) => ({ H, V, visits, T, beta, state })),
          data.tau,
          data.arrivals,
          data.between,
          data.memory,
        ]
      : [data.jumps, data.thermal, data.collective, data.global];
  const observed = Object.values(data.observables ?? {}).map(({ of }) => of);
  const phases = data.kind === "collisions" ? (data.stream?.phases ?? []).map(({ collisions }) => ({ collisions })) : [];
  for (const value of [definitions, H, initial, own, observed, phases]) visit(value, "");
  return found;
}
