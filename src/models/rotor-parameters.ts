import { ohmic } from "../dynamics/spectral.ts";
import type { ParameterSpec } from "./model.ts";

/** Parameters of the rotor model; defaults are those of the paper's Fig. 2 at β2/β1 = 0.2. */
export const rotorParameters: Readonly<Record<string, ParameterSpec>> = {
  B1: { description: "field on qubit 1; its splitting is 2 B1", default: 4, kind: "number", above: 0, unit: "energy", noisy: true },
  B2: { description: "field on qubit 2; its splitting is 2 B2", default: 10, kind: "number", above: 0, unit: "energy", noisy: true },
  beta1: { description: "inverse temperature of bath 1", default: 0.1, kind: "number", above: 0, unit: "1/energy", noisy: true },
  beta2: { description: "inverse temperature of bath 2", default: 0.02, kind: "number", above: 0, unit: "1/energy", noisy: true },
  betar: { description: "inverse temperature of the load", default: 0.09, kind: "number", above: 0, unit: "1/energy", noisy: true },
  g: { description: "coupling to the baths", default: 1, kind: "number", atLeast: 0, unit: "energy^(1/2)", noisy: true },
  chi: {
    description: "asymmetry of the couplings: g1 = g(1 − χ), g2 = g(1 + χ)",
    default: 0,
    kind: "number",
    atLeast: -1,
    atMost: 1,
    noisy: true,
  },
  lam: { description: "coupling λ of the two qubits and the rotor", default: 0.1, kind: "number", unit: "energy", noisy: true },
  gamma: { description: "dissipation rate of the load", default: 5e-5, kind: "number", atLeast: 0, unit: "energy", noisy: true },
  I: { description: "moment of inertia of the rotor (not given in the paper)", default: 1, kind: "number", above: 0, unit: "1/energy" },
  lmin: {
    description: "lowest rung of the rotor; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: -4096,
    atMost: 4096,
  },
  lmax: {
    description: "highest rung of the rotor; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: -4096,
    atMost: 4096,
  },
  me: {
    description: "local (13)–(17) or global (27), (A15) master equation, or collisions (5)–(9) whose limit is the local one",
    default: "local",
    kind: "choice",
    choices: ["local", "global", "collision"],
  },
  tau: {
    description: "duration of one collision (0.1 where me is collision and this is null); null: the continuous limit",
    default: null,
    kind: "number",
    nullable: true,
    above: 0,
    unit: "1/energy",
  },
  nmax1: {
    description: "highest number state of bath 1's oscillators, collisions only; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: 1,
    atMost: 400,
  },
  nmax2: {
    description: "highest number state of bath 2's oscillators, collisions only; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: 1,
    atMost: 400,
  },
  Omega: {
    description: "cut-off energy of the Ohmic baths, global only; null: the largest Bohr frequency of the cut ladder",
    default: 20,
    kind: "number",
    nullable: true,
    above: 0,
    unit: "energy",
  },
  neg: {
    description: "negative Bohr frequencies: continue J oddly, or drop them (global only)",
    default: "odd",
    kind: "choice",
    choices: ["odd", "drop"],
  },
  tol: {
    description: "Bohr frequencies within this distance share a jump (global only)",
    default: 1e-9,
    kind: "number",
    atLeast: 0,
    unit: "energy",
  },
  initial: {
    description: 'start: "ground", "thermal" or "excited" qubits with a rung ("ground qubits, l=2"), or amplitudes [q1, q2, l, re, im]',
    default: "ground qubits, l=0",
    kind: "any",
  },
};

/** The parameters as numbers and words. */
export interface RotorValues {
  readonly B1: number;
  readonly B2: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly betar: number;
  readonly g: number;
  readonly chi: number;
  readonly lam: number;
  readonly gamma: number;
  readonly I: number;
  readonly lmin: number;
  readonly lmax: number;
  readonly me: "local" | "global" | "collision";
  /** Duration of one collision; null for a master equation. */
  readonly tau: number | null;
  readonly nmax1: number | null;
  readonly nmax2: number | null;
  readonly Omega: number | null;
  readonly neg: "odd" | "drop";
  readonly tol: number;
}

/** Spontaneous emission rates of the two qubits into their baths. */
export function spontaneousRates({ g, chi, me, B1, B2, Omega }: RotorValues): readonly [number, number] {
  const strengths = [g * g * (1 - chi) * (1 - chi), g * g * (1 + chi) * (1 + chi)] as const;
  if (me !== "global") return strengths;
  const J = (k: 0 | 1, omega: number) => (Omega === null ? strengths[k] * omega : ohmic(strengths[k], Omega).at(omega));
  return [J(0, 2 * B1), J(1, 2 * B2)];
}
