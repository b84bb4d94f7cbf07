/** What can be written at a place inside an expression. */
import { type ArgumentKind, FUNCTION_BY_NAME, FUNCTIONS, type FunctionEntry } from "../expression/function-catalogue.ts";
import type { FieldOfExpression, Need } from "./fields.ts";
import type { Labelled, Outline } from "./outline.ts";
import { type Proposal, proposal } from "./proposal.ts";

/** Where in an expression, and what it sees. */
export interface ExpressionPlace {
  /** The text before the word that is being written. */
  readonly before: string;
  readonly field: FieldOfExpression;
  readonly labels: readonly Labelled[];
  readonly outline: Outline;
}

/** The call that is open at the end of a text: its function, the argument that is being written, and the text of its first one. */
interface OpenCall {
  readonly name: string;
  argument: number;
  readonly start: number;
}

/** Proposals, the likeliest first. */
export function proposalsInExpression(place: ExpressionPlace): readonly Proposal[] {
  const { before, field, outline, labels } = place;
  const { call, operand } = readBefore(before);
  const wanted = wantedAt(call, field.need);
  // Behind an operand stands an operator, which needs no list.
  if (operand) return [];
  switch (wanted) {
    case "label":
      return labels.filter((one) => fits(FUNCTION_BY_NAME.get(call?.name ?? ""), one)).map((one) => labelProposal(one));
    case "level":
      return [...levelsOf(call as OpenCall, before, labels), ...valuesOf(place)];
    case "bath":
      return outline.baths.map((bath) => proposal("bath", bath, "bath"));
    case "index":
      return ["j", "k", "l"].filter((name) => !isTaken(outline, name)).map((name) => proposal("constant", name, "an index"));
    default:
      return [...conjugateOf(before, wanted), ...generalProposals(place, wanted)];
  }
}

/** Behind the + or − of a sum of operators. */
function conjugateOf(before: string, wanted: Need | "ket"): readonly Proposal[] {
  const sum = (wanted === "operator" || wanted === "any") && /[^\s(,*/^+-]\s*[+-]\s*$/.test(before);
  return sum ? [proposal("constant", "h.c.", "the adjoint of the terms before it")] : [];
}

type Wanted = Need | "label" | "level" | "bath" | "index" | "ket";

function wantedAt(call: OpenCall | null, need: Need): Wanted {
  if (call === null) return need;
  const takes: readonly ArgumentKind[] = FUNCTION_BY_NAME.get(call.name)?.takes ?? [];
  const kind = takes[Math.min(call.argument, takes.length - 1)] ?? "number";
  return kind === "value" ? need : kind;
}

/** The open call at the end of a text, and whether an operand ends there: something must stand between it and the next one. */
function readBefore(text: string): { readonly call: OpenCall | null; readonly operand: boolean } {
  const open: (OpenCall | null)[] = [];
  let name: string | null = null;
  let operand = false;
  for (const { 0: token, index } of text.matchAll(/[A-Za-z_]\w*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"[^"]*"|h\.c\.|[^\s]/g)) {
    const word = /^[A-Za-z_]/.test(token);
    if (token === "(" || token === "[") {
      const inner = open.at(-1) ?? null;
      // Parentheses around a term, and the number of a list's entry, are no calls.
      open.push(
        token === "(" && name !== null
          ? { name, argument: 0, start: index + 1 }
          : token === "("
            ? inner
            : { name: "[", argument: 0, start: index + 1 },
      );
    } else if (token === ")" || token === "]") open.pop();
    else if (token === ",") {
      const call = open.at(-1);
      if (call) call.argument++;
    }
    name = word && !["and", "or", "not"].includes(token) ? token : null;
    operand = name !== null || /^[\d")\]]/.test(token) || token === "h.c.";
  }
  return { call: open.at(-1) ?? null, operand };
}

function fits(entry: FunctionEntry | undefined, { kind, twoLevels }: Labelled): boolean {
  const on = entry?.on ?? [];
  return on.length === 0 || kind === "" || on.some((one) => (one === "two levels" ? twoLevels || kind === "levels" : one === kind));
}

function labelProposal({ label, kind, family }: Labelled): Proposal {
  return proposal("label", family ? `${label}[k]` : label, kind, family ? `${label}[|]` : label);
}

function levelsOf(call: OpenCall, before: string, labels: readonly Labelled[]): readonly Proposal[] {
  const first = /^\s*([A-Za-z_]\w*)/.exec(before.slice(call.start))?.[1];
  const found = labels.find(({ label }) => label === first);
  return (found?.names ?? []).map((name) => proposal("level", name, `a level of ${first}`));
}

/** Groups of functions by what is wanted, the nearest first. */
const GROUPS: Readonly<Record<Need | "ket", readonly FunctionEntry["group"][]>> = {
  operator: ["operators", "sums", "numbers"],
  state: ["states", "operators", "sums", "numbers"],
  ket: ["states", "sums", "operators", "numbers"],
  number: ["numbers", "sums"],
  observable: ["observables", "numbers", "sums"],
  any: ["operators", "states", "numbers", "sums"],
};

function generalProposals(place: ExpressionPlace, wanted: Need | "ket"): readonly Proposal[] {
  const { field, labels, outline } = place;
  const groups = [...GROUPS[wanted], ...(field.time && outline.kind === "master-equation" ? (["time"] as const) : [])];
  const functions = groups
    .flatMap((group) => FUNCTIONS.filter((entry) => entry.group === group))
    .filter((entry) => isUseful(entry, wanted));
  const made = functions.flatMap((entry) => callsOf(entry, labels, wanted));
  const values = valuesOf(place);
  return wanted === "number" ? [...values, ...made] : [...made, ...values];
}

/** States are no part of Hamiltonians, though projectors are. */
function isUseful({ name, group }: FunctionEntry, wanted: Need | "ket"): boolean {
  if (wanted === "ket") return group !== "states" || name === "ket";
  return wanted !== "state" || group !== "operators" || ["proj", "displace", "squeeze", "dag"].includes(name);
}

/** Functions of members of a family. */
const FERMIONS: readonly string[] = ["fa", "fad"];

/** A function as it is written on each label that it fits; without one where it takes none. */
function callsOf(entry: FunctionEntry, labels: readonly Labelled[], wanted: Need | "ket"): readonly Proposal[] {
  const {
    name,
    meaning,
    signature,
    takes,
    arguments: [least],
  } = entry;
  if (entry.on === undefined) {
    const filled = wanted === "state" && name === "thermal" ? "thermal(H, |)" : least === 0 ? `${name}()` : `${name}(|)`;
    return [proposal("function", signature, meaning, filled)];
  }
  const fitting = labels.filter((one) => fits(entry, one) && (one.family || !FERMIONS.includes(name)));
  // A function of two spaces needs two.
  if (takes[1] === "label" && fitting.length < 2 && !fitting.some(({ family }) => family)) return [];
  return fitting.flatMap((one) => {
    const { label, family, names } = one;
    const on = family ? `${label}[k]` : label;
    const written = family ? `${label}[|]` : label;
    if (takes.length === 1) return [proposal("function", `${name}(${on})`, meaning, `${name}(${written})`)];
    if ((name === "proj" || name === "ket") && names.length > 0 && names.length <= 8) {
      return names.map((level) => proposal("function", `${name}(${on}, ${level})`, meaning, `${name}(${written}, ${level})`));
    }
    const rest = signature.slice(signature.indexOf(",") + 2, -1);
    return [proposal("function", `${name}(${on}, ${rest})`, meaning, family ? `${name}(${label}[|], )` : `${name}(${label}, |)`)];
  });
}

/** Parameters, definitions and what has a meaning everywhere. */
function valuesOf({ field, outline }: ExpressionPlace): readonly Proposal[] {
  const { parameters, definitions, kind } = outline;
  const own = parameters.map(({ name, value, unit, description }) => {
    const shown = [value === null || typeof value === "object" ? JSON.stringify(value ?? null) : String(value), unit ?? ""];
    return proposal("parameter", name, shown.filter(Boolean).join(" "), name, description || null);
  });
  const defined = definitions.map(({ name, text }) => proposal("definition", name, text ?? "a matrix or a table"));
  const constants = [
    ["i", "the imaginary unit"],
    ["pi", "3.14159…"],
    ...(field.need === "number" || field.need === "state" ? [["inf", "infinite"]] : []),
    ...(field.time && kind === "master-equation" ? [["t", "the time"]] : []),
    ...(field.sight.of === "unit" || field.sight.of === "joint" ? [["step", "the number of the collision, in a schedule"]] : []),
    ...(field.need === "state" || field.need === "observable" ? [["H", "the Hamiltonian"]] : []),
    ...(field.bound !== null && "name" in field.bound ? [["w", "the frequency"]] : []),
  ];
  return [...own, ...defined, ...constants.map(([name, detail]) => proposal("constant", name, detail))];
}

function isTaken({ parameters, definitions }: Outline, name: string): boolean {
  return [...parameters, ...definitions].some((one) => one.name === name);
}
