import { describe, expect, it } from "vitest";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { choiMinimum, spectralRadius } from "../../src/dynamics/representations.ts";
import type { Parameters } from "../../src/models/model.ts";
import { structured, structuredContact } from "../../src/models/structured.ts";
import {
  criticalCoupling,
  exchangeSteady,
  largeCouplingCoherence,
  pairDrive,
  pairExchange,
  pairMap,
  pairState,
  pairSteady,
  thermalInversion,
} from "../../src/models/structured-formulas.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { run } from "../../src/solvers/run.ts";
import { ledgerFunctionals } from "../../src/thermodynamics/ledger.ts";
import * as D from "../reference/complex-dense.ts";
import { type Case, caseOf, cases, meets } from "./cases.ts";
import { affine, fixed, mapOf, rows } from "./steps.ts";

const all = cases("structured");
const withId = (part: string) => all.filter(({ id }) => id.includes(part));
const model = (one: Case, evaluation: string, more: Parameters = {}) => structured({ ...one.params, evaluation, ...more });
const coherence = (r: ArrayLike<number>) => Math.hypot(r[0], r[1]);

function pair(params: Case["params"], label: "resonant" | "literal" = "resonant") {
  const [omega1, omega2] = params.omega_anc;
  return pairState({ omega1, omega2, kappa: params.kappa[0][2], beta: params.beta, label });
}

describe("the ancilla pair", () => {
  it("conventions: |u⟩ = (1, 0) is the upper level, and states are given by Bloch vectors", () => {
    const one = caseOf("structured", "000-conventions");
    const { initial } = structured(one.params);
    meets(initial.at(0, 0)[0], one, "rho_11");
    meets(initial.at(1, 1)[0], one, "rho_22");
  });

  it("has the spectrum and the thermal state of the sheet", () => {
    const spectrum = caseOf("structured", "001-spectrum");
    const contact = structuredContact(structured(spectrum.params).parameters);
    meets(eigvalsh(contact.HE.toMatrix()), spectrum, "eigenvalues");
    const thermal = caseOf("structured", "002-thermal-state");
    const state = pair(thermal.params);
    meets(state.Z, thermal, "Z");
    meets(state.eta22, thermal, "eta_22");
    meets(state.eta33, thermal, "eta_33");
    meets(state.eta23, thermal, "eta_23");
    meets(state.etaUp, thermal, "eta_uu");
    meets(state.etaDown, thermal, "eta_dd");
    const dense = contact.state;
    expect(dense.at(1, 2)[0]).toBeCloseTo(state.eta23, 15);
    expect(dense.at(1, 1)[0]).toBeCloseTo(state.eta22, 15);
    const g = caseOf("structured", "003-g-coefficients");
    const drive = pairDrive(state, [0.1, 0]);
    meets([drive.a, -drive.b], g, "g_minus");
    meets([drive.a, drive.b], g, "g_plus");
    meets(drive.P, g, "g_mp");
    meets(drive.M, g, "g_pm");
  });

  it("inverts the qubit under the labels of (A1)", () => {
    const one = caseOf("structured", "004-literal-label");
    const drive = pairDrive(pair(one.params, "literal"), [0.1, 0]);
    meets(drive.P, one, "g_mp");
    meets(drive.M, one, "g_pm");
    meets(fixed(model(one, "exact"))[2], one, "sz_exact");
    meets(fixed(model(one, "second"))[2], one, "sz_second");
    const { interaction: _, ...rest } = one.params;
    expect(fixed(structured({ ...rest, alpha: 0.1, label: "literal" }))[2]).toBe(fixed(model(one, "exact"))[2]);
  });
});

describe("one collision", () => {
  it.each([
    ["005-bloch-map-exact", "exact"],
    ["005-bloch-map-second", "second"],
    ["kappa0-closed-form", "exact"],
  ])("%s", (id, evaluation) => {
    const one = caseOf("structured", id);
    const map = affine(model(one, evaluation));
    meets(rows(map), one, "A");
    meets(map.v, one, "v");
    if (evaluation === "second") {
      const closed = pairMap(pairDrive(pair(one.params), [0.1, 0]), 1, 0.1);
      meets(closed.A, one, "A");
      meets(closed.v, one, "v");
    }
  });

  it("matches the closed second-order map for complex couplings", () => {
    const alpha: [number, number] = [0.13, -0.07];
    const params = { omega_S: 0.8, omega_anc: [0.4, 1.3], kappa: 0.45, beta: 1.7, dt: 0.2, alpha };
    const state = pairState({ omega1: 0.4, omega2: 1.3, kappa: 0.45, beta: 1.7, label: "resonant" });
    const closed = pairMap(pairDrive(state, alpha), 0.8, 0.2);
    const map = affine(structured({ ...params, evaluation: "second" }));
    closed.A.forEach((row, i) => row.forEach((value, j) => expect(rows(map)[i][j]).toBeCloseTo(value, 14)));
    const steady = pairSteady(pairDrive(state, alpha), 0.8, 0.2) as readonly number[];
    fixed(structured({ ...params, evaluation: "second" })).forEach((value, k) => expect(value).toBeCloseTo(steady[k], 12));
  });

  it("has the eigenvalues and the Choi minimum of the sheet", () => {
    const one = caseOf("structured", "006-rates");
    for (const evaluation of ["exact", "second"]) {
      const { A } = affine(model(one, evaluation));
      const expected = one.expected[evaluation];
      const radius = spectralRadius(A, 3);
      meets(radius - 1, one, null, expected.spectral_radius_minus_1);
      // One real eigenvalue and a complex pair: det = λ|μ|², trace = λ + 2 Re μ.
      const det = determinant(A);
      const population = det / radius ** 2;
      meets(1 - population, one, null, expected.population_1_minus_abs);
      meets(1 - radius, one, null, expected.coherence_1_minus_abs);
      const real = (A[0] + A[4] + A[8] - population) / 2;
      meets(Math.acos(real / radius), one, null, expected.coherence_arg);
    }
    const choi = caseOf("structured", "007-choi");
    for (const evaluation of ["exact", "second"]) meets(choiMinimum(mapOf(model(choi, evaluation)), 2), choi, evaluation);
    expect(structured({ evaluation: "second" }).warnings.join(" ")).toMatch(
      /not completely positive.*-0.0000126|not completely positive.*-1.26e-5/,
    );
  });

  it("has Example 1's correlators in its steady state (51)", () => {
    for (const one of withId("ex1-ss")) {
      const [first, second] = one.params.interaction.map((term: { anc: string; alpha: number[] }) => term);
      const byQubit: Readonly<Record<string, number>> = { [first.anc]: first.alpha[0], [second.anc]: second.alpha[0] };
      const [omega1, omega2] = one.params.omega_anc;
      const closed = exchangeSteady({ omega1, omega2, kappa: one.params.kappa[0][2], beta: one.params.beta, label: "resonant" }, [
        byQubit["-1"],
        byQubit["1-"],
      ]);
      meets(closed.sz, one, "sz_eq51");
      const [exact, secondOrder] = [fixed(model(one, "exact")), fixed(model(one, "second"))];
      meets(exact[2], one, "sz_exact");
      meets(secondOrder[2], one, "sz_second");
      expect(coherence(exact)).toBeLessThan(1e-12);
      meets(thermalInversion(one.params.beta, one.params.omega_S), one, "sz_thermal");
    }
    const g = caseOf("structured", "ex1-g");
    const s = pair(g.params);
    meets(s.etaDown + s.eta33, g, "g11_pm");
    meets(s.etaUp + s.eta22, g, "g11_mp");
    meets(s.etaDown + s.eta22, g, "g22_pm");
    meets(s.etaUp + s.eta33, g, "g22_mp");
    meets(s.eta23, g, "g12_pm");
    meets(s.eta23, g, "g12_mp");
  });
});

function determinant(A: ArrayLike<number>): number {
  return A[0] * (A[4] * A[8] - A[5] * A[7]) - A[1] * (A[3] * A[8] - A[5] * A[6]) + A[2] * (A[3] * A[7] - A[4] * A[6]);
}

describe("trajectories", () => {
  it.each(all.filter(({ id }) => /^fig[34]-k/.test(id)).map((one) => [one.id, one] as const))("%s", (_, one) => {
    for (const evaluation of ["exact", "second"]) {
      const expected = one.expected[evaluation];
      const last = Math.max(...expected.n);
      // Every entry is read off one run that saves each collision up to 200, and one that saves every 500th.
      const read = runAt(model(one, evaluation), expected.n, ["sx", "sy", "sz", "C_l1"], last);
      for (const name of ["sx", "sy", "sz", "C_l1"]) meets(read[name], one, null, expected[name]);
    }
  });

  it.each(all.filter(({ id }) => /^fig6-8|^fig8-/.test(id)).map((one) => [one.id, one] as const))("%s", (_, one) => {
    for (const evaluation of ["exact", "second"]) {
      const expected = one.expected[evaluation];
      const read = runAt(model(one, evaluation), expected.n, ["dU", "Q", "W", "Sigma"], Math.max(...expected.n));
      meets(read.dU, one, null, expected.dU);
      meets(read.Q, one, null, expected.dQ);
      meets(read.W, one, null, expected.W_sw);
      meets(read.Sigma, one, null, expected.Sigma);
    }
  });
});

/** Observables at the given collisions, from runs with the coarsest saving that hits each of them. */
function runAt(
  built: ReturnType<typeof structured>,
  steps: readonly number[],
  names: readonly string[],
  last: number,
): Record<string, (number | null)[]> {
  const out: Record<string, (number | null)[]> = Object.fromEntries(names.map((name) => [name, []]));
  const fine = run(built, { steps: Math.min(last, 200), saveEvery: 1, observables: names });
  const coarse = last > 200 ? run(built, { steps: last, saveEvery: 500, observables: names }) : fine;
  for (const n of steps) {
    const source = n <= 200 ? fine : coarse;
    const at = source.axis.values.indexOf(n);
    expect(at, `collision ${n} was saved`).toBeGreaterThanOrEqual(0);
    for (const name of names) out[name].push(source.observables[name][at]);
  }
  return out;
}

describe("steady states", () => {
  it.each(all.filter(({ id }) => /^ss-|^fig5-k/.test(id)).map((one) => [one.id, one] as const))("%s", (_, one) => {
    for (const evaluation of ["exact", "second"]) {
      const expected = one.expected[evaluation];
      if (!expected) continue;
      const r = fixed(model(one, evaluation));
      if ("sx" in expected) meets([r[0], r[1], r[2]], one, null, [expected.sx, expected.sy, expected.sz]);
      meets(coherence(r), one, null, expected.C_l1);
    }
  });

  it.each(all.filter(({ id }) => /^ssth-|^fig7/.test(id)).map((one) => [one.id, one] as const))("%s", (_, one) => {
    for (const evaluation of ["exact", "second"]) {
      const expected = one.expected[evaluation];
      if (!expected) continue;
      const built = model(one, evaluation);
      const dynamics = built.dynamics as Collisions;
      if (dynamics.stream.kind !== "constant") throw new Error("constant stream expected");
      const books = ledgerFunctionals(dynamics, dynamics.stream.collision);
      const r = fixed(built);
      const mean = (X: NonNullable<typeof books.Q>) => {
        const [[a], [b, c], [d]] = [X.at(0, 0), X.at(0, 1), X.at(1, 1)];
        return (a * (1 + r[2]) + d * (1 - r[2])) / 2 + b * r[0] - c * r[1];
      };
      const Q = mean(books.Q as NonNullable<typeof books.Q>);
      meets(Q, one, null, expected.dQ);
      meets(mean(books.W as NonNullable<typeof books.W>), one, null, expected.W_sw);
      if ("Sigma" in expected) meets(-(one.params.beta as number) * Q, one, null, expected.Sigma);
    }
  });
});

describe("what the figures claim", () => {
  const at = (kappa: number, beta: number, evaluation: string) => coherence(fixed(structured({ alpha: 0.2, kappa, beta, evaluation })));

  it("the coherence peaks over κ where the sheet says, and so high", () => {
    const [where, height] = [caseOf("structured", "fig5-peak-kappa-location"), caseOf("structured", "fig5-peak-kappa-height")];
    where.params.beta.forEach((beta: number, k: number) => {
      const peak = maximum((kappa) => at(kappa, beta, "exact"), 0.5, 5);
      meets(peak.x, where, null, where.expected.exact[k]);
      meets(peak.y, height, null, height.expected.exact[k]);
      const closed = maximum((kappa) => closedCoherence(kappa, beta), 0.5, 5);
      meets(closed.x, where, null, where.expected.second[k]);
      meets(closed.y, height, null, height.expected.second[k]);
    });
  });

  it("and over β below the critical coupling", () => {
    const [where, height] = [caseOf("structured", "fig5-peak-beta-location"), caseOf("structured", "fig5-peak-beta-height")];
    where.params.kappa.forEach((kappa: number, k: number) => {
      const peak = maximum((beta) => at(kappa, beta, "exact"), 1, 6);
      meets(peak.x, where, null, where.expected.exact[k]);
      meets(peak.y, height, null, height.expected.exact[k]);
      const closed = maximum((beta) => closedCoherence(kappa, beta), 1, 6);
      meets(closed.x, where, null, where.expected.second[k]);
      meets(closed.y, height, null, height.expected.second[k]);
    });
  });

  it("cold ancillae: nothing below κ_c, a κ-dependent limit above", () => {
    const one = caseOf("structured", "fig5-lowT");
    meets(
      one.params.kappa.map((kappa: number) => closedCoherence(kappa, Number.POSITIVE_INFINITY)),
      one,
      "C_inf",
    );
    const kappaC = criticalCoupling(0.5, 1.5);
    meets(kappaC, one, "kappa_c");
    meets(closedCoherence(kappaC * (1 + 1e-12), Number.POSITIVE_INFINITY), one, "C_inf_above_kc");
    meets(closedCoherence(kappaC, Number.POSITIVE_INFINITY), one, "C_inf_at_kc");
    meets(closedCoherence(0.5, 400), one, "C_inf_kappa_0.5");
  });

  it("falls as 1/κ", () => {
    const one = caseOf("structured", "fig5-large-kappa");
    meets(
      one.params.kappa.map((kappa: number) => kappa * closedCoherence(kappa, 1)),
      one,
      "kappa_times_C",
    );
    meets(largeCouplingCoherence(0.2, 1, 1), one, "leading_order_dt");
  });

  it("the second-order map is unstable for cold ancillae, and says so", () => {
    const one = caseOf("structured", "second-order-instability");
    one.params.alpha.forEach((alpha: number, k: number) => {
      const excess = (beta: number) => spectralRadius(affine(structured({ alpha, kappa: 0.3, beta, evaluation: "second" })).A, 3) - 1;
      let [low, high] = [1, 10];
      for (let i = 0; i < 40; i++) {
        const middle = (low + high) / 2;
        if (excess(middle) > 0) high = middle;
        else low = middle;
      }
      meets(low, one, null, one.expected.beta_star[k]);
    });
    const unstable = structured({ alpha: 0.1, kappa: 0.3, beta: 3, evaluation: "second" });
    expect(unstable.warnings.join(" ")).toMatch(/unstable: its spectral radius is 1 \+/);
    expect(structured({ alpha: 0.1, kappa: 0.3, beta: 3 }).warnings).toEqual([]);
  });

  it("exact and second order part with the orders of the sheet", () => {
    const one = caseOf("structured", "dt-order");
    const errors = one.params.dt.map((dt: number) => {
      const [exact, second] = ["exact", "second"].map((evaluation) => affine(structured({ ...one.params, dt, evaluation })));
      const gap = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (x, k) => Math.abs(x - b[k])));
      const [x, y] = ["exact", "second"].map((evaluation) => fixed(structured({ ...one.params, dt, evaluation }))[2]);
      const [u, v] = ["exact", "second"].map(
        (evaluation) =>
          run(structured({ ...one.params, dt, evaluation, r0: [0.3, -0.2, 0.4] }), { steps: 1, observables: ["dU"] }).observables
            .dU[1] as number,
      );
      return [gap(exact.A, second.A), gap(exact.v, second.v), Math.abs(x - y), Math.abs(u - v)];
    });
    const slope = (column: number) =>
      leastSquares(
        one.params.dt.map(Math.log),
        errors.map((row: number[]) => Math.log(row[column])),
      );
    meets(slope(0), one, "A");
    meets(slope(1), one, "v");
    meets(slope(2), one, "steady_sz");
    meets(slope(3), one, "dU");
  });
});

function closedCoherence(kappa: number, beta: number): number {
  const state = pairState({ omega1: 0.5, omega2: 1.5, kappa, beta, label: "resonant" });
  const r = pairSteady(pairDrive(state, [0.2, 0]), 1, 0.1);
  return r ? Math.hypot(r[0], r[1]) : 0;
}

/** Golden-section maximum. */
function maximum(f: (x: number) => number, low: number, high: number): { x: number; y: number } {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let i = 0; i < 48; i++) {
    if (fc > fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  const x = (a + b) / 2;
  return { x, y: f(x) };
}

function leastSquares(x: number[], y: number[]): number {
  const [mx, my] = [x.reduce((a, b) => a + b) / x.length, y.reduce((a, b) => a + b) / y.length];
  return x.reduce((s, v, k) => s + (v - mx) * (y[k] - my), 0) / x.reduce((s, v) => s + (v - mx) ** 2, 0);
}

describe("exchanges", () => {
  it("have closed second-order forms", () => {
    const params = { kappa: 0.4, beta: 1.2, alpha: [0.1, 0.05], evaluation: "second", r0: [0.3, -0.2, 0.4] };
    const recorded = run(structured(params), { steps: 1, observables: ["dU", "Q", "W"] }).observables;
    const state = pairState({ omega1: 0.5, omega2: 1.5, kappa: 0.4, beta: 1.2, label: "resonant" });
    const closed = pairExchange(pairDrive(state, [0.1, 0.05]), state, 0.4, [0.1, 0.05], 1, 0.1, [0.3, -0.2, 0.4]);
    expect(recorded.dU[1]).toBeCloseTo(closed.dU, 15);
    expect(recorded.Q[1]).toBeCloseTo(closed.Q, 15);
    expect(recorded.W[1]).toBeCloseTo(closed.W, 15);
  });

  it("second order can break the second law, the exact map cannot", () => {
    const start = { alpha: 0.05, r0: [0.9, 0, -0.3] };
    const [second] = run(structured({ ...start, evaluation: "second" }), { steps: 1, observables: ["Sigma"] }).observables.Sigma.slice(1);
    expect(second).toBeCloseTo(-1.07e-5, 7);
    const [exact] = run(structured(start), { steps: 1, observables: ["Sigma"] }).observables.Sigma.slice(1);
    expect(exact).toBeGreaterThan(0);
  });
});

describe("any ancilla", () => {
  const letters: Record<string, D.Dense> = {
    "+": [
      [
        [0, 0],
        [1, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    "-": [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 0],
        [0, 0],
      ],
    ],
    z: [
      [
        [1, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [-1, 0],
      ],
    ],
    x: [
      [
        [0, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [0, 0],
      ],
    ],
    y: [
      [
        [0, 0],
        [0, -1],
      ],
      [
        [0, 1],
        [0, 0],
      ],
    ],
    "1": D.eye(2),
  };
  const word = (text: string) => [...text].reduce<D.Dense>((A, one) => D.kron(A, letters[one]), [[[1, 0]]]);

  it.each([
    [1, "one qubit", { omega_anc: [0.7], kappa: [], interaction: [{ alpha: [0.4, 0.3], S: "+", anc: "-" }] }],
    [
      2,
      "a complex exchange",
      {
        omega_anc: [0.5, 1.1],
        kappa: [[1, 2, 0.3, 0.4]],
        interaction: [
          { alpha: [0.3, 0], S: "+", anc: "|ud><du|" },
          { alpha: [0.2, 0], S: "z", anc: "x1" },
        ],
      },
    ],
    [
      3,
      "three qubits in a ring",
      {
        omega_anc: [0.5, 1.1, 0.8],
        kappa: [
          [1, 2, 0.3, 0],
          [2, 3, 0.2, 0.1],
          [1, 3, 0.1, -0.2],
        ],
        interaction: [
          { alpha: [0.3, 0.2], S: "+", anc: "+-1" },
          { alpha: [0.5, 0], S: "-", anc: "1z+" },
        ],
      },
    ],
  ])("of %i qubits: %s, against dense matrices", (K, _, params) => {
    const shared = { omega_S: 0.9, beta: 0.7, dt: 0.4, r0: [0.3, -0.2, 0.4] };
    const at = (k: number, one: string) => word("1".repeat(k) + one + "1".repeat(K - k - 1));
    let HE = D.times(D.eye(2 ** K), 0);
    params.omega_anc.forEach((omega, k) => {
      HE = D.add(HE, at(k, "z"), omega / 2);
    });
    for (const [j, k, re, im] of params.kappa as number[][]) {
      const hop = D.times(D.mul(at(j - 1, "+"), at(k - 1, "-")), re, im);
      HE = D.add(D.add(HE, hop), D.dag(hop));
    }
    const dyad = (text: string): D.Dense => {
      const [ket, bra] = (/\|([ud]+)><([ud]+)\|/.exec(text) as RegExpExecArray)
        .slice(1)
        .map((levels) => Number.parseInt(levels.replace(/u/g, "0").replace(/d/g, "1"), 2));
      return D.dense(2 ** K, (i, j) => [i === ket && j === bra ? 1 : 0, 0]);
    };
    let V = D.times(D.eye(2 ** (K + 1)), 0);
    for (const { alpha, S, anc } of params.interaction) {
      const half = D.times(D.kron(letters[S], anc.includes("|") ? dyad(anc) : word(anc)), alpha[0], alpha[1]);
      V = D.add(D.add(V, half), D.dag(half));
    }
    // The Gibbs state from the same propagator in imaginary time: e^{−βH} = (e^{−i(−iβ/2)H})².
    const root = D.propagator(D.times(HE, 0, -1), shared.beta / 2);
    const weight = D.mul(root, root);
    const eta = D.times(weight, 1 / D.trace(weight)[0]);
    const H = D.add(D.add(D.kron(D.times(letters.z, 0.45), D.eye(2 ** K)), D.kron(D.eye(2), HE)), V);
    const U = D.propagator(H, shared.dt);
    const rho: D.Dense = [
      [
        [0.7, 0],
        [0.15, 0.1],
      ],
      [
        [0.15, -0.1],
        [0.3, 0],
      ],
    ];
    const R = D.kron(rho, eta);
    const after = D.mul(D.mul(U, R), D.dag(U));
    const expected = D.bloch(D.traceRight(after, 2 ** K));
    const Q = -D.mean(HE, D.add(D.traceLeft(after, 2 ** K), eta, -1));
    const { observables } = run(structured({ ...shared, ...params } as Parameters), {
      steps: 1,
      observables: ["sx", "sy", "sz", "Q", "W"],
    });
    ["sx", "sy", "sz"].forEach((name, k) => expect(observables[name][1]).toBeCloseTo(expected[k], 12));
    expect(observables.Q[1]).toBeCloseTo(Q, 12);
    expect(observables.W[1]).toBeCloseTo(-D.mean(V, D.add(after, R, -1)), 12);
  });
});

describe("bad input", () => {
  it("names what is wrong about a coupling", () => {
    expect(() => structured({ alpha: "strong" })).toThrow(/Argument `alpha` must be a number or \[Re, Im\], but is "strong"/);
    expect(() => structured({ interaction: [{ alpha: 1, S: "q", anc: "-1" }] })).toThrow(
      /Argument `interaction\[0\].S` must be one of \+ - z x y/,
    );
    expect(() => structured({ kappa: [[1, 1, 0.2, 0]] })).toThrow(/two different qubits/);
  });

  it.each([
    [{ dt: 0 }, /Argument `dt` must be a finite number > 0, but is 0/],
    [{ kappa: [[1, 3, 0.1, 0]] }, /Argument `kappa\[0\]` must couple qubits 1 … 2/],
    [{ kappa: "strong" }, /Argument `kappa` must be a number or rows/],
    [{ interaction: [{ anc: "-" }] }, /name 2 qubits/],
    [{ omega_anc: [1, 2, 3], kappa: [] }, /Argument `interaction` must be given/],
    [{ r0: [1, 1] }, /Argument `r0` must have three components/],
    [{ r0: [1, 1, 0] }, /Bloch|state|norm|length/i],
    [{ Kappa: 1 }, /Did you mean "kappa"/],
    [{ evaluation: "third" }, /evaluation/],
  ])("%j", (bad, message) => {
    expect(() => structured(bad as Parameters)).toThrow(message);
  });
});
