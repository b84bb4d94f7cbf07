/** Whole entries to begin with, made of the names that a document has. */
import type { Labelled, Outline } from "./outline.ts";
import { type Proposal, proposal } from "./proposal.ts";

type Data = Readonly<Record<string, unknown>>;

/** An entry by its place: what it is called, and its data. */
interface Snippet {
  readonly at: RegExp;
  readonly label: string;
  readonly detail: string;
  /** Its key where it stands in an object under a name. */
  readonly key?: string;
  readonly make: (outline: Outline) => Data;
}

const SNIPPETS: readonly Snippet[] = [
  { at: /^(?:units\/\d+\/)?spaces\/\d+$/, label: "qubit", detail: "a qubit", make: () => ({ label: "S", kind: "qubit" }) },
  {
    at: /^(?:units\/\d+\/)?spaces\/\d+$/,
    label: "mode",
    detail: "a truncated mode",
    make: () => ({ label: "c", kind: "fock", levels: 10 }),
  },
  {
    at: /^(?:units\/\d+\/)?spaces\/\d+$/,
    label: "levels",
    detail: "levels with names",
    make: () => ({ label: "A", kind: "levels", names: ["x", "y", "z"] }),
  },
  { at: /^(?:units\/\d+\/)?spaces\/\d+$/, label: "spin", detail: "a spin", make: () => ({ label: "J", kind: "spin", J: 1 }) },
  {
    at: /^(?:units\/\d+\/)?spaces\/\d+$/,
    label: "rotor",
    detail: "a planar rotor",
    make: () => ({ label: "r", kind: "rotor", min: -5, max: 5 }),
  },
  { at: /^units\/\d+$/, label: "unit", detail: "a fresh thermal qubit that exchanges excitations", make: unit },
  {
    at: /^(?:between\/)?jumps\/\d+$/,
    label: "jump",
    detail: "rate * D[operator]",
    make: (outline) => ({ operator: lowering(outline), rate: 0.1 }),
  },
  {
    at: /^(?:between\/)?thermal\/\d+$/,
    label: "thermal bath",
    detail: "emission and absorption at a temperature",
    make: (outline) => ({ bath: "bath", lowering: lowering(outline), omega: 1, rate: 0.1, T: 1 }),
  },
  {
    at: /^global\/couplings\/\d+$/,
    label: "coupling",
    detail: "of a bath to the whole Hamiltonian",
    make: (outline) => ({ bath: "bath", operator: coupling(outline), density: { kind: "flat", rate: 0.1 }, T: 1 }),
  },
  {
    at: /^parameters$/,
    label: "parameter",
    detail: "a number with its unit",
    key: "g",
    make: () => ({ default: 1, unit: "energy", description: "" }),
  },
  { at: /^run$/, label: "run", detail: "defaults of `ancilla run`", make: ({ kind }) => ({ ...lengthOf(kind), observe: ["energy"] }) },
  {
    at: /^noise$/,
    label: "noise",
    detail: "defaults of `ancilla ensemble`",
    make: ({ kind, parameters }) => ({
      parameters: { [(parameters.find(({ noisy }) => noisy) ?? parameters[0])?.name ?? "g"]: "normal(1, 0.1)" },
      trajectories: 256,
      ...lengthOf(kind),
    }),
  },
  {
    at: /^sweep(?:\/\d+)?$/,
    label: "sweep",
    detail: "defaults of `ancilla sweep`",
    make: ({ parameters }) => ({
      over: parameters.find(({ value }) => typeof value === "number")?.name ?? "g",
      from: 0.1,
      to: 1,
      points: 10,
    }),
  },
];

function unit({ system, units }: Outline): Data {
  const label = ["U", "V", "W"].find((name) => ![...system, ...units.flat()].some((one) => one.label === name)) ?? "U";
  const [first] = system;
  const exchange = first ? `${raising(first)}*sm(${label}) + h.c.` : `sx(${label})`;
  return { bath: "bath", spaces: [{ label, kind: "qubit" }], H: `sz(${label})/2`, V: exchange, T: 1 };
}

function lowering({ system: [first] }: Outline): string {
  const up = first ? raising(first) : "sp(S)";
  const found = /^(sp|ad|Jp)(\(.*)$/.exec(up);
  return found ? `${DOWN[found[1]]}${found[2]}` : `dag(${up})`;
}

const DOWN: Readonly<Record<string, string>> = { sp: "sm", ad: "a", Jp: "Jm" };

function raising({ label, kind, family, names }: Labelled): string {
  const on = family ? `${label}[1]` : label;
  switch (kind) {
    case "fock":
      return `ad(${on})`;
    case "spin":
      return `Jp(${on})`;
    case "rotor":
      return `shift(${on}, 1)`;
    case "levels":
      return `ketbra(${on}, ${names[0] ?? 0}, ${names[1] ?? 1})`;
    default:
      return `sp(${on})`;
  }
}

function coupling({ system: [first] }: Outline): string {
  if (!first) return "sx(S)";
  const up = raising(first);
  return `${up} + dag(${up})`;
}

function lengthOf(kind: Outline["kind"]): Data {
  return kind === "master-equation" ? { until: 10 } : { steps: 100 };
}

/** Entries that fit a place, or a key of an object there; in brackets, so that they stand in one line anywhere. */
export function snippetsAt(parts: readonly string[], outline: Outline, format: "json" | "yaml", keys = false): readonly Proposal[] {
  const pointer = parts.join("/");
  return SNIPPETS.filter(({ at, key }) => at.test(pointer) && (!keys || key !== undefined)).map(({ label, detail, key, make }) => {
    const written = format === "json" ? JSON.stringify(make(outline)) : inBrackets(make(outline));
    const insert = key === undefined ? written : format === "json" ? `${JSON.stringify(key)}: ${written}` : `${key}: ${written}`;
    // A bar has a meaning in proposals, and stands in no snippet.
    return proposal("snippet", label, detail, insert, written);
  });
}

/** YAML in one line; texts that a comma or a bracket would end stand in quotes. */
function inBrackets(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inBrackets).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}: ${inBrackets(entry)}`)
      .join(", ")}}`;
  }
  if (typeof value !== "string") return String(value);
  return value === "" || /[,[\]{}:#&*!|>'"%@`]|^[-?\s]/.test(value.replaceAll("*", "")) ? JSON.stringify(value) : value;
}
