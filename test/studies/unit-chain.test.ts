/** Streams against chains that keep every unit: states, books, correlations, counts and records of random models, memory among them. */
import { describe, expect, it } from "vitest";
import { type CollisionModelDefinition, collisionModel } from "../../src/models/collision-model.ts";
import type { Model } from "../../src/models/model.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { Operator } from "../../src/operators/operator.ts";
import { run } from "../../src/solvers/run.ts";
import { levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { counting } from "../../src/studies/counting/counting.ts";
import { correlation } from "../../src/studies/two-times.ts";
import { measured } from "../../src/studies/unravel/readings.ts";
import { replay } from "../../src/studies/unravel/replay.ts";
import * as D from "../reference/complex-dense.ts";
import { Chain } from "../reference/unit-chain.ts";

const TAU = 0.7;
const BETA = [0.5, 1.1];
const BATHS = ["hot", "cold"];

/** A unit on its way: its state, the energies that are counted by bath, and what it does in the chain, at its place. */
interface Passage {
  readonly eta: D.Dense;
  readonly energy: Readonly<Record<string, D.Dense>>;
  readonly logarithm: D.Dense;
  readonly acts: readonly { readonly kraus: readonly D.Dense[]; readonly on: "unit" | "both" }[];
}

/** One order of units that can happen, with its probability. */
interface History {
  readonly probability: number;
  readonly passages: readonly Passage[];
}

interface World {
  readonly model: Model;
  readonly HS: D.Dense;
  readonly initial: D.Dense;
  /** An observable of the system. */
  readonly X: D.Dense;
  readonly steps: number;
  readonly histories: readonly History[];
  /** The partial swap of a unit with the next one; null where units leave at once. */
  readonly swap: D.Dense | null;
  readonly system: Space;
  readonly unit: Space;
}

function operator(space: Space, A: D.Dense): Operator {
  return Operator.fromEntries(
    space,
    A.flatMap((row, i) => row.map(([re, im], j) => [i, j, re, im] as const)),
  );
}

const diagonal = (values: readonly number[]) => D.dense(values.length, (i, j) => [i === j ? values[i] : 0, 0]);
const conjugated = (V: D.Dense, A: D.Dense) => D.mul(D.mul(V, A), D.dag(V));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function entropy(rho: D.Dense): number {
  return sum(Array.from(eigvalsh(D.toMatrix(rho)), (p) => (p > 0 ? -p * Math.log(p) : 0)));
}

interface Kind {
  readonly stream: "constant" | "memory" | "cyclic" | "mixture" | "joint" | "cascade";
  readonly coherent: boolean;
  readonly d?: number;
}

function world(seed: number, { stream, coherent, d = 2 }: Kind): World {
  const next = D.numbers(seed);
  const cascade = stream === "cascade";
  const dS = cascade ? 4 : 2;
  const steps = stream === "joint" || d > 2 ? 2 : 3;
  const system = cascade ? tensor(qubit("A"), qubit("B")) : qubit("S");
  const energies = Array.from({ length: dS }, (_, k) => 0.9 * k + 0.2 * next());
  const [HS, initial, X] = [diagonal(energies), D.randomState(dS, next), D.randomHermitian(dS, next)];
  const kinds = stream === "cyclic" || stream === "mixture" || stream === "joint" ? 2 : 1;
  const units = Array.from({ length: kinds }, (_, k) => {
    const levelsOf = Array.from({ length: d }, (_level, x) => 0.8 * x + 0.3 * next());
    const HE = diagonal(levelsOf);
    const weights = levelsOf.map((e) => Math.exp(-BETA[k] * e));
    const p = weights.map((w) => w / sum(weights));
    const turn = coherent ? D.propagator(D.randomHermitian(d, next), 1) : D.eye(d);
    const couplings = Array.from({ length: cascade ? 2 : 1 }, () => D.randomHermitian(dS * d, next));
    const channel = [0.35, 0.65].map((q) => D.times(D.propagator(D.randomHermitian(d, next), 1), Math.sqrt(q)));
    const space = d === 2 ? qubit(stream === "joint" ? BATHS[k] : "u") : levels(d, "u");
    return { HE, couplings, channel, space, eta: conjugated(turn, diagonal(p)), logarithm: conjugated(turn, diagonal(p.map(Math.log))) };
  });
  const kicks = ({ HE, couplings, channel }: (typeof units)[number]): Passage["acts"] =>
    couplings.flatMap((V, visit) => {
      const H = D.add(D.add(D.kron(HS, D.eye(d)), D.kron(D.eye(dS), HE)), V);
      const kick = { kraus: [D.propagator(H, TAU)], on: "both" as const };
      return visit === 0 ? [kick] : [{ kraus: channel, on: "unit" as const }, kick];
    });
  const passages = units.map((unit, k): Passage => {
    const { HE, eta, logarithm } = unit;
    return { eta, logarithm, energy: { [BATHS[k]]: HE }, acts: kicks(unit) };
  });
  const definition: CollisionModelDefinition = {
    HS: operator(system, HS),
    units: units.map(({ HE, eta, couplings, channel, space }, k) => {
      const joint = tensor(system, space);
      const V = couplings.map((one) => operator(joint, one));
      const walk = cascade ? { visits: [{ V: V[0] }, { channel: channel.map((K) => operator(space, K)) }, { V: V[1] }] } : { V: V[0] };
      return { HE: operator(space, HE), ...walk, bath: BATHS[k], ...(coherent ? { state: operator(space, eta) } : { beta: BETA[k] }) };
    }),
    ...(kinds === 2 ? { stream: stream as "cyclic" } : {}),
    ...(stream === "mixture" ? { probabilities: [0.3, 0.7] } : {}),
    ...(stream === "memory" ? { memory: 0.37 } : {}),
    tau: TAU,
    initial: operator(system, initial),
    observables: { X: operator(system, X) },
  };
  const angle = Math.asin(Math.sqrt(0.37));
  const SWAP = D.dense(d * d, (i, j) => [i === (j % d) * d + Math.floor(j / d) ? 1 : 0, 0]);
  return {
    model: collisionModel(definition),
    HS,
    initial,
    X,
    steps,
    histories: historiesOf(stream, steps, passages, HS),
    swap: stream === "memory" ? D.add(D.times(D.eye(d * d), Math.cos(angle)), SWAP, 0, -Math.sin(angle)) : null,
    system,
    unit: units[0].space,
  };

  function historiesOf(kind: Kind["stream"], length: number, [one, two]: readonly Passage[], energy: D.Dense): History[] {
    const certain = (list: readonly Passage[]): History[] => [{ probability: 1, passages: list }];
    if (kind === "cyclic") return certain(Array.from({ length }, (_, n) => (n % 2 === 0 ? one : two)));
    if (kind === "mixture")
      return Array.from({ length: 2 ** length }, (_, word) => {
        const places = Array.from({ length }, (_step, n) => (word >> n) & 1);
        const probability = places.reduce((p, k) => p * [0.3, 0.7][k], 1);
        return { probability, passages: places.map((k) => [one, two][k]) };
      });
    if (kind !== "joint") return certain(Array.from({ length: length + 1 }, () => one));
    const [a, b] = units;
    const wide = (A: D.Dense, k: number) => (k === 0 ? D.kron(A, D.eye(d)) : D.kron(D.eye(d), A));
    // V of the second unit acts on system ⊗ cold; hot stands between them
    const far = D.dense(dS * d * d, (i, j) => {
      const [s, h, c] = [Math.floor(i / (d * d)), Math.floor(i / d) % d, i % d];
      const [s2, h2, c2] = [Math.floor(j / (d * d)), Math.floor(j / d) % d, j % d];
      return h === h2 ? b.couplings[0][s * d + c][s2 * d + c2] : [0, 0];
    });
    const own = D.add(wide(a.HE, 0), wide(b.HE, 1));
    const free = D.add(D.kron(energy, D.eye(d * d)), D.kron(D.eye(dS), own));
    const H = D.add(D.add(free, D.kron(a.couplings[0], D.eye(d))), far);
    const both: Passage = {
      eta: D.kron(a.eta, b.eta),
      energy: { hot: wide(a.HE, 0), cold: wide(b.HE, 1) },
      logarithm: D.add(wide(a.logarithm, 0), wide(b.logarithm, 1)),
      acts: [{ kraus: [D.propagator(H, TAU)], on: "both" }],
    };
    return certain(Array.from({ length }, () => both));
  }
}

/** Follow one history: `etas` are the matrices that units start in; `after(n)` sees the chain behind collision n. */
function follow(
  { swap, steps }: World,
  { passages }: History,
  rho: D.Dense,
  etas: readonly D.Dense[],
  after = (_n: number, _chain: Chain) => {},
): Chain {
  const chain = new Chain(rho);
  if (swap) chain.join(etas[0]);
  after(0, chain);
  for (let n = 1; n <= steps; n++) {
    if (!swap) chain.join(etas[n - 1]);
    for (const { kraus, on } of passages[n - 1].acts) chain.act(kraus, on === "unit" ? [n] : [0, n]);
    if (swap) {
      chain.join(etas[n]);
      chain.act([swap], [n, n + 1]);
    }
    after(n, chain);
  }
  return chain;
}

const etasOf = ({ passages }: History) => passages.map(({ eta }) => eta);

/** Σ over histories of a list of numbers each. */
function averaged({ histories }: World, of: (history: History) => readonly number[]): number[] {
  const all = histories.map((history) => of(history).map((value) => history.probability * value));
  return all[0].map((_, k) => sum(all.map((values) => values[k])));
}

/** Units that come in with collisions, and those that go out, by their places. */
function places({ swap, steps }: World): { readonly into: readonly number[]; readonly out: readonly number[] } {
  const out = Array.from({ length: steps }, (_, n) => n + 1);
  return { into: swap ? out.map((n) => n + 1) : out, out };
}

const near = (found: unknown, wanted: number, digits = 12) => expect(found as number).toBeCloseTo(wanted, digits);

const thermalKinds: readonly Kind[] = [
  { stream: "constant", coherent: false },
  { stream: "memory", coherent: false },
  { stream: "memory", coherent: false, d: 3 },
  { stream: "cyclic", coherent: false },
  { stream: "mixture", coherent: false },
  { stream: "joint", coherent: false },
  { stream: "cascade", coherent: false },
];
const kinds = thermalKinds.flatMap((kind): [string, Kind][] => [
  [`${kind.stream}, thermal units of ${kind.d ?? 2} levels`, kind],
  [`${kind.stream}, coherent units of ${kind.d ?? 2} levels`, { ...kind, coherent: true }],
]);

describe.each(kinds)("%s", (title, kind) => {
  const here = world(title.length * 7 + 3, kind);
  const { model, histories, steps, HS, initial, X, swap, system, unit } = here;
  const baths = Object.keys(
    Object.assign(
      {},
      ...histories[0].passages.map(({ energy }) => energy),
      ...(histories.at(-1)?.passages.map(({ energy }) => energy) ?? []),
    ),
  );
  const carried = swap ? [steps + 1] : [];

  it("has the chain's states and books", () => {
    const names = ["X", "dU", "W", "dS", ...baths.map((bath) => `Q_${bath}`), ...(swap ? ["dU_memory"] : [])];
    const all = run(model, { steps, saveEvery: 1, observables: names });
    const single = histories.length === 1 && kind.stream !== "cascade";
    const more = single
      ? run(model, { steps, saveEvery: 1, observables: ["Sigma", "mutual_information", "relative_entropy"] }).observables
      : null;
    const rows = histories.map((history) => {
      const etas = etasOf(history);
      const seen: { X: number; US: number; UM: number; state: D.Dense; Q: Record<string, number>; I: number; R: number }[] = [];
      follow(here, history, initial, etas, (n, chain) => {
        const stay = swap ? [0, n + 1] : [0];
        const passage = history.passages[Math.max(n, 1) - 1];
        const entering = history.passages[swap ? n : Math.max(n, 1) - 1];
        const heat = (A: D.Dense) => (n === 0 ? 0 : D.mean(A, entering.eta) - chain.mean(A, [n])[0]);
        seen.push({
          X: chain.mean(X, [0])[0],
          US: chain.mean(HS, [0])[0],
          UM: swap ? chain.mean(Object.values(entering.energy)[0], [n + 1])[0] : 0,
          state: chain.reduced(stay),
          Q: Object.fromEntries(Object.entries(passage.energy).map(([bath, A]) => [bath, heat(A)])),
          I: n === 0 || !single ? 0 : entropy(chain.reduced(stay)) + entropy(chain.reduced([n])) - entropy(chain.reduced([...stay, n])),
          R: n === 0 ? 0 : -entropy(chain.reduced([n])) - chain.mean(passage.logarithm, [n])[0],
        });
      });
      return seen;
    });
    const weighted = (read: (seen: (typeof rows)[number]) => number) => sum(rows.map((seen, k) => histories[k].probability * read(seen)));
    const stateAt = (n: number) => rows.map((seen, k) => D.times(seen[n].state, histories[k].probability)).reduce((a, b) => D.add(a, b));
    const o = all.observables;
    for (let n = 1; n <= steps; n++) {
      near(
        o.X[n],
        weighted((seen) => seen[n].X),
      );
      const [dU, dM] = [weighted((seen) => seen[n].US - seen[n - 1].US), weighted((seen) => seen[n].UM - seen[n - 1].UM)];
      near(o.dU[n], dU);
      if (swap) near(o.dU_memory[n], dM);
      const Q = baths.map((bath) => weighted((seen) => seen[n].Q[bath] ?? 0));
      baths.forEach((bath, k) => void near(o[`Q_${bath}`][n], Q[k]));
      near(o.W[n], dU + dM - sum(Q));
      const dS = entropy(stateAt(n)) - entropy(stateAt(n - 1));
      near(o.dS[n], dS, 11);
      if (!more) continue;
      near(more.mutual_information[n], rows[0][n].I, 10);
      near(more.relative_entropy[n], rows[0][n].R, 10);
      near(more.Sigma[n], rows[0][n].I + rows[0][n].R, 10);
      if (!kind.coherent) near(more.Sigma[n], dS - sum(baths.map((bath, k) => BETA[BATHS.indexOf(bath)] * Q[k])), 10);
    }
    expect(D.distance(D.fromMatrix(all.final.matrix()), stateAt(steps))).toBeLessThan(1e-12);
  });

  it("has the chain's correlations, of the system and of units", () => {
    const next = D.numbers(5);
    const any = (d: number) => D.dense(d, () => [next(), next()]);
    const [A, B] = [any(HS.length), any(HS.length)];
    const times = Array.from({ length: steps }, (_, m) => m);
    const found = correlation(model, { A: operator(system, A), B: operator(system, B), from: 1, times });
    const wanted = averaged(here, (history) => {
      const values: number[] = [];
      follow(here, history, initial, etasOf(history), (n, chain) => {
        if (n === 1) chain.left(B, [0]);
        if (n >= 1) values.push(...chain.mean(A, [0]));
      });
      return values;
    });
    times.forEach((m) => {
      near(found.re[m], wanted[2 * m]);
      near(found.im[m], wanted[2 * m + 1]);
    });
    const d = histories[0].passages[0].eta.length;
    const [a, b] = [any(d), any(d)];
    const space = kind.stream === "joint" ? tensor(qubit("hot"), qubit("cold")) : unit;
    const units = correlation(model, { A: operator(space, a), B: operator(space, b), from: 1, times, of: "units" });
    const ofUnits = averaged(here, (history) => {
      const chain = follow(here, history, initial, etasOf(history));
      chain.left(b, [1]);
      return times.flatMap((m) => chain.mean(a, [1 + m]));
    });
    times.forEach((m) => {
      near(units.re[m], ofUnits[2 * m]);
      near(units.im[m], ofUnits[2 * m + 1]);
    });
  });

  it("has the chain's records, and the states that they leave", () => {
    const d = histories[0].passages[0].eta.length;
    const half = conjugated(
      D.propagator(D.randomHermitian(d, D.numbers(11)), 1),
      diagonal(Array.from({ length: d }, (_, k) => 0.1 + (0.7 * k) / (d - 1))),
    );
    const effects = [half, D.add(D.eye(d), half, -1)];
    const space = kind.stream === "joint" ? tensor(qubit("hot"), qubit("cold")) : unit;
    const by = measured({ outcomes: effects.map((E) => operator(space, E)) });
    let total = 0;
    for (let word = 0; word < 2 ** steps; word++) {
      const record = Array.from({ length: steps }, (_, n) => (word >> n) & 1);
      const [p, mean] = averaged(here, (history) => {
        const chain = follow(here, history, initial, etasOf(history));
        record.forEach((m, n) => void chain.left(effects[m], [n + 1]));
        return [D.trace(chain.rho)[0], chain.mean(X, [0])[0]];
      });
      total += p;
      const found = replay(model, { by, record, observables: ["X"] });
      near(Math.exp(found.logLikelihood as number), p);
      near(found.observables.X[steps], mean / p, 11);
    }
    near(total, 1);
  });

  const counts = baths.map((bath) => `Q_${bath}`);
  const energyAt = (history: History, place: number, bath: string): D.Dense | undefined => history.passages[place - 1].energy[bath];

  if (!kind.coherent) {
    it("has the chain's cumulants and covariances of heat and work", () => {
      const { cumulants, covariances } = counting(model, { of: [...counts, "W"], steps, orders: 4, steady: false, theorems: false });
      const { into, out } = places(here);
      const outcomes = (
        start: readonly D.Dense[],
        values: (history: History, from: readonly number[], to: readonly number[], s: number) => number[],
      ) =>
        histories.flatMap((history) => {
          const used = history.passages.slice(0, swap ? steps + 1 : steps);
          const starts = used.reduce<number[][]>((words, { eta }) => words.flatMap((word) => eta.map((_, x) => [...word, x])), [[]]);
          return start.flatMap((rho, s) =>
            starts.flatMap((from) => {
              const p = from.reduce((product, x, k) => product * used[k].eta[x][x][0], history.probability);
              const pure = from.map((x, k) => D.dense(used[k].eta.length, (i, j) => [i === x && j === x ? 1 : 0, 0]));
              const chain = follow(here, history, rho, pure);
              return chain.rho.map((row, index) => ({ p: p * row[index][0], q: values(history, from, chain.levels(index), s) }));
            }),
          );
        });
      const heats = (history: History, from: readonly number[], to: readonly number[]) =>
        baths.map((bath) => {
          const level = (place: number, x: number) => energyAt(history, place, bath)?.[x][x][0] ?? 0;
          return sum(into.map((place) => level(place, from[place - 1]))) - sum(out.map((place) => level(place, to[place])));
        });
      const all = outcomes([initial], heats);
      const moments = (values: readonly { readonly p: number; readonly q: number }[]) => {
        const mean = sum(values.map(({ p, q }) => p * q));
        const central = (n: number) => sum(values.map(({ p, q }) => p * (q - mean) ** n));
        return [mean, central(2), central(3), central(4) - 3 * central(2) ** 2];
      };
      counts.forEach((name, k) => {
        moments(all.map(({ p, q }) => ({ p, q: q[k] }))).forEach((wanted, n) => void near(cumulants[name][n][0], wanted, 11));
      });
      if (counts.length === 2) {
        const mean = (f: (q: readonly number[]) => number) => sum(all.map(({ p, q }) => p * f(q)));
        near(covariances[`${counts[0]},${counts[1]}`][0], mean(([a, b]) => a * b) - mean(([a]) => a) * mean(([, b]) => b), 11);
      }
      // W is measured: the start is dephased, and the unit that stays counts as the system does
      const starts = HS.map((_, s) => D.dense(HS.length, (i, j) => [i === s && j === s ? initial[s][s][0] : 0, 0]));
      const work = outcomes(starts, (history, from, to, s) => {
        const kept = (place: number, x: number) => Object.values(history.passages[place - 1].energy)[0][x][x][0];
        const memory = sum(carried.map((place) => kept(place, to[place]) - kept(1, from[0])));
        return [HS[to[0]][to[0]][0] - HS[s][s][0] + memory - sum(heats(history, from, to))];
      });
      moments(work.map(({ p, q: [q] }) => ({ p, q }))).forEach((wanted, n) => void near(cumulants.W[n][0], wanted, 11));
    });
  } else {
    it.each(["kd", "mh", "sym"] as const)("has the chain's first two cumulants of heat, scheme %s", (scheme) => {
      const { cumulants } = counting(model, { of: counts, steps, orders: 2, scheme, steady: false, theorems: false });
      const { into, out } = places(here);
      baths.forEach((bath, k) => {
        const [mean, square] = averaged(here, (history) => {
          const etas = etasOf(history);
          const ofOut = (chain: Chain) =>
            sum(
              out.map((place) => (energyAt(history, place, bath) ? chain.mean(energyAt(history, place, bath) as D.Dense, [place])[0] : 0)),
            );
          const end = follow(here, history, initial, etas);
          const A = (place: number) => energyAt(history, place, bath) ?? D.dense(etas[place - 1].length, () => [0, 0]);
          const first = sum(into.map((place) => D.mean(A(place), etas[place - 1])));
          // A² at the start, B² at the end, and Re⟨B A⟩ between them
          const squares = (list: readonly number[], mean2: (x: number, y: number) => number) =>
            sum(list.flatMap((x) => list.map((y) => mean2(x, y))));
          const AA = squares(into, (x, y) =>
            x === y ? D.mean(D.mul(A(x), A(x)), etas[x - 1]) : D.mean(A(x), etas[x - 1]) * D.mean(A(y), etas[y - 1]),
          );
          const BB = squares(out, (x, y) => {
            const both = new Chain(end.rho);
            both.dimensions.splice(0, both.dimensions.length, ...end.dimensions);
            both.left(A(y), [y]);
            return both.mean(A(x), [x])[0];
          });
          const BA = sum(
            into.map((x) =>
              ofOut(
                follow(
                  here,
                  history,
                  initial,
                  etas.map((eta, at) => (at === x - 1 ? D.mul(A(x), eta) : eta)),
                ),
              ),
            ),
          );
          return [first - ofOut(end), AA + BB - 2 * BA];
        });
        near(cumulants[counts[k]][0][0], mean);
        near(cumulants[counts[k]][1][0], square - mean ** 2, 11);
      });
    });
  }
});
