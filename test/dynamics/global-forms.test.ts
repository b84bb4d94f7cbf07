/** Redfield, partial, unified, geometric and secular equations against exact amplitudes, closed forms, and each other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eigenoperators } from "../../src/dynamics/eigenoperators.ts";
import { type GlobalForm, globalMasterEquation } from "../../src/dynamics/global.ts";
import { adjointDissipator, adjointGenerator } from "../../src/dynamics/lower.ts";
import { ohmic, spectralDensity } from "../../src/dynamics/spectral.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { dag, diagonal, hermitianPart, lift, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import { projector, sigmaMinus, sigmaX, sigmaY, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { basisState, ket, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";
import cases from "../fixtures/dynamics-equations.json" with { type: "json" };
import { randomOperator } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";

// biome-ignore lint/suspicious/noExplicitAny: cases of different shapes
const caseOf = (id: string): any => cases.find((one) => one.id === id);
const size = (A: Operator) => A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const pick = (names: readonly string[], of: Readonly<Record<string, readonly (number | null)[]>>, k: number) =>
  names.map((name) => of[name][k] as number);

/** The V system: ground 0, excited 1 and 2, a bath whose correlations are those of one damped mode, at T = 0. */
function vSystem(id: string, form: GlobalForm, cluster?: number) {
  const { omega1, omega2, omega0, g, lambda, c0, t } = caseOf(id).params;
  const space = levels(3);
  const A = plus(projector(space, 0, 1), projector(space, 0, 2));
  const Gamma = (w: number) => {
    const [x, y] = [lambda / 2, omega0 - w];
    return [(g * g * x) / (x * x + y * y), (-g * g * y) / (x * x + y * y)];
  };
  const model = masterEquation({
    H: diagonal(space, [0, omega1, omega2]),
    global: {
      couplings: [{ bath: "mode", operator: A, density: spectralDensity((w) => 2 * Gamma(w)[0]), T: 0 }],
      form,
      ...(cluster === undefined ? {} : { cluster }),
      lambShift: { S: (w) => (w > 0 ? Gamma(w)[1] : 0) },
    },
    initial: [0, ...c0],
    observables: [
      expectation("p1", projector(space, 1)),
      expectation("p2", projector(space, 2)),
      expectation("re", projector(space, 2, 1), "Re ρ12", "re"),
      expectation("im", projector(space, 2, 1), "Im ρ12", "im"),
    ],
  });
  return run(model, { times: t });
}

describe("the V system on a damped mode", () => {
  const forms = ["redfield", "unified", "secular"] as const;
  it.each(["secular.v_close", "secular.v_medium"].flatMap((id) => forms.map((form) => [id, form] as const)))("%s: %s", (id, form) => {
    const { observables } = vSystem(id, form);
    const { p_1, p_2, rho_12 } = caseOf(id).expected[form];
    p_1.forEach((p: number, k: number) => {
      const found = pick(["p1", "p2", "re", "im"], observables, k + 1);
      [p, p_2[k], ...rho_12[k]].forEach((value: number, i) => expect(found[i], `${form} ${i} at record ${k}`).toBeCloseTo(value, 8));
    });
  });

  it("is followed by Redfield and unified where the secular form sees nothing, and warns there", () => {
    const exact = caseOf("secular.v_close").expected.exact.p_2[1];
    const p2 = (form: GlobalForm) => vSystem("secular.v_close", form).observables.p2[2] as number;
    expect(Math.abs(p2("redfield") - exact)).toBeLessThan(0.006);
    expect(Math.abs(p2("unified") - exact)).toBeLessThan(0.006);
    expect(Math.abs(p2("geometric") - exact)).toBeLessThan(0.006);
    expect(p2("secular")).toBe(0);
    expect(vSystem("secular.v_close", "secular").diagnostics.warnings.join()).toMatch(
      /differ by 2.0e-2, less than ten times .*form: "unified"/,
    );
    expect(vSystem("secular.v_close", "unified").diagnostics.warnings).toEqual([]);
    expect(vSystem("secular.v_close", "unified", 0.001).diagnostics.warnings.join()).toMatch(
      /must not be kept apart\. Use a larger `cluster`/,
    );
    expect(vSystem("secular.v_close", "partial", 0.001).diagnostics.warnings.join()).toMatch(/Use a larger `cluster`/);
  });

  it("is Redfield's equation with a wide cut, and the secular one with a narrow cut", () => {
    const at = (form: GlobalForm, cluster?: number) =>
      pick(["p1", "p2", "re", "im"], vSystem("secular.v_medium", form, cluster).observables, 2);
    at("partial", 10).forEach((value, k) => expect(value).toBeCloseTo(at("redfield")[k], 9));
    at("partial", 0.1).forEach((value, k) => expect(value).toBeCloseTo(at("secular")[k], 9));
  });
});

describe("a qubit coupled by σx", () => {
  const { Delta, gamma_down, gamma_up, S_down, S_up, bloch, t } = caseOf("redfield.qubit").params;
  const { expected } = caseOf("redfield.qubit");
  const q = qubit();
  const model = (form: GlobalForm, start = bloch) =>
    masterEquation({
      H: scale(sigmaZ(q), Delta / 2),
      global: {
        couplings: [
          {
            bath: "b",
            operator: sigmaX(q),
            density: spectralDensity(() => gamma_down - gamma_up),
            beta: Math.log(gamma_down / gamma_up) / Delta,
          },
        ],
        form,
        lambShift: { S: { b: (w: number) => (w > 0 ? S_down : S_up) } },
      },
      initial: qubitState(start, q),
    });

  it.each(["redfield", "secular"] as const)("%s", (form) => {
    const { observables } = run(model(form), { times: t, observables: ["sx", "sy", "sz"] });
    expected[form].forEach((r: number[], k: number) => {
      pick(["sx", "sy", "sz"], observables, k + 1).forEach((value, i) => expect(value).toBeCloseTo(r[i], 9));
    });
  });

  it("ends in the Gibbs state's populations, and reports negative states instead of judging them", () => {
    expect(steady(model("redfield"), { observables: ["sz"] }).observables.sz).toBeCloseTo(expected.sz_stationary, 9);
    expect(run(model("redfield"), { times: t }).diagnostics.warnings).toEqual([]);
    const { diagnostics } = run(model("redfield", [1, 0, 0]), { times: [0.1, 0.3, 6] });
    expect(diagnostics.positivityDefect).toBeGreaterThan(1e-3);
    expect(diagnostics.warnings[0]).toMatch(
      /^Redfield's equation does not promise that states stay positive: the smallest eigenvalue was -\d\.\d+e-\d+ at t = 0\.[13]\. The form "unified"/,
    );
    expect(run(model("geometric", [1, 0, 0]), { times: [0.1, 0.3, 6] }).diagnostics.positivityDefect).toBeLessThan(1e-9);
  });
});

describe("the forms", () => {
  it("agree on a single frequency, in dissipators' action and Lamb shift", () => {
    const q = qubit();
    const X = hermitianPart(randomOperator(q, 7, 1));
    const options = {
      H: sigmaZ(q),
      couplings: [{ bath: "b", operator: sigmaMinus(q), spectralDensity: ohmic(0.3, 5), beta: 0.7 }],
      lambShift: true,
    };
    const image = (form: GlobalForm) => adjointGenerator(globalMasterEquation({ ...options, form }), X);
    for (const form of ["unified", "partial", "redfield", "geometric"] as const) {
      expect(size(minus(image(form), image("secular"))), form).toBeLessThan(1e-14);
    }
  });

  it("agree on Lamb shifts of Hermitian couplings: a partial form with a narrow cut is the secular one", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const H = plus(lift(pair, scale(sigmaZ(a), 0.5)), lift(pair, scale(sigmaZ(b), 0.9)), scale(lift(pair, sigmaX(a), sigmaX(b)), 0.3));
    const operator = lift(pair, plus(sigmaX(a), scale(sigmaZ(a), 0.4)));
    const X = hermitianPart(randomOperator(pair, 11, 1));
    for (const lambShift of [true, { S: (w: number) => 0.1 * w + 0.02 * w * w }]) {
      const options = { H, couplings: [{ bath: "b", operator, spectralDensity: ohmic(0.01, 5), beta: 0.7 }], lambShift };
      const secular = adjointGenerator(globalMasterEquation(options), X);
      const partial = adjointGenerator(globalMasterEquation({ ...options, form: "partial", cluster: 1e-6 }), X);
      const without = adjointGenerator(globalMasterEquation({ ...options, lambShift: false }), X);
      expect(size(minus(partial, secular))).toBeLessThan(1e-13);
      expect(size(minus(secular, without))).toBeGreaterThan(1e-4);
    }
  });

  it("turn with the basis of degenerate levels: a unified rate does not ask how many transitions share a frequency", () => {
    const space = levels(4);
    const H = diagonal(space, [0, 0, 1, 1.3]);
    const up = plus(projector(space, 0, 2), projector(space, 0, 3), projector(space, 1, 3));
    const r = Math.SQRT1_2;
    const turn = plus(
      ...[
        scale(projector(space, 0, 0), r),
        scale(projector(space, 0, 1), r),
        scale(projector(space, 1, 0), -r),
        scale(projector(space, 1, 1), r),
      ],
      ...[2, 3].map((k) => projector(space, k, k)),
    );
    const turned = (X: Operator) => times(turn, X, dag(turn));
    const X = hermitianPart(randomOperator(space, 5, 1));
    for (const form of ["unified", "secular", "redfield", "geometric"] as const) {
      const made = (operator: Operator) =>
        globalMasterEquation({
          H,
          couplings: [{ bath: "b", operator, spectralDensity: ohmic(0.1, 20), beta: 1 }],
          form,
          ...(form === "unified" ? { cluster: 0.5 } : {}),
        });
      const A = plus(up, dag(up));
      const difference = minus(adjointGenerator(made(turned(A)), turned(X)), turned(adjointGenerator(made(A), X)));
      expect(size(difference), form).toBeLessThan(1e-14);
    }
  });

  it("are Redfield's definition −[A†, Bρ] + h.c. on random Hamiltonians, with all energy booked as the bath's", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.nat(1e6), (n, seed) => {
        const space = levels(n);
        const [H, A, X] = [0, 1, 2].map((k) => hermitianPart(randomOperator(space, seed + k, 1)));
        const J = ohmic(0.2, 3);
        const made = globalMasterEquation({ H, couplings: [{ bath: "b", operator: A, spectralDensity: J, beta: 0.9 }], form: "redfield" });
        const gamma = (w: number) => {
          if (Math.abs(w) < 1e-9) return J.slope / 0.9;
          const occupation = 1 / Math.expm1(0.9 * Math.abs(w));
          return J.at(Math.abs(w)) * (w > 0 ? occupation + 1 : occupation);
        };
        const B = plus(...eigenoperators(H, A).map(({ omega, operator }) => scale(operator, gamma(omega) / 2)));
        // Tr[X(−[A, Bρ] + h.c.)] = Tr[([A, X]B + h.c.)ρ]
        const half = times(minus(times(A, X), times(X, A)), B);
        const expected = plus(half, dag(half));
        const found = adjointDissipator(made, "b", X);
        expect(size(minus(found, expected))).toBeLessThan(1e-12 * Math.max(1, size(expected)));
      }),
      { numRuns: 20 },
    );
  });

  it("warn of clusters over which the rate changes", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const H = plus(lift(pair, scale(sigmaZ(a), 0.5)), lift(pair, scale(sigmaZ(b), 0.8)));
    const operator = plus(lift(pair, sigmaMinus(a)), lift(pair, sigmaMinus(b)));
    const made = globalMasterEquation({
      H,
      couplings: [{ bath: "b", operator, spectralDensity: ohmic(0.01, 50), beta: 1 }],
      form: "unified",
      cluster: 1,
    });
    expect(made.warnings?.join()).toMatch(
      /a cluster of transitions from 1\.000 to 1\.600 is wider than the scale on which the rate varies \(by \d+ %\)/,
    );
  });

  it("give a flow ∝ g² between weakly coupled qubits, in all forms but the secular one", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const [lowA, lowB] = [lift(pair, sigmaMinus(a)), lift(pair, sigmaMinus(b))];
    const flow = (g: number, form: GlobalForm) => {
      const hop = times(dag(lowA), lowB);
      const H = plus(lift(pair, scale(sigmaZ(a), 0.5)), lift(pair, scale(sigmaZ(b), 0.5)), scale(plus(hop, dag(hop)), g));
      const couplings = [
        { bath: "hot", operator: lowA, density: ohmic(0.1, 1e6), beta: 0.5 },
        { bath: "cold", operator: lowB, density: ohmic(0.1, 1e6), beta: 2 },
      ];
      const found = steady(masterEquation({ H, global: { couplings, form }, initial: basisState(pair, 3) }), {
        observables: ["Q_hot", "Q_cold"],
      });
      expect(found.observables.Q_hot as number).toBeCloseTo(-(found.observables.Q_cold as number), 12);
      return found.observables.Q_hot as number;
    };
    for (const form of ["unified", "redfield", "partial", "geometric"] as const) {
      const ratio = flow(3e-4, form) / flow(3e-5, form);
      expect(ratio, form).toBeGreaterThan(98);
      expect(ratio, form).toBeLessThan(102);
    }
    expect(flow(3e-5, "secular")).toBeCloseTo(flow(3e-4, "secular"), 3);
  });

  it("keep the trace, and their options are checked", () => {
    const q = qubit();
    const couplings = [{ bath: "b", operator: plus(sigmaX(q), sigmaZ(q)), spectralDensity: ohmic(0.3, 5), beta: 0.7 }];
    const redfield = globalMasterEquation({ H: plus(sigmaZ(q), sigmaY(q)), couplings, form: "redfield" });
    const { diagnostics } = run(modelOf(redfield, ket(q, [1, 0]), [expectation("x", sigmaX(q))]), { until: 3 });
    expect(diagnostics.traceDefect).toBeLessThan(1e-12);
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings, form: "local" as never })).toThrow(
      /"secular", "unified", "partial", "redfield" or "geometric"/,
    );
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings, form: "redfield", cluster: 1 })).toThrow(
      /`cluster` must be left out unless `form` is "unified" or "partial"/,
    );
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings, lambShift: { S: 3 as never } })).toThrow(
      /`lambShift.S` must be a function of ω/,
    );
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings, lambShift: { S: () => Number.NaN } })).toThrow(
      /`lambShift.S` must return a finite number/,
    );
  });
});
