/** What counting refuses, each with a sentence that says what to do instead. */
import { describe, expect, it } from "vitest";
import {
  bloch,
  collisionModel,
  counting,
  kerr,
  masterEquation,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  tensor,
} from "../../../src/index.ts";
import { exchange, excitation, ground, levelUnits, S, streamOf, swapCollision, swapMachine } from "./models.ts";

const machine = swapMachine(ground());

describe("counts", () => {
  it.each([
    [{ of: ["Q_warm"] }, /Argument `of\[0\]` must name something that can be counted, but is "Q_warm"\. .*Q_hot/],
    [{ of: [] }, /Argument `of` must name at least one count, but it is empty/],
    [{ of: "Q" }, /Argument `of` must be a list of counts/],
    [{ of: ["Q", "Q"] }, /must give each count its own name/],
    [
      { of: [{ name: "x", observable: sigmaX(qubit("hot")), bath: "hot" }] },
      /`of\[0\]\.observable` must be diagonal in the unit's energies, but it does not commute with H_E/,
    ],
    [{ of: [{ name: "x", observable: 3 }] }, /`of\[0\]\.observable` must be an operator on the unit/],
    [
      { of: [{ name: "x", jumps: "all" }] },
      /Argument `of\[0\]` must count something of the model, but it counts jumps, which the model does not have/,
    ],
    [{ of: [{ name: "x", arrivals: "warm" }] }, /Argument `of\[0\]\.arrivals` must name the bath of units that arrive/],
    [{ of: ["Q"], order: 3 }, /Argument `options` must have only known names, but has `order`\. Did you mean "orders"\?/],
    [{ of: ["Q"], orders: 21 }, /Argument `orders` must be an integer from 1 to 20/],
    [{ of: ["Q"], scheme: "mdh" }, /Argument `scheme` must be "tpm", "kd", "mh" or "sym"/],
    [{ of: ["Q"], distribution: true }, /Argument `distribution` must come with `steps` or `until`/],
    [{ of: ["Q"], saveEvery: 2 }, /Argument `saveEvery` must be left out without/],
    [{ of: ["Q"], until: 2.5 }, /Argument `until` must be a multiple of the collisions' duration 1/],
    [{ of: ["Q"], steps: 2, distribution: { of: ["W"] } }, /Argument `distribution\.of` must name counts \(Q\)/],
    [{ of: ["Q"], at: [{ W: 1 }] }, /Argument `at\[0\]` must name counts \(Q\)/],
    [{ of: ["Q"], scheme: "kd", omega: [0] }, /Argument `omega` must be left out for complex quasi-probabilities/],
  ])("%#", (options, sentence) => {
    expect(() => counting(machine, options as never)).toThrow(sentence);
  });

  it("has no raw error for what is no options", () => {
    for (const options of [undefined, null, 3, "Q", []])
      expect(() => counting(machine, options as never)).toThrow(/Argument `options` must/);
    expect(() => counting({} as never, { of: ["Q"] })).toThrow(/Argument `model` must/);
  });
});

describe("distributions", () => {
  it("with too many values say how many there would be", () => {
    expect(() => counting(machine, { of: ["Q_hot", "Q_cold"], steps: 1000, distribution: { of: ["Q_hot", "Q_cold"] } })).toThrow(
      /Argument `distribution` must have at most 100000 values, but it would have 1002001\. Count fewer collisions, give `mostValues`, or put values into bins/,
    );
    expect(() => counting(machine, { of: ["Q_hot"], steps: 100, distribution: { mostValues: 50 } })).toThrow(
      /at most 50 values, but it would have 101/,
    );
  });

  it("of levels without few quanta need bins, which keep the mean exactly", () => {
    const model = levelUnits([1, 0.7310585786, 0.5 ** 0.5, 3 ** -0.5, 0.1234567891, 0]);
    expect(() => counting(model, { of: ["Q"], steps: 4, distribution: true })).toThrow(/Put its values into bins: `binWidth`/);
    const { distributions, cumulants } = counting(model, { of: ["Q"], steps: 4, distribution: { binWidth: 0.05 } });
    const [{ values, P, bins, quantum, missing }] = distributions;
    expect([bins[0], quantum[0]]).toEqual([0.05, null]);
    expect(Math.abs(missing)).toBeLessThan(1e-14);
    expect(P.reduce((sum, p, k) => sum + p * values[0][k], 0)).toBeCloseTo(cumulants.Q[0][0], 13);
  });
});

describe("models", () => {
  it("without what is counted", () => {
    const bare = streamOf({ kind: "constant", collision: { ...swapCollision("u", 1, 0.4), HE: null, beta: null } }, ground());
    expect(() => counting(bare, { of: ["Q"] })).toThrow(/`Q` needs H_E, which units of bath "u" do not have/);
    expect(() => counting(bare, { of: ["W"] })).toThrow(/must leave `W` out where the system has no energy/);
    expect(counting(bare, { of: [{ name: "n", observable: excitation(qubit("u")) }], steps: 2 }).theorems?.unitality.reason).toMatch(
      /not thermal/,
    );
  });

  it("that depend on time have no rates without their period, and only they have one", () => {
    const driven = masterEquation({
      H: [{ operator: sigmaX(S), coefficient: (t: number) => Math.cos(t) }],
      jumps: [sigmaMinus(S)],
      initial: ground(),
    });
    const { rates, reasons } = counting(driven, { of: ["N"], until: 1 });
    expect([rates, reasons.rates]).toEqual([null, "An equation that depends on time has no long-time rates. Give `period` if it repeats."]);
    expect(() => counting(driven, { of: ["N"], period: 2 })).toThrow(/Argument `period` must be one after which every coefficient repeats/);
    expect(() => counting(driven, { of: ["N"], period: -1 })).toThrow(/`period` must be a finite number > 0/);
    expect(() => counting(bloch(), { of: ["N"], period: 1 })).toThrow(/`period` must be left out where nothing depends on time/);
    expect(() => counting(machine, { of: ["Q"], period: 1 })).toThrow(/`period` must be left out for a collision model/);
  });

  it("at fields too large for numbers say so", () => {
    for (const s of [1e4, -1e4]) {
      expect(() => counting(machine, { of: ["Q"], at: [{ Q: 0.1 }, { Q: s }] })).toThrow(
        /Argument `at\[1\]` must have fields s at which e\^\(sq\) is a number.*Take s nearer to 0/,
      );
    }
  });

  it("at T = 0 have no entropy production, and say so", () => {
    const cold = streamOf({ kind: "constant", collision: swapCollision("u", Number.POSITIVE_INFINITY, 0.4) }, ground());
    expect(() => counting(cold, { of: ["Sigma"] })).toThrow(/leave `Sigma` out where units have no temperature above 0.*T = 0/);
    expect(counting(cold, { of: ["Q"] }).rates?.entropyProduction).toBeNull();
  });

  it("with two temperatures in one bath have no theorem of it, and say so", () => {
    const collisions = [swapCollision("u", 0.4, 0.5), swapCollision("u", 1.1, 0.5)];
    const { theorems } = counting(streamOf({ kind: "cyclic", collisions }, ground()), { of: ["Q"] });
    const reason = 'units of bath "u" have several temperatures';
    expect(theorems?.unitality).toEqual({ residual: null, holds: null, reason });
    const same = counting(streamOf({ kind: "cyclic", collisions: [collisions[0], swapCollision("u", 0.4, 0.2)] }, ground()), { of: ["Q"] });
    expect(same.theorems?.unitality.holds).toBe(true);
  });

  it("of the catalogue count what they have", () => {
    expect(counting(bloch(), { of: ["N"] }).rates?.cumulants.N[0]).toBeGreaterThan(0);
    expect(counting(kerr({ levels: 12 }), { of: ["N"], orders: 2, until: 1 }).cumulants.N[0][0]).toBeGreaterThan(0);
  });

  it("with a memory count what leaves against what comes", () => {
    const u = qubit("u");
    const model = collisionModel({
      HS: scaled(sigmaZ(S), 0.5),
      units: { HE: scaled(sigmaZ(u), 0.5), V: plus(exchange(tensor(S, u), S, u)), beta: 1 },
      tau: 0.6,
      memory: 0.4,
      initial: ground(),
    });
    const { firstMoments, cumulants } = counting(model, { of: ["Q", "W"], steps: 7 });
    expect(Math.abs(firstMoments.Q.difference)).toBeLessThan(1e-13);
    expect(cumulants.Q[1][0]).toBeGreaterThan(0);
  });
});
