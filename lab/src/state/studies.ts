/** What is asked beyond one run: noise on parameters, and sweeps over one or two; from the document until the page changes it. */
import { computed, signal } from "@preact/signals";
import type { ParameterFacts } from "../engine/describe.ts";
import { facts, values } from "./lab.ts";
import { inOrder } from "./ranges.ts";

/** Noise by parameter in the notation of documents; null stands for none, where the document has some. */
const ownNoise = signal<Readonly<Record<string, string | null>>>({});

interface NoiseSection {
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export const noise = computed<Readonly<Record<string, string>>>(() => {
  const section = (facts.value?.sections.noise ?? {}) as NoiseSection;
  const given = Object.entries(section.parameters ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const all = { ...Object.fromEntries(given), ...ownNoise.value } as Record<string, string | null>;
  const known = new Set(facts.value?.parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null && known.has(entry[0])));
});

export interface PlainNoise {
  readonly kind: "normal" | "uniform";
  readonly width: number;
  readonly perRealisation: boolean;
}

/** Put noise around the present value of a parameter, or take it away. */
export function setNoise(name: string, plain: PlainNoise | null): void {
  if (plain === null) {
    ownNoise.value = { ...ownNoise.value, [name]: null };
    return;
  }
  const centre = Number(values.value[name]);
  const { kind, width, perRealisation } = plain;
  const text = kind === "normal" ? `normal(${centre}, ${width})` : `uniform(${centre - width}, ${centre + width})`;
  ownNoise.value = { ...ownNoise.value, [name]: perRealisation ? `${text}@realisation` : text };
}

/** Set noise in the notation of documents. */
export function setNoiseText(name: string, text: string | null): void {
  ownNoise.value = { ...ownNoise.value, [name]: text };
}

export interface SweptOver {
  readonly x: string | null;
  readonly y: string | null;
  /** Nobody chose these two: a first look at them is enough. */
  readonly ours?: true;
}

const ownSweep = signal<SweptOver | null>(null);

/** The parameters that are swept: chosen here, else those of the document. */
export const sweptOver = computed<SweptOver>(() => {
  const known = new Set(facts.value?.parameters.map(({ name }) => name));
  const own = ownSweep.value;
  const fitting = (name: string | null | undefined) => (name && known.has(name) ? name : null);
  if (own && fitting(own.x)) return { x: fitting(own.x), y: fitting(own.y) };
  const [x, y] = [(facts.value?.sections.sweep ?? []) as object].flat() as readonly { over?: string }[];
  return { x: fitting(x?.over), y: fitting(y?.over) };
});

/** What sweeps and heat maps show before anybody chose: the first parameters that have a range. */
export const sweptAtFirst = computed<SweptOver>(() => {
  const { x, y } = sweptOver.value;
  if (x !== null && y !== null) return { x, y };
  const names = (facts.value ? inOrder(facts.value) : []).filter(isSweepable).map(({ name }) => name);
  const first = x ?? names[0] ?? null;
  return { x: first, y: y ?? names.find((name) => name !== first) ?? null, ours: true };
});

/** Can a slider's range be swept? */
export function isSweepable({ kind, opened }: Pick<ParameterFacts, "kind" | "opened">): boolean {
  return kind === "number" || kind === "integer" || (kind === "any" && typeof opened === "number");
}

export function setSweep(axis: "x" | "y", name: string | null): void {
  const now = sweptOver.value;
  if (axis === "x") ownSweep.value = { x: name, y: name === null || now.y === name ? null : now.y };
  else ownSweep.value = { x: now.x, y: name };
}

/** What an address says of both. */
export function setSwept(x: string | null, y: string | null): void {
  ownSweep.value = { x, y };
}

/** What was chosen here, for an address. */
export const chosenSweep = (): SweptOver | null => ownSweep.peek();

/** Forget what was chosen for another model. */
export function forgetStudies(): void {
  ownNoise.value = {};
  ownSweep.value = null;
}
