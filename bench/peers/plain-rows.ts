/** The same work in hand-written JavaScript on typed arrays: the twins of test/reference and a few short loops. */
import { Op, Write } from "../../assembly/abi.ts";
import { exchangeStep, exchangeTables } from "../../test/reference/exchange.ts";
import { gemmTiled } from "../../test/reference/gemm.ts";
import { luPlain, productPlain } from "../../test/reference/lu.ts";
import { normalQuantile } from "../../test/reference/normal.ts";
import { fastUniform } from "../../test/reference/philox.ts";
import { jumpInput, NOISY, productInput, systemInput } from "./inputs.ts";
import { type PeerWork, serve, type Work } from "./serve.ts";

function product(n: number, into: boolean): Work {
  const { a, b } = productInput(n);
  const out = new Float64Array(2 * n * n);
  let C: Float64Array = out;
  return {
    run: () => {
      C = into ? out : new Float64Array(2 * n * n);
      gemmTiled(Op.None, Op.None, n, n, n, a, n, b, n, C, n, Write.Replace);
    },
    value: () => C,
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  let x = b;
  return {
    run: () => {
      const lu = A.slice();
      const pivots = luPlain(n, lu);
      x = b.slice();
      for (let k = 0; k < n; k++) if (pivots[k] !== k) [x[k], x[pivots[k]]] = [x[pivots[k]], x[k]];
      for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) x[i] -= lu[i * n + j] * x[j];
      for (let i = n - 1; i >= 0; i--) {
        for (let j = i + 1; j < n; j++) x[i] -= lu[i * n + j] * x[j];
        x[i] /= lu[i * n + i];
      }
    },
    value: () => x,
  };
}

/** Scaling and squaring of a Taylor polynomial of degree 12: at norm ½ what it leaves out is below 2e-14 of 1. */
function exponential(n: number): Work {
  const A = jumpInput(n);
  let P = A;
  return {
    run: () => {
      let norm = 0;
      for (let j = 0; j < n; j++) norm = Math.max(norm, 2 * Math.abs(A[j * n + j]));
      const squarings = Math.max(0, Math.ceil(Math.log2(2 * norm)));
      const scaled = A.map((x) => x / 2 ** squarings);
      let now: Float64Array = identity(n);
      let next: Float64Array = new Float64Array(n * n);
      for (let k = 12; k >= 1; k--) {
        productPlain(n, n, n, 1, scaled, now, next, true);
        for (let e = 0; e < n * n; e++) next[e] = next[e] / k + (e % (n + 1) === 0 ? 1 : 0);
        [now, next] = [next, now];
      }
      for (let k = 0; k < squarings; k++) {
        productPlain(n, n, n, 1, now, now, next, true);
        [now, next] = [next, now];
      }
      P = now;
    },
    value: () => P,
  };
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
}

/** Streams of the counter-based generator: hashes of the parameters' names. */
const STREAM = { phi: hash("phi"), theta: hash("theta") };

function hash(name: string): number {
  let value = 0x811c9dc5;
  for (const letter of name) value = Math.imul(Math.imul(value ^ letter.charCodeAt(0), 0x01000193), 0x01000193);
  return value >>> 0;
}

function drawn(noise: "phi" | "theta", trajectory: number, step: number): number {
  const spread = noise === "phi" ? NOISY.phiSpread : NOISY.thetaSpread;
  return NOISY[noise] + spread * normalQuantile(fastUniform(NOISY.seed, 0, trajectory, step, STREAM[noise], 0));
}

/** Populations of an atom: excited, bright. */
const excited = NOISY.alpha ** 2;
const bright = (phi: number) => ((1 - excited) / 2) * (1 + Math.cos(phi));

function thermal(d: number): Float64Array {
  const p = Float64Array.from({ length: d }, (_, n) => Math.exp(-n / NOISY.T0));
  const sum = p.reduce((a, b) => a + b);
  return p.map((x) => x / sum);
}

/** Eight realisations side by side over 100 collisions, with the joint-row form of the cascade's map. */
function cascade(noise: "phi" | "theta"): Work {
  const [d, lanes, steps] = [20, 8, 100];
  const p = thermal(d);
  let size = 0;
  for (let k = 0; k < d; k++) size += (d - k) ** 2;
  const start = Float64Array.from({ length: size * lanes }, (_, e) => {
    const q = Math.floor(e / lanes);
    return q < d * d ? p[Math.floor(q / d)] * p[q % d] : 0;
  });
  let [x, y] = [start.slice(), new Float64Array(size * lanes)];
  const weights = new Float64Array(3 * lanes);
  const theta = new Float64Array(lanes).fill(NOISY.theta);
  const fixed = exchangeTables(d, theta, Math.cos, Math.sin);
  return {
    units: lanes * steps,
    run: () => {
      x.set(start);
      for (let n = 1; n <= steps; n++) {
        for (let l = 0; l < lanes; l++) {
          weights[l] = excited;
          weights[lanes + l] = bright(noise === "phi" ? drawn("phi", l, n) : NOISY.phi);
          weights[2 * lanes + l] = 1 - weights[l] - weights[lanes + l];
          if (noise === "theta") theta[l] = drawn("theta", l, n);
        }
        const { c, s } = noise === "theta" ? exchangeTables(d, theta, Math.cos, Math.sin) : fixed;
        exchangeStep(d, d, d - 1, lanes, { weights, c1: c, s1: s, c2: c, s2: s }, x, y);
        [x, y] = [y, x];
      }
    },
    value: () => {
      const means = [0, 0];
      for (let q = 0; q < d * d; q++) {
        for (let l = 0; l < lanes; l++) {
          means[0] += (Math.floor(q / d) * x[q * lanes + l]) / lanes;
          means[1] += ((q % d) * x[q * lanes + l]) / lanes;
        }
      }
      return means;
    },
  };
}

/** One cavity: photons flow between neighbouring levels, s_i²(p_e x_i − p_B x_{i+1}) each collision. */
function cavity(): Work {
  const [d, steps, count] = [30, 100, 64];
  const start = thermal(d);
  const x = new Float64Array(d);
  const sines = Float64Array.from({ length: d - 1 }, (_, i) => Math.sin(NOISY.theta * Math.sqrt(2 * (i + 1))) ** 2);
  const photons = new Float64Array(steps / 10);
  const averaged = (realisations: number) => {
    photons.fill(0);
    for (let r = 0; r < realisations; r++) {
      x.set(start);
      for (let n = 1; n <= steps; n++) {
        const down = bright(drawn("phi", r, n));
        let before = 0;
        for (let i = 0; i < d - 1; i++) {
          const flux = sines[i] * (excited * x[i] - down * x[i + 1]);
          x[i] += before - flux;
          before = flux;
        }
        x[d - 1] += before;
        if (n % 10 === 0) for (let i = 0; i < d; i++) photons[n / 10 - 1] += (i * x[i]) / realisations;
      }
    }
    return photons;
  };
  return { units: count, run: () => void averaged(count), value: () => averaged(8) };
}

const work: PeerWork = {
  ...Object.fromEntries(
    [4, 8, 16, 32, 64].flatMap((n) => [
      [`product-${n}`, () => product(n, false)],
      [`product-out-${n}`, () => product(n, true)],
    ]),
  ),
  ...Object.fromEntries(
    [16, 64].flatMap((n) => [
      [`solve-${n}`, () => solved(n)],
      [`exponential-${n}`, () => exponential(n)],
    ]),
  ),
  "cascade-phase": () => cascade("phi"),
  "cascade-time": () => cascade("theta"),
  cavity,
};

await serve("hand-written JS", process.version, work);
