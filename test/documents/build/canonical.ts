/** Documents of the fixtures as canonical data: short forms written out. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { checkMeaning } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument, ParameterEntry } from "../../../src/documents/canonical.ts";
import { type Problem, Problems } from "../../../src/documents/problem.ts";

type Loose = Record<string, unknown>;

/** A document of test/fixtures/documents. */
export function fixture(name: string): CanonicalDocument {
  const text = readFileSync(new URL(`../../fixtures/documents/${name}`, import.meta.url), "utf8");
  return canonical(parse(text) as Loose);
}

/** Short forms written out, as the reader of documents does. */
export function canonical(document: Loose): CanonicalDocument {
  const { parameters = {}, observables = {}, stream, let: definitions, ...rest } = document;
  return {
    ...rest,
    parameters: entries(parameters as Loose, (value) => parameter(value)),
    observables: entries(observables as Loose, (value) => (typeof value === "object" ? value : { of: value })),
    ...(definitions === undefined ? {} : { let: entries(definitions as Loose, definition) }),
    ...(stream === undefined ? {} : { stream: typeof stream === "string" ? { kind: stream } : stream }),
  } as unknown as CanonicalDocument;
}

function entries(given: Loose, change: (value: unknown) => unknown): Loose {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value)]));
}

function definition(value: unknown): unknown {
  return typeof value === "object" && value !== null && "times" in value ? { table: { interpolation: "linear", ...value } } : value;
}

function parameter(value: unknown): ParameterEntry {
  const entry = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : { default: value };
  return { kind: kindOf(entry), ...entry } as ParameterEntry;
}

function kindOf({ default: value, choices }: Loose): string {
  if (choices !== undefined) return "choice";
  return Array.isArray(value) ? "numbers" : typeof value;
}

/** All problems of a document. */
export function problemsOf(document: CanonicalDocument): readonly Problem[] {
  const problems = new Problems();
  checkMeaning(document, problems);
  return problems.all;
}

/** A document of a qubit that meets units, with some of it replaced. */
export function qubitDocument(changes: Loose = {}): CanonicalDocument {
  return canonical({
    ancilla: 1,
    kind: "collisions",
    name: "qubit",
    parameters: { omega: 1, g: 0.5, T: 1, tau: { default: 0.1, above: 0 } },
    spaces: [{ label: "S", kind: "qubit" }],
    H: "omega*sz(S)/2",
    units: [{ spaces: [{ label: "U", kind: "qubit" }], H: "omega*sz(U)/2", V: "g*(sp(S)*sm(U) + h.c.)", T: "T" }],
    tau: "tau",
    initial: "proj(S, e)",
    ...changes,
  });
}

/** A master equation of a mode and a qubit, with some of it replaced. */
export function equationDocument(changes: Loose = {}): CanonicalDocument {
  return canonical({
    ancilla: 1,
    kind: "master-equation",
    name: "equation",
    parameters: { omega: 1, g: 0.3, kappa: 0.1, d: { default: 5, kind: "integer" } },
    spaces: [
      { label: "c", kind: "fock", levels: "d" },
      { label: "A", kind: "qubit" },
    ],
    H: "omega*n(c) + omega*sz(A)/2 + g*(a(c)*sp(A) + h.c.)",
    jumps: [{ operator: "a(c)", rate: "kappa", bath: "loss" }],
    initial: "fock(c, 0)*proj(A, e)",
    ...changes,
  });
}
