/** What model documents say: values against dense matrices made by hand, and bits against the builders' operators. */
import { describe, expect, it } from "vitest";
import {
  asCoefficient,
  asHermitian,
  asObservable,
  asOperator,
  asReal,
  asState,
  asTermsOfTime,
  parseExpression,
  type Surroundings,
} from "../../../src/documents/expression/index.ts";
import { coefficientAt } from "../../../src/dynamics/coefficient.ts";
import { generator } from "../../../src/dynamics/lindblad.ts";
import { stateView } from "../../../src/observables/view.ts";
import { dag, lift, plus, scale, times } from "../../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaPlus, sigmaZ } from "../../../src/operators/named.ts";
import type { Operator } from "../../../src/operators/operator.ts";
import { fockState, thermal } from "../../../src/operators/states.ts";
import { fock, qubit } from "../../../src/spaces/space.ts";
import { heatFlow } from "../../../src/thermodynamics/heat-flows.ts";
import { section, valueIn } from "./section.ts";

const operator = (s: Surroundings, text: string) => asOperator(valueIn(s, text), parseExpression(text), s.space);
const hermitian = (s: Surroundings, text: string) => asHermitian(valueIn(s, text), parseExpression(text), s);
const state = (s: Surroundings, text: string) => asState(valueIn(s, text), parseExpression(text), s);
const real = (s: Surroundings, text: string) => asReal(valueIn(s, text), parseExpression(text));
const observable = (s: Surroundings, text: string) => asObservable(valueIn(s, text), parseExpression(text), { name: "x", description: "" });

function same(a: Operator, b: Operator): void {
  expect(a.space.equals(b.space)).toBe(true);
  expect(Array.from(a.rowStart)).toEqual(Array.from(b.rowStart));
  expect(Array.from(a.columns)).toEqual(Array.from(b.columns));
  expect(Array.from(a.values, (x) => x + 0)).toEqual(Array.from(b.values, (x) => x + 0));
}

describe("the same products in expressions and in builders give the same bits", () => {
  const S = section({ spaces: ["S: qubit", "U: qubit"], parameters: { omega: 1.3, g: 0.7 } });

  it("in a thermalising qubit", () => {
    same(hermitian(S, "omega*sz(S)/2"), lift(S.space, scale(sigmaZ(qubit("S")), 1.3 / 2)));
    const hop = lift(S.space, sigmaPlus(qubit("S")), sigmaMinus(qubit("U")));
    same(hermitian(S, "g*(sp(S)*sm(U) + h.c.)"), scale(plus(hop, dag(hop)), 0.7));
    same(hermitian(S, "g*(sp(S)*sm(U) + sm(S)*sp(U))"), scale(plus(hop, dag(hop)), 0.7));
  });

  it("in a chain with families and sums", () => {
    const chain = section({ spaces: ["s: qubit x 4"], parameters: { N: 4, J: 1.1, Jz: 0.5, h: 0.3 } });
    const on = (k: number, make: typeof sigmaZ) => lift(chain.space, make(qubit(`s${k}`)));
    const hops = [1, 2, 3].map((k) => times(on(k, sigmaPlus), on(k + 1, sigmaMinus)));
    const exchange = hops.map((hop, k) =>
      plus(scale(plus(hop, dag(hop)), 1.1), scale(times(on(k + 1, sigmaZ), on(k + 2, sigmaZ)), 0.5 / 4)),
    );
    const field = [1, 2, 3, 4].map((k) => scale(on(k, sigmaZ), ((k % 2 === 0 ? 1 : -1) * 0.3) / 2));
    const text = "sum(j, 1, N - 1, J*(sp(s[j])*sm(s[j + 1]) + h.c.) + Jz*sz(s[j])*sz(s[j + 1])/4) + sum(j, 1, N, (-1)^j*h*sz(s[j])/2)";
    same(hermitian(chain, text), plus(plus(...exchange), plus(...field)));
    expect(state(chain, "prod(j, 1, N, proj(s[j], g))").at(15, 15)).toEqual([1, 0]);
  });

  it("in a Kerr oscillator and a thermal start", () => {
    const c = section({ spaces: ["c: fock(7)"], parameters: { Delta: 0.5, U: 0.6, F: 0.9 } });
    const a = annihilate(fock(7, "c"));
    const squares = scale(times(times(dag(a), dag(a)), times(a, a)), 0.6);
    const kerr = plus(scale(number(fock(7, "c")), -0.5), scale(squares, 1 / 2), scale(plus(a, dag(a)), 0.9));
    const made = hermitian(c, "-Delta*n(c) + U*ad(c)^2*a(c)^2/2 + F*(a(c) + h.c.)");
    expect(made.count).toBe(kerr.count);
    made.forEach((i, j, re, im) => {
      expect(Math.abs(re - kerr.at(i, j)[0]) + Math.abs(im - kerr.at(i, j)[1])).toBeLessThan(1e-14);
    });
    same(state(c, "fock(c, 0)"), fockState(fock(7, "c"), 0));
    same(state(c, "thermal(n(c), 0.6)"), thermal(number(fock(7, "c")), { T: 0.6 }));
  });
});

describe("every kind of expression in the examples", () => {
  it("levels by name, kets and channels", () => {
    const s = section({
      spaces: ["c1: fock(3)", "c2: fock(3)", "A: levels(e, g1, g2)"],
      parameters: { alpha: 0.25, phi: 2.4043, q: 0.1 },
      let: { ground: "pure(ket(A, g1) + exp(i*phi)*ket(A, g2))", coupling1: "a(c1)*(ketbra(A, e, g1) + ketbra(A, e, g2)) + h.c." },
    });
    const unit = section({
      spaces: ["A: levels(e, g1, g2)"],
      parameters: { alpha: 0.25, phi: 2.4043 },
      let: { ground: "pure(ket(A, g1) + exp(i*phi)*ket(A, g2))" },
    });
    const eta = state(unit, "alpha^2*proj(A, e) + (1 - alpha^2)*ground");
    expect(eta.at(0, 0)[0]).toBe(0.0625);
    expect(eta.at(1, 2)[0]).toBeCloseTo((0.9375 / 2) * Math.cos(2.4043), 12);
    expect(eta.at(1, 2)[1]).toBeCloseTo((-0.9375 / 2) * Math.sin(2.4043), 12);
    expect(hermitian(s, "coupling1").count).toBe(24);
    const kraus = operator(
      unit.space.factors.length === 1 ? section({ spaces: ["A: levels(e, g1, g2)"], parameters: { q: 0.1 } }) : s,
      "sqrt(q)*(proj(A, e) + proj(A, g1) - proj(A, g2))",
    );
    expect([0, 1, 2].map((k) => kraus.at(k, k)[0])).toEqual([Math.sqrt(0.1), Math.sqrt(0.1), -Math.sqrt(0.1)]);
  });

  it("lists, lengths and families of units", () => {
    const s = section({ spaces: ["S: qubit", "u: qubit x 2"], parameters: { omega: [0.5, 1.5], kappa: 0.3, alpha: 0.1 } });
    expect(real(s, "length(omega)")).toBe(2);
    const H = hermitian(s, "sum(k, 1, length(omega), omega[k]*sz(u[k])/2) + kappa*(sp(u[1])*sm(u[2]) + h.c.)");
    expect(H.at(0, 0)).toEqual([1, 0]);
    expect(H.at(1, 2)).toEqual([0.3, 0]);
    const V = hermitian(s, "alpha*(sp(S)*sp(u[1])*sm(u[2]) + h.c.)");
    expect(V.at(1, 6)).toEqual([0.1, 0]);
    expect(V.count).toBe(2);
  });

  it("a cluster with an adjoint", () => {
    const s = section({
      spaces: ["S: qubit", "b: qubit x 3"],
      parameters: { N: 3, f1: 0.42, f2: 0.6 },
      let: { lower: "f1*sz(S) + f2*sm(S)", B: "sum(j, 1, N, sm(b[j]))" },
    });
    const V = hermitian(s, "dag(lower)*B + h.c.");
    const m = V.toMatrix().data;
    for (let i = 0; i < 16; i++) for (let j = 0; j < 16; j++) expect(m[2 * (16 * i + j)]).toBe(m[2 * (16 * j + i)]);
  });

  it("rotors, and definitions of operators", () => {
    const s = section({
      spaces: ["q1: qubit", "q2: qubit", "r: rotor(-2, 3)"],
      parameters: { B1: 4, B2: 10, lam: 0.1, I: 1, betar: 0.09 },
      let: { k: "betar/(4*I)", H0: "B1*sz(q1) + B2*sz(q2) + L(r)^2/(2*I)" },
    });
    const H = hermitian(s, "H0 + lam*(sp(q1)*sm(q2)*shift(r, 1) + h.c.)");
    expect(H.at(0, 0)).toEqual([16, 0]);
    expect(H.at(6 + 1, 12)).toEqual([0.1, 0]);
    expect(operator(s, "shift(r, 1)*(1 - k*L(r))").at(1, 0)[0]).toBe(1 + 2 * 0.0225);
    const start = state(s, "proj(q1, g)*proj(q2, g)*proj(r, 0)");
    expect(start.at(20, 20)).toEqual([1, 0]);
  });

  it("thermal starts of the section's Hamiltonian", () => {
    const s = section({ spaces: ["S: qubit"], parameters: { betac: 0.7 }, H: "1.3*sz(S)/2" });
    same(state(s, "thermal(H, 1/betac)"), thermal(scale(sigmaZ(qubit("S")), 0.65), { T: 1 / 0.7 }));
    expect(state(s, "bloch(S, 0.6, 0, 0.8)").at(0, 1)).toEqual([0.3, 0]);
    expect(state(s, "thermal(H, 0)").at(1, 1)).toEqual([1, 0]);
    expect(state(s, "thermal(H, inf)").at(1, 1)).toEqual([0.5, 0]);
    expect(state(s, "mixed(S)").at(1, 1)).toEqual([0.5, 0]);
  });

  it("pulses of a driven maser, with their breakpoints", () => {
    const s = section({
      spaces: ["A: levels(e, m, g)"],
      parameters: { eps: 0.5, t0: 4, width: 1, eps2: 0.3, on: 8, off: 11, phase: 0.7 },
      let: { signal: "ketbra(A, e, m)", gaussian: "eps*gauss(t, t0, width)", pulse: "eps2*square(t, on, off)" },
      time: true,
    });
    const text = "gaussian*(signal + h.c.) + pulse*(exp(i*phase)*signal + h.c.)";
    const terms = asTermsOfTime(valueIn(s, text), parseExpression(text), s);
    expect(terms).toHaveLength(2);
    expect(terms.map(({ coefficient }) => (typeof coefficient === "number" ? [] : coefficient.breakpoints))).toEqual([[], [8, 11]]);
    expect(terms[1].coefficient).toMatchObject({ pieces: "constant" });
    const at = (t: number) => terms.reduce((sum, { operator: O, coefficient }) => sum + coefficientAt(coefficient, t) * O.at(0, 1)[1], 0);
    expect(at(9)).toBeCloseTo(0.3 * Math.sin(0.7), 14);
    expect(at(12)).toBe(0);
    expect(coefficientAt(terms[0].coefficient, 5)).toBeCloseTo(0.5 * Math.exp(-0.5), 14);
  });

  it("observables: means, ratios and functions of the state", () => {
    const jumps = [{ operator: annihilate(fock(5, "c")), rate: 0.4, bath: "loss" }];
    const space = fock(5, "c");
    const equation = generator({ system: space, H: number(space), jumps });
    const recording = {
      energy: () => number(space),
      baths: ["loss"],
      flow: (bath: string, X: Operator | null) => heatFlow(equation, bath, X ?? number(space)),
      power: null,
    };
    const s = section({ spaces: ["c: fock(5)"], recording });
    const rho = state(s, "fock(c, 1)/4 + 3*fock(c, 3)/4");
    const view = stateView(space, rho);
    const record = (text: string): number | null => {
      const o = observable(s, text);
      if (o.kind === "state") return o.value(view);
      if (o.kind !== "expectation") throw new Error("a ledger");
      const means = o.operators.flatMap((A) => times(rho, A).trace() as [number, number]);
      return o.value(Float64Array.from(means));
    };
    expect(record("mean(n(c))")).toBe(2.5);
    expect(record("(mean(n(c)^2) - mean(n(c))^2)/mean(n(c)) - 1")).toBeCloseTo((7 - 6.25) / 2.5 - 1, 14);
    expect(record("mean(ad(c)^2*a(c)^2)/mean(n(c))^2")).toBeCloseTo(4.5 / 6.25, 14);
    expect(record("re(mean(a(c)))")).toBe(0);
    expect(record("1/log(1 + 1/mean(n(c)))")).toBeCloseTo(1 / Math.log(1.4), 14);
    expect(record("1/mean(a(c)*proj(c, 0) + h.c.)")).toBeNull();
    expect(record("heat(loss)")).toBeCloseTo(-1, 14);
    expect(record("flow(loss, n(c)^2)")).toBeCloseTo(0.4 * (-2 * 7 + 2.5), 12);
    expect(record("purity()")).toBeCloseTo(10 / 16, 14);
    expect(record("entropy() + 2*abs(mean(a(c)))")).toBeCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), 14);
    expect(record("energy()")).toBe(2.5);
    expect(observable(s, "mean(n(c))/mean(n(c)^2) + mean(n(c))")).toMatchObject({ kind: "expectation", operators: { length: 2 } });
    expect(observable(s, "purity()*mean(n(c))").kind).toBe("state");
  });

  it("rates of time", () => {
    const s = section({ spaces: ["S: qubit"], parameters: { kappa: 0.1, nb: 0.15 }, time: true });
    const rate = (text: string) => asCoefficient(valueIn(s, text), parseExpression(text));
    expect(rate("kappa*(nb + 1)")).toBe(0.1 * 1.15);
    expect(coefficientAt(rate("kappa*(1 + cos(2*t))"), 0)).toBe(0.2);
  });
});
