import { finite, wrongValue } from "../errors.ts";
import type { ParameterSpec, Parameters } from "./model.ts";

/** The angle Ωδt of each crossing. Throws in the error grammar. */
export function anglesOf({ theta, cavities }: Parameters): readonly number[] {
  const count = cavities as number;
  if (!Array.isArray(theta)) return new Array<number>(count).fill(finite("theta", theta));
  if (theta.length !== count) throw wrongValue("theta", `have one angle per cavity (${count})`, theta);
  return theta.map((angle, k) => finite(`theta[${k}]`, angle));
}

/** Parameters of the phaseonium model: names, domains and defaults (first row of Fig. 3, heating). */
export const phaseoniumParameters: Readonly<Record<string, ParameterSpec>> = {
  cavities: { kind: "integer", default: 2, atLeast: 1, atMost: 26, description: "number of cavities that each atom crosses in turn" },
  alpha: {
    kind: "number",
    default: 0.25,
    atLeast: 0,
    atMost: 1,
    noisy: true,
    description: "excited amplitude of the atoms; the excited population is alpha²",
  },
  phi: { kind: "number", default: 2.404315987, unit: "rad", noisy: true, description: "phase of the ground-state coherence" },
  theta: {
    kind: "any",
    default: 0.1,
    noisy: true,
    description: "Ωδt of one crossing; any real number, the map is even in it; or a list with one per cavity",
  },
  T0: { kind: "any", default: 1, unit: "ħω/k_B", description: "initial temperature of all cavities, or a list with one per cavity" },
  initial: {
    kind: "any",
    default: null,
    nullable: true,
    description: 'starts in place of T0, one per cavity: ["thermal", T], ["fock", n], ["coherent", re, im], ["ket", c0, c1, …]',
  },
  levels: { kind: "any", default: null, nullable: true, description: "Fock dimension of each cavity, or a list; automatic unless set" },
  cut: {
    kind: "integer",
    default: null,
    nullable: true,
    atLeast: 0,
    description: "largest coherence order |n1 − m1| kept (two cavities, diagonal starts); all unless set",
  },
  shift: {
    kind: "number",
    default: 0,
    atLeast: -0.5,
    atMost: 0.5,
    noisy: true,
    description: "ε of Eq. 5: ground populations are β²/2 ± shift",
  },
  eps: {
    kind: "number",
    default: 1,
    atLeast: 0,
    atMost: 1,
    noisy: true,
    description: "factor of the ground coherence between two cavities (Appendix D)",
  },
  detuning: { kind: "number", default: 0, unit: "Ω", noisy: true, description: "atomic minus cavity frequency" },
  kappa: { kind: "number", default: 0, atLeast: 0, noisy: true, description: "cavity loss rate times the pause between collisions" },
  Tenv: {
    kind: "number",
    default: 0,
    atLeast: 0,
    unit: "ħω/k_B",
    description: "temperature of the environment that cavities lose photons to",
  },
};
