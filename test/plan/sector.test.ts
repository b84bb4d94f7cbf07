import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelTerms } from "../../src/dynamics/channel.ts";
import type { Collision } from "../../src/dynamics/collisions.ts";
import { multiply } from "../../src/numerics/dense.ts";
import { unitary } from "../../src/numerics/expm.ts";
import { type Matrix, zeros } from "../../src/numerics/matrix.ts";
import { dag, plus, scale } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { combine, expectationFunctionals, lowerTerms, toCoordinates } from "../../src/sectors/matrices.ts";
import { discoverSector, Part, type Sector } from "../../src/sectors/sector.ts";
import { levels, type Space, tensor } from "../../src/spaces/space.ts";

type Draw = () => number;

function draws(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A random sparse Hermitian operator whose entries are real, imaginary or complex. */
function randomHermitian(space: Space, next: Draw, density: number): Operator {
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < space.dimension; i++) {
    if (next() < 0.3) entries.push([i, i, next() - 0.5, 0]);
    for (let j = 0; j < i; j++) {
      if (next() > density) continue;
      const kind = next();
      entries.push([i, j, kind < 0.66 ? next() - 0.5 : 0, kind < 0.33 || kind > 0.66 ? next() - 0.5 : 0]);
    }
  }
  const lower = Operator.fromEntries(space, entries);
  return scale(plus(lower, dag(lower)), 0.5);
}

/** A random state: diagonal, with a few coherences of a positive matrix. */
function randomState(space: Space, next: Draw, coherent: boolean): Operator {
  const n = space.dimension;
  const p = Array.from({ length: n }, () => next() + 0.1);
  const total = p.reduce((a, b) => a + b, 0);
  const entries: [number, number, number, number][] = p.map((value, i) => [i, i, value / total, 0]);
  if (coherent && n > 1) {
    const size = (0.4 * Math.min(p[0], p[n - 1])) / total;
    entries.push([0, n - 1, size, size], [n - 1, 0, size, -size]);
  }
  return Operator.fromEntries(space, entries);
}

function randomCollision(system: Space, unit: Space, next: Draw): Collision {
  const H = randomHermitian(tensor(system, unit), next, 0.25);
  const state = [{ name: "η", weight: 1, state: randomState(unit, next, next() < 0.5) }];
  return { unit, state, visits: [{ kind: "unitary", H, duration: 0.7 }], HE: null, beta: null, bath: "bath" };
}

/** Tr_E[U (ρ ⊗ η) U†] with dense matrices. */
function bruteForce(system: Space, collision: Collision, rho: Matrix): Matrix {
  const u = collision.unit.dimension;
  const D = system.dimension;
  const [visit] = collision.visits;
  if (visit.kind !== "unitary") throw new Error("one unitary visit");
  const U = unitary(visit.H.toMatrix(), visit.duration);
  const joint = zeros(D * u, D * u);
  collision.state[0].state.forEach((x, y, re, im) => {
    for (let i = 0; i < D; i++) {
      for (let j = 0; j < D; j++) {
        const at = 2 * ((i * u + x) * D * u + j * u + y);
        const a = rho.data[2 * (i * D + j)];
        const b = rho.data[2 * (i * D + j) + 1];
        joint.data[at] += a * re - b * im;
        joint.data[at + 1] += a * im + b * re;
      }
    }
  });
  const after = multiply(multiply(U, joint), U, { opB: 1 });
  const out = zeros(D, D);
  for (let i = 0; i < D; i++) {
    for (let j = 0; j < D; j++) {
      for (let x = 0; x < u; x++) {
        const from = 2 * ((i * u + x) * D * u + j * u + x);
        out.data[2 * (i * D + j)] += after.data[from];
        out.data[2 * (i * D + j) + 1] += after.data[from + 1];
      }
    }
  }
  return out;
}

/** M x for one group, the obvious way. */
function applyMap(map: ReturnType<typeof combine>, x: Float64Array): Float64Array {
  return Float64Array.from({ length: map.n }, (_, r) => {
    let sum = 0;
    for (let e = map.rowStart[r]; e < map.rowStart[r + 1]; e++) sum += map.values[e] * x[map.columns[e]];
    return sum;
  });
}

function largestError(sector: Sector, x: Float64Array, rho: Matrix): number {
  const n = rho.rows;
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const re = sector.indexOf(i, j, Part.Re);
      const im = i === j ? -1 : sector.indexOf(i, j, Part.Im);
      worst = Math.max(
        worst,
        Math.abs(rho.data[2 * (i * n + j)] - (re < 0 ? 0 : x[re])),
        Math.abs(rho.data[2 * (i * n + j) + 1] - (im < 0 ? 0 : x[im])),
      );
    }
  }
  return worst;
}

describe("sectors", () => {
  it("follow random collisions exactly: sector = full space = dense matrices", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.boolean(), (seed, d, u, coherent) => {
        const next = draws(seed);
        const system = levels(d, "s");
        const collision = randomCollision(system, levels(u, "e"), next);
        const map = channelTerms(system, collision);
        const rho = randomState(system, next, coherent);
        for (const initial of [[rho], "full"] as const) {
          const sector = discoverSector(map.terms, d, initial) as Sector;
          const M = combine(lowerTerms(map, sector), map.weights);
          let x: Float64Array = toCoordinates(sector, rho);
          let dense = rho.toMatrix();
          for (let step = 0; step < 4; step++) {
            x = applyMap(M, x);
            dense = bruteForce(system, collision, dense);
          }
          expect(largestError(sector, x, dense)).toBeLessThan(1e-13);
        }
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  it("leave the imaginary half out where everything is real", () => {
    const system = levels(4, "s");
    const unit = levels(2, "e");
    const joint = tensor(system, unit);
    const H = Operator.fromEntries(
      joint,
      [1, 2, 3].flatMap((n) => [[2 * (n - 1), 2 * n + 1, Math.sqrt(n)] as const, [2 * n + 1, 2 * (n - 1), Math.sqrt(n)] as const]),
    );
    const state = [
      {
        name: "η",
        weight: 1,
        state: Operator.fromEntries(unit, [
          [0, 0, 0.3],
          [1, 1, 0.7],
        ]),
      },
    ];
    const collision: Collision = { unit, state, visits: [{ kind: "unitary", H, duration: 0.4 }], HE: null, beta: null, bath: "b" };
    const { terms } = channelTerms(system, collision);
    const diagonal = Operator.fromEntries(
      system,
      [0, 1, 2, 3].map((n) => [n, n, 0.25] as const),
    );
    expect(discoverSector(terms, 4, [diagonal])?.count).toBe(4);
    const coherent = Operator.fromEntries(system, [
      [0, 0, 0.5],
      [1, 1, 0.5],
      [0, 1, 0.2],
      [1, 0, 0.2],
    ]);
    const sector = discoverSector(terms, 4, [coherent]) as Sector;
    expect(sector.part.every((part) => part === Part.Re)).toBe(true);
    expect(sector.count).toBe(7);
    expect(discoverSector(terms, 4, "full")?.count).toBe(16);
    expect(discoverSector(terms, 4, "full", { coordinates: 15 })).toBeNull();
  });

  it("do not shrink when a coefficient happens to be zero", () => {
    const system = levels(3, "s");
    const unit = levels(1, "e");
    const at = (kappa: number): Collision => ({
      unit,
      state: [{ name: "η", weight: 1, state: Operator.fromEntries(unit, [[0, 0, 1]]) }],
      visits: [
        {
          kind: "unitary",
          H: scale(
            Operator.fromEntries(tensor(system, unit), [
              [0, 1, 1],
              [1, 0, 1],
            ]),
            kappa,
          ),
          duration: 1,
        },
      ],
      HE: null,
      beta: null,
      bath: "b",
    });
    const start = Operator.fromEntries(system, [[0, 0, 1]]);
    const count = (kappa: number) => discoverSector(channelTerms(system, at(kappa)).terms, 3, [start])?.count;
    expect(count(0)).toBe(count(0.3));
    expect(count(0)).toBe(3);
  });

  it("read expectation values as dense traces do", () => {
    const next = draws(9);
    const space = levels(4, "s");
    const A = Operator.fromEntries(
      space,
      Array.from({ length: 9 }, () => [Math.floor(4 * next()), Math.floor(4 * next()), next() - 0.5, next() - 0.5] as const),
    );
    const rho = randomState(space, next, true);
    const sector = discoverSector([], 4, "full") as Sector;
    const x = toCoordinates(sector, rho);
    let [re, im] = [0, 0];
    rho.forEach((i, j, a, b) => {
      const [c, d] = A.at(j, i);
      re += a * c - b * d;
      im += a * d + b * c;
    });
    const { re: fRe, im: fIm } = expectationFunctionals(sector, A);
    const value = ({ columns, values }: typeof fRe) => values.reduce((sum, v, e) => sum + v * x[columns[e]], 0);
    expect(value(fRe)).toBeCloseTo(re, 15);
    expect(value(fIm)).toBeCloseTo(im, 15);
  });

  it("refuse a state that lies outside", () => {
    const sector = discoverSector([], 2, [Operator.fromEntries(levels(2, "s"), [[0, 0, 1]])]) as Sector;
    expect(() => toCoordinates(sector, Operator.fromEntries(levels(2, "s"), [[1, 1, 1]]))).toThrow("outside the sector");
  });
});
