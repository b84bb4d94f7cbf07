import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { clipped, exponential, normal, perRealisation, redrawn, truncatedNormal, uniform } from "../../src/dynamics/noise/construct.ts";
import { domainOf } from "../../src/dynamics/noise/domain.ts";
import { checkNoise, type Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { parseNoise, printNoise } from "../../src/dynamics/noise/notation.ts";
import { combinations } from "../../src/dynamics/noise/product-rule.ts";
import { truncatedNoise } from "../../src/dynamics/noise/truncated-noise.ts";
import { compileNoise, streamOf } from "../../src/ensembles/draws.ts";
import type { ParameterSpec } from "../../src/models/model.ts";
import exact from "../fixtures/normal.json" with { type: "json" };

const spec = (bounds: Partial<ParameterSpec> = {}): ParameterSpec => ({
  description: "",
  default: 0,
  kind: "number",
  noisy: true,
  ...bounds,
});
const specs: Record<string, ParameterSpec> = {
  alpha: spec({ atLeast: 0, atMost: 1 }),
  phi: spec(),
  theta: spec(),
  rate: spec({ above: 0 }),
  levels: { description: "", default: 4, kind: "integer", atLeast: 2 },
};

function sample(noise: Noise, count: number, parameter = "phi"): Float64Array {
  const compiled = compileNoise({ [parameter]: noise }, 11, specs);
  const into = new Float64Array(8);
  const all = new Float64Array(count);
  for (let t = 0; t < count; t += 8) {
    compiled.draw(t, 8, 1, into);
    all.set(into, t);
  }
  return all;
}

function moments(values: Float64Array): { mean: number; std: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1)) };
}

describe("kinds of noise", () => {
  const count = 80_000;
  const within = 5 / Math.sqrt(count);

  it.each([
    ["normal", normal(2.4, 0.2), 2.4, 0.2],
    ["uniform", uniform(-1, 3), 1, 4 / Math.sqrt(12)],
    ["exponential", exponential(0.7), 0.7, 0.7],
    // Half-normal: mean √(2/π), variance 1 − 2/π.
    ["truncated at its mean", truncatedNormal(0, 1, { min: 0 }), Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI)],
  ])("%s has its mean and standard deviation", (_, noise, mean, std) => {
    const found = moments(sample(noise, count));
    expect(Math.abs(found.mean - mean)).toBeLessThan(within * std);
    expect(Math.abs(found.std - std)).toBeLessThan(2 * within * std);
  });

  it("normal tails have the right weight", () => {
    const values = sample(normal(0, 1), count);
    const beyond = values.filter((z) => Math.abs(z) > 2).length / count;
    expect(Math.abs(beyond - 0.0455002639)).toBeLessThan(5 * Math.sqrt(0.0455 / count));
  });

  it("truncated normals meet high-precision quantiles, in both tails and in between", () => {
    const draws = laneDraws();
    for (const [mean, std, min, max, u, x] of exact.truncated as [number, number, number | null, number | null, number, number][]) {
      draws.values()[0] = u;
      truncatedNoise.sampler?.({ mean, std, min, max })(draws, 1);
      expect(Math.abs(draws.values()[0] - x), `${[mean, std, min, max, u]}`).toBeLessThanOrEqual(4e-15 * Math.max(Math.abs(x), std));
    }
  });

  it("the quadrature of a truncated normal reaches its tails", () => {
    const half = truncatedNoise.quadrature(truncatedNormal(0, 1, { min: 0 }) as never, 48);
    const moment = (k: number) => half.nodes.reduce((sum, x, i) => sum + half.weights[i] * x ** k, 0);
    // ⟨x⁴⟩ = 3 takes 2 % of its value from beyond 3σ.
    for (const [k, exactly] of [1, Math.sqrt(2 / Math.PI), 1, 2 * Math.sqrt(2 / Math.PI), 3].entries()) {
      expect(Math.abs(moment(k) - exactly)).toBeLessThan(1e-11);
    }
  });

  it("std = 0 is a constant", () => {
    expect(new Set(sample(normal(0.3, 0), 64))).toEqual(new Set([0.3]));
  });

  it("stays inside its bounds, always", () => {
    const number = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        number,
        fc.double({ min: 1e-3, max: 20, noNaN: true }),
        number,
        fc.double({ min: 1e-6, max: 50, noNaN: true }),
        (mean, std, min, width) => {
          fc.pre(Math.max(min - mean, mean - min - width) / std < 35);
          for (const value of sample(truncatedNormal(mean, std, { min, max: min + width }), 32)) {
            expect(value).toBeGreaterThanOrEqual(min);
            expect(value).toBeLessThanOrEqual(min + width);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("draws", () => {
  const noise = {
    phi: normal(2.4, 0.2),
    alpha: clipped(normal(0.9, 0.2)),
    theta: perRealisation(uniform(0, 1)),
    rate: redrawn(normal(0.1, 0.2)),
  };

  it("depend on trajectory, step and parameter only: any lanes, any first, any company, any order", () => {
    const all = compileNoise(noise, 99, specs);
    const value = (name: string, trajectory: number, step: number): number => {
      const into = new Float64Array(1);
      compileNoise({ [name]: noise[name as "phi"] }, 99, specs).draw(trajectory, 1, step, into);
      return into[0];
    };
    expect(all.parameters).toEqual(["alpha", "phi", "rate", "theta"]);
    expect(all.perRealisation).toEqual([false, false, false, true]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 8 }),
        (first, step, lanes) => {
          const into = new Float64Array(4 * lanes);
          all.draw(first, lanes, step, into);
          all.parameters.forEach((name, p) => {
            for (let l = 0; l < lanes; l++) expect(into[p * lanes + l]).toBe(value(name, first + l, step));
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("hold one value per realisation where asked", () => {
    const compiled = compileNoise({ theta: perRealisation(normal(0, 1)) }, 3, specs);
    const into = new Float64Array(3);
    compiled.draw(10, 3, 1, into);
    const first = [...into];
    compiled.draw(13, 3, 1, into);
    expect([...into]).not.toEqual(first);
    for (const step of [1, 2, 500]) {
      compiled.draw(10, 3, step, into);
      expect([...into]).toEqual(first);
    }
  });

  it("change with the seed, also beyond 32 bits", () => {
    const at = (seed: number): number => {
      const into = new Float64Array(1);
      compileNoise({ phi: normal(0, 1) }, seed, specs).draw(0, 1, 1, into);
      return into[0];
    };
    expect(new Set([0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map(at)).size).toBe(5);
  });

  it("clip to the border, redraw inside it", () => {
    const low = sample(clipped(normal(0, 1)), 400, "alpha");
    expect(low.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(low.some((v) => v === 0) && low.some((v) => v === 1) && low.some((v) => v > 0 && v < 1)).toBe(true);
    const again = sample(redrawn(normal(0, 1)), 400, "alpha");
    expect(again.every((v) => v > 0 && v < 1)).toBe(true);
    // Drawing again is the truncated normal: mean over [0, 1] is (φ(0) − φ(1))/(Φ(1) − Φ(0)) = 0.45986.
    expect(Math.abs(moments(sample(redrawn(normal(0, 1)), 40_000, "alpha")).mean - 0.459862)).toBeLessThan(0.0072);
  });

  it("end the run with trajectory, step and value when a draw leaves the domain", () => {
    const compiled = compileNoise({ alpha: normal(0.9, 0.2) }, 5, specs);
    const into = new Float64Array(8);
    const run = () => {
      for (let step = 1; step < 50; step++) compiled.draw(16, 8, step, into);
    };
    expect(run).toThrow(/^Noise took `alpha` to 1\.\d+, outside \[0, 1\], at collision \d+ of realisation \d+\. Use truncatedNormal/);
    try {
      run();
    } catch (error) {
      expect(error).toMatchObject({ name: "RunFailure", step: expect.any(Number) });
    }
  });

  it("give up on a redraw that cannot succeed", () => {
    const compiled = compileNoise({ alpha: redrawn(normal(1e6, 1)) }, 5, specs);
    expect(() => compiled.draw(0, 1, 1, new Float64Array(1))).toThrow(/^256 draws of `alpha` in a row were outside \[0, 1\]/);
  });

  it("streams are the FNV-1a hash of the name", () => {
    // "a" as the bytes 61 00.
    const once = Math.imul(0x811c9dc5 ^ 0x61, 0x01000193);
    expect(streamOf("a")).toBe(Math.imul(once, 0x01000193) >>> 0);
    expect(streamOf("phi")).not.toBe(streamOf("theta"));
  });
});

describe("bad noise", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["negative std", () => normal(0, -1), /^Argument `std` must be a finite number ≥ 0, but is -1\./],
    ["NaN mean", () => normal(Number.NaN, 1), /^Argument `mean` must be a finite number, but is NaN\./],
    ["text", () => normal("1" as never, 1), /^Argument `mean` must be a finite number, but is "1"\./],
    ["empty interval", () => truncatedNormal(0, 1, { min: 2, max: 2 }), /^Argument `max` must be larger than min = 2, but is 2\./],
    ["no bound", () => truncatedNormal(0, 1, {}), /^Argument `min` must be a number where `max` has none/],
    [
      "hopeless interval",
      () => truncatedNormal(0, 1, { min: 40 }),
      /^Argument `mean` must lie within 35 standard deviations of \[min, max\], but lies 40 away/,
    ],
    ["reversed uniform", () => uniform(1, 0), /^Argument `max` must be a finite number > 1, but is 0\./],
    ["infinite width", () => uniform(-1e308, 1e308), /^Argument `max − min` must be a finite number, but is Infinity\./],
    ["exponential", () => exponential(0), /^Argument `mean` must be a finite number > 0, but is 0\./],
    ["kind", () => checkNoise({ kind: "norml", mean: 0, std: 1 }), /Did you mean "normal"\?/],
    ["prototype", () => checkNoise({ kind: "constructor" }), /must be a known kind of noise/],
    ["field", () => checkNoise({ kind: "normal", mean: 0, sdt: 1 }), /has `sdt`\. Did you mean "std"\?/],
    ["missing field", () => checkNoise({ kind: "normal", mean: 0 }), /^Argument `std` must be a finite number ≥ 0, but is missing\./],
    ["number", () => checkNoise(0.2), /^Argument `noise` must be made by normal/],
    ["array", () => compileNoise([] as never, 1, specs), /^Argument `noise` must map parameter names to noise/],
    ["unknown parameter", () => compileNoise({ pih: normal(0, 1) }, 1, specs), /is on `pih`\. Did you mean "phi"\?/],
    ["levels", () => compileNoise({ levels: normal(4, 1) }, 1, specs), /Noisy parameters here: alpha, phi, theta, rate\./],
    ["seed", () => compileNoise({}, -1, specs), /^Argument `seed` must be an integer ≥ 0, but is -1\./],
    ["fractional seed", () => compileNoise({}, 0.5, specs), /^Argument `seed` must be an integer/],
    ["idle clip", () => compileNoise({ phi: clipped(normal(0, 1)) }, 1, specs), /never leaves it\. Leave `clip` away\./],
    ["open clip", () => compileNoise({ rate: clipped(normal(0, 1)) }, 1, specs), /must have a closed border to clip `rate` to/],
    ["certain exit", () => compileNoise({ alpha: uniform(0.5, 1.5) }, 1, specs), /draws from \[0\.5, 1\.5\]\. Narrow it/],
    ["outside", () => compileNoise({ alpha: uniform(2, 3) }, 1, specs), /draws from \[2, 3\]\. Move it\./],
  ])("%s gets a sentence", (_, act, sentence) => {
    expect(act).toThrow(sentence);
  });
});

describe("noise as text", () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
  const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  const anyNoise = fc
    .tuple(
      fc.oneof(
        fc.tuple(number, positive).map(([m, s]) => normal(m, s)),
        fc.tuple(number, positive).map(([a, w]) => uniform(a, a + w)),
        fc.tuple(number, positive, fc.boolean()).map(([m, s, low]) => truncatedNormal(m, s, low ? { min: m } : { max: m })),
        positive.map(exponential),
      ),
      fc.boolean(),
      fc.constantFrom((n: Noise) => n, clipped, redrawn),
    )
    .map(([noise, realisation, manner]) => manner(realisation ? perRealisation(noise) : noise));

  it("is read back as printed, and survives JSON", () => {
    fc.assert(
      fc.property(anyNoise, (noise) => {
        expect(parseNoise(printNoise("theta", noise))).toEqual(["theta", noise]);
        expect(checkNoise(JSON.parse(JSON.stringify(noise)))).toEqual(noise);
      }),
    );
  });

  it("reads the documented forms", () => {
    expect(parseNoise("theta=normal(0.4,0.2)")).toEqual(["theta", normal(0.4, 0.2)]);
    expect(parseNoise(" phi = truncated( 2.4, .2, 0, 3.14 ) ")).toEqual(["phi", truncatedNormal(2.4, 0.2, { min: 0, max: 3.14 })]);
    expect(parseNoise("phi=truncated(2.4,.2,-inf,3)")).toEqual(["phi", truncatedNormal(2.4, 0.2, { max: 3 })]);
    expect(parseNoise("phi=normal(2.4,0.2)@realisation")).toEqual(["phi", perRealisation(normal(2.4, 0.2))]);
    expect(parseNoise("alpha=normal(0.2,0.2)@redraw@realisation")).toEqual(["alpha", redrawn(perRealisation(normal(0.2, 0.2)))]);
  });

  it.each([
    ["theta", /must look like theta=normal\(0\.4,0\.2\)/],
    ["theta=nromal(1,2)", /Did you mean "normal"\?/],
    ["theta=normal(1)", /must have the form theta=normal\(mean, std\), but has 1 number in the brackets/],
    ["theta=normal(1,x)", /^Argument `std` must be a number, but is "x"\./],
    ["theta=normal(1,)", /^Argument `std` must be a number, but is ""\./],
    ["theta=normal(1,inf)", /^Argument `std` must be a number, but is "inf"\./],
    ["theta=normal(1,-2)", /^Argument `std` must be a finite number ≥ 0, but is -2\./],
    ["theta=normal(1,2)@realization", /Did you mean "realisation"\?/],
    ["theta=constructor(1)", /must name a kind/],
    ["theta=normal(1,2)@toString", /must have a known word after @/],
  ])("%s is refused", (text, sentence) => {
    expect(() => parseNoise(text)).toThrow(sentence);
  });

  it("never fails without a sentence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."theta=normaluif(),.@0123456789e- ") })), (text) => {
        try {
          parseNoise(text);
        } catch (error) {
          expect((error as Error).message).toMatch(/^Argument `.+` must .+, but .+\./s);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("exact averages over noise", () => {
  const free = (noise: Noise) => ({ name: "x", noise, domain: domainOf(null) });
  const averageOf = (noise: Noise, f: (x: number) => number): number =>
    combinations([free(noise)], 24).reduce((sum, { weight, values }) => sum + weight * f(values[0]), 0);

  it.each<[string, Noise, number, number]>([
    ["normal", normal(2.4, 0.2), 2.4, 0.2],
    ["a constant", normal(2.4, 0), 2.4, 0],
    ["uniform", uniform(-1, 3), 1, 4 / Math.sqrt(12)],
    ["exponential", exponential(0.7), 0.7, 0.7],
    // (φ(0) − φ(1))/Z and √(1 − φ(1)/Z − mean²) with Z = Φ(1) − ½.
    ["truncated", truncatedNormal(0, 1, { min: 0, max: 1 }), 0.45986222928642656, 0.2822265488016873],
  ])("%s has its mean and spread", (_, noise, mean, std) => {
    expect(averageOf(noise, () => 1)).toBeCloseTo(1, 12);
    expect(averageOf(noise, (x) => x)).toBeCloseTo(mean, 8);
    expect(Math.sqrt(averageOf(noise, (x) => (x - mean) ** 2))).toBeCloseTo(std, 8);
  });

  it("takes every combination of two parameters' values", () => {
    const all = combinations([free(uniform(0, 1)), free(normal(0, 1))], 5);
    expect(all).toHaveLength(25);
    expect(all.reduce((sum, { weight, values: [a, b] }) => sum + weight * a * a * b * b, 0)).toBeCloseTo(1 / 3, 12);
  });

  it("refuses noise that is drawn again", () => {
    expect(() => combinations([free(redrawn(normal(0, 1)))], 5)).toThrow(
      "Argument `noise` must not be drawn again to be averaged exactly, but is `redrawn`. Use truncatedNormal(…).",
    );
  });
});
