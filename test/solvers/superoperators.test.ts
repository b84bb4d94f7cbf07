import { describe, expect, it } from "vitest";
import {
  annihilate,
  collisionMap,
  collisionModel,
  dag,
  drazin,
  fock,
  generator,
  identity,
  levels,
  liouvillian,
  modes,
  numberOperator,
  Operator,
  plus,
  propagator,
  qubit,
  run,
  sampled,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  steady,
  timeFunction,
  times,
} from "../../src/index.ts";
import { dagger, largestDifference, multiply } from "../../src/numerics/dense.ts";
import { identityMatrix } from "../../src/numerics/matrix.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { applyGenerator, propagate } from "../reference/liouvillian.ts";
import { randomGenerator, randomState } from "../reference/random-generator.ts";
import { drivenQubit, oscillator, sm, sp, stream, sx, sz, thermalQubit, unitState } from "../studies/correlation-models.ts";
import { modelOf } from "./model-of.ts";

const cases = casesOf("dynamics-correlations");

function randomModel(n: number, seed: number, density = 1) {
  const L = randomGenerator(n, 2, seed, density);
  const rho = Operator.fromMatrix(L.system, randomState(n, seed));
  return { L, rho, model: modelOf(L, rho) };
}

const distance = (A: Operator, B: Operator) => largestDifference(A.toMatrix(), B.toMatrix());

describe("generators and propagators", () => {
  it.each([2, 3, 5])("do on operators of %i levels what the definition says", (n) => {
    const { L, rho, model } = randomModel(n, 11 + n);
    expect(largestDifference(liouvillian(model).apply(rho).toMatrix(), applyGenerator(L, rho.toMatrix()))).toBeLessThan(1e-13);
    expect(largestDifference(propagator(model, 0.7).apply(rho).toMatrix(), propagate(L, rho.toMatrix(), 0.7, 20))).toBeLessThan(1e-12);
  });

  it("work on operators that are no states, and from the other side", () => {
    const { model, rho } = randomModel(3, 5);
    const V = propagator(model, 0.4);
    const X = times(
      rho,
      Operator.fromEntries(rho.space, [
        [0, 2, 1, 0.5],
        [1, 1, -0.3],
      ]),
    );
    const A = Operator.fromEntries(rho.space, [
      [0, 1, 0.2, 0.9],
      [2, 2, 1],
    ]);
    const [a, b] = [times(A, V.apply(X)).trace(), times(V.adjoint(A), X).trace()];
    expect(a[0]).toBeCloseTo(b[0], 14);
    expect(a[1]).toBeCloseTo(b[1], 14);
  });

  it("compose", () => {
    const { model } = randomModel(3, 8);
    const [V1, V2, V3] = [0.3, 0.5, 0.8].map((t) => propagator(model, t));
    expect(V2.after(V1).kind).toBe("map");
    expect(largestDifference(V2.after(V1).matrix, V3.matrix)).toBeLessThan(1e-13);
    expect(largestDifference(propagator(model, 0).matrix, identityMatrix(9))).toBe(0);
    const h = 1e-5;
    const slope = V1.after(propagator(model, h))
      .plus(V1.scaled(-1))
      .scaled(1 / h);
    expect(largestDifference(slope.matrix, liouvillian(model).after(V1).matrix)).toBeLessThan(1e-3);
  });

  it("follow coefficients that depend on time, from any time on", () => {
    const atom = qubit("q");
    const H = [
      { operator: sigmaZ(atom), coefficient: 0.4 },
      { operator: sigmaX(atom), coefficient: timeFunction((t) => 0.3 * t) },
    ];
    const model = modelOf(
      generator({ system: atom, H, jumps: [{ operator: sigmaMinus(atom), rate: 0.2 }] }),
      Operator.fromEntries(atom, [[0, 0, 1]]),
      [],
      sigmaZ(atom),
    );
    const whole = propagator(model, 1.5);
    const parts = propagator(model, 0.9, { from: 0.6 }).after(propagator(model, 0.6));
    expect(largestDifference(whole.matrix, parts.matrix)).toBeLessThan(1e-9);
    const final = run(model, { until: 1.5 }).final.matrix();
    expect(largestDifference(whole.apply(model.initial).toMatrix(), final)).toBeLessThan(1e-8);
    const [re] = times(
      sigmaX(atom),
      liouvillian(model, { at: 2 }).apply(
        Operator.fromEntries(atom, [
          [0, 1, 0.5],
          [1, 0, 0.5],
        ]),
      ),
    ).trace();
    expect(re).toBeCloseTo(-0.1, 14);
  });
});

describe("propagators from later times", () => {
  const values = [0.3, -2, 1, 0.2];
  it.each([
    ["previous", sampled([0, 0.5, 1, 1.7], values, "previous"), 1e-14],
    ["linear", sampled([0, 0.5, 1, 1.7], values, "linear"), 1e-11],
    ["cubic", sampled([0, 0.5, 1, 1.7], values, "cubic"), 1e-11],
    ["declared support", timeFunction((t) => (t >= 0.8 && t <= 0.82 ? 40 : 0), { support: [[0.8, 0.82]] }), 1e-14],
  ] as const)("meet breakpoints and supports where they are: %s", (_, drive, tolerance) => {
    const H = [
      { operator: sx, coefficient: drive },
      { operator: sz, coefficient: 0.4 },
    ];
    const model = modelOf(generator({ system: sm.space, H, jumps: [{ operator: sm, rate: 0.3 }] }), times(sm, sp));
    const whole = propagator(model, 2.1);
    for (const from of [0.6, 1]) {
      const parts = propagator(model, 2.1 - from, { from }).after(propagator(model, from));
      expect(largestDifference(whole.matrix, parts.matrix)).toBeLessThan(tolerance);
    }
  });
});

describe("maps of collisions", () => {
  const eta = unitState(
    [
      [0.3, 0.2],
      [0.2, 0.7],
    ],
    [
      [0, 0.15],
      [-0.15, 0],
    ],
  );
  const model = stream({ g: 0.8, gx: 0.5, omega_E: 0.7, tau: 0.6, eta, bloch: [0.4, -0.2, 0.7] });

  it("do what a run does", () => {
    const state = run(model, { steps: 3 }).final.matrix();
    expect(largestDifference(collisionMap(model, { collisions: 3 }).apply(model.initial).toMatrix(), state)).toBeLessThan(1e-14);
  });

  it("have Kraus operators, a Choi matrix, a dilation, a Bloch map and a χ matrix that say the same", () => {
    const map = collisionMap(model);
    const X = Operator.fromEntries(sm.space, [
      [0, 0, 0.3],
      [0, 1, 0.2, 0.7],
      [1, 0, -0.4, 0.1],
    ]);
    const image = map.apply(X);
    const kraus = map.kraus();
    expect(distance(plus(...kraus.map((K) => times(K, X, dag(K)))), image)).toBeLessThan(1e-14);
    expect(distance(plus(...kraus.map((K) => times(dag(K), K))), identity(sm.space))).toBeLessThan(1e-14);
    expect(map.choiMinimum()).toBeGreaterThan(-1e-14);
    const V = map.stinespring();
    expect(largestDifference(multiply(dagger(V), V), identityMatrix(2))).toBeLessThan(1e-14);
    const basis = [identity(sm.space), sx, scaled(plus(sm, scaled(sp, -1)), 0, 1), sz];
    const chi = map.chi().data;
    expect(
      distance(
        plus(...basis.flatMap((E, m) => basis.map((F, n) => scaled(times(E, X, dag(F)), chi[2 * (4 * m + n)], chi[2 * (4 * m + n) + 1])))),
        image,
      ),
    ).toBeLessThan(1e-14);
    expect(chi[0] + chi[10] + chi[20] + chi[30]).toBeCloseTo(1, 14);
    const { A, v } = map.bloch();
    const after = run(model, { steps: 1, observables: ["sx", "sy", "sz"] }).observables;
    [0.4, -0.2, 0.7].forEach((_, k) => {
      const r = [0.4, -0.2, 0.7].reduce((sum, x, j) => sum + A[3 * k + j] * x, v[k]);
      expect(r).toBeCloseTo(after[["sx", "sy", "sz"][k]][1] as number, 14);
    });
  });

  it("of a cycle are those of its collisions in turn, with the loss in between", () => {
    const atom = qubit("q");
    const unit = qubit("unit");
    const V = [[sigmaX(atom), sigmaX(unit)]] as const;
    const units = [0.5, 2].map((beta) => ({ HE: scaled(sigmaZ(unit), 0.5), V, beta }));
    const cycle = collisionModel({ HS: scaled(sigmaZ(atom), 0.5), units, tau: 0.4, initial: Operator.fromEntries(atom, [[1, 1, 1]]) });
    const final = run(cycle, { steps: 4 }).final.matrix();
    const map = collisionMap(cycle);
    expect(largestDifference(map.after(map).apply(cycle.initial).toMatrix(), final)).toBeLessThan(1e-14);
    const idle = {
      generator: generator({ system: atom, H: scaled(sigmaZ(atom), 0.5), jumps: [{ operator: sigmaMinus(atom), rate: 0.3 }] }),
      duration: 0.7,
    };
    const lossy = { ...cycle, dynamics: { ...cycle.dynamics, idle } } as typeof cycle;
    expect(
      largestDifference(collisionMap(lossy, { collisions: 5 }).apply(cycle.initial).toMatrix(), run(lossy, { steps: 5 }).final.matrix()),
    ).toBeLessThan(1e-13);
  });

  it("of three levels have a χ matrix in the generalised Bloch basis", () => {
    const { model: equation } = randomModel(3, 3);
    const V = propagator(equation, 0.5);
    let trace = 0;
    const chi = V.chi();
    for (let m = 0; m < 9; m++) trace += chi.data[2 * 10 * m];
    expect(trace).toBeCloseTo(1, 13);
    const elements = Array.from({ length: 9 }, (_, k) => Operator.fromEntries(V.space, [[Math.floor(k / 3), k % 3, Math.sqrt(3)]]));
    expect(V.chi(elements).data[0]).toBeCloseTo(
      times(Operator.fromEntries(V.space, [[0, 0, 1]]), V.apply(Operator.fromEntries(V.space, [[0, 0, 1]]))).trace()[0] / 3,
      13,
    );
    expect(() => V.chi(elements.map((E) => scaled(E, 2)))).toThrow(/`basis` must have Tr/);
  });
});

describe("modes", () => {
  it.each(["rf.mollow", "rf.weak", "rf.detuned", "rf.dephased"])("of %s", (id) => {
    const entry = caseOf(cases, id);
    const found = modes(drivenQubit(entry.params));
    entry.expected.eigenvalues.forEach(([re, im]: [number, number], k: number) => {
      expectNear(entry, found.values[k][0], re);
      expectNear(entry, found.values[k][1], im);
    });
  });

  it("have operators that the generator multiplies with their eigenvalue, and that are dual", () => {
    const { model, rho } = randomModel(3, 21);
    const L = liouvillian(model);
    const found = modes(model);
    expect(found.modes).toHaveLength(9);
    for (const { value, right, left, condition } of found.modes) {
      expect(distance(L.apply(right), scaled(right, ...value))).toBeLessThan(1e-12);
      expect(distance(L.adjoint(left), scaled(left, value[0], -value[1]))).toBeLessThan(1e-12 * condition * 10);
      const [re, im] = times(dag(left), right).trace();
      expect(re).toBeCloseTo(1, 12);
      expect(im).toBeCloseTo(0, 12);
    }
    expect(
      distance(found.modes[0].right, plus(...[steady(model).state].map((state) => Operator.fromMatrix(rho.space, state.matrix())))),
    ).toBeLessThan(1e-12);
    const c = found.expand(rho);
    expect(distance(plus(...found.modes.map(({ right }, k) => scaled(right, ...c[k]))), rho)).toBeLessThan(1e-12);
    expect(found.gap).toBeCloseTo(steady(model).gap as number, 11);
  });

  it("of an oscillator at zero temperature, sector by sector", () => {
    const entry = caseOf(cases, "liouville.oscillator");
    const { levels: d, omega, kappa } = entry.params;
    const found = modes(oscillator({ levels: d, omega, kappa }).model);
    entry.expected.eigenvalues_first_10.forEach(([re, im]: [number, number], k: number) => {
      expectNear(entry, found.values[k][0], re);
      expectNear(entry, found.values[k][1], im);
    });
    expectNear(entry, found.gap, entry.expected.gap);
    const [, slowest] = found.values.filter(([, im]) => Math.abs(im) < 1e-9);
    expectNear(entry, -slowest[0], entry.expected.slowest_real);
    expect(found.sectors.map(({ coordinates }) => coordinates)).toEqual([6, 10, 8, 6, 4, 2]);
  });

  it("of an oscillator in a thermal bath", () => {
    const entry = caseOf(cases, "liouville.thermal_oscillator");
    const { levels: d, omega, kappa, nbar } = entry.params;
    const found = modes(oscillator({ levels: d, omega, kappa, nbar }).model);
    const of = (sector: number) => found.modes.filter((mode) => mode.sector === sector).map(({ value }) => value);
    entry.expected.populations_first_4.forEach((re: number, k: number) => expectNear(entry, of(0)[k][0], re));
    entry.expected.first_coherences_re.forEach((re: number, k: number) => expectNear(entry, of(1)[2 * k][0], re));
    expectNear(entry, found.gap, entry.expected.gap);
  });

  it("near an exceptional point give Schur vectors, and propagators stay right", () => {
    const entry = caseOf(cases, "liouville.exceptional");
    const model = drivenQubit({ Omega: entry.params.gamma / 4, gamma: entry.params.gamma });
    const found = modes(model);
    expect(found.warnings.join()).toMatch(/nearly parallel/);
    const double = found.values.filter(([re]) => Math.abs(re - entry.expected.double_eigenvalue) < 1e-6);
    expect(double).toHaveLength(2);
    const [sector] = found.sectors.filter(({ defective }) => defective);
    expect(sector.condition).toBeGreaterThan(1e7);
    const L = liouvillian(model);
    const Q = sector.schurVectors();
    const n = Q.length;
    Q.forEach((Qk, k) => {
      const combination = plus(...Q.map((Qj, j) => scaled(Qj, sector.triangular[2 * (j * n + k)], sector.triangular[2 * (j * n + k) + 1])));
      expect(distance(L.apply(Qk), combination)).toBeLessThan(1e-14);
    });
    expect(() => found.expand(model.initial)).toThrow(
      /`modes` must span all operators to expand one, but some of them are nearly parallel/,
    );
    entry.params.t.forEach((t: number, k: number) => {
      expectNear(entry, times(times(sp, sm), propagator(model, t).apply(model.initial)).trace()[0], entry.expected.p_e[k]);
    });
  });

  it.each(["stream.spectrum", "stream.spectrum.coherent"])("of the map of %s", (id) => {
    const entry = caseOf(cases, id);
    const { omega, g, tau, beta, coherence } = entry.params;
    const p = 1 / (1 + Math.exp(beta * omega));
    const eta = unitState([
      [p, coherence],
      [coherence, 1 - p],
    ]);
    const { values, kind, gap } = modes(stream({ omega_S: omega, omega_E: omega, g, tau, eta }));
    expect(kind).toBe("map");
    for (const [re, im] of entry.expected.map_eigenvalues as [number, number][]) {
      expect(Math.min(...values.map(([x, y]) => Math.hypot(x - re, y - im)))).toBeLessThan(1e-9);
    }
    expect(gap).toBeCloseTo(-Math.log(Math.max(...values.slice(1).map(([x, y]) => Math.hypot(x, y)))), 12);
  });
});

describe("the Drazin inverse", () => {
  it.each(["drazin.resonant", "drazin.detuned"])("%s", (id) => {
    const entry = caseOf(cases, id);
    const { Omega, Delta, gamma } = entry.params;
    const model = drivenQubit({ Omega, Delta, gamma });
    const D = drazin(model);
    const rho = Operator.fromMatrix(sm.space, steady(model).state.matrix());
    const excited = times(sp, sm);
    const current = gamma * times(excited, rho).trace()[0];
    const J = (X: Operator) => scaled(times(sm, X, sp), gamma);
    expectNear(entry, current, entry.expected.I);
    expectNear(entry, 1 - (2 * J(D.apply(J(rho))).trace()[0]) / current, entry.expected.fano);
    const kick = scaled(plus(times(sz, rho), scaled(times(rho, sz), -1)), 0, -0.5);
    expectNear(entry, -times(excited, D.apply(kick)).trace()[0], entry.expected.dpe_dDelta);
    expectNear(entry, D.trace()[0], entry.expected.drazin_trace);
    const onSz = D.apply(sz).toMatrix().data;
    entry.expected.drazin_on_sz.forEach(([re, im]: [number, number], k: number) => {
      expectNear(entry, onSz[2 * k], re);
      expectNear(entry, onSz[2 * k + 1], im);
    });
  });

  it("of random generators satisfies L D L = L and D L D = D", () => {
    const { model } = randomModel(4, 2);
    const [L, D] = [liouvillian(model), drazin(model)];
    expect(largestDifference(L.after(D).after(L).matrix, L.matrix)).toBeLessThan(1e-12);
    expect(largestDifference(D.after(L).after(D).matrix, D.matrix)).toBeLessThan(1e-12);
    expect(largestDifference(D.after(L).matrix, L.after(D).matrix)).toBeLessThan(1e-12);
  });

  it("takes all conserved states out where there are several", () => {
    const space = levels(4);
    const jump = Operator.fromEntries(space, [
      [0, 1, 1],
      [2, 3, 0.7],
    ]);
    const H = Operator.fromEntries(space, [
      [0, 1, 0.3],
      [1, 0, 0.3],
      [2, 2, 0.5],
    ]);
    const model = modelOf(
      generator({ system: space, H, jumps: [{ operator: jump, rate: 0.8 }] }),
      Operator.fromEntries(space, [[1, 1, 1]]),
    );
    expect(steady(model, { scope: "space" }).dimension).toBeGreaterThan(1);
    const [L, D] = [liouvillian(model), drazin(model)];
    expect(largestDifference(L.after(D).after(L).matrix, L.matrix)).toBeLessThan(1e-12);
    expect(largestDifference(D.after(L).matrix, L.after(D).matrix)).toBeLessThan(1e-12);
  });

  it("of a stream inverts 1 − Λ", () => {
    const eta = unitState([
      [0.3, 0.2],
      [0.2, 0.7],
    ]);
    const model = stream({ g: 0.8, gx: 0.5, omega_E: 0.7, tau: 0.6, eta });
    const D = drazin(model);
    const map = collisionMap(model);
    const one = map.scaled(-1).plus(propagator(thermalQubit({}), 0));
    expect(largestDifference(one.after(D).after(one).matrix, one.matrix)).toBeLessThan(1e-13);
  });
});

describe("bad input", () => {
  const equation = drivenQubit({ Omega: 1 });
  const collisions = stream({
    g: 0.5,
    eta: unitState([
      [0, 0],
      [0, 1],
    ]),
  });
  it.each([
    [() => liouvillian(collisions), /`model` must be a master equation for `liouvillian`, but .* Use `collisionMap`\./],
    [() => propagator(collisions, 1), /`model` must be a master equation for `propagator`/],
    [() => propagator(equation, -1), /`t` must be a finite number ≥ 0, but is -1/],
    [() => collisionMap(equation), /`model` must be a collision model for `collisionMap`/],
    [() => collisionMap(collisions, { collisions: 0 }), /`collisions` must be an integer/],
    [
      () => liouvillian(equation).kraus(),
      /`superoperator` must be a map to have `kraus`, but it is of kind generator\. Take it of propagator/,
    ],
    [() => propagator(equation, 1).apply(annihilate(fock(3, "m"))), /`X` must act on the system atom:2, but it acts on m:3/],
    [() => propagator(equation, 1).after(propagator(oscillator({ levels: 3 }).model, 1)), /`first` must act on operators of atom:2/],
    [() => propagator(oscillator({ levels: 40 }).model, 1), /at most 32 levels/],
    [() => modes(equation.dynamics as never), /`model` must be a model/],
  ])("%#", (act, sentence) => {
    expect(act).toThrow(sentence as RegExp);
  });

  it("of generators that depend on time: no modes", () => {
    const mode = fock(3, "m");
    const H = [{ operator: numberOperator(mode), coefficient: timeFunction((t) => t) }];
    const model = modelOf(generator({ system: mode, H }), Operator.fromEntries(mode, [[0, 0, 1]]));
    expect(() => modes(model)).toThrow(/`model` must have a generator that does not depend on time/);
  });
});
