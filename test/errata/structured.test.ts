import { describe, expect, it } from "vitest";
import { channelTerms } from "../../src/dynamics/channel.ts";
import { contactCollision } from "../../src/dynamics/contact.ts";
import { singleVisit } from "../../src/dynamics/joint.ts";
import { blochMap, fixedBlochVector, traceDefect } from "../../src/dynamics/representations.ts";
import type { Parameters } from "../../src/models/model.ts";
import { structured, structuredContact } from "../../src/models/structured.ts";
import {
  criticalCoupling,
  type Drive,
  exchangeSteady,
  pairDrive,
  pairExchange,
  pairMap,
  pairState,
  pairSteady,
} from "../../src/models/structured-formulas.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import * as D from "../reference/complex-dense.ts";

const fixture = { kappa: 0.3, beta: 1, alpha: 0.1 };
const contactFor = (changes: Parameters = {}) => structuredContact(structured({ ...fixture, ...changes }).parameters);

function mapFor(changes: Parameters, evaluation: "exact" | "second") {
  const contact = contactFor(changes);
  return blochMap(channelTerms(contact.system, contactCollision(contact, evaluation)), 2);
}

const fixedOf = (changes: Parameters, evaluation: "exact" | "second" = "exact") =>
  fixedBlochVector(mapFor(changes, evaluation)) as Float64Array;
const pair = (kappa = 0.3, beta = 1, label: "resonant" | "literal" = "resonant") =>
  pairState({ omega1: 0.5, omega2: 1.5, kappa, beta, label });

/** Operators of a qubit, |u⟩ = (1, 0). */
const plus: D.Dense = [
  [
    [0, 0],
    [1, 0],
  ],
  [
    [0, 0],
    [0, 0],
  ],
];
const minus = D.dag(plus);
const z: D.Dense = [
  [
    [1, 0],
    [0, 0],
  ],
  [
    [0, 0],
    [-1, 0],
  ],
];
const rho: D.Dense = [
  [
    [0.35, 0],
    [0.1, 0.2],
  ],
  [
    [0.1, -0.2],
    [0.65, 0],
  ],
];

/** D′[A, B]ρ = 2AρB − {BA, ρ}; with B = A† it is D[A]. */
function dissipator(A: D.Dense, B: D.Dense, state: D.Dense): D.Dense {
  const BA = D.mul(B, A);
  return D.add(D.times(D.mul(D.mul(A, state), B), 2), D.add(D.mul(BA, state), D.mul(state, BA)), -1);
}

describe("errata of the structured paper", () => {
  it("1. the labels of (A1) invert the qubit", () => {
    expect(fixedOf({ label: "literal" })[2]).toBeCloseTo(0.457098516407, 9);
    expect(fixedOf({ label: "resonant" })[2]).toBeLessThan(0);
    expect(pair(0.3, 1, "literal").Delta).toBe(-0.5);
  });

  it("2. each coupled pair counts once in (5)", () => {
    const R = pair().R;
    expect(R).toBeCloseTo(Math.sqrt(0.25 + 0.09), 14); // (32), (33)
    expect(pair(0.6).R).toBeGreaterThan(R + 0.1); // what j ≠ k would make of it
  });

  it("3. a and b are swapped in (A3), (A4), (36), (37)", () => {
    // Under (A1): E2 = |du⟩ has energy −y, E3 = |ud⟩ energy y, y = (ω1 − ω2)/2.
    const [y, kappa] = [-0.5, 0.3];
    const energy = -Math.sqrt(y * y + kappa * kappa);
    const norm = Math.hypot(kappa, energy - y);
    const [a, b] = [kappa / norm, (energy - y) / norm];
    const residual = (e2: number, e3: number) => Math.hypot(-y * e2 + kappa * e3 - energy * e2, kappa * e2 + y * e3 - energy * e3);
    expect(residual(b, a)).toBeLessThan(1e-14);
    expect(residual(a, b)).toBeGreaterThan(0.1);
  });

  it("4. (A9) lacks 1/Z", () => {
    const s = pair();
    const right = s.eta22 + s.eta33 + s.etaUp + s.etaDown;
    expect(right).toBeCloseTo(1, 14);
    expect(right * s.Z).toBeGreaterThan(5);
  });

  it("5. (A16) is the mean of σ1⁺σ2⁻", () => {
    const { state } = contactFor();
    expect(state.at(1, 2)[0]).toBeCloseTo(pair().eta23, 14);
    expect(state.at(0, 3)).toEqual([0, 0]); // the mean of σ1⁻σ2⁻, that of σ1⁺σ2⁺ is its conjugate
  });

  it("6. (B1), (B2): g⁺ = α* η23, and α enters once", () => {
    const alpha: [number, number] = [0.06, 0.08];
    const exact = mapFor({ alpha: [...alpha] }, "exact");
    const right = pairMap(pairDrive(pair(), alpha), 1, 0.1);
    const printed = pairMap({ ...pairDrive(pair(), alpha), b: -pairDrive(pair(), alpha).b }, 1, 0.1);
    expect(Math.abs(exact.A[2] - right.A[0][2])).toBeLessThan(1e-5);
    expect(Math.abs(exact.A[2] - printed.A[0][2])).toBeGreaterThan(1e-3);
  });

  it("7. the anticommutator of (24) holds A†A", () => {
    const contact = contactFor();
    expect(traceDefect(channelTerms(contact.system, contactCollision(contact, "second")), 2)).toBeLessThan(1e-15);
    const { P, M } = pairDrive(pair(), [0.1, 0]);
    const printed = [
      [P, plus],
      [M, minus],
    ].map(([g, A]) => {
      const X = A as D.Dense;
      const XX = D.mul(X, X);
      return D.trace(D.add(D.times(D.mul(D.mul(X, rho), D.dag(X)), 2), D.add(D.mul(XX, rho), D.mul(rho, XX)), -1))[0] * (g as number);
    });
    expect(printed[0] + printed[1]).toBeGreaterThan(1e-3);
  });

  it("8. D[σ⁺] and D[σ⁻] are swapped in (48)", () => {
    const interaction = [
      { alpha: [0.1, 0], S: "+", anc: "-1" },
      { alpha: [0.1, 0], S: "+", anc: "1-" },
    ];
    const { up, down, sz } = exchangeSteady({ omega1: 0.5, omega2: 1.5, kappa: 0.3, beta: 1, label: "resonant" }, [0.1, 0.1]);
    expect(fixedOf({ interaction })[2]).toBeCloseTo(sz, 8);
    expect((down - up) / (up + down)).toBeGreaterThan(0.4); // what (48) leads to
  });

  it("9. in (56) D′[σz, σ⁻] takes g⁺ and D′[σz, σ⁺] takes g⁻", () => {
    const drive = pairDrive(pair(), [0.06, 0.08]);
    const [gm, gp]: [[number, number], [number, number]] = [
      [drive.a, drive.b],
      [drive.a, -drive.b],
    ];
    const step = (first: [number, number], second: [number, number]): D.Dense => {
      const t = 0.1;
      const H = D.add(D.add(D.times(z, 0.5), plus, gm[0], gm[1]), minus, gp[0], gp[1]);
      let out = D.add(rho, D.add(D.mul(H, rho), D.mul(rho, H), -1), 0, -t);
      const add = (X: D.Dense, re: number, im = 0) => {
        out = D.add(out, X, (t * t * re) / 2, (t * t * im) / 2);
      };
      add(dissipator(z, z, rho), 0.25);
      add(dissipator(minus, plus, rho), drive.M);
      add(dissipator(plus, minus, rho), drive.P);
      add(dissipator(minus, z, rho), gp[0] / 2, gp[1] / 2);
      add(dissipator(plus, z, rho), gm[0] / 2, gm[1] / 2);
      add(dissipator(z, minus, rho), first[0] / 2, first[1] / 2);
      add(dissipator(z, plus, rho), second[0] / 2, second[1] / 2);
      return out;
    };
    const map = mapFor({ alpha: [0.06, 0.08] }, "second");
    const r = D.bloch(rho);
    const expected = [0, 1, 2].map((i) => map.A[3 * i] * r[0] + map.A[3 * i + 1] * r[1] + map.A[3 * i + 2] * r[2] + map.v[i]);
    D.bloch(step(gp, gm)).forEach((value, k) => expect(value).toBeCloseTo(expected[k], 14));
    const printed = step(gm, gp);
    const gap = Math.max(D.distance(printed, D.dag(printed)), ...D.bloch(printed).map((value, k) => Math.abs(value - expected[k])));
    expect(gap).toBeGreaterThan(1e-6);
  });

  it("10. the bracket of (B11) is (G + ω²)²", () => {
    const { drive, K } = denominators(5, 2);
    const r = fixedOf({ dt: 0.5, alpha: 0.5, kappa: 2, beta: 5 }, "second");
    const t2 = 0.25;
    const [G, d] = [drive.P + drive.M, drive.P - drive.M];
    expect((d * (4 + t2 * (G + 1) ** 2)) / K).toBeCloseTo(r[2], 10);
    expect(Math.abs((d * (4 + t2 * (drive.P + drive.M * 1) ** 2)) / K - r[2])).toBeGreaterThan(1e-3);
  });

  it("11. the last term of (B14) is ω⁴(1 − 2|g|²/G)", () => {
    const { drive, printed } = denominators(5, 2);
    const r = pairSteady(drive, 1, 0.5) as readonly number[];
    const exact = fixedOf({ dt: 0.5, alpha: 0.5, kappa: 2, beta: 5 }, "second");
    expect(r[2]).toBeCloseTo(exact[2], 10);
    const [G, d] = [drive.P + drive.M, drive.P - drive.M];
    expect(Math.abs((d * (4 + 0.25 * (G + 1) ** 2)) / printed - exact[2])).toBeGreaterThan(1e-3);
  });

  it("12. (60) and (70) need U†", () => {
    const contact = contactFor({ dt: 1, alpha: 1 });
    const { H } = singleVisit(contactCollision(contact));
    const U = D.propagator(D.fromMatrix(H.toMatrix()), 1);
    const R = D.kron(rho, D.fromMatrix(contact.state.toMatrix()));
    expect(D.trace(D.mul(D.mul(U, R), D.dag(U)))[0]).toBeCloseTo(1, 12);
    expect(Math.hypot(...D.trace(D.mul(D.mul(U, R), U)))).toBeLessThan(0.9);
  });

  it("13. both terms of the expanded (62) have a minus sign", () => {
    const start = { r0: [0.3, -0.2, 0.4], kappa: 1, dt: 0.02 };
    const read = (evaluation: string) =>
      run(structured({ ...fixture, ...start, evaluation }), { steps: 1, observables: ["Q"] }).observables.Q[1] as number;
    const [exact, second] = [read("exact"), read("second")];
    // For thermal ancillae Tr[H_E U1] = 0, so all of δQ comes from the second term: the printed sign would reverse it.
    expect(second).toBeCloseTo(exact, 8);
    expect(Math.abs(-second - exact)).toBeGreaterThan(1e-7);
  });

  it("14. the last term of (C6) has ω_S, not ω_S t", () => {
    const state = pair();
    const drive = pairDrive(state, [0.1, 0]);
    const r = [0.3, -0.2, 0.4];
    const { W } = pairExchange(drive, state, 0.3, [0.1, 0], 1, 0.1, r);
    const recorded = run(structured({ ...fixture, evaluation: "second", r0: r }), { steps: 1, observables: ["W"] }).observables.W[1];
    expect(recorded).toBeCloseTo(W, 14);
    const last = -2 * 0.1 * (drive.a * (-r[1] / 2) - drive.b * (r[0] / 2));
    expect(Math.abs(W - last + 0.1 * last - W)).toBeGreaterThan(1e-5);
  });

  it("15. (C1), (C2) sum over k and k′ with A^{(k′)†}A^{(k)}, and have no factor g in front", () => {
    // Two couplings that are not Hermitian partners: σ⁺⊗B1 + h.c. and σz⊗B2. Left out cross terms show at order δt².
    const interaction = [
      { alpha: 0.3, S: "+", anc: "-1" },
      { alpha: 0.2, S: "z", anc: "x1" },
    ];
    const change = (dt: number, parts: typeof interaction) =>
      (run(structured({ ...fixture, dt, interaction: parts, r0: [0.5, 0.1, -0.3] }), { steps: 1, observables: ["dU"] }).observables
        .dU[1] as number) /
      (dt * dt);
    const [both, first, second] = [interaction, [interaction[0]], [interaction[1]]].map((parts) =>
      change(1e-3, parts as typeof interaction),
    );
    expect(Math.abs(both - first - second)).toBeGreaterThan(1e-3);
  });

  it("16. the coherence grows with κ only up to a maximum", () => {
    const at = (kappa: number, beta = 1) =>
      steady(structured({ alpha: 0.2, kappa, beta }), { observables: ["C_l1"] }).observables.C_l1 as number;
    for (const [beta, peak] of [
      [1, 2.68],
      [2, 1.93],
      [5, 1.49],
      [10, 1.26],
    ])
      expect(Math.max(at(peak - 0.01, beta), at(peak + 0.01, beta))).toBeLessThan(at(peak, beta));
    expect(at(10)).toBeLessThan(0.6 * at(2.68));
  });

  it("17. cold ancillae have no common limit, and the border is κ_c = √(ω1ω2)", () => {
    const cold = (kappa: number) => {
      const r = pairSteady(pairDrive(pair(kappa, Number.POSITIVE_INFINITY), [0.2, 0]), 1, 0.1);
      return r ? Math.hypot(r[0], r[1]) : 0;
    };
    expect(cold(1)).toBeCloseTo(0.1299, 4);
    expect(cold(1.5)).toBeCloseTo(0.106, 3);
    expect(cold(2)).toBeCloseTo(0.086, 3);
    expect(cold(3)).toBeCloseTo(0.0608, 4);
    const kc = criticalCoupling(0.5, 1.5);
    expect(kc).toBeCloseTo(0.866, 3);
    expect(cold(kc * 0.999)).toBe(0);
    expect(cold(kc * 1.001)).toBeGreaterThan(0.13);
  });

  it("18. the steady work is not proportional to the coherence", () => {
    const at = (kappa: number) =>
      steady(structured({ alpha: 0.2, kappa }), { observables: ["W", "C_l1"] }).observables as Record<string, number>;
    const [a, b] = [at(0.02), at(0.04)];
    expect(Math.log(b.W / a.W) / Math.log(b.C_l1 / a.C_l1)).toBeCloseTo(2, 1);
    const [c, d] = [at(4), at(10)];
    expect(d.W).toBeGreaterThan(c.W);
    expect(d.C_l1).toBeLessThan(c.C_l1);
  });

  it("19. Σ ≥ 0 holds for the exact map, not for second order", () => {
    const production = (evaluation: string) =>
      run(structured({ alpha: 0.05, r0: [0.9, 0, -0.3], evaluation }), { steps: 1, observables: ["Sigma"] }).observables.Sigma[1];
    expect(production("second")).toBeCloseTo(-1.07e-5, 7);
    expect(production("exact")).toBeGreaterThan(0);
    const unstable = (beta: number) => structured({ alpha: 0.1, kappa: 0.3, beta, evaluation: "second" }).warnings.join(" ");
    expect(unstable(2.62)).not.toMatch(/unstable/);
    expect(unstable(2.63)).toMatch(/unstable/);
  });

  it("20. in Example 1 the ancillae's coherence does move the populations", () => {
    const interaction = [
      { alpha: 0.1, S: "+", anc: "-1" },
      { alpha: 0.1, S: "+", anc: "1-" },
    ];
    const [with3, without] = [0.3, 0].map((kappa) => fixedOf({ interaction, kappa }));
    expect(with3[2]).toBeCloseTo(-0.489532, 5);
    expect(without[2]).toBeCloseTo(-0.44003, 5);
    expect(Math.hypot(with3[0], with3[1])).toBeLessThan(1e-12);
    expect(Math.abs(with3[2] + Math.tanh(0.5))).toBeGreaterThan(0.02);
  });

  it("21. the coherence is not largest at equal temperatures", () => {
    const [equal, colder] = [1, 2.5].map((beta) => steady(structured({ ...fixture, beta }), { observables: ["C_l1"] }).observables.C_l1);
    expect(equal).toBeCloseTo(5.339e-3, 6);
    expect(colder).toBeCloseTo(9.861e-3, 6);
  });
});

/** K of (B14), corrected and as printed, where the difference is large. */
function denominators(beta: number, kappa: number): { drive: Drive; K: number; printed: number } {
  const drive = pairDrive(pair(kappa, beta), [0.5, 0]);
  const [G, g2, t2] = [drive.P + drive.M, drive.a ** 2 + drive.b ** 2, 0.25];
  const start = 8 * g2 * (G - 1) + 4 * G;
  return {
    drive,
    K: start + t2 * G * (G * G + 2 * (G - g2) + (1 - (2 * g2) / G)),
    printed: start + t2 * G * (G * G + 2 * (G - g2) + (1 - 2 * g2)),
  };
}
