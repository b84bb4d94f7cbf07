/** Statistics of records against exact numbers: waiting times, pairs, windows and spectra, and small records by hand. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type ClickRecord,
  type CurrentRecord,
  clickStatistics,
  counting,
  homodyne,
  jumps,
  masterEquation,
  measured,
  type ReadingRecord,
  recordedCounts,
  recordedG2,
  recordedSpectrum,
  recordedWaiting,
  scaled,
  sigmaMinus,
  sigmaX,
  unravel,
} from "../../../src/index.ts";
import { excitation, ground, S } from "../counting/models.ts";
import { drivenSwaps, unit } from "../unravel/models.ts";

const atom = masterEquation({
  H: scaled(sigmaX(S), 0.6),
  jumps: [{ operator: sigmaMinus(S), rate: 1, bath: "light" }],
  initial: ground(),
});

/** How many standard errors two numbers lie apart. */
const apart = (value: number | null, exact: number, error: number | null) => Math.abs((value as number) - exact) / (error as number);

describe("clicks of a driven atom", () => {
  let clicks: ClickRecord;
  const exact = (times: readonly number[]) => clickStatistics(atom, { of: { name: "c", jumps: "light", efficiency: 0.8 }, times });
  beforeAll(async () => {
    const found = await unravel(atom, { by: jumps({ efficiency: 0.8 }), until: 60, trajectories: 400, seed: 5, records: true });
    clicks = found.clicks as ClickRecord;
  });

  it("wait as long as they should, cut off or not", () => {
    const edges = Array.from({ length: 21 }, (_, k) => 0.5 * k);
    const found = recordedWaiting(clicks, { edges });
    const { survival, mean } = exact(edges);
    found.survival.forEach((value, k) => {
      if (k > 0) expect(apart(value, survival[k], found.survivalError[k])).toBeLessThan(4);
    });
    found.density.forEach((value, k) => {
      expect(apart(value, (survival[k] - survival[k + 1]) / 0.5, found.standardError[k])).toBeLessThan(4);
    });
    expect(found.beyond).toBe(0);
    expect(apart(found.mean.value, mean as number, found.mean.standardError)).toBeLessThan(4);
    expect(found.censored).toBe(400);
  });

  it("of short records are not taken for short waits", async () => {
    const short = await unravel(atom, { by: jumps({ efficiency: 0.8 }), until: 4, trajectories: 3000, seed: 6, records: true });
    const record = short.clicks as ClickRecord;
    const edges = [0, 0.5, 1, 1.5, 2, 2.5];
    const found = recordedWaiting(record, { edges });
    const { survival } = exact(edges);
    expect(found.censored).toBeGreaterThan(found.complete / 2);
    found.survival.forEach((value, k) => {
      if (k > 0) expect(apart(value, survival[k], found.survivalError[k])).toBeLessThan(4);
    });
  });

  it("come in pairs as g⁽²⁾ says", () => {
    const edges = Array.from({ length: 17 }, (_, k) => 0.25 * k);
    const found = recordedG2(clicks, { edges, after: 15 });
    // the mean over a bin, by Simpson's rule
    const fine = exact(Array.from({ length: 33 }, (_, k) => 0.125 * k)).g2;
    found.g2.forEach((value, b) => {
      const wanted = (fine[2 * b] + 4 * fine[2 * b + 1] + fine[2 * b + 2]) / 6;
      expect(apart(value, wanted, found.standardError[b])).toBeLessThan(4);
    });
    expect(found.rates[0]).toBeCloseTo(0.8 * 0.3711340206186, 2);
  });

  it("fill windows with the mean, variance and probabilities of exact counting", () => {
    const of = [{ name: "c", jumps: "light", efficiency: 0.8 }];
    const found = recordedCounts(clicks, { window: 4, after: 16 });
    const wanted = counting(atom, { of, until: 4, distribution: true, steady: false, initial: "steady" });
    const [K1, K2] = wanted.cumulants.c.map(([K]) => K);
    expect(apart(found.mean.value, K1, found.mean.standardError)).toBeLessThan(4);
    expect(apart(found.variance.value, K2, found.variance.standardError)).toBeLessThan(4);
    expect(apart(found.fano.value, K2 / K1, found.fano.standardError)).toBeLessThan(4);
    found.P.forEach((P, n) => {
      if (n < 5) expect(apart(P, wanted.distributions[0].P[n], found.errors[n])).toBeLessThan(4);
    });
    expect(found.windows).toBe(4400);
  });
});

describe("readings of units", () => {
  const model = drivenSwaps(1.1, 0.6, 0.5, 1.2);
  let readings: ReadingRecord;
  beforeAll(async () => {
    const by = measured({ observable: excitation(unit), names: ["g", "e"] });
    const found = await unravel(model, { by, steps: 200, trajectories: 400, seed: 3, records: true });
    readings = found.records as ReadingRecord;
  });

  it("wait, pair and count in collisions", () => {
    const times = Array.from({ length: 9 }, (_, m) => m);
    const exact = clickStatistics(model, { of: { name: "e", observable: excitation(unit), leaving: true }, times });
    const waiting = recordedWaiting(readings, { edges: times, of: "e", after: 20 });
    waiting.density.forEach((value, k) => expect(apart(value, exact.waiting[k + 1], waiting.standardError[k])).toBeLessThan(4));
    expect(apart(waiting.mean.value, exact.mean as number, waiting.mean.standardError)).toBeLessThan(4);
    const pairs = recordedG2(readings, { edges: times, of: "e", after: 20 });
    pairs.g2.forEach((value, k) => expect(apart(value, exact.g2[k + 1], pairs.standardError[k])).toBeLessThan(4));
    const counts = recordedCounts(readings, { window: 6, of: "e", after: 20 });
    expect(counts.windows).toBe(400 * 30);
    expect(apart(counts.mean.value, 6 * exact.rate, counts.mean.standardError)).toBeLessThan(4);
  });
});

describe("currents", () => {
  it("have the spectrum of exact counting above the shot noise, of both quadratures", async () => {
    for (const phase of [0, Math.PI / 2]) {
      const by = homodyne({ dt: 0.02, efficiency: 0.8, phase });
      const found = await unravel(atom, { by, until: 120, saveEvery: 120, trajectories: 48, seed: 4, observables: ["Y"], records: true });
      const record = found.currents as CurrentRecord;
      const spectrum = recordedSpectrum(record, { segment: 1024, after: 15 });
      const slow = spectrum.omega.filter((omega) => omega < 4);
      const exact = counting(atom, { of: [{ name: "Y", current: "light", phase, efficiency: 0.8 }], orders: 2, omega: slow });
      // the Hann window blurs and the steps of dt bias by a few hundredths
      slow.forEach((_, k) => {
        const difference = Math.abs(spectrum.S[k] - (exact.noise?.S.Y[k] as number));
        expect(difference).toBeLessThan(4 * (spectrum.standardError[k] as number) + 0.04);
      });
      const fast = spectrum.S.filter((_, k) => spectrum.omega[k] > 60);
      expect(fast.reduce((sum, value) => sum + value, 0) / fast.length).toBeCloseTo(1, 1);
      expect(apart(spectrum.mean.value, exact.rates?.cumulants.Y[0] as number, spectrum.mean.standardError)).toBeLessThan(4);
    }
  });

  it("of white noise are flat: 1 at every frequency", () => {
    // increments of ±√dt in a fixed order that no short segment repeats
    let state = 7;
    const increments = Float64Array.from({ length: 40 * 2048 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state & 0x10000 ? 0.1 : -0.1;
    });
    const record: CurrentRecord = { kind: "currents", names: ["Y"], dt: 0.01, trajectories: 40, steps: 2048, increments };
    expect(recordedSpectrum(record).omega).toHaveLength(2048 / 8 / 2 + 1);
    const { S: flat, standardError, segments } = recordedSpectrum(record, { segment: 64 });
    expect(segments).toBe(40 * 63);
    flat.slice(1).forEach((value, k) => expect(apart(value, 1, standardError[k + 1])).toBeLessThan(4.5));
  });

  it("of one tone show it at its frequency", () => {
    const [M, dt] = [256, 0.05];
    const increments = Float64Array.from({ length: 2 * 1024 }, (_, n) => dt * Math.cos((2 * Math.PI * 16 * n) / M));
    const record: CurrentRecord = { kind: "currents", names: ["Y"], dt, trajectories: 2, steps: 1024, increments };
    const { S: power, omega } = recordedSpectrum(record, { segment: M });
    const peak = power.indexOf(Math.max(...power));
    expect(omega[peak]).toBeCloseTo((2 * Math.PI * 16) / (M * dt), 12);
    // a²/4 · (Σw)²/(Σw²) · dt with a = 1: M/4 · 2/3
    expect(power[peak]).toBeCloseTo((M * dt) / 6, 8);
  });
});

describe("by hand", () => {
  const record: ClickRecord = {
    kind: "clicks",
    detectors: ["a", "b"],
    trajectories: 2,
    until: 10,
    first: [0, 3, 5],
    times: [1, 3, 4, 2, 8],
    which: [0, 1, 0, 0, 0],
  };

  it("waits of one trajectory end at its clicks or at its end", () => {
    const all = recordedWaiting(record, { edges: [0, 2, 6, 8] });
    // waits 2, 1, 6 complete; 6 and 2 cut off
    expect([all.complete, all.censored]).toEqual([3, 2]);
    // at 1: 5 at risk; at 2: 4 at risk (one cut off there comes after it); at 6: 2 at risk
    expect(all.survival.slice(0, 3)).toEqual([1, expect.closeTo((4 / 5) * (3 / 4), 14), expect.closeTo((4 / 5) * (3 / 4) * (1 / 2), 14)]);
    expect(all.survival[3]).toBeNull();
    expect(all.beyond).toBeCloseTo(0.3, 14);
    // Greenwood: 1/(5·4) at 1 and 1/(4·3) at 2
    expect(all.survivalError[1]).toBeCloseTo(0.6 * Math.sqrt(1 / 20 + 1 / 12), 14);
    const start = recordedWaiting(record, { edges: [0, 3], of: "b", from: "start" });
    expect([start.complete, start.censored]).toEqual([1, 1]);
    expect(start.survival[1]).toBeCloseTo(0.5, 14);
  });

  it("the mean wait and its error are those of the product limit", () => {
    // waits 2, 1, 6 complete, 6 and 2 cut off: S is 4/5 from 1, 3/5 from 2, 3/10 at 6
    const { mean, longest } = recordedWaiting(record, { edges: [0, 8] });
    expect(longest).toBe(6);
    expect(mean.value).toBeCloseTo(1 + 4 / 5 + 4 * (3 / 5), 14);
    // what is left of the area behind each wait, over n(n − 1): 3.2 behind 1, 2.4 behind 2
    expect(mean.standardError).toBeCloseTo(Math.sqrt(3.2 ** 2 / 20 + 2.4 ** 2 / 12), 14);
  });

  it("a bin of waits that all end has the error of a share, √(p(1 − p)/n)", () => {
    const times = [1, 1.5, 3, 4, 6, 7, 8, 9];
    const whole: ClickRecord = {
      ...record,
      trajectories: 8,
      first: Array.from({ length: 9 }, (_, k) => k),
      times,
      which: times.map(() => 0),
    };
    const edges = [0, 2, 5, 10];
    const { density, standardError } = recordedWaiting(whole, { edges, from: "start" });
    [2 / 8, 2 / 8, 4 / 8].forEach((p, b) => {
      const width = edges[b + 1] - edges[b];
      expect(density[b]).toBeCloseTo(p / width, 14);
      expect(standardError[b]).toBeCloseTo(Math.sqrt((p * (1 - p)) / 8) / width, 14);
    });
  });

  it("pairs are counted once, in order", () => {
    expect(recordedG2(record, { edges: [0, 2, 4, 6] }).pairs).toEqual([2, 1, 1]);
    const cross = recordedG2(record, { edges: [0, 2, 6], of: "a", later: "b" });
    expect(cross.pairs).toEqual([1, 0]);
    expect(cross.rates).toEqual([0.2, 0.05]);
    // one pair in two trajectories would be ½ where 2 · ½ · 4(10 − 4)/100 are expected
    expect(cross.standardError[1]).toBeCloseTo(0.5 / 0.24, 14);
  });

  it("pairs of readings at every collision are those of independent events: 1 in each bin, however wide", () => {
    const steps = 12;
    const all: ReadingRecord = { kind: "readings", outcomes: ["e"], trajectories: 2, steps, values: new Array(2 * steps).fill(0) };
    const { g2, pairs } = recordedG2(all, { edges: [0, 1, 2, 5, 12], of: "e" });
    // two trajectories with 12 − m pairs of each delay m
    expect(pairs).toEqual([22, 20, 48, 42]);
    for (const value of g2) expect(value).toBeCloseTo(1, 14);
  });

  it("pairs have the error of a ratio: numbers of events that go with them take from it", () => {
    // per trajectory 2 and 0 pairs, 3 and 2 events; 1.125 pairs are expected of independent ones
    const { g2, standardError } = recordedG2(record, { edges: [0, 2] });
    expect(g2[0]).toBeCloseTo(1 / 1.125, 14);
    expect(standardError[0]).toBeCloseTo((1 - 2 * (0.5 / 2.5)) / 1.125, 14);
  });

  it("a window of collisions ends with its last one", () => {
    const readings: ReadingRecord = {
      kind: "readings",
      outcomes: ["g", "e"],
      trajectories: 1,
      steps: 4,
      values: Uint8Array.of(0, 1, 0, 1),
    };
    expect(recordedCounts(readings, { window: 2, of: "e" }).P).toEqual([0, 1]);
  });

  it("windows follow one another", () => {
    const found = recordedCounts(record, { window: 4 });
    expect(found.windows).toBe(4);
    expect(found.mean.value).toBeCloseTo((2 + 1 + 1 + 0) / 4, 14);
    expect(found.P).toEqual([0.25, 0.5, 0.25]);
    expect(found.variance.value).toBeCloseTo((1 + 0 + 0 + 1) / 3, 14);
    // means 3/2 and 1/2, mean squares 5/2 and 1/2 of the two trajectories: −2m n̄ + n̄² is −1/2 in both, and −5/2 n̄ + n̄² differs by 1/2
    expect(found.mean.standardError).toBeCloseTo(0.5, 14);
    expect(found.variance.standardError).toBeCloseTo(0, 14);
    expect(found.fano.standardError).toBeCloseTo(0.25, 14);
    expect(recordedCounts({ ...record, trajectories: 1, first: [0, 3] }, { window: 4 }).mean.standardError).toBeNull();
  });

  it.each<[() => unknown, RegExp]>([
    [() => recordedWaiting(record, { edges: [0, 1], of: "c" }), /`of` must name events of the record \(a, b\), but is "c"/],
    [() => recordedWaiting(record, { edges: [1] }), /`edges` must hold two edges or more/],
    [() => recordedWaiting(record, { edges: [0, 2, 1] }), /`edges` must increase/],
    [() => recordedWaiting({ ...record, first: [0, 0, 0] }, { edges: [0, 1], from: "event" }), /hold events to wait from/],
    [() => recordedWaiting({ ...record, trajectories: 0 }, { edges: [0, 1] }), /`record.trajectories` must be a positive whole number/],
    [() => recordedWaiting({ ...record, which: [0] }, { edges: [0, 1] }), /`record.which` must have \d+ entries, but there are 1/],
    [() => recordedG2(record, { edges: [0, 20] }), /lie within the records, which last 10, but is 20/],
    [() => recordedCounts(record, { window: 11 }), /fit into the records, which last 10/],
    [() => recordedCounts(record, { window: 2, after: 10 }), /`after` must lie before the end/],
    [() => recordedCounts(record, {} as never), /`window`/],
    [() => recordedCounts({ kind: "currents" } as never, { window: 1 }), /hold clicks or readings.*recordedSpectrum/],
    [() => recordedCounts(null as never, { window: 1 }), /`record` must be a record of trajectories/],
    [() => recordedSpectrum(record as never), /record of currents/],
    [() => recordedWaiting(record, { edges: [0, 1], off: 1 } as never), /only known names/],
  ])("bad input %#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });
});
