/** What stands below the picture of a result: the numbers that made it. */
import type { AnyRecord } from "../files/record.ts";
import { catalogue } from "../models/index.ts";
import { tickText } from "./axes.ts";
import { symbolOf } from "./labels.ts";

/** Parameters beyond these are left to the files beside the picture. */
const MOST = 12;

/** The model's parameters (of the catalogue: those that are not the usual ones), noise, realisations and seed. */
export function captionOf(record: AnyRecord): string {
  const { model, parameters, provenance, trajectories } = record;
  const swept =
    "axes" in record ? (record.axes as readonly { name: string }[]).map(({ name }) => name) : [(record.axis as { name: string }).name];
  const usual = catalogue.find(({ name }) => name === model)?.parameters;
  const told = Object.entries(parameters).filter(
    ([name, value]) => !swept.includes(name) && valueText(value) !== null && (!usual || !same(value, usual[name]?.default)),
  );
  const numbers = told.slice(0, MOST).map(([name, value]) => `${symbolOf(name)} = ${valueText(value)}`);
  const { noise, seed } = provenance as { noise?: unknown; seed?: unknown };
  const parts = [
    ...(numbers.length > 0 ? [`${numbers.join(", ")}${told.length > MOST ? ", …" : ""}`] : []),
    ...(Array.isArray(noise) && noise.length > 0 ? [`noise ${noise.map((word) => spaced(String(word))).join(", ")}`] : []),
    ...(typeof trajectories === "number" ? [`${trajectories} realisations`] : []),
    ...(typeof seed === "number" ? [`seed ${seed}`] : []),
  ];
  return parts.length > 0 ? `${parts.join("; ")}.` : "";
}

/** A value in a caption; null for what is no short text. */
function valueText(value: unknown): string | null {
  if (typeof value === "number") return tickText(Number(value.toPrecision(6)));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.length > 0 && value.length <= 40 ? value : null;
  if (Array.isArray(value) && value.length <= 6 && value.every((entry) => typeof entry === "number"))
    return `(${value.map(valueText).join(", ")})`;
  return null;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `phi=normal(2.404,0.2)` as φ ~ normal(2.404, 0.2). */
function spaced(word: string): string {
  const at = word.indexOf("=");
  const [name, kind] = at < 0 ? ["", word] : [word.slice(0, at), word.slice(at + 1)];
  return `${name ? `${symbolOf(name)} ~ ` : ""}${kind.replaceAll(/,(?! )/g, ", ")}`;
}
