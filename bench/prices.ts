/**
 * `npm run bench:prices`: does the plan pick the fastest way?
 *
 * Binds every way that fits a request, times one step of each, and compares what the plan would pick with the fastest.
 * A pick that is more than 1.5 × slower than another way is a finding. Times are minima of many short rounds in which the ways take
 * turns, so that each of them gets the quiet moments of a busy machine.
 */

import "../bindings/carried.ts";
import { generator } from "../src/dynamics/lindblad.ts";
import { noisyCollisionLowerings } from "../src/lowerings/collisions/with-noise.ts";
import { derivativeLowerings } from "../src/lowerings/derivatives/index.ts";
import { stationaryLowerings } from "../src/lowerings/stationary/index.ts";
import { atoms } from "../src/models/atoms.ts";
import { composite } from "../src/models/composite.ts";
import { harvest } from "../src/models/harvest.ts";
import { jaynesCummings } from "../src/models/jaynes-cummings.ts";
import { kerr } from "../src/models/kerr.ts";
import type { Model } from "../src/models/model.ts";
import { phaseonium } from "../src/models/phaseonium.ts";
import { rotor } from "../src/models/rotor.ts";
import { spinChain } from "../src/models/spin-chain.ts";
import { structured } from "../src/models/structured.ts";
import { type F64Pointer, scope } from "../src/numerics/memory.ts";
import { Operator } from "../src/operators/operator.ts";
import { derivativeRequest } from "../src/plan/derivative-request.ts";
import type { Lowering } from "../src/plan/lowering.ts";
import { noisyCollisionRequest } from "../src/plan/noisy-collision-request.ts";
import { isRefusal, type Price } from "../src/plan/price.ts";
import { planStationary } from "../src/solvers/stationary.ts";
import { levels } from "../src/spaces/space.ts";
import { modelOf } from "../test/solvers/model-of.ts";

/** Wrong by more than this is a finding. */
const TOLERATED = 1.5;
/** Ways that are expected to take longer than this for one step are not timed. */
const LONGEST = 0.5;
const ROUNDS = 60;
/** Seconds that one round of one way takes at least. */
const ROUND = 0.002;

interface Way {
  readonly name: string;
  readonly price: Price;
  /** Take one step `count` times. */
  readonly take: (count: number) => void;
}

interface Outcome {
  readonly request: string;
  readonly picked: string;
  readonly fastest: string;
  /** Time of the pick over that of the fastest. */
  readonly ratio: number;
  readonly ways: readonly { readonly name: string; readonly expected: number; readonly measured: number }[];
}

/** Time each way that fits, in turns. */
function compare<R, E>(
  request: string,
  asked: R,
  list: readonly Lowering<R, E>[],
  step: (engine: E, count: number) => void,
): Outcome | null {
  const fitting = list.flatMap((lowering) => {
    const answer = lowering.fits(asked);
    return isRefusal(answer) || answer.seconds > LONGEST ? [] : [{ lowering, answer }];
  });
  if (fitting.length === 0) return null;
  return scope((s) => {
    const ways: Way[] = fitting.map(({ lowering, answer }) => {
      const engine = lowering.bind(asked, s);
      return { name: lowering.name, price: answer, take: (count) => step(engine, count) };
    });
    const measured = timesOf(ways);
    const picked = ways.reduce((a, b) => (b.price.seconds < a.price.seconds ? b : a));
    const fastest = ways.reduce((a, b) => ((measured.get(b) as number) < (measured.get(a) as number) ? b : a));
    return {
      request,
      picked: picked.name,
      fastest: fastest.name,
      ratio: (measured.get(picked) as number) / (measured.get(fastest) as number),
      ways: ways.map((way) => ({ name: way.name, expected: way.price.seconds, measured: measured.get(way) as number })),
    };
  });
}

/** The least time of one step of each way, over rounds in which they take turns. */
function timesOf(ways: readonly Way[]): Map<Way, number> {
  const counts = ways.map((way) => {
    way.take(1);
    let count = 1;
    for (let spent = 0; spent < ROUND; count *= 2) {
      const begin = performance.now();
      way.take(count);
      spent = (performance.now() - begin) / 1000;
    }
    return count / 2;
  });
  const least = ways.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    ways.forEach((way, w) => {
      const begin = performance.now();
      way.take(counts[w]);
      least[w] = Math.min(least[w], (performance.now() - begin) / 1000 / counts[w]);
    });
  }
  return new Map(ways.map((way, w) => [way, least[w]]));
}

function collisions(name: string, model: Model, noisy: readonly string[] = []): Outcome | null {
  const lanes = noisy.length > 0 ? 8 : 2;
  const request = noisyCollisionRequest(model, { steps: 1, noisy, lanes });
  const draws = Float64Array.from(
    { length: noisy.length * lanes },
    (_, k) => (model.parameters[noisy[Math.floor(k / lanes)]] as number) * (1 + 1e-3 * k),
  );
  let shift = 0;
  return compare(`collision: ${name}`, request, noisyCollisionLowerings, (engine, count) => {
    for (let n = 1; n <= count; n++) {
      // Draws never repeat: a way that keeps what it made for one value must make it anew.
      shift += 1e-9;
      engine.step(1, noisy.length > 0 ? draws.map((value) => value + shift) : null);
    }
  });
}

function derivatives(name: string, model: Model): Outcome | null {
  return scope((s) => {
    const vectors = new Map<number, readonly [F64Pointer, F64Pointer]>();
    const vectorsOf = (n: number) => {
      const known = vectors.get(n) ?? ([s.f64(Float64Array.from({ length: n }, (_, i) => 1 / (i + 1))).pointer, s.f64(n).pointer] as const);
      vectors.set(n, known);
      return known;
    };
    return compare(`derivative: ${name}`, derivativeRequest(model), derivativeLowerings, (flow, count) => {
      const [x, y] = vectorsOf(flow.n);
      for (let n = 0; n < count; n++) flow.apply(0, x, y);
    });
  });
}

function stationary(name: string, model: Model): Outcome | null {
  const { request } = planStationary(model, null);
  return compare(`stationary: ${name}`, request, stationaryLowerings, (solver, count) => {
    for (let n = 0; n < count; n++) solver.solve();
  });
}

/** A master equation whose operators fill the whole matrix. */
function dense(d: number): Model {
  const system = levels(d);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
  const random = (hermitian: boolean) => {
    const entries: [number, number, number, number][] = [];
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < (hermitian ? i + 1 : d); j++) {
        const [re, im] = [next(), hermitian && i === j ? 0 : next()];
        entries.push([i, j, re, im]);
        if (hermitian && i !== j) entries.push([j, i, re, -im]);
      }
    }
    return Operator.fromEntries(system, entries);
  };
  const start = Operator.fromEntries(system, [[0, 0, 1, 0]]);
  return modelOf(
    generator({ system, H: [{ operator: random(true), coefficient: 1 }], jumps: [{ operator: random(false), rate: 0.1 }] }),
    start,
  );
}

const outcomes = [
  () => collisions("two cavities of 6 levels", phaseonium({ levels: 6 })),
  () => collisions("two cavities of 20 levels, phase noise", phaseonium({ levels: 20 }), ["phi"]),
  () => collisions("two cavities of 20 levels, time noise", phaseonium({ levels: 20 }), ["theta"]),
  () => collisions("one cavity of 30 levels, phase noise", phaseonium({ cavities: 1, levels: 30 }), ["phi"]),
  () => collisions("structured qubit, noisy coupling", structured(), ["kappa"]),
  () => collisions("structured qubit", structured()),
  () => collisions("composite", composite({ N: 4 })),
  () => collisions("harvest", harvest()),
  () => derivatives("Kerr, 20 levels", kerr({ levels: 20 })),
  () => derivatives("Kerr, 50 levels", kerr({ levels: 50 })),
  () => derivatives("Jaynes–Cummings, 20 levels", jaynesCummings({ levels: 20 })),
  () => derivatives("spin chain of 5", spinChain({ N: 5 })),
  () => derivatives("spin chain of 7", spinChain({ N: 7 })),
  () => derivatives("seven atoms, not reduced", atoms({ N: 7, reduction: "none" })),
  () => derivatives("dense, 4 levels", dense(4)),
  () => derivatives("dense, 8 levels", dense(8)),
  () => derivatives("dense, 12 levels", dense(12)),
  () => derivatives("dense, 20 levels", dense(20)),
  () => derivatives("dense, 32 levels", dense(32)),
  () => derivatives("dense, 64 levels", dense(64)),
  () => stationary("Kerr, 20 levels", kerr({ levels: 20 })),
  () => stationary("Jaynes–Cummings, 10 levels", jaynesCummings({ levels: 10 })),
  () => stationary("spin chain of 4", spinChain({ N: 4 })),
  () => stationary("rotor", rotor()),
  () => stationary("structured qubit", structured()),
  () => stationary("two cavities of 8 levels", phaseonium({ levels: 8 })),
].flatMap((make) => make() ?? []);

const microseconds = (seconds: number) => (1e6 * seconds).toPrecision(3);
for (const { request, picked, fastest, ratio, ways } of outcomes) {
  console.log(
    `${ratio > TOLERATED ? "FINDING" : "ok     "}  ${request}: ${picked}${picked === fastest ? "" : `, but ${fastest} is ${ratio.toFixed(2)} × faster`}`,
  );
  for (const { name, expected, measured } of ways) {
    console.log(`            ${name}: expected ${microseconds(expected)} µs, took ${microseconds(measured)} µs`);
  }
}
const findings = outcomes.filter(({ ratio }) => ratio > TOLERATED).length;
console.log(`\n${outcomes.length} requests, ${findings} picked a way that is more than ${TOLERATED} × slower than another.`);
