/** Counting on every kind of stream against independent numbers: several baths, levels without a lattice, mixtures, arrivals, cascades. */
import { describe, expect, it } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  annihilate,
  basisState,
  collisionModel,
  counting,
  diagonal,
  fock,
  generator,
  ket,
  levels,
  lift,
  Operator,
  plus,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  steady,
  structured,
  type ThirdCertificate,
  tensor,
  thermal,
  times,
} from "../../../src/index.ts";
import { contactOf, coupling, diagonalState, exchange, excitation, ground, reference, S, streamOf, swapCollision } from "./models.ts";

const last = (cumulants: Readonly<Record<string, readonly (readonly number[])[]>>, name: string) =>
  cumulants[name].map((list) => list.at(-1));
const names = ["Q_hot", "Q_cold"];

it("qutrits without a lattice", () => {
  const { p, e, near } = reference("qutrit-nonlattice");
  const s = levels(3, "S");
  const unit = (label: string) => levels(3, label);
  const X = (space: typeof s) =>
    Operator.fromEntries(space, [
      [0, 1, 1],
      [1, 0, 1],
      [1, 2, 1.3],
      [2, 1, 1.3],
    ]);
  const HS = diagonal(s, p.ES);
  const collision = (bath: string, beta: number) =>
    contactOf(s, HS, diagonal(unit(bath), p.EE), coupling(p.g, X(s), X(unit(bath))), p.tau, beta, bath);
  const model = streamOf(
    { kind: "cyclic", collisions: [collision("hot", p.beta_hot), collision("cold", p.beta_cold)] },
    basisState(s, 2),
    HS,
  );
  const { cumulants, rates, distributions } = counting(model, { of: names, steps: 2 * p.k, distribution: { of: ["Q_hot"] } });
  near(rates?.cumulants.Q_hot, e.c_hot);
  near(rates?.cumulants.Q_cold, e.c_cold);
  near(rates?.covariances["Q_hot,Q_cold"], e.cov);
  near(last(cumulants, "Q_hot"), e.K_hot);
  const [{ values, P }] = distributions;
  expect(values[0].length).toBe(e.values);
  const order = P.map((_, k) => k).sort((a, b) => P[b] - P[a]);
  near(
    order.slice(0, 6).map((k) => P[k]),
    e.P,
  );
  near(
    order.slice(0, 6).map((k) => values[0][k]),
    e.q,
  );
  const char = [Math.cos, Math.sin].map((f) => P.reduce((sum, prob, k) => sum + prob * f(p.chi * values[0][k]), 0));
  near(char, e.char);
});

describe("hot and cold at random", () => {
  const { p, e, near } = reference("mixture");
  const [hot, cold] = [swapCollision("hot", p.beta_hot, p.theta), swapCollision("cold", p.beta_cold, p.theta)];

  it("a mixture", () => {
    const parts = [
      { probability: p.p, collision: hot },
      { probability: 1 - p.p, collision: cold },
    ];
    const found = counting(streamOf({ kind: "mixture", parts }, ground(), excitation(S)), {
      of: ["Q_hot", { name: "hot", arrivals: "hot" }],
      steps: 7,
    });
    near(found.rates?.cumulants.Q_hot, e.c);
    near(found.rates?.uncertaintyProduct.Q_hot, e.TUR);
    // a binomial number of hot units
    expect(found.cumulants.hot[0][0]).toBeCloseTo(7 * p.p, 13);
    expect(found.cumulants.hot[1][0]).toBeCloseTo(7 * p.p * (1 - p.p), 13);
    expect(found.rates?.cumulants.hot[1]).toBeCloseTo(p.p * (1 - p.p), 13);
    expect(found.theorems?.gallavottiCohen.holds).toBe(true);
  });

  it("random arrivals", () => {
    const { p: q, e: f, near: close } = reference("poisson");
    const unit = (bath: string, beta: number) => {
      const u = qubit(bath);
      return { HE: excitation(u), V: exchange(tensor(S, u), S, u), beta, bath };
    };
    // the swap commutes with H_S + H_E, and H_S between arrivals does not touch populations
    const model = collisionModel({
      HS: excitation(S),
      units: [unit("hot", q.beta_hot), unit("cold", q.beta_cold)],
      stream: "mixture",
      probabilities: [q.p, 1 - q.p],
      tau: q.theta,
      arrivals: q.r,
      initial: ground(),
    });
    const found = counting(model, { of: ["Q_hot", { name: "hot", arrivals: "hot" }], until: q.t, distribution: { of: ["hot"] } });
    close(found.rates?.cumulants.Q_hot, f.c);
    close(last(found.cumulants, "Q_hot"), f.K);
    const mean = q.r * q.p * q.t;
    found.cumulants.hot.forEach((list) => expect(list[0]).toBeCloseTo(mean, 11));
    const [{ P, values, missing }] = found.distributions;
    expect(Math.abs(missing)).toBeLessThan(1e-12);
    let poisson = Math.exp(-mean);
    P.slice(0, 12).forEach((prob, k) => {
      expect(values[0][k]).toBe(k);
      expect(Math.abs(prob - poisson)).toBeLessThan(1e-13);
      poisson *= mean / (k + 1);
    });
    expect(found.theorems?.unitality.holds).toBe(true);
    expect(found.theorems?.gallavottiCohen.holds).toBe(true);
  });
});

it("random arrivals of units with coherence: what is measured is held against the heat of the model", () => {
  const unit = qubit("u");
  const V = times(lift(tensor(S, unit), sigmaX(S)), lift(tensor(S, unit), sigmaX(unit)));
  const units = [{ HE: excitation(unit), V, state: ket(unit, [0.8, 0.6]), bath: "b" }];
  const model = collisionModel({ HS: excitation(S), units, tau: 0.5, arrivals: 0.7, initial: ground() });
  const heat = steady(model, { observables: ["Q_b"] }).observables.Q_b as number;
  const [tpm, mh] = (["tpm", "mh"] as const).map((scheme) => counting(model, { of: ["Q_b"], scheme }));
  expect(tpm.firstMoments.Q_b.ledger).toBeCloseTo(heat, 14);
  expect(Math.abs(tpm.firstMoments.Q_b.difference)).toBeGreaterThan(1e-4);
  expect(tpm.warnings.join()).toMatch(/See `firstMoments`/);
  expect(mh.firstMoments.Q_b.counted).toBeCloseTo(heat, 14);
  // heat of the model itself from 0 to 3, by Gauss–Legendre's rule on its own run
  const nodes = [-0.9602898564975363, -0.7966664774136267, -0.525532409916329, -0.1834346424956498];
  const weights = [0.1012285362903763, 0.2223810344533745, 0.3137066458778873, 0.362683783378362];
  const places = [...nodes, ...nodes.map((x) => -x).reverse()].map((x) => 1.5 * (1 + x));
  const flow = run(model, { times: [0, ...places, 3], observables: ["Q_b"] }).observables.Q_b.slice(1, 9);
  const sum = flow.reduce<number>((total, q, k) => total + 1.5 * weights[Math.min(k, 7 - k)] * (q as number), 0);
  const [tpmUntil, mhUntil] = (["tpm", "mh"] as const).map((scheme) => counting(model, { of: ["Q_b"], until: 3, scheme }));
  expect(tpmUntil.firstMoments.Q_b.ledger).toBeCloseTo(sum, 11);
  expect(tpmUntil.firstMoments.Q_b.counted).toBe(tpmUntil.cumulants.Q_b[0].at(-1));
  expect(Math.abs(tpmUntil.firstMoments.Q_b.difference)).toBeGreaterThan(1e-3);
  expect(tpmUntil.warnings.join()).toMatch(/See `firstMoments`/);
  expect(Math.abs(mhUntil.firstMoments.Q_b.difference)).toBeLessThan(1e-13);
});

it("both units at once", () => {
  const { p, e, near } = reference("joint");
  const unit = (bath: string, beta: number) => {
    const u = qubit(bath);
    return { HE: scaled(excitation(u), p.omega), V: scaled(exchange(tensor(S, u), S, u), p.g), beta, bath };
  };
  const model = collisionModel({
    HS: scaled(excitation(S), p.omega),
    units: [unit("hot", p.beta_hot), unit("cold", p.beta_cold)],
    stream: "joint",
    tau: p.tau,
    initial: ground(),
  });
  const found = counting(model, { of: names, steps: 3 });
  near(found.rates?.cumulants.Q_hot, e.c_hot);
  near(found.rates?.cumulants.Q_cold, e.c_cold);
  near(found.rates?.covariances["Q_hot,Q_cold"], e.cov);
  near(last(found.cumulants, "Q_hot"), e.K_hot_3);
  expect(Math.abs(found.firstMoments.Q_hot.difference)).toBeLessThan(1e-14);
});

it("a cascade with loss on the way", () => {
  const { p, e, near } = reference("cascade-loss");
  const [A, B, unit] = [qubit("A"), qubit("B"), qubit("u")];
  const system = tensor(A, B);
  const joint = tensor(system, unit);
  const HE = scaled(excitation(unit), p.omega);
  const kraus = [diagonal(unit, [Math.sqrt(1 - p.l), 1]), scaled(sigmaMinus(unit), Math.sqrt(p.l))];
  const collision: Collision = {
    unit,
    state: [{ name: "u", weight: 1, state: thermal(HE, { beta: p.beta }) }],
    visits: [
      { kind: "unitary", H: exchange(joint, A, unit), duration: p.thA },
      { kind: "channel", kraus },
      { kind: "unitary", H: exchange(joint, B, unit), duration: p.thB },
    ],
    HE,
    beta: p.beta,
    bath: "bath",
  };
  const HS = plus(lift(system, excitation(A)), lift(system, excitation(B)));
  const found = counting(streamOf({ kind: "constant", collision }, basisState(system, 1), HS), { of: ["Q"], steps: p.k });
  near(found.rates?.cumulants.Q, e.c);
  near(last(found.cumulants, "Q"), e.K);
  near(found.theorems?.unitality.residual, e.unitality_defect_at_beta);
  expect(found.theorems?.unitality.holds).toBeNull();
  expect(found.theorems?.unitality.reason).toMatch(/not unital/);
  expect(Math.abs(found.firstMoments.Q.difference)).toBeLessThan(1e-13);
});

describe.each(["chain-2", "chain-2-below-TUR"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const sites = Array.from({ length: p.n }, (_, k) => qubit(`s${k}`));
  const system = tensor(...sites);
  const H = plus(
    ...sites.map((site) => scaled(lift(system, excitation(site)), p.omega)),
    ...sites.slice(1).map((site, k) => scaled(exchange(system, sites[k], site), p.J)),
  );
  const left = swapCollision("left", p.beta_left, p.theta, p.omega, system, sites[0]);
  const right = swapCollision("right", p.beta_right, p.theta, p.omega, system, sites[p.n - 1]);
  // free evolution as a visit of the system alone
  const free = { kind: "unitary", H: lift(tensor(system, right.unit), H), duration: p.tau } as const;
  const model = streamOf({ kind: "cyclic", collisions: [left, { ...right, visits: [...right.visits, free] }] }, basisState(system, 3), H);

  it("rates, product below two, distribution", () => {
    const found = counting(model, { of: ["Q_left", "Q_right"], at: [{ Q_left: 0.3 }], steps: 8, distribution: { of: ["Q_left"] } });
    near(found.rates?.cumulants.Q_left, e.c);
    near(
      found.rates?.cumulants.Q_right,
      e.c.map((c: number, k: number) => (k % 2 === 0 ? -c : c)),
    );
    near(found.rates?.uncertaintyProduct.Q_left, e.TUR);
    near(found.generating[0], e.lambda_s);
    const at = new Map(found.distributions[0].values[0].map((value, k) => [Math.round(value), found.distributions[0].P[k]]));
    near(
      e.P.map((_: number, k: number) => at.get(k - 4) ?? 0),
      e.P,
    );
  });
});

describe.each(["structured", "structured-strong"])("%s ancillae", (name) => {
  const { p, e, near } = reference(name);
  const model = structured({ omega_S: p.omega_S, omega_anc: p.omega_anc, kappa: p.kappa, alpha: p.alpha, beta: p.beta, dt: p.dt });
  const initial = thermal(scaled(sigmaZ(model.dynamics.system), p.omega_S / 2), { beta: p.beta_S });

  it("heat through levels of an interacting pair", () => {
    const found = counting(model, { of: ["Q"], steps: p.k, initial });
    near(found.rates?.cumulants.Q, e.c);
    near(last(found.cumulants, "Q"), e.K);
    expect(found.theorems?.unitality.holds).toBe(true);
    expect(found.theorems?.transposition.holds).toBe(true);
    const [{ values, P }] = counting(model, { of: ["Q"], steps: 3, initial, distribution: true, steady: false }).distributions;
    const order = P.map((_, k) => k).sort((a, b) => P[b] - P[a]);
    near(
      order.slice(0, 5).map((k) => P[k]),
      e.P3,
    );
    order.slice(0, 5).forEach((k, i) => expect(values[0][k]).toBeCloseTo(e.q3[i], 8));
  });
});

it("a micromaser: quanta of units, photons lost in between", () => {
  const { p, e, near } = reference("micromaser");
  const mode = fock(p.d, "mode");
  const unit = qubit("atom");
  const joint = tensor(mode, unit);
  const a = annihilate(mode);
  const collision: Collision = {
    unit,
    state: [{ name: "atom", weight: 1, state: diagonalState(unit, [p.pe, 1 - p.pe]) }],
    visits: [{ kind: "unitary", H: plus(lift(joint, dagger(a), sigmaMinus(unit)), lift(joint, a, sigmaPlus(unit))), duration: p.theta }],
    HE: excitation(unit),
    beta: null,
    bath: "atoms",
  };
  const loss = generator({
    system: mode,
    H: scaled(times(dagger(a), a), 0),
    jumps: [
      { operator: a, rate: p.kappa * (p.nth + 1), bath: "loss" },
      { operator: dagger(a), rate: p.kappa * p.nth, bath: "loss" },
    ],
  });
  const model = streamOf({ kind: "constant", collision }, basisState(mode, 0), null, { generator: loss, duration: p.t });
  const found = counting(model, {
    of: ["Q_atoms", { name: "photons", jumps: "loss", weights: [1, -1] }],
    steps: p.k,
    distribution: { of: ["Q_atoms"] },
  });
  near(found.rates?.cumulants.Q_atoms, e.c);
  near(found.rates?.cumulants.photons, e.c_photons);
  const at = new Map(found.distributions[0].values[0].map((value, k) => [Math.round(value), found.distributions[0].P[k]]));
  near(
    e.P.map((_: number, k: number) => at.get(k - p.k) ?? 0),
    e.P,
  );
});

function dagger(A: Operator): Operator {
  return Operator.fromEntries(A.space, entriesOf(A));
}

function entriesOf(A: Operator): [number, number, number, number][] {
  const list: [number, number, number, number][] = [];
  A.forEach((i, j, re, im) => {
    list.push([j, i, re, -im]);
  });
  return list;
}

it("emissions between collisions", () => {
  const { p, e, near } = reference("jumps-between");
  const collision = swapCollision("bath", p.beta, p.theta, p.omega);
  const idle = generator({
    system: S,
    H: scaled(sigmaX(S), p.Omega / 2),
    jumps: [{ operator: sigmaMinus(S), rate: p.gamma, bath: "light" }],
  });
  const model = streamOf({ kind: "constant", collision }, ground(), excitation(S), { generator: idle, duration: p.td });
  const A = diagonal(collision.unit, [2.5, -1]);
  const found = counting(model, { of: ["Q_bath", { name: "A", observable: A }, "N_light"], steps: p.k, distribution: { of: ["N_light"] } });
  near(found.rates?.cumulants.N_light, e.c_jumps);
  near(found.rates?.cumulants.Q_bath, e.c_heat);
  near(found.rates?.cumulants.A, e.c_A);
  near(found.rates?.covariances["Q_bath,N_light"], e.cov_heat_jumps);
  near(last(found.cumulants, "N_light"), e.K_jumps);
  const [{ P, values, missing }] = found.distributions;
  expect(Math.abs(missing)).toBeLessThan(1e-12);
  expect(P.reduce((sum, prob, k) => sum + prob * values[0][k], 0)).toBeCloseTo(found.cumulants.N_light[0][0], 11);
  expect(found.theorems?.unitality.reason).toMatch(/dissipates/);
});

describe("edges", () => {
  it("units at T = 0", () => {
    const { p, e, near } = reference("edge-T0");
    const collision = swapCollision("bath", Number.POSITIVE_INFINITY, p.theta, p.omega);
    const found = counting(streamOf({ kind: "constant", collision }, diagonalState(S, [0.6, 0.4]), excitation(S)), {
      of: ["Q"],
      steps: p.k,
    });
    near(last(found.cumulants, "Q"), e.K);
    near(found.rates?.cumulants.Q, e.c);
    expect(found.theorems?.unitality).toEqual({ residual: null, holds: null, reason: 'units of bath "bath" are at T = 0' });
    expect(found.rates?.fano.Q).toBeNull();
    expect(found.rates?.uncertaintyProduct.Q).toBeNull();
  });

  it("units so cold that their upper level is empty in numbers", () => {
    const judged = (beta: number) => {
      const model = streamOf(
        { kind: "constant", collision: swapCollision("bath", beta, 0.6) },
        diagonalState(S, [0.6, 0.4]),
        excitation(S),
      );
      const { unitality, integral, transposition, gallavottiCohen } = counting(model, { of: ["Q"], steps: 3 }).theorems as ThirdCertificate;
      return [unitality, integral, transposition, gallavottiCohen];
    };
    expect(judged(690).map((found) => found?.holds)).toEqual([true, true, true, true]);
    for (const beta of [715, 742, 800, 1e5]) {
      for (const found of judged(beta)) {
        expect(found).toMatchObject({
          residual: null,
          holds: null,
          reason: expect.stringMatching(/bath "bath" is so cold .* as at T = 0/),
        });
      }
    }
  });

  it("units at once that are that cold together", () => {
    const units = ["a", "b"].map((bath) => {
      const u = qubit(bath);
      return { HE: scaled(sigmaZ(u), 0.5), V: exchange(tensor(S, u), S, u), beta: 400, bath };
    });
    const model = collisionModel({ HS: scaled(sigmaZ(S), 0.5), units, stream: "joint", tau: 0.6, initial: diagonalState(S, [0.6, 0.4]) });
    expect(counting(model, { of: ["Q"], steps: 3 }).theorems?.unitality).toMatchObject({ residual: null, holds: null });
  });

  it("a count that is bounded", () => {
    const { p, e, near } = reference("edge-bounded");
    const collision = swapCollision("bath", p.beta, p.theta, p.omega);
    const found = counting(streamOf({ kind: "constant", collision }, thermal(excitation(S), { beta: p.beta_S }), excitation(S)), {
      of: ["Q"],
      steps: p.k,
    });
    near(last(found.cumulants, "Q"), e.K);
    near(found.rates?.cumulants.Q, e.c);
    expect(found.rates?.fano.Q).toBeNull();
  });

  it("two stationary states: rates by component, and no second cumulant of the whole", () => {
    const { p, e, near } = reference("edge-degenerate");
    const unit = qubit("u");
    const collision = contactOf(
      S,
      scaled(sigmaZ(S), 0),
      scaled(sigmaZ(unit), p.omega / 2),
      coupling(p.g, excitation(S), sigmaX(unit)),
      p.tau,
      p.beta,
      "bath",
    );
    const model = streamOf({ kind: "constant", collision }, diagonalState(S, [0.3, 0.7]), scaled(sigmaZ(S), 0));
    const found = counting(model, { of: ["Q"], steps: p.k });
    near(last(found.cumulants, "Q"), e.K);
    const [first, second] = found.rates?.components ?? [];
    expect([first.weight, second.weight]).toEqual([0.3, 0.7]);
    near(first.cumulants.Q, e.c_e);
    expect(second.cumulants.Q.every((c) => c === 0)).toBe(true);
    expect(found.rates?.cumulants.Q[0]).toBeCloseTo(0.3 * e.c_e[0], 14);
    expect(found.rates?.cumulants.Q[1]).toBeNull();
    expect(found.reasons.rates).toMatch(/Several states are stationary/);
    const spread = 0.3 * 0.7 * (first.cumulants.Q[0] as number) ** 2;
    near(spread, e.k2_coefficient);
    const two = [400, 800].map((steps) => counting(model, { of: ["Q"], steps, steady: false, theorems: false }).cumulants.Q[1][0]);
    expect(two[1] / 800 / 800).toBeLessThan(two[0] / 400 / 400);
  });

  it("work by measuring both at both ends: Jarzynski", () => {
    const { p, e, near } = reference("jarzynski");
    const unit = qubit("u");
    const HS = scaled(sigmaZ(S), p.omega_S / 2);
    const V = plus(coupling(p.g, sigmaX(S), sigmaX(unit)), coupling(0.4 * p.g, sigmaZ(S), sigmaX(unit)));
    const collision = contactOf(S, HS, scaled(sigmaZ(unit), p.omega_E / 2), V, p.tau, p.beta, "bath");
    const model = streamOf({ kind: "constant", collision }, thermal(HS, { beta: p.beta }), HS);
    const { cumulants, distributions } = counting(model, { of: ["W"], steps: 1, distribution: true });
    near(last(cumulants, "W"), e.K);
    const [{ values, P }] = distributions;
    const at = (w: number) => P[values[0].findIndex((value) => Math.abs(value - w) < 1e-9)];
    near(e.w.map(at), e.P);
    near(
      P.reduce((sum, prob, k) => sum + prob * Math.exp(-p.beta * values[0][k]), 0),
      e.jarzynski,
    );
    near(
      [Math.cos, Math.sin].map((f) => P.reduce((sum, prob, k) => sum + prob * f(0.9 * values[0][k]), 0)),
      e.char,
    );
  });
});
