/**
 * What noise would change and SIMD lanes would not notice: lanes refresh what a collision does, and nothing else.
 * Found by moving each noisy parameter off its centre and comparing what the two models are made of.
 */

import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";
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
  const names = Object.keys(job.noise).sort();
  const observables = job.observables.map((name) => model.observable(name));
  const ledgers = observables.filter(({ kind }) => kind === "ledger");
  return [
    ...ledgers.map(({ name }): NoiseOutside => ({ what: "ledger", parameter: "", name })),
    ...names.flatMap((parameter) => movedParts(model, parameter, job.noise[parameter], observables)),
  ];
}

function movedParts(model: Model, parameter: string, noise: Noise, observables: readonly Observable[]): NoiseOutside[] {
  const moved = movedBy(model, parameter, noise);
  if (moved === null) return [];
  const found: NoiseOutside[] = [];
  if (fingerprint(idleOf(moved)) !== fingerprint(idleOf(model))) found.push({ what: "idle", parameter, name: "" });
  if (fingerprint(moved.initial) !== fingerprint(model.initial)) found.push({ what: "start", parameter, name: "" });
  for (const observable of observables) {
    if (observable.kind === "ledger") continue;
    if (imprint(observable) !== imprint(moved.observable(observable.name)))
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

/** An observable as text: its operators, and its value at some fixed expectations where it is a function of them. */
function imprint(observable: Observable): string {
  if (observable.kind !== "expectation") return observable.name;
  const probe = Float64Array.from({ length: 2 * observable.operators.length }, (_, i) => (i % 2 === 0 ? 0.3 + 0.07 * i : 0.01 * i));
  return fingerprint([observable.operators, observable.value(probe)]);
}

/** Plain data as text, typed arrays included. */
function fingerprint(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value));
}
