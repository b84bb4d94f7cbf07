import { didYouMean, wrongValue } from "../errors.ts";
import type { Model, ModelDefinition, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";
import { rotorEquation } from "./rotor-equations.ts";
import { automaticLadder } from "./rotor-ladder.ts";
import { type RotorContext, rotorObservable, rotorObservableNames } from "./rotor-observables.ts";
import { type RotorValues, rotorParameters, spontaneousRates } from "./rotor-parameters.ts";
import { sharedOperators } from "./rotor-spectrum.ts";
import { type RotorStart, readRotorStart, rotorInitial, rungsOf } from "./rotor-states.ts";

/**
 * Two qubits, each in a thermal bath, that drive a rotor with a load:
 *
 *   H = B1 σz1 + B2 σz2 + L²/2I + λ(σ1⁺σ2⁻e^{iφ} + h.c.)
 *
 * as a local or a global master equation, or as collisions with oscillators (`tau`). Parameters default to the paper's Fig. 2 at β2/β1 = 0.2.
 * Throws a RangeError when a value is out of bounds or the start does not fit the ladder.
 * Source: H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024).
 * @example
 * steady(rotor({ lmin: -2, lmax: 2 }), { observables: ["mode"] }).unique; // true
 */
export function rotor(given: Parameters = {}): Model {
  const complete = completeParameters("rotor", rotorParameters, given);
  const start = readRotorStart(complete.initial);
  const resolved = { ...ladderOf(complete, start), tau: durationOf(complete) };
  const values = { ...complete, ...resolved } as unknown as RotorValues;
  if (values.lmax <= values.lmin) {
    throw wrongValue("lmax", `be > lmin = ${values.lmin}`, values.lmax, "The ladder needs at least two rungs.");
  }
  const operators = sharedOperators(values);
  const equation = rotorEquation(values);
  const context: RotorContext = { ...values, ...equation, operators, loadRate: (values.I * values.gamma) / values.betar };
  const noStationaryState = endless(complete, values);
  const initial = rotorInitial(operators.space, start, values.lmin, [
    [values.beta1, values.B1],
    [values.beta2, values.B2],
  ]);
  return {
    name: "rotor",
    parameters: { ...complete, ...resolved },
    dynamics: equation.dynamics,
    initial,
    start: initial,
    observable: (name) => {
      const found = rotorObservable(name, context);
      if (found) return found;
      const remedy = /^pl_/.test(name) ? `The rungs are ${values.lmin} … ${values.lmax}.` : didYouMean(name, rotorObservableNames);
      throw wrongValue("observable", "be one of the rotor model's", name, remedy);
    },
    observableNames: rotorObservableNames,
    defaultObservables: ["Q1", "Q2", "Qr", "WQ", "Wr", "L", "L2", "eta", "COP", "mode"],
    warnings: warningsOf(complete, values, start),
    ...(noStationaryState ? { noStationaryState } : {}),
    with: (changes) => rotor({ ...given, ...changes }),
  };
}

/** Duration of a collision, or null for a master equation. */
function durationOf({ me, tau }: Parameters): number | null {
  if (me === "global" && tau !== null) {
    throw wrongValue("tau", 'be null where me is "global"', tau, "Collisions tend to the local master equation.");
  }
  return me === "collision" ? ((tau as number | null) ?? 0.1) : (tau as number | null);
}

/** The given rungs, and automatic ones (rounded outwards to multiples of five, so that sweeps share them) where null. */
function ladderOf(complete: Parameters, start: RotorStart): { lmin: number; lmax: number } {
  const values = complete as unknown as RotorValues;
  const [low, high] = rungsOf(start);
  const [rate1, rate2] = spontaneousRates(values);
  const chosen = automaticLadder({ ...values, rate1, rate2, low, high });
  return {
    lmin: (complete.lmin as number | null) ?? 5 * Math.floor(chosen.lmin / 5),
    lmax: (complete.lmax as number | null) ?? 5 * Math.ceil(chosen.lmax / 5),
  };
}

function endless(complete: Parameters, { gamma, lam }: RotorValues): string | null {
  if (gamma > 0 || lam === 0 || (complete.lmin !== null && complete.lmax !== null)) return null;
  return "Without load (gamma = 0) nothing holds the rotor, so there is no stationary state on the endless ladder. Give lmin and lmax to ask for that of a cut ladder.";
}

function warningsOf(complete: Parameters, values: RotorValues, start: RotorStart): readonly string[] {
  const { lmin, lmax, gamma, lam, me, Omega, tol, betar, I } = values;
  const automatic = complete.lmin === null && complete.lmax === null;
  const wide = automatic ? values : ladderOf({ ...complete, lmin: null, lmax: null }, start);
  const warnings: string[] = [];
  if (gamma === 0 && lam !== 0) {
    warnings.push("Without load (gamma = 0) the rotor runs away; what a cut ladder shows late is the cut.");
  } else if (lmin > wide.lmin + 10 || lmax < wide.lmax - 10) {
    warnings.push(`The ladder ${lmin} … ${lmax} cuts the stationary rotor, which reaches over about ${wide.lmin} … ${wide.lmax}.`);
  }
  if (gamma > 0 && Math.max(-lmin, lmax) > (4 * I) / betar) {
    warnings.push(`Beyond |l| = 4I/betar = ${(4 * I) / betar} the load pushes outwards; rungs there are outside its validity.`);
  }
  if (me === "global" && Omega === null)
    warnings.push("Omega follows the ladder (its largest Bohr frequency), so results depend on the truncation.");
  if (me === "global" && tol > 8e-6)
    warnings.push(`Bohr frequencies up to tol = ${tol} apart share a jump; above about 1e-5 this changes the results.`);
  if (me === "global" && values.neg === "drop")
    warnings.push("Dropping negative Bohr frequencies leaves out transitions that the baths drive.");
  return warnings;
}

export const rotorDefinition: ModelDefinition = {
  name: "rotor",
  title: "two qubits between two baths drive a rotor with a load",
  source: "H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024)",
  parameters: rotorParameters,
  build: rotor,
};
