/** The noisy phaseonium cascade, per collision and realisation: the fused kernel against the same plan in pure JS. */
import {
  detunedScratch,
  detunedStep,
  detunedTable,
  exchangeFlux,
  exchangeProducts,
  exchangeProductsSize,
  exchangeRates,
  exchangeScratch,
  exchangeStep,
  exchangeTables,
  exchangeWeights,
} from "../../bindings/exchange.ts";
import { offset, openScope, type Scope } from "../../bindings/memory.ts";
import { sectorApply } from "../../bindings/sector.ts";
import { bindMap } from "../../src/lowerings/collisions/bound-map.ts";
import { exchangeCascadeOf } from "../../src/models/exchange-cascade.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { detunedSector, exchangeSector } from "../../src/sectors/exchange-sector.ts";
import { toCoordinates } from "../../src/sectors/matrices.ts";
import { planCollisions } from "../../src/solvers/collision-choice.ts";
import { planNoisyCollisions } from "../../src/solvers/noisy-collisions.ts";
import { denseCascade } from "../../test/reference/dense-cascade.ts";
import * as twin from "../../test/reference/detuned-exchange.ts";
import * as plain from "../../test/reference/exchange.ts";
import * as plainSector from "../../test/reference/sector.ts";
import { type Case, same } from "../harness.ts";

const LANES = 8;
const COLLISIONS = 20;

/** Tables and products of `lanes` lanes for two modes of d levels, and what fills them from angles. */
function boundProducts(scope: Scope, d: number, lanes: number) {
  const theta = scope.f64(lanes);
  const [c, s] = [0, 1].map(() => offset(scope.f64((d + 1) * lanes).pointer, lanes));
  const pointer = scope.f64(exchangeProductsSize(d, d, d - 1, lanes)).pointer;
  const fill = (angles: Float64Array) => {
    theta.view().set(angles.subarray(0, lanes));
    exchangeTables(d, lanes, theta.pointer, c, s);
    exchangeProducts({ d1: d, d2: d, K: d - 1 }, lanes, { c1: c, s1: s, c2: c, s2: s }, pointer);
  };
  return { shared: lanes < LANES, pointer, fill };
}

/** `d` levels in both cavities; time noise fills new tables for each collision. */
function exchange(d: number, noise: "phase" | "time"): Case {
  const K = d - 1;
  const size = exchangeSector({ d1: d, d2: d, K }).count;
  return {
    name: `cascade d = ${d}, ${noise} noise, 8 lanes`,
    flops: 27 * size,
    units: LANES * COLLISIONS,
    notes: "one collision of one realisation; weights (and tables under time noise) change each time",
    prepare() {
      const owned = openScope();
      const model = phaseonium({ levels: d, theta: 0.2 });
      const initial = toCoordinates(planCollisions(model, { steps: 1 }).sector, model.initial);
      const start = Float64Array.from({ length: size * LANES }, (_, e) => initial[Math.floor(e / LANES)]);
      let [x, y] = [owned.f64(start), owned.f64(start.length)];
      const weights = owned.f64(3 * LANES);
      const products = boundProducts(owned, d, noise === "time" ? LANES : 2);
      const scratch = owned.f64(exchangeScratch(d, LANES)).pointer;
      let [px, py] = [start.slice(), new Float64Array(start.length)];
      const w = new Float64Array(3 * LANES);
      const angles = new Float64Array(LANES);
      const refresh = (n: number) => {
        for (let l = 0; l < LANES; l++) {
          const bright = 0.1217 + 0.001 * ((n + l) % 7);
          w[l] = 0.0625;
          w[LANES + l] = bright;
          w[2 * LANES + l] = 1 - 0.0625 - bright;
          angles[l] = noise === "time" ? 0.2 + 0.01 * ((n + l) % 5) : 0.2;
        }
      };
      refresh(0);
      products.fill(angles);
      let flat = plain.exchangeTables(d, angles, Math.cos, Math.sin);
      return {
        wasm() {
          x.view().set(start);
          for (let n = 0; n < COLLISIONS; n++) {
            refresh(n);
            weights.view().set(w);
            if (noise === "time") products.fill(angles);
            exchangeStep({ d1: d, d2: d, K }, LANES, weights.pointer, products, x.pointer, y.pointer, scratch);
            [x, y] = [y, x];
          }
        },
        plain() {
          px.set(start);
          for (let n = 0; n < COLLISIONS; n++) {
            refresh(n);
            if (noise === "time") flat = plain.exchangeTables(d, angles, Math.cos, Math.sin);
            plain.exchangeStep(d, d, K, LANES, { weights: w, c1: flat.c, s1: flat.s, c2: flat.c, s2: flat.s }, px, py);
            [px, py] = [py, px];
          }
        },
        check: () => same("cascade", x.view(), px, 1e-13),
        release: () => owned.release(),
      };
    },
  };
}

/** One cavity under phase noise: weights of a stretch by one call, its collisions by another. */
function flux(d: number): Case {
  return {
    name: `one cavity d = ${d}, phase noise, 8 lanes`,
    flops: 6 * d,
    units: LANES * COLLISIONS,
    notes: "one collision of one realisation, with the cosines of its weights",
    prepare() {
      const owned = openScope();
      const initial = toCoordinates(exchangeSector({ d1: d, d2: 1, K: 0 }), phaseonium({ cavities: 1, levels: d }).initial);
      const start = Float64Array.from({ length: d * LANES }, (_, e) => initial[Math.floor(e / LANES)]);
      const phases = Float64Array.from({ length: LANES * COLLISIONS }, (_, e) => 2.4 + 0.01 * (e % 37));
      const form = Float64Array.of(0.0625, 0, 0, 0, 0.46875, 1);
      const [theta, detuning] = [new Float64Array(LANES).fill(0.2), new Float64Array(LANES)];
      const [x, weights, rates] = [d, 3 * COLLISIONS, d - 1].map((n) => owned.f64(n * LANES));
      const [boundForm, boundPhases] = [owned.f64(form).pointer, owned.f64(phases).pointer];
      exchangeRates(d, LANES, owned.f64(theta).pointer, owned.f64(detuning).pointer, rates.pointer);
      const flat = plain.exchangeRates(d, theta, detuning, Math.sin);
      const [px, w] = [start.slice(), new Float64Array(3 * LANES * COLLISIONS)];
      return {
        wasm() {
          x.view().set(start);
          exchangeWeights(LANES, COLLISIONS, boundForm, boundPhases, weights.pointer);
          exchangeFlux(d, LANES, COLLISIONS, weights.pointer, rates.pointer, x.pointer);
        },
        plain() {
          px.set(start);
          plain.exchangeWeights(LANES, COLLISIONS, form, phases, w, Math.cos);
          plain.exchangeFlux(d, LANES, COLLISIONS, w, flat, px);
        },
        check: () => same("one cavity", x.view(), px, 1e-13),
        release: () => owned.release(),
      };
    },
  };
}

/** `d` levels in both cavities and detuning noise: new tables for each collision, complex elements. */
function detuned(d: number): Case {
  const shape = { d1: d, d2: d, K: d - 1 };
  const { count } = detunedSector(shape);
  return {
    name: `cascade d = ${d}, detuning noise, 8 lanes`,
    flops: 52 * count,
    units: LANES,
    notes: "one collision of one realisation; pure JS is the kernel's twin, written to be read",
    prepare() {
      const owned = openScope();
      const initial = toCoordinates(detunedSector(shape), phaseonium({ levels: d }).initial);
      const start = Float64Array.from({ length: count * LANES }, (_, e) => initial[Math.floor(e / LANES)]);
      const theta = new Float64Array(LANES).fill(0.2);
      const shifts = Float64Array.from({ length: LANES }, (_, l) => 0.3 - 0.1 * l);
      const weights = new Float64Array(3 * LANES)
        .fill(0.0625, 0, LANES)
        .fill(0.12, LANES, 2 * LANES)
        .fill(0.8175, 2 * LANES);
      const [x, y] = [owned.f64(start), owned.f64(start.length)];
      const table = owned.f64(3 * (d + 1) * LANES).pointer;
      const [angles, detunings, w] = [theta, shifts, weights].map((values) => owned.f64(values).pointer);
      const scratch = owned.f64(detunedScratch(d, LANES)).pointer;
      const out = new Float64Array(start.length);
      return {
        wasm() {
          detunedTable(d, LANES, angles, detunings, table);
          detunedStep(shape, LANES, w, table, table, x.pointer, y.pointer, scratch);
        },
        plain() {
          const flat = twin.detunedTable(d, theta, shifts, Math.cos, Math.sin);
          twin.detunedStep(d, d, d - 1, LANES, weights, flat, flat, start, out);
        },
        check: () => same("detuned cascade", y.view(), out, 1e-13),
        release: () => owned.release(),
      };
    },
  };
}

/** The general route on the same sector: fixed matrices with weights. */
function weighted(d: number): Case {
  return {
    name: `cascade d = ${d}, phase noise by index lists, 8 lanes`,
    units: LANES,
    prepare() {
      const owned = openScope();
      const { structure: _, ...general } = phaseonium({ levels: d, theta: 0.2 });
      const plan = planNoisyCollisions(general as Model, { steps: 1, noisy: ["phi"], lanes: LANES });
      if (plan.choice.name !== "fixed matrices with weights") throw new Error("The plan did not choose fixed matrices.");
      const [matrices] = plan.request.matrices();
      const map = bindMap(owned, matrices);
      const initial = toCoordinates(plan.sector, general.initial);
      const start = Float64Array.from({ length: plan.sector.count * LANES }, (_, e) => initial[Math.floor(e / LANES)]);
      const w = Float64Array.from({ length: matrices.groups * LANES }, (_, e) => plan.request.maps()[0].weights[Math.floor(e / LANES)]);
      const [x, y, weights] = [owned.f64(start), owned.f64(start.length), owned.f64(w)];
      const out = new Float64Array(start.length);
      return {
        wasm: () => sectorApply(map, weights.pointer, x.pointer, y.pointer, LANES),
        plain: () => plainSector.sectorApply(matrices, w, start, out, LANES),
        check: () => same("cascade by index lists", y.view(), out),
        release: () => owned.release(),
      };
    },
  };
}

/** One realisation, one collision: the fused kernel against dense Kraus products in pure JS. */
function againstDense(d: number): Case {
  const size = exchangeSector({ d1: d, d2: d, K: d - 1 }).count;
  return {
    name: `cascade d = ${d}, one collision, against dense pure JS`,
    units: 1,
    seconds: 0.2,
    notes:
      "pure JS multiplies dense Kraus matrices for one realisation, while wasm steps eight: per realisation the ratio is eight times this",
    prepare() {
      const owned = openScope();
      const model = phaseonium({ levels: d, theta: 0.2 });
      const plan = planCollisions(model, { steps: 1 });
      const initial = toCoordinates(plan.sector, model.initial);
      const start = Float64Array.from({ length: size * LANES }, (_, e) => initial[Math.floor(e / LANES)]);
      const [x, y] = [owned.f64(start), owned.f64(start.length)];
      const weights = owned.f64(3 * LANES);
      const coefficients = exchangeCascadeOf(model)?.coefficients(model.parameters);
      if (!coefficients) throw new Error("The model has no cascade structure.");
      weights
        .view()
        .fill(coefficients.upper, 0, LANES)
        .fill(coefficients.lower, LANES, 2 * LANES)
        .fill(coefficients.spectator, 2 * LANES);
      const products = boundProducts(owned, d, 2);
      products.fill(new Float64Array(LANES).fill(0.2));
      const scratch = owned.f64(exchangeScratch(d, LANES)).pointer;
      const rho = model.initial.toMatrix().data;
      const collide = denseCascade(d, 0.2, { excited: coefficients.upper, bright: coefficients.lower, dark: coefficients.spectator });
      let dense: Float64Array = rho;
      return {
        wasm() {
          exchangeStep({ d1: d, d2: d, K: d - 1 }, LANES, weights.pointer, products, x.pointer, y.pointer, scratch);
        },
        plain() {
          dense = collide(rho);
        },
        check() {
          const mine = Float64Array.from({ length: size }, (_, q) => y.view()[q * LANES]);
          const theirs = Float64Array.from({ length: size }, (_, q) => dense[2 * (plan.sector.row[q] * d * d + plan.sector.column[q])]);
          same("cascade against dense", mine, theirs, 1e-13);
        },
        release: () => owned.release(),
      };
    },
  };
}

export const cases: readonly Case[] = [
  ...[10, 20, 30, 40].map((d) => exchange(d, "phase")),
  exchange(20, "time"),
  detuned(20),
  flux(30),
  weighted(20),
  againstDense(20),
];
