/** Coefficients of time: exact splits, breakpoints, and what is known between them; declared units. */
import { describe, expect, it } from "vitest";
import {
  asCoefficient,
  asTermsOfTime,
  exponentOf,
  parseExpression,
  type TermOfTime,
  tableValue,
  unitWarnings,
} from "../../../src/documents/expression/index.ts";
import { coefficientAt, isTimeFunction } from "../../../src/dynamics/coefficient.ts";
import { section, valueIn } from "./section.ts";

const s = section({
  spaces: ["S: qubit", "c: fock(3)"],
  parameters: { w: 1.7, g: 0.4, P: 2, W: 0.5, phi: 0.3 },
  let: { drive: "g*exp(-i*w*t)" },
  values: { table: tableValue("table", [0, 1, 3], [2, 5, 1], "linear"), held: tableValue("held", [0, 1, 3], [2, 5, 1], "previous") },
  time: true,
});
const split = (text: string) => asTermsOfTime(valueIn(s, text), parseExpression(text), s);
const rate = (text: string) => {
  const coefficient = asCoefficient(valueIn(s, text), parseExpression(text));
  if (!isTimeFunction(coefficient)) throw new Error("no function of time");
  return coefficient;
};
const element = (terms: readonly TermOfTime[], t: number, i: number, j: number): [number, number] =>
  terms.reduce<[number, number]>(
    ([re, im], { operator, coefficient }) => {
      const [x, y] = operator.at(i, j);
      const c = coefficientAt(coefficient, t);
      return [re + c * x, im + c * y];
    },
    [0, 0],
  );

describe("Hamiltonians of time", () => {
  it.each([
    ["exp(-i*w*t)*sp(S) + h.c.", 2],
    ["exp(-i*w*t)*sp(S) + exp(i*w*t)*sm(S)", 2],
    ["g*(exp(-(i*w)*t)*sp(S) + h.c.)/g", 2],
    ["drive*sp(S)/g + conj(drive)*sm(S)/g", 2],
    ["cos(w*t)*sx(S) + sin(w*t)*sy(S)", 2],
  ])("%s rotates", (text, count) => {
    const terms = split(text);
    expect(terms).toHaveLength(count);
    for (const t of [0, 0.3, 2.5]) {
      const [re, im] = element(terms, t, 0, 3);
      expect(re).toBeCloseTo(Math.cos(1.7 * t), 14);
      expect(im).toBeCloseTo(-Math.sin(1.7 * t), 14);
      expect(element(terms, t, 3, 0)[1]).toBe(0 - im);
    }
  });

  it("distribute products over sums and merge equal coefficients", () => {
    const terms = split("(sx(S) + cos(w*t)*sz(S))*n(c) + sz(S)*cos(w*t) + g*(a(c) + h.c.)");
    expect(terms.map(({ coefficient }) => (typeof coefficient === "number" ? coefficient : "f"))).toEqual([1, "f"]);
    expect(terms[1].operator.at(0, 0)).toEqual([1, 0]);
    expect(terms[1].operator.at(2, 2)).toEqual([3, 0]);
    expect(element(terms, 0, 0, 1)).toEqual([0.4, 0]);
  });

  it("keep a modulated complex drive exact", () => {
    const terms = split("gauss(t, 2, 1)*(exp(i*(w*t + phi))*a(c) + h.c.) + n(c)");
    const z = Math.exp(-0.125) * Math.cos(1.7 * 2.5 + 0.3);
    expect(element(terms, 2.5, 0, 1)[0]).toBeCloseTo(z, 13);
    expect(terms.every(({ operator }) => operator.space.equals(s.space))).toBe(true);
  });

  it("switch between operators", () => {
    const terms = split("if(t < P, sx(S), sz(S))");
    expect(element(terms, 1, 0, 3)).toEqual([1, 0]);
    expect(element(terms, 3, 0, 3)).toEqual([0, 0]);
    expect(element(terms, 3, 0, 0)).toEqual([1, 0]);
    for (const { coefficient } of terms) expect(coefficient).toMatchObject({ breakpoints: [2], pieces: "constant" });
  });
});

describe("breakpoints", () => {
  it.each([
    ["sum(k, 0, 2, square(t, k*P, k*P + W))", [0, 0.5, 2, 2.5, 4, 4.5], "constant"],
    ["step(2*t - 3)", [1.5], "constant"],
    ["ramp(t, P, P + W)", [2, 2.5], "cubic"],
    ["ramp(t, 0, t + 1)", [0], undefined],
    ["step((t - 1)/2)", [1], "constant"],
    ["abs(t - 1)", [1], "cubic"],
    ["min(t, P)", [2], "cubic"],
    ["max(t, P, 3 - t)", [1.5, 2, 1], "cubic"],
    ["sign(1 - t)", [1], "constant"],
    ["table(t - 1)", [1, 2, 4], "cubic"],
    ["held(2*t)", [0, 0.5, 1.5], "constant"],
    ["if(t >= 1 and t < 3, t^2, 4)", [1, 3], "cubic"],
    ["t^2*t/2", [], "cubic"],
    ["t^4", [], undefined],
    ["cos(w*t)*step(t)", [0], undefined],
    ["1/(1 + t^2)", [], undefined],
  ])("of %s", (text, breakpoints, pieces) => {
    const f = rate(text);
    expect(f.breakpoints).toEqual([...breakpoints].sort((a, b) => a - b));
    expect(f.pieces).toBe(pieces);
  });

  it("are where values jump", () => {
    expect([rate("square(t, 1, 2)").at(1), rate("square(t, 1, 2)").at(2), rate("held(t)").at(1)]).toEqual([1, 0, 5]);
    expect(rate("table(t)").at(0.5)).toBe(3.5);
    expect(rate("re(exp(i*w*t))").at(1)).toBeCloseTo(Math.cos(1.7), 15);
    expect(rate("im(2*exp(i*w*t))").at(1)).toBeCloseTo(2 * Math.sin(1.7), 15);
    expect(() => rate("abs(exp(i*w*t))")).toThrow("this one is not affine in t");
    expect(() => coefficientAt(rate("1/t"), 0)).toThrow("be finite at all times");
  });
});

describe("units", () => {
  const units = new Map([
    ["omega", 1],
    ["g", 0.5],
    ["tau", -1],
    ["T", 1],
    ["x", 0],
  ]);
  const warned = (text: string, need: number | null = null) =>
    unitWarnings(parseExpression(text), (name) => units.get(name) ?? "unknown", need).map(({ character, says }) => `${character} ${says}`);

  it.each([
    ["energy", 1],
    ["1/energy", -1],
    ["energy^(1/2)", 0.5],
    ["energy^2", 2],
    ["1", 0],
    ["1/time", 1],
    ["metre", null],
  ])("%s is energy to the %s", (unit, exponent) => {
    expect(exponentOf(unit)).toBe(exponent);
  });

  it("fit where they agree or are not declared", () => {
    for (const fits of [
      "omega*sz(S)/2 + 1",
      "omega + y",
      "g^2 + omega",
      "exp(omega/T)*omega + T",
      "sum(j, 1, 3, omega*sz(s[j])/j)",
      "sqrt(omega)*g + T",
      "cos(omega*t)*omega + bose(omega, T)*T",
      "heat(hot)/omega + flow(hot, n(c))",
      "flow(hot, H)/omega + power()/T",
      "comm(H, omega*sz(S))/T",
    ]) {
      expect(warned(fits, 1), fits).toEqual([]);
    }
  });

  it("warn of what differs, with both sides", () => {
    expect(warned("omega + tau")).toEqual(["9 omega + tau adds omega (energy) and tau (1/energy)"]);
    expect(warned("exp(omega)")).toEqual(["5 exp takes plain numbers, but omega has the unit energy"]);
    expect(warned("g*(sp(S)*sm(U) + h.c.)", 1)).toEqual(["1 g*(sp(S)*sm(U) + h.c.) has the unit energy^(1/2), but energy is needed here"]);
    expect(warned("if(omega < tau, 1, 2)")).toEqual(["12 omega < tau compares omega (energy) and tau (1/energy)"]);
    expect(warned("gauss(t, omega, 1)")).toHaveLength(1);
  });
});
