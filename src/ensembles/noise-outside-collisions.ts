/**
 * What noise would change and SIMD lanes would not notice: lanes refresh what a collision does, and nothing else.
 * Found by moving each noisy parameter off its centre and comparing what the two models are made of.
 */

import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { isOnSlots } from "../dynamics/noise/slots.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { Job } from "./job.ts";

/** Something that depends on a noisy parameter outside of the collisions. */
export interface NoiseOutside {
  readonly what: "idle" | "start" | "observable" | "ledger";
  /** Empty for a ledger, which any noise changes. */
  readonly parameter: string;
  /** The observable's name, where it is one. */
  readonly name: string;
}

/** Everything about a job that lanes would evaluate at the centre of the noise. */
export function outsideCollisions(model: Model, job: Job): readonly NoiseOutside[] {
  const observables = job.observables.map((name) => model.observable(name));
  const ledgers = observables.filter(({ kind }) => kind === "ledger");
  return [
    ...ledgers.map(({ name }): NoiseOutside => ({ what: "ledger", parameter: "", name })),
    ...movedByNoise(model, job.noise, observables),
  ];
}

/** What noise moves besides collisions and equations: the start, observables, what acts between collisions. */
export function movedByNoise(
  model: Model,
  noise: Readonly<Record<string, Noise>>,
  observables: readonly Observable[],
): readonly NoiseOutside[] {
  return Object.keys(noise)
    .filter((name) => !isOnSlots(name, model.parameters))
    .sort()
    .flatMap((parameter) => movedParts(model, parameter, noise[parameter], observables));
}

/** The sentence on an observable that depends on a noisy parameter. */
export function centredObservable({ name, parameter }: NoiseOutside): string {
  return `${name} depends on ${parameter}; it is evaluated at the centre of the noise.`;
}

function movedParts(model: Model, parameter: string, noise: Noise, observables: readonly Observable[]): NoiseOutside[] {
  const moved = movedBy(model, parameter, noise);
  if (moved === null) return [];
  const found: NoiseOutside[] = [];
  if (fingerprint(idleOf(moved)) !== fingerprint(idleOf(model))) found.push({ what: "idle", parameter, name: "" });
  if (fingerprint(moved.initial) !== fingerprint(model.initial)) found.push({ what: "start", parameter, name: "" });
  for (const observable of observables) {
    if (observable.kind === "ledger") continue;
    if (imprint(observable, model.initial) !== imprint(moved.observable(observable.name), model.initial))
      found.push({ what: "observable", parameter, name: observable.name });
  }
  return found;
}

/** The model with one parameter a standard deviation off its centre; null where neither side is possible or there is no spread. */
function movedBy(model: Model, parameter: string, noise: Noise): Model | null {
  const { mean, std } = kindOf(noise).centre(noise as never);
  if (std === 0) return null;
  for (const value of [mean + std, mean - std]) {
    try {
      return model.with({ ...model.pinned, [parameter]: value });
    } catch {
      // Outside the domain: the other side is tried, and the draws follow their own policy.
    }
  }
  return null;
}

function idleOf({ dynamics }: Model): unknown {
  return dynamics.kind === "collisions" ? (dynamics.idle ?? null) : null;
}

/** An observable as text: its operators and its value at some fixed expectations, or its value at a fixed state. */
function imprint(observable: Observable, start: Operator): string {
  if (observable.kind === "state") return fingerprint([probeState(start.space), start].map((state) => valueAt(observable, state)));
  if (observable.kind === "ledger") return observable.name;
  const probe = Float64Array.from({ length: 2 * observable.operators.length }, (_, i) => (i % 2 === 0 ? 0.3 + 0.07 * i : 0.01 * i));
  return fingerprint([observable.operators, observable.value(probe)]);
}

type StateObservable = Extract<Observable, { kind: "state" }>;

/** The value at a state, or why there is none. */
function valueAt({ value }: StateObservable, state: Operator): unknown {
  try {
    return value(stateView(state.space, state));
  } catch (error) {
    return String(error);
  }
}

const probes = new WeakMap<Space, Operator>();

/**
 * A state that looks alike to few observables: uneven populations that fall with no energy, and coherence within pairs of basis states.
 * Its blocks are no larger than two, so that measures of whole states cost little.
 */
function probeState(space: Space): Operator {
  let probe = probes.get(space);
  if (!probe) {
    const n = space.dimension;
    const weights = Array.from({ length: n }, (_, i) => 1 + ((7 * i * i + 3 * i) % 11) / 5);
    const total = weights.reduce((sum, w) => sum + w, 0);
    const entries = weights.map((w, i): [number, number, number, number] => [i, i, w / total, 0]);
    for (let i = 0; i + 1 < n; i += 2) entries.push([i, i + 1, 0.3 / total, 0.2 / total], [i + 1, i, 0.3 / total, -0.2 / total]);
    probes.set(space, (probe = Operator.fromEntries(space, entries)));
  }
  return probe;
}

/** Plain data as text, typed arrays included. */
function fingerprint(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value));
}
