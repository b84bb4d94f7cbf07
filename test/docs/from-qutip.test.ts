/** Runs each program of docs/from-qutip.md and compares what it prints with closed forms, or with independent numbers. */
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("from-qutip");
const snippets = pageOf("from-qutip")
  .split(/\n## \d+\. /)
  .slice(1)
  .map((section) => ({
    title: section.slice(0, section.indexOf("\n")),
    python: blocksOf(section, "python")[0] ?? "",
    program: blocksOf(section, "ts")[0] ?? "",
  }));

afterAll(() => programs.cleanUp());

const { exp, cos, sin, sqrt, tanh, PI, log } = Math;

/** Decay at γ and a resonant drive Ω, from the ground state: σz in closed form (Torrey). */
function driven(Omega: number, gamma: number, t: number): number {
  const end = (-gamma * gamma) / (gamma * gamma + 2 * Omega * Omega);
  const mu = sqrt(Omega * Omega - (gamma * gamma) / 16);
  return end + (-1 - end) * exp(-0.75 * gamma * t) * (cos(mu * t) + ((3 * gamma) / (4 * mu)) * sin(mu * t));
}

/** σz of a closed qubit with H = ½σz + f(t)σx from |g⟩, by 4000 Runge–Kutta steps on the Bloch vector. */
function bloch(f: (t: number) => number, end: number): number {
  const slope = (t: number, [x, y, z]: number[]) => [-y, x - 2 * f(t) * z, 2 * f(t) * y];
  const h = end / 4000;
  let r = [0, 0, -1];
  const move = (k: number[], s: number) => r.map((value, i) => value + s * k[i]);
  for (let n = 0; n < 4000; n++) {
    const t = n * h;
    const a = slope(t, r);
    const b = slope(t + h / 2, move(a, h / 2));
    const c = slope(t + h / 2, move(b, h / 2));
    const d = slope(t + h, move(c, h));
    r = r.map((value, i) => value + (h / 6) * (a[i] + 2 * b[i] + 2 * c[i] + d[i]));
  }
  return r[2];
}

function heatBetween(Thot: number, Tcold: number, rate: number): readonly number[] {
  const [nh, nc] = [Thot, Tcold].map((T) => 1 / (exp(1 / T) - 1));
  const p = (nh + nc) / (2 * (nh + nc + 1));
  const Q = rate * (nh * (1 - p) - (nh + 1) * p);
  return [Q, -Q, Q * (1 / Tcold - 1 / Thot)];
}

/** Populations of a mode of 20 levels at mean occupation nbar. */
function geometric(nbar: number): number[] {
  const weights = Array.from({ length: 20 }, (_, k) => (nbar / (1 + nbar)) ** k);
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
}

function distances(): readonly number[] {
  const [p, q] = [geometric(0.5), geometric(1)];
  const overlap = p.reduce((sum, x, k) => sum + sqrt(x * q[k]), 0);
  return [overlap * overlap, p.reduce((sum, x, k) => sum + Math.abs(x - q[k]) / 2, 0)];
}

/** Amplitude of one excitation that starts at one end of four sites with hops 2, at the other end. */
function chainEnd(t: number): number {
  let [re, im] = [0, 0];
  for (let k = 1; k <= 4; k++) {
    const weight = 0.4 * sin((k * PI) / 5) * sin((4 * k * PI) / 5);
    const energy = 4 * cos((k * PI) / 5);
    re += weight * cos(energy * t);
    im -= weight * sin(energy * t);
  }
  return 2 * (re * re + im * im) - 1;
}

/** Mean σz over a period of the drive 2π/ω: H = ½σz + Aσx cos t, decay γ, after the transient, by Runge–Kutta on the Bloch vector. */
function periodicMean(A: number, gamma: number): number {
  const slope = (t: number, [x, y, z]: number[]) => [
    -y - (gamma / 2) * x,
    x - 2 * A * cos(t) * z - (gamma / 2) * y,
    2 * A * cos(t) * y - gamma * (z + 1),
  ];
  const perPeriod = 400;
  const h = (2 * PI) / perPeriod;
  let r = [0, 0, -1];
  let mean = 0;
  const move = (k: number[], by: number) => r.map((value, i) => value + by * k[i]);
  for (let n = 0; n < 60 * perPeriod; n++) {
    const t = n * h;
    if (n >= 59 * perPeriod) mean += r[2] / perPeriod;
    const a = slope(t, r);
    const b = slope(t + h / 2, move(a, h / 2));
    const c = slope(t + h / 2, move(b, h / 2));
    const d = slope(t + h, move(c, h));
    r = r.map((value, i) => value + (h / 6) * (a[i] + 2 * b[i] + 2 * c[i] + d[i]));
  }
  return mean;
}

/** Excited population 1/(e + 1) and width γ coth ½ of the qubit at T = 1 with ω = 1, γ = 0.2. */
const [warm, width] = [1 / (Math.E + 1), 0.2 / tanh(0.5)];
const mu = sqrt(1 - 0.09 / 16);

/** What each program prints, by its title. */
const expected: Readonly<Record<string, readonly (number | boolean)[]>> = {
  "A driven, decaying qubit": [driven(1, 0.1, 10)],
  "Its stationary state": [-0.01 / 2.01, true],
  "Expectation values by name": [sin(0.8)],
  "States from kets": [0.5],
  "Tensor products: Jaynes–Cummings": [sin(0.5) ** 2],
  "A damped cavity from a coherent state": [4 * exp(-0.5), 0],
  "A thermal bath": [-tanh(1 / 1.4)],
  "Heat currents": heatBetween(2, 0.5, 0.1),
  "A Hamiltonian that depends on time": [bloch((t) => 0.3 * cos(t), 4)],
  "A complex drive": [-cos(1.6)],
  "Coefficients from samples": [-cos(2)],
  "A short pulse": [1],
  "A rate that depends on time": [2 * exp(-0.4) - 1],
  "Negative rates": [(1 + exp(-2)) / 2, true],
  "A closed system": [-cos(0.6)],
  "The evolution operator of H": [-sin(0.3)],
  "A sweep over a parameter": [0.49 / (0.25 + 2 * 0.49)],
  "An average over noise": [true],
  "Reduced states and entropy": [log(2)],
  "Entanglement of two qubits": [0.7, 0.35],
  "Distances of states": distances(),
  "A Wigner function": [-1 / PI],
  "Bloch–Redfield": [-0.6 + 1.6 * exp(-0.75)],
  "The secular equation, with warnings": [0, true, true],
  "Collective decay": [4 * exp(-2) - 1],
  "Jumps with a matrix of rates": [1 - (exp(-1.6) + exp(-0.4)) / 2],
  // P. D. Drummond and D. F. Walls, J. Phys. A 13, 725 (1980): |F/Kc|² ₀F₂(c + 1, c* + 1; 2F²/K²)/₀F₂(c, c*; 2F²/K²), c = (Δ − iκ/2)/K
  "A driven Kerr oscillator": [1.5047970725733277],
  "A spin chain": [chainEnd(0.5)],
  "Repeated interactions": [1 - 2 * cos(0.3) ** 20],
  "Choi matrix and Kraus operators of a map": [2, 4],
  "A two-time correlation": [warm * exp(-2.5 * width) * cos(5), warm * exp(-2.5 * width) * sin(5)],
  "A second-order coherence": [1 - exp(-0.45) * (cos(2 * mu) + (0.225 / mu) * sin(2 * mu))],
  "A spectrum": [(4 * warm) / width],
  "A propagator": [1 - exp(-0.5), 2],
  "The eigenvalues of the Liouvillian": [-0.5, 2, 0.5],
  "The pseudo-inverse of the Liouvillian": [-1],
  "A periodic stationary state": [periodicMean(0.1, 0.2), true],
  "Levels and the ground state": [-0.25, 1],
  "Functions of operators": [(sqrt(3) - 1) / 2, log(3) / 2, -1 / 3, 1],
  "Displacement and squeezing": [1.25 + Math.sinh(0.4) ** 2],
  Fermions: [-sqrt(5)],
  Variances: [2.25, 0.5],
  "Random states and unitaries": [1, true, 1],
  "Gate fidelities": [cos(0.1) ** 2, (2 * cos(0.1) ** 2 + 1) / 3],
  "A channel on one part of a system": [(1 - exp(-0.5)) / 2],
  "The distribution of a quadrature": [1 / sqrt(PI)],
};

describe("coming from QuTiP", () => {
  it("has forty-six tasks, each in both languages, in lines that fit", () => {
    expect(snippets).toHaveLength(46);
    expect(snippets.map(({ title }) => title)).toEqual(Object.keys(expected));
    for (const { python, program } of snippets) {
      expect(python.split("\n").length).toBeGreaterThan(1);
      expect(program).toContain('from "ancilla"');
      expect(Math.max(...program.split("\n").map((line) => line.length))).toBeLessThan(140);
    }
    expect(snippets[0].program.trim().split("\n")).toHaveLength(8);
  });

  it.each(snippets.map(({ title, program }) => [title, program] as const))("%s", async (title, program) => {
    const values = await programs.printed(program);
    expect(values).toHaveLength(expected[title].length);
    values.forEach((value, k) => {
      const right = expected[title][k];
      if (typeof right === "boolean") expect(value).toBe(right);
      else expect(value as number).toBeCloseTo(right, 7);
    });
  });
});
