/**
 * Averages over noise in continuous time: a copy of the sector for each hidden state of the noise, one large master equation in all.
 *
 *   σ̇_i = L(x_i) σ_i + Σ_j rate_ij σ_j,   E[ρ] = Σ_i read_i σ_i
 *
 * With jumps between finitely many values this is Shapiro and Loginov's average, with Ornstein–Uhlenbeck noise Kubo's hierarchy at the
 * nodes of a Gauss–Hermite rule.
 * Source: V. E. Shapiro, V. M. Loginov, Physica A 91, 563 (1978); R. Kubo, J. Math. Phys. 4, 174 (1963), doi:10.1063/1.1703941.
 */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { type GeneratorTerms, generatorTerms } from "../dynamics/lower.ts";
import type { ProductChain } from "../dynamics/noise/product-chain.ts";
import { wrongValue } from "../errors.ts";
import { modelAt } from "../lowerings/collisions/maps-at-values.ts";
import { sectorFlow } from "../lowerings/derivatives/sector-flow.ts";
import type { SecondMoments } from "../lowerings/ensembles/second-moments.ts";
import { evolutionLowerings } from "../lowerings/evolutions/index.ts";
import { auto } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import type { Scope } from "../numerics/memory.ts";
import { once } from "../once.ts";
import { type Choice, choose } from "../plan/choose.ts";
import type { DerivativeRequest } from "../plan/derivative-request.ts";
import type { Flow, Stepper } from "../plan/engines.ts";
import type { AverageEngine } from "../plan/ensemble-request.ts";
import { type EvolutionRequest, evolutionRequest } from "../plan/evolution-request.ts";
import { type Plan, printable, stage } from "../plan/plan.ts";
import type { Refusal } from "../plan/price.ts";
import { sliceGrid } from "../plan/slice-grid.ts";
import { sliceRequest } from "../plan/slice-request.ts";
import { type Copy, enlarged, enlargedMoments } from "../sectors/enlarged-matrices.ts";
import { lowerTerms, type SectorMatrices, toCoordinates } from "../sectors/matrices.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { finish, never } from "../work-in-pieces.ts";
import { tooMany } from "./exact-spread.ts";
import { stretchesOf } from "./time-axis.ts";

/** What was planned. */
export interface PlannedHiddenFlow {
  readonly model: Model;
  readonly chain: ProductChain;
  readonly axis: readonly number[];
  /** The live coordinates of one copy. */
  readonly sector: Sector;
  readonly copies: readonly Copy[];
  /** Coefficients of all groups, and the breakpoints of all of them. */
  readonly terms: GeneratorTerms;
  readonly time: Choice<Stepper>;
}

/** Two answers with twice the hidden states must be able to agree to 1e-10. */
const METHOD = auto({ rtol: 1e-11, atol: 1e-13 });

/** Entries of one matrix that are not too many. */
const MOST_ENTRIES = 40_000_000;

/** Plan the average of a master equation. Throws a RangeError for a model that is too large. */
export function planHiddenFlow(model: Model, noisy: readonly string[], chain: ProductChain, axis: readonly number[]): PlannedHiddenFlow {
  const ranges = chain.values.map((values) => ({
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  }));
  const grid = sliceGrid(axis, Math.max(axis[axis.length - 1], Number.MIN_VALUE));
  const sector = sliceRequest(model, { noisy, ranges, grid, lanes: LANES }).sector();
  if (sector === null || sector.count * chain.states > MOST_ENTRIES / 20) {
    const but =
      sector === null ? "too many coordinates are alive" : `${sector.count} coordinates in ${chain.states} hidden states are alive`;
    throw wrongValue("noise", "fit the model to be averaged exactly", null, "Use `ensemble`, or fewer levels.", but);
  }
  const all = copiesOf(model, noisy, chain, sector);
  const request = evolutionOf(model, all.terms, axis, () => enlarged(all.copies, all.terms.coefficients.length, chain.rates()));
  return { model, chain, axis, sector, ...all, time: stepperOf(request) };
}

/** The matrices of every hidden state: equal values share theirs, and all share the functions of time that are the same. */
function copiesOf(model: Model, noisy: readonly string[], chain: ProductChain, sector: Sector) {
  const known = new Map<string, Copy>();
  const coefficients: Coefficient[] = [1];
  const isRate: boolean[] = [false];
  const breakpoints = new Set<number>();
  const terms: GeneratorTerms["terms"][number][] = [];
  const copies = Array.from({ length: chain.states }, (_, i) => {
    const values = chain.values.map((of) => of[i]);
    const key = values.join(" ");
    const before = known.get(key);
    if (before) return before;
    const own = generatorTerms(modelAt(model, noisy, values).dynamics as Generator);
    const groups = own.coefficients.map((coefficient, k) => {
      if (!isTimeFunction(coefficient)) return 0;
      const shared = coefficients.indexOf(coefficient);
      if (shared >= 0) return shared;
      isRate.push(own.isRate[k]);
      return coefficients.push(coefficient) - 1;
    });
    for (const term of own.terms) if (groups[term.group] > 0) terms.push({ ...term, group: groups[term.group] });
    for (const t of own.breakpoints) breakpoints.add(t);
    const copy = { matrices: lowerTerms(own, sector), groups };
    known.set(key, copy);
    return copy;
  });
  const all: GeneratorTerms = {
    terms,
    groups: coefficients.map((_, k) => `${k}`),
    weights: coefficients.map((c) => (isTimeFunction(c) ? c.at(0) : c)),
    coefficients,
    isRate,
    breakpoints: [...breakpoints].sort((a, b) => a - b),
  };
  return { copies, terms: all };
}

/** What is asked of the large equation: that of any other one, with its own matrices. */
function evolutionOf(model: Model, terms: GeneratorTerms, axis: readonly number[], make: () => SectorMatrices): EvolutionRequest {
  const matrices = once(make);
  const constant = !terms.coefficients.some(isTimeFunction);
  const generator = model.dynamics as Generator;
  const whole = once(() => ({ count: matrices().n }) as Sector);
  const derivative: DerivativeRequest = {
    model,
    generator,
    support: [model.initial],
    needsMatrix: false,
    constant: () => constant,
    terms: () => terms,
    sector: whole,
    matrices,
  };
  const price = sectorFlow.exact?.(derivative) ?? { seconds: 0, flops: 0, bytes: 0 };
  const flow: Choice<Flow, typeof sectorFlow> = {
    name: sectorFlow.name,
    lowering: sectorFlow,
    price,
    others: [],
    bind: (scope) => sectorFlow.bind(derivative, scope),
  };
  return evolutionRequest(derivative, flow, METHOD, axis);
}

/** Every way to step that looks at matrices alone. */
const ways = () => evolutionLowerings.filter(({ name }) => name !== "chebyshev");

function stepperOf(request: EvolutionRequest): Choice<Stepper> {
  return choose(request, ways(), {
    argument: "noise",
    value: null,
    must: "fit the model to be averaged exactly",
    remedy: "Use `ensemble`.",
  });
}

/** A single state needs no more than one vector. */
const LANES = 2;

/** Bind the average: step n goes from record n − 1 to record n. */
export function bindHiddenFlow({ model, chain, axis, sector, terms, time }: PlannedHiddenFlow, scope: Scope): AverageEngine {
  const n = sector.count;
  const initial = toCoordinates(sector, model.initial);
  const start = Float64Array.from({ length: chain.states * n }, (_, e) => chain.start[Math.floor(e / n)] * initial[e % n]);
  const { carry, x, reset } = bindRecords(time.bind(scope), axis, terms, start, scope);
  const mean = scope.f64(n * LANES);
  return {
    sector,
    lanes: LANES,
    nodes: chain.states,
    reset,
    step: carry,
    mean() {
      const view = mean.view();
      const states = x.view();
      view.fill(0);
      for (let i = 0; i < chain.states; i++) {
        for (let q = 0; q < n; q++) {
          const part = chain.read[i] * states[i * n + q];
          for (let l = 0; l < LANES; l++) view[q * LANES + l] += part;
        }
      }
      return mean.pointer;
    },
  };
}

/** Bind second moments over noise, E[ρρᵀ] in every hidden state; or say why they are too many. */
export function bindMomentFlow(planned: PlannedHiddenFlow, initial: Float64Array, scope: Scope): SecondMoments | Refusal {
  const { model, chain, axis, copies, terms } = planned;
  const n = initial.length;
  const refused = tooMany(10 * chain.states, n);
  if (refused) return refused;
  const make = () => enlargedMoments(copies, terms.coefficients.length, chain.rates());
  const time = stepperOf(evolutionOf(model, terms, axis, make));
  const start = Float64Array.from({ length: chain.states * n * n }, (_, e) => {
    const [i, q, p] = [Math.floor(e / (n * n)), Math.floor(e / n) % n, e % n];
    return chain.start[i] * initial[q] * initial[p];
  });
  const { carry, x, reset } = bindRecords(time.bind(scope), axis, terms, start, scope);
  reset();
  return {
    step: carry,
    between(o, other) {
      const S = x.view();
      let total = 0;
      for (let i = 0; i < chain.states; i++) {
        let sum = 0;
        for (let q = 0; q < n; q++) for (let p = 0; p < n; p++) sum += o[q] * S[(i * n + q) * n + p] * other[p];
        total += chain.read[i] * sum;
      }
      return total;
    },
  };
}

/** A vector that is carried from record to record, through breakpoints. */
function bindRecords(stepper: Stepper, axis: readonly number[], { breakpoints }: GeneratorTerms, start: Float64Array, scope: Scope) {
  const x = scope.f64(start.length);
  const save = () => false;
  const stretches = stretchesOf(axis, breakpoints);
  return {
    x,
    reset: () => x.view().set(start),
    carry(n: number): void {
      for (const { from, to } of stretches) {
        const begin = Math.max(from, axis[n - 1]);
        const end = Math.min(to, axis[n]);
        if (end > begin) finish(stepper.carry({ from: begin, to: end, times: [end] }, x, save, never));
      }
    },
  };
}

/** The printed plan. */
export function describeHiddenFlow({ model, chain, sector, time }: PlannedHiddenFlow): Plan {
  const { system } = model.dynamics;
  const states = `${chain.states} hidden states in continuous time${chain.exact ? "" : ", doubled until two answers agree"}`;
  return printable({
    model: model.name,
    space: String(system),
    dimension: system.dimension,
    sector: { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages: [
      stage("average", { ...time, name: "a master equation with hidden states", others: [], price: { ...time.price, detail: states } }),
      stage("time", time),
    ],
    lanes: 1,
    bytes: time.price.bytes + 8 * chain.states * sector.count,
    notes: model.warnings,
  });
}
