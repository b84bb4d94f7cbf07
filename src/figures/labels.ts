/** Names of parameters and observables as a picture shows them: Greek letters, indices, units. */
import type { AnyRecord } from "../files/record.ts";
import { catalogue } from "../models/index.ts";

const GREEK: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eps: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  kappa: "κ",
  lambda: "λ",
  lam: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Sigma: "Σ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
};

/** A Greek letter or a single Latin one, and an index behind it: digits, one letter, or up to three behind a line. */
const spelled = new RegExp(`^(${Object.keys(GREEK).join("|")}|[A-Za-z])(?:_?(\\d{1,3}|[a-z])|_([A-Za-z\\d]{1,3}))?$`);

/** A name as physicists write it: `beta2` is β_2 (drawn with a low 2), `Omega` is Ω; any other name stays as it is. */
export function symbolOf(name: string): string {
  const match = spelled.exec(name);
  if (!match) return name;
  const [, letter, short, long] = match;
  const symbol = GREEK[letter] ?? letter;
  const index = short ?? long;
  // Two Latin letters are a word of their own (sz, kT), not a letter with an index.
  if (index !== undefined && GREEK[letter] === undefined && !/^\d/.test(index) && !name.includes("_")) return name;
  return index === undefined ? symbol : `${symbol}_${index}`;
}

/** What stands along an axis of a result: the symbol of the parameter, and its unit where it has one. */
export function axisLabel(record: AnyRecord, name: string): string {
  const unit = unitOf(record, name);
  return unit === null ? symbolOf(name) : `${symbolOf(name)} (${unit})`;
}

/** The unit of a parameter, from the document that a result carries, or from the catalogue. */
function unitOf({ model, document }: AnyRecord, name: string): string | null {
  const own = (document as { parameters?: Readonly<Record<string, { unit?: unknown } | null>> } | undefined)?.parameters;
  const specs = own ?? catalogue.find((definition) => definition.name === model)?.parameters ?? {};
  const unit = Object.hasOwn(specs, name) ? specs[name]?.unit : undefined;
  return typeof unit === "string" && unit !== "1" && unit !== "" ? unit.replace("energy^(1/2)", "√energy") : null;
}
