/** The rows as a user of the package writes them: public entry points only. */
import { readFileSync } from "node:fs";
import {
  atoms,
  bloch,
  type Curves,
  ensemble,
  evolve,
  jaynesCummings,
  kerr,
  type Model,
  normal,
  phaseonium,
  prepare,
  spinChain,
  steady,
  thisThread,
} from "../../src/index.ts";
import { eigenHermitian, exponentialReal, multiply, solveReal } from "../../src/linear.ts";
import { eigenChecks, hermitianInput, jumpInput, NOISY, productInput, systemInput } from "./inputs.ts";
import { type PeerWork, serve, type Work } from "./serve.ts";

function product(n: number, into: boolean): Work {
  const { a, b } = productInput(n);
  const out = new Float64Array(2 * n * n);
  let C: Float64Array = out;
  return {
    run: into ? () => void multiply(n, n, n, a, b, out) : () => void (C = multiply(n, n, n, a, b)),
    value: () => C,
  };
}

function eigen(n: number): Work {
  const A = hermitianInput(n);
  let found = eigenHermitian(n, A);
  return {
    run: () => void (found = eigenHermitian(n, A)),
    value: () => eigenChecks(n, found.values, (i, k) => found.vectors[2 * (i * n + k)] ** 2 + found.vectors[2 * (i * n + k) + 1] ** 2),
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  let x = b;
  return { run: () => void (x = solveReal(n, 1, A, b)), value: () => x };
}

function exponential(n: number): Work {
  const A = jumpInput(n);
  let P = A;
  return { run: () => void (P = exponentialReal(n, A)), value: () => P };
}

/** An ensemble of `trajectories`; checked by its first eight realisations, over the same number of collisions as the other peers. */
function noisy(
  model: Model,
  noise: "phi" | "theta",
  [steps, saveEvery, trajectories]: readonly number[],
  checked: Checked,
  units: number,
): Work {
  const { alpha: _, seed, ...at } = NOISY;
  const spread = { phi: at.phiSpread, theta: at.thetaSpread };
  const options = { seed, noise: { [noise]: normal(at[noise], spread[noise]) }, observables: checked.observables, executor: thisThread() };
  return {
    units,
    run: () => ensemble(model, { ...options, steps, saveEvery, trajectories }),
    value: async () => {
      const { mean } = await ensemble(model, { ...options, steps: 100, saveEvery: checked.saveEvery, trajectories: 8 });
      return checked.observables.flatMap((name) => (mean as Curves)[name].slice(1) as number[]);
    },
  };
}

interface Checked {
  readonly observables: readonly string[];
  readonly saveEvery: number;
}

function cascade(noise: "phi" | "theta"): Work {
  const { alpha, phi, theta, T0 } = NOISY;
  const model = phaseonium({ cavities: 2, alpha, phi, theta, T0, levels: 20 });
  return noisy(model, noise, [200, 200, 256], { observables: ["n1", "n2"], saveEvery: 100 }, 200 * 256);
}

function cavity(): Work {
  const { alpha, phi, theta, T0 } = NOISY;
  const model = phaseonium({ cavities: 1, alpha, phi, theta, T0, levels: 30 });
  return noisy(model, "phi", [100, 10, 2048], { observables: ["n1"], saveEvery: 10 }, 2048);
}

/** The last values of the observables of a run, from parameters on. */
function evolved(build: () => Model, until: number, saveEvery: number, observables: readonly string[]): Work {
  let last: readonly number[] = [];
  return {
    run: () => {
      const { observables: found } = evolve(build(), { until, saveEvery, observables });
      last = observables.map((name) => found[name].at(-1) as number);
    },
    value: () => last,
  };
}

function stationary(build: () => Model, observables: readonly string[]): Work {
  let found: readonly number[] = [];
  return {
    run: () => {
      const result = steady(build(), { observables });
      found = observables.map((name) => result.observables[name] as number);
    },
    value: () => found,
  };
}

function qubit(prepared: boolean): Work {
  const options = { until: 20, saveEvery: 0.1, observables: ["sz"] };
  const bound = prepared ? prepare(bloch({ gamma: 0 }), options) : null;
  let sz: readonly number[] = [];
  return {
    run: () => {
      const found = bound ? bound.run() : evolve(bloch({ gamma: 0 }), options).observables;
      sz = found.sz as number[];
    },
    value: () => sz,
  };
}

function preparedSteady(): Work {
  const bound = prepare(bloch(), { until: 20, saveEvery: 0.1, observables: ["sz"] });
  let sz = Number.NaN;
  return { run: () => void (sz = bound.steady().sz as number), value: () => [sz] };
}

const SPINS = (N: number) => ["sz1", `sz${N}`, "j_1"];
const JC = () => jaynesCummings({ levels: 20, nbar: 0.15, n0: 3 });

const work: PeerWork = {
  ...Object.fromEntries(
    [4, 8, 16, 32, 64].flatMap((n) => [
      [`product-${n}`, () => product(n, false)],
      [`product-out-${n}`, () => product(n, true)],
    ]),
  ),
  ...Object.fromEntries(
    [16, 64].flatMap((n) => [
      [`eigen-${n}`, () => eigen(n)],
      [`solve-${n}`, () => solved(n)],
      [`exponential-${n}`, () => exponential(n)],
    ]),
  ),
  "cascade-phase": () => cascade("phi"),
  "cascade-time": () => cascade("theta"),
  cavity,
  kerr: () => evolved(() => kerr(), 10, 0.1, ["n"]),
  "kerr-steady": () => stationary(() => kerr(), ["n"]),
  "jaynes-cummings": () => evolved(JC, 10, 0.1, ["n", "pe"]),
  "jaynes-cummings-steady": () => stationary(JC, ["n", "pe"]),
  chain: () => evolved(() => spinChain({ N: 8 }), 10, 0.1, SPINS(8)),
  "chain-steady": () => stationary(() => spinChain({ N: 5 }), SPINS(5)),
  "atoms-general": () => evolved(() => atoms({ N: 7, nbar: 10, reduction: "none" }), 1, 1, ["C_l1"]),
  "atoms-symmetric": () => evolved(() => atoms({ N: 7, nbar: 10 }), 1, 1, ["C_l1"]),
  qubit: () => qubit(false),
  "qubit-prepared": () => qubit(true),
  "qubit-steady": () => stationary(() => bloch(), ["sz"]),
  "qubit-steady-prepared": preparedSteady,
};

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
await serve("ancilla", version, work);
