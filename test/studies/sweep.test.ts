import { describe, expect, it, vi } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { cavity } from "../../src/models/kerr.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { rotor } from "../../src/models/rotor.ts";
import { steady } from "../../src/solvers/steady.ts";
import { parallelSweep } from "../../src/studies/parallel.ts";
import { sweep } from "../../src/studies/sweep.ts";

describe("sweep", () => {
  it("gives at each value the bits that a single solve gives, whatever came before", () => {
    const model = rotor({ lmin: -12, lmax: 14 });
    const values = [0.01, 0.05, 0.08];
    const swept = sweep(model, { over: "beta2", values, observables: ["Q1", "Q2", "WQ"] });
    values.forEach((beta2, k) => {
      const alone = steady(model.with({ beta2 }), { observables: ["Q1", "Q2", "WQ"] }).observables;
      expect(swept.observables.Q2[k]).toBe(alone.Q2);
      expect(swept.observables.WQ[k]).toBe(alone.WQ);
    });
    expect(swept.axis).toEqual({ name: "beta2", values });
    expect(swept.residual).toBeLessThan(1e-14);
  });

  it("records the end of runs on request", () => {
    const { observables } = sweep(bloch({ gamma: 0 }), { over: "Omega", values: [0.5, 1, 2], until: Math.PI, observables: ["sz"] });
    expect(observables.sz[0]).toBeCloseTo(0, 10);
    expect(observables.sz[1]).toBeCloseTo(1, 10);
    expect(observables.sz[2]).toBeCloseTo(-1, 10);
  });

  it("lists the values where the stationary state is not unique", () => {
    const { degenerate, diagnostics } = sweep(bloch({ Omega: 0, Delta: 1 }), { over: "gamma", values: [0, 1] });
    expect(degenerate).toEqual([0]);
    expect(diagnostics.warnings.join()).toMatch(/gamma = 0: The stationary space has dimension 2/);
  });

  it("gives the same bits on threads", async () => {
    const model = rotor({ lmin: -12, lmax: 14 });
    const options = { over: "beta2", values: [0.01, 0.03, 0.05, 0.07, 0.09], observables: ["Q1", "Q2", "WQ"] };
    const seen: number[] = [];
    const threads = await parallelSweep(model, { ...options, threads: 2, onProgress: (fraction) => seen.push(fraction) });
    const here = sweep(model, options);
    expect(threads.observables).toEqual(here.observables);
    expect(threads.diagnostics).toEqual(here.diagnostics);
    expect(seen.at(-1)).toBe(1);
    const past = { over: "gamma", values: [0.1, 0, 0.05, 0.02], observables: ["Q1"] };
    const free = rotor();
    const borders = await parallelSweep(free, { ...past, threads: 2 });
    expect(JSON.stringify(borders)).toBe(JSON.stringify(sweep(free, past)));
    expect(borders.observables.Q1[1]).toBeNull();
    await expect(parallelSweep(model, { ...options, values: [], threads: 2 })).rejects.toThrow(/the range is empty/);
  });

  it("holds null where there is no stationary state or a run fails, with the reason", () => {
    const cavity = phaseonium({ cavities: 1 });
    const swept = sweep(cavity, { over: "alpha", values: [0.2, 0.8, 0.9], observables: ["T1", "n1"] });
    expect(swept.observables.T1[0]).toBe(steady(cavity.with({ alpha: 0.2 }), { observables: ["T1"] }).observables.T1);
    expect([swept.observables.T1.slice(1), swept.observables.n1.slice(1)]).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(swept.problems.map(({ value }) => value)).toEqual([0.8, 0.9]);
    for (const { reason } of swept.problems) expect(reason).toMatch(/^There is no stationary state: /);
    expect(swept.diagnostics.warnings[0]).toMatch(/^alpha = 0\.8 and 1 more: no value \(null\): There is no stationary state: /);
    expect(String(swept.plan)).toContain("sweep     3 values of alpha");
    const none = sweep(cavity, { over: "alpha", values: [0.9], observables: ["T1"] });
    expect(none).toMatchObject({ observables: { T1: [null] }, residual: null, degenerate: [] });
  });

  it("answers bad input with a sentence", () => {
    const model = bloch();
    expect(() => sweep(model, { over: "Omga", values: [1] })).toThrow(
      /`over` must name a parameter of bloch, but is "Omga"\. Did you mean "Omega"/,
    );
    expect(() => sweep(model, { over: "Omega", values: [] })).toThrow(/the range is empty/);
    expect(() => sweep(model, { over: "gamma", values: [1, -1] })).toThrow(/`gamma` must be a finite number ≥ 0, but is -1/);
    expect(() => sweep(model, { over: "gamma", values: [1], until: 1, steps: 2 })).toThrow(/`until` must be left out/);
  });
});

describe("sweeps over two parameters", () => {
  const grid = {
    over: ["beta2", "lam"] as const,
    values: [
      [0.01, 0.05, 0.08],
      [0.1, 0.2],
    ] as const,
    observables: ["Q1", "WQ"],
  };

  it("hold, row by row, the bits of single solves", () => {
    const model = rotor({ lmin: -6, lmax: 6 });
    const swept = sweep(model, grid);
    expect(swept.axes).toEqual([
      { name: "beta2", values: [0.01, 0.05, 0.08] },
      { name: "lam", values: [0.1, 0.2] },
    ]);
    expect("axis" in swept).toBe(false);
    grid.values[0].forEach((beta2, i) => {
      grid.values[1].forEach((lam, j) => {
        const alone = steady(model.with({ beta2, lam }), { observables: ["Q1", "WQ"] }).observables;
        expect([swept.observables.Q1[2 * i + j], swept.observables.WQ[2 * i + j]]).toEqual([alone.Q1, alone.WQ]);
      });
    });
    expect(String(swept.plan)).toContain("sweep     3 values of beta2 × 2 values of lam");
    expect(swept.residual).toBeLessThan(1e-13);
  });

  it("turn with the order of their parameters, and end with runs on request", () => {
    const model = bloch({ gamma: 0 });
    const rows = sweep(model, {
      over: ["Omega", "Delta"],
      values: [
        [0.5, 1, 2],
        [0, 1],
      ],
      until: 2,
      observables: ["sz"],
    });
    const columns = sweep(model, {
      over: ["Delta", "Omega"],
      values: [
        [0, 1],
        [0.5, 1, 2],
      ],
      until: 2,
      observables: ["sz"],
    });
    for (let i = 0; i < 3; i++) for (let j = 0; j < 2; j++) expect(rows.observables.sz[2 * i + j]).toBe(columns.observables.sz[3 * j + i]);
    [0.5, 1, 2].forEach((Omega, i) => {
      expect(rows.observables.sz[2 * i]).toBeCloseTo(-Math.cos(2 * Omega), 9);
    });
    expect(rows.residual).toBeNull();
  });

  it("give the same bits on threads, holes included, whatever runs first", async () => {
    const model = rotor();
    const options = {
      over: ["gamma", "beta2"] as const,
      values: [
        [0.1, 0, 0.05],
        [0.02, 0.05],
      ] as const,
      observables: ["Q1"],
    };
    const seen: number[] = [];
    const threads = await parallelSweep(model, { ...options, threads: 2, onProgress: (fraction) => seen.push(fraction) });
    expect(JSON.stringify(threads)).toBe(JSON.stringify(sweep(model, options)));
    expect(threads.observables.Q1.map((value) => value === null)).toEqual([false, false, true, true, false, false]);
    expect(threads.problems.map(({ values }) => values)).toEqual([
      [0, 0.02],
      [0, 0.05],
    ]);
    expect(threads.diagnostics.warnings[0]).toMatch(/^gamma = 0, beta2 = 0\.02 and 1 more: no value \(null\): Without load/);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("name the points whose stationary state is not unique", () => {
    const { degenerate } = sweep(bloch({ Delta: 1 }), {
      over: ["Omega", "gamma"],
      values: [
        [0, 1],
        [0, 1],
      ],
    });
    expect(degenerate).toContainEqual([0, 0]);
    expect(degenerate).not.toContainEqual([1, 1]);
  });

  it("end with their signal, and with the first failure, and leave no thread", async () => {
    const gone = new AbortController();
    const options = {
      over: ["Omega", "gamma"] as const,
      values: [
        [0, 1],
        [0, 1],
      ] as const,
      signal: gone.signal,
    };
    gone.abort();
    expect(() => sweep(bloch(), options)).toThrow(/ended by its signal/);
    await expect(parallelSweep(bloch(), { ...options, threads: 2 })).rejects.toThrow(/ended by its signal/);
    const bad = {
      over: ["Omega", "gamma"] as const,
      values: [
        [0, 1],
        [1, -1],
      ] as const,
      threads: 2,
    };
    await expect(parallelSweep(bloch(), bad)).rejects.toThrow(/`gamma` must be a finite number ≥ 0, but is -1/);
  });

  it("answer bad input with a sentence, before anything is made", () => {
    const model = bloch();
    const many = Array.from({ length: 40_000 }, (_, k) => k);
    const cases: [unknown, RegExp][] = [
      [
        { over: ["Omega", "gamma"], values: [many, many] },
        /make at most 1000000 points, but it asks for 40000 × 40000 = 1600000000 points, which take about 1562500 MiB/,
      ],
      [{ over: ["Omega"], values: [[1]] }, /`over` must be a name, or two names of a grid, but is \["Omega"\]\. Write over: "Omega"/],
      [{ over: ["Omega", "gamma", "Delta"], values: [[1], [1], [1]] }, /it names 3 parameters/],
      [{ over: ["Omega", "Omega"], values: [[1], [1]] }, /names "Omega" twice/],
      [{ over: ["Omega", "gama"], values: [[1], [1]] }, /`over\[1\]` must name a parameter of bloch, but is "gama"\. Did you mean "gamma"/],
      [{ over: ["Omega", "gamma"], values: [1, 2] }, /`values` must have one list per name in `over`, but some of its entries are none/],
      [{ over: ["Omega", "gamma"], values: [[1]] }, /`values` must have one list per name in `over`, but it has 1/],
      [{ over: ["Omega", "gamma"], values: [[1], []] }, /`values\[1\]` must hold at least one value, but the range is empty/],
      [{ over: 7, values: [1] }, /`over` must be the name of a parameter, but is 7/],
      [{ over: ["Omega", 7], values: [[1], [1]] }, /`over\[1\]` must be the name of a parameter, but is 7/],
      [{ over: "Omega", values: many.concat(...Array.from({ length: 25 }, () => many)) }, /it asks for 1040000 points/],
    ];
    for (const [options, sentence] of cases) expect(() => sweep(model, options as never)).toThrow(sentence);
  });
});

describe("threads that nobody asked for", () => {
  const model = cavity({ levels: 150, F: 0 });
  const options = { over: "nbar", values: Array.from({ length: 60 }, (_, k) => 0.02 + k / 1000), observables: ["n"] };
  const threadsDuring = async (milliseconds: number) => {
    let most = 0;
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const result = await parallelSweep(model, {
        ...options,
        onProgress: () => {
          most = Math.max(most, process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length);
          vi.advanceTimersByTime(milliseconds);
        },
      });
      return { result, most };
    } finally {
      vi.useRealTimers();
    }
  };

  it("start when what is left would take long at the pace of this one, and change no bit", async () => {
    const alone = sweep(model, options);
    const short = await threadsDuring(1);
    const long = await threadsDuring(600);
    expect(short.result.observables).toEqual(alone.observables);
    expect(long.result.observables).toEqual(alone.observables);
    expect(long.most).toBeGreaterThan(short.most);
  });
});
