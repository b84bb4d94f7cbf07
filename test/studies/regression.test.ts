/** Correlations and spectra of random models against the theorem with whole superoperators: no sectors, no parts, dense inverses. */
import { describe, expect, it } from "vitest";
import {
  absorption,
  annihilate,
  collisionMap,
  correlation,
  dag,
  drazin,
  fock,
  generator,
  hermitianPart,
  jaynesCummings,
  lift,
  liouvillian,
  type Model,
  Operator,
  plus,
  propagator,
  qubit,
  scaled,
  sigmaMinus,
  spectrum,
  steady,
  timeFunction,
  times,
} from "../../src/index.ts";
import { inverse } from "../../src/numerics/lu.ts";
import { identityMatrix, type Matrix } from "../../src/numerics/matrix.ts";
import { cos } from "../../src/numerics/scalar.ts";
import { randomGenerator, randomOperator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";
import { stream, unitState } from "./correlation-models.ts";

function randomModel(n: number, seed: number, density = 1): { model: Model; A: Operator; B: Operator } {
  const L = randomGenerator(n, 2, seed, density);
  const model = modelOf(L, Operator.fromMatrix(L.system, randomState(n, seed)));
  return { model, A: randomOperator(L.system, seed + 5), B: randomOperator(L.system, seed + 9) };
}

/** (z − M + P)⁻¹ X′ with the projector P = X ↦ ρ̄ Tr X, on row-major vectors. */
function resolved(M: Matrix, rho: Operator, X: Operator, z: readonly [number, number]): Operator {
  const d = rho.dimension;
  const D = identityMatrix(d * d).data.map((_, e) => -M.data[e]);
  for (let r = 0; r < d * d; r++) {
    const [re, im] = rho.at(Math.floor(r / d), r % d);
    for (let i = 0; i < d; i++) {
      const at = 2 * (r * d * d + i * d + i);
      D[at] += re;
      D[at + 1] += im;
    }
    const at = 2 * (r * d * d + r);
    D[at] += z[0];
    D[at + 1] += z[1];
  }
  const K = inverse({ rows: d * d, columns: d * d, data: D }).data;
  const [p, q] = X.trace();
  const entries: [number, number, number, number][] = [];
  for (let r = 0; r < d * d; r++) {
    let [re, im] = [0, 0];
    for (let c = 0; c < d * d; c++) {
      const [x, y] = X.at(Math.floor(c / d), c % d);
      const [u, v] = rho.at(Math.floor(c / d), c % d);
      const [a, b] = [x - (p * u - q * v), y - (p * v + q * u)];
      const at = 2 * (r * d * d + c);
      re += K[at] * a - K[at + 1] * b;
      im += K[at] * b + K[at + 1] * a;
    }
    entries.push([Math.floor(r / d), r % d, re, im]);
  }
  return Operator.fromEntries(rho.space, entries);
}

describe("random models", () => {
  it.each([
    [2, 3, 1],
    [3, 7, 1],
    [4, 11, 0.4],
    [5, 2, 0.3],
  ])("of %i levels (seed %i): correlations are those of the propagator", (n, seed, density) => {
    const { model, A, B } = randomModel(n, seed, density);
    const rho = propagator(model, 0.6).apply(model.initial);
    const delays = [0, 0.4, 1.5];
    const found = correlation(model, { A, B, from: 0.6, times: delays });
    const inner = correlation(model, { A, B, C: A, from: 0.6, times: delays });
    delays.forEach((t, k) => {
      const V = propagator(model, t);
      const two = times(A, V.apply(times(B, rho))).trace();
      const three = times(B, V.apply(times(A, rho, A))).trace();
      expect(Math.hypot(found.re[k] - two[0], found.im[k] - two[1])).toBeLessThan(1e-11);
      expect(Math.hypot(inner.re[k] - three[0], inner.im[k] - three[1])).toBeLessThan(1e-11);
    });
  });

  it.each([
    [2, 5, 1],
    [3, 4, 1],
    [4, 6, 0.5],
  ])("of %i levels (seed %i): spectra are those of a dense resolvent", (n, seed, density) => {
    const { model, A, B } = randomModel(n, seed, density);
    const L = liouvillian(model).matrix;
    const rho = Operator.fromMatrix(model.dynamics.system, steady(model).state.matrix());
    const omega = [-1.3, 0, 0.4];
    const found = spectrum(model, { A, B, omega });
    const taken = absorption(model, { of: A, omega, net: true });
    omega.forEach((w, k) => {
      const first = times(A, resolved(L, rho, times(B, rho), [0, w])).trace();
      const second = times(B, resolved(L, rho, times(rho, A), [0, -w])).trace();
      expect(found.incoherent[k]).toBeCloseTo(first[0] + second[0], 10);
      expect((found.imaginary as readonly number[])[k]).toBeCloseTo(first[1] + second[1], 10);
      const raised = Operator.fromMatrix(rho.space, { ...A.toMatrix(), data: conjugateTranspose(A) });
      const kick = [times(raised, rho), times(rho, raised)].map((X) => times(A, resolved(L, rho, X, [0, -w])).trace()[0]);
      expect(taken.incoherent[k]).toBeCloseTo(2 * (kick[0] - kick[1]), 10);
    });
    const means = [A, B].map((O) => times(O, rho).trace());
    expect(found.lines[0].weight).toBeCloseTo(means[0][0] * means[1][0] - means[0][1] * means[1][1], 12);
    expect(found.lines[0].imaginary).toBeCloseTo(means[0][0] * means[1][1] + means[0][1] * means[1][0], 12);
    // S(0) by the Drazin inverse: −2 Re Tr[A L^D Bρ̄] for A = B†
    const own = hermitianPart(A);
    const [zero] = spectrum(model, { A: own, B: own, omega: [0] }).incoherent;
    expect(zero).toBeCloseTo(-2 * times(own, drazin(model).apply(times(own, rho))).trace()[0], 10);
  });

  it("with a symmetry: elements as complex numbers, both one-sided and mixed operands", () => {
    const model = jaynesCummings({ levels: 3, nbar: 0.4, kappa: 0.3, gamma: 0.2, Delta: 0.37 });
    const { system } = model.dynamics;
    const a = lift(system, annihilate(fock(3, "cavity")));
    const sm = lift(system, sigmaMinus(qubit("atom")));
    const L = liouvillian(model).matrix;
    const rho = Operator.fromMatrix(system, steady(model).state.matrix());
    const mixed = plus(a, scaled(dag(sm), 0.3, 0.7), scaled(dag(a), -0.2, 0.1));
    for (const [A, B] of [
      [dag(a), a],
      [dag(sm), a],
      [mixed, sm],
      [mixed, dag(mixed)],
    ]) {
      const found = spectrum(model, { A, B, omega: [-1.3, 0, 0.4] });
      expect(String(found.plan)).toMatch(/complex Schur form/);
      [-1.3, 0, 0.4].forEach((w, k) => {
        const first = times(A, resolved(L, rho, times(B, rho), [0, w])).trace();
        const second = times(B, resolved(L, rho, times(rho, A), [0, -w])).trace();
        expect(found.incoherent[k]).toBeCloseTo(first[0] + second[0], 11);
        expect(found.imaginary?.[k] ?? 0).toBeCloseTo(first[1] + second[1], 11);
      });
    }
  });

  it("driven: correlations are those of the ordered propagator", () => {
    const { model, A, B } = randomModel(3, 13);
    const L = model.dynamics;
    if (L.kind !== "generator") throw new Error("a generator");
    const drive = timeFunction((t) => cos(2 * t));
    const H = [...L.hamiltonian, { operator: hermitianPart(A), coefficient: drive }];
    const driven = modelOf({ ...generator({ system: L.system, H }), dissipators: L.dissipators, baths: L.baths }, model.initial);
    const rho = propagator(driven, 0.5).apply(model.initial);
    const found = correlation(driven, { A, B, from: 0.5, times: [0, 0.9] });
    const two = times(A, propagator(driven, 0.9, { from: 0.5 }).apply(times(B, rho))).trace();
    expect(found.re[1]).toBeCloseTo(two[0], 7);
    expect(found.im[1]).toBeCloseTo(two[1], 7);
  });

  it("streams: correlations are those of powers of the map", () => {
    const model = stream({
      g: 0.8,
      gx: 0.5,
      omega_E: 0.7,
      tau: 0.6,
      eta: unitState(
        [
          [0.3, 0.2],
          [0.2, 0.7],
        ],
        [
          [0, 0.15],
          [-0.15, 0],
        ],
      ),
    });
    const { space } = collisionMap(model);
    const [A, B] = [randomOperator(space as never, 3), randomOperator(space as never, 4)];
    const found = correlation(model, { A, B, from: 4, times: [0, 1, 30] });
    const rho = collisionMap(model, { collisions: 4 }).apply(model.initial);
    [1, 30].forEach((m, k) => {
      const two = times(A, collisionMap(model, { collisions: m }).apply(times(B, rho))).trace();
      expect(Math.hypot(found.re[k + 1] - two[0], found.im[k + 1] - two[1])).toBeLessThan(1e-13);
    });
  });
});

function conjugateTranspose(A: Operator): Float64Array {
  const n = A.dimension;
  const out = new Float64Array(2 * n * n);
  A.forEach((i, j, re, im) => {
    out[2 * (j * n + i)] = re;
    out[2 * (j * n + i) + 1] = -im;
  });
  return out;
}
