/** From a document of kind master-equation to its generator. */

import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { hamiltonianAt } from "../../dynamics/lower.ts";
import { flatSpectrum, ohmic, type SpectralDensity } from "../../dynamics/spectral.ts";
import { modelOfEquation } from "../../models/equation-observables.ts";
import { generatorOf } from "../../models/global-couplings.ts";
import type { GlobalOfEquation } from "../../models/master-equation-parts.ts";
import type { Model } from "../../models/model.ts";
import type { Operator } from "../../operators/operator.ts";
import type { DensityEntry, EquationDocument, GlobalEntry } from "../canonical.ts";
import type { Recording } from "../expression/index.ts";
import { asReal, realNumber } from "../expression/index.ts";
import { fromCore } from "./core-refusals.ts";
import { dissipationAt, requireOneTemperature } from "./dissipation.ts";
import { type Identity, type KnownParts, lazyModel } from "./lazy-model.ts";
import { betaAt, realAt, wordAt } from "./numbers.ts";
import { observablesOf, recordingOfEquation } from "./observables-of-document.ts";
import { hamiltonianOf, operatorAt, startOf } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { systemFactors, systemSection } from "./sections-of-document.ts";

/** The generator of a document. */
export function generatorOfDocument(reading: Reading): Generator {
  return reading.once("generator", () => {
    const data = reading.data as EquationDocument;
    const { negativeRates = false } = data;
    const system = systemFactors(reading).space;
    const section = systemSection(reading);
    const H = hamiltonianOf(reading);
    const { jumps, collective } = dissipationAt(reading, "", data, section, negativeRates);
    const initial = startOf(reading);
    const global = data.global ? { global: globalOf(reading, data.global) } : {};
    if (data.global && H.some(({ coefficient }) => isTimeFunction(coefficient))) {
      const remedy = "transitions between eigenstates exist for a constant H only";
      throw reading.refuse("structure", "/global", "be left out where H depends on time", "it is given", { remedy });
    }
    const pointer = data.global ? "/global" : data.collective ? "/collective" : "/jumps";
    return fromCore(pointer, () =>
      generatorOf({ system, H, jumps, collective, ...global, ...(negativeRates ? { negativeRates } : {}), initial }),
    );
  });
}

/** The couplings to the whole Hamiltonian. */
function globalOf(reading: Reading, entry: GlobalEntry): GlobalOfEquation {
  const section = systemSection(reading);
  const couplings = entry.couplings.map((coupling, k) => {
    const place = `/global/couplings/${k}`;
    const beta = betaAt(reading, place, coupling, section);
    if (beta === null)
      throw reading.refuse("missing", `${place}/T`, "be given", "the bath has no T or beta", { remedy: "give one of them" });
    const operator = operatorAt(reading, `${place}/operator`, coupling.operator, section);
    const bath = coupling.bath ?? (entry.couplings.length === 1 ? "bath" : `bath${k + 1}`);
    return { bath, operator, density: densityAt(reading, `${place}/density`, coupling.density), beta, place };
  });
  requireOneTemperature(reading, couplings);
  const form = wordAt(reading, "/global/form", entry.form, ["secular", "unified", "partial", "redfield", "geometric"], "secular");
  const width = entry.cluster === undefined ? undefined : realAt(reading, "/global/cluster", entry.cluster, section, { atLeast: 0 });
  if (width !== undefined && typeof entry.form !== "object" && form !== "unified" && form !== "partial") {
    throw reading.refuse("structure", "/global/cluster", "be left out unless form is unified or partial", `form is ${form}`);
  }
  const uses = form === "unified" || form === "partial";
  const tolerance =
    entry.tolerance === undefined ? undefined : realAt(reading, "/global/tolerance", entry.tolerance, section, { atLeast: 0 });
  return {
    couplings: couplings.map(({ place: _, ...coupling }) => coupling),
    form,
    ...(width !== undefined && uses ? { cluster: width } : {}),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(entry.negativeFrequencies === undefined
      ? {}
      : {
          negativeFrequencies: wordAt(reading, "/global/negativeFrequencies", entry.negativeFrequencies as "odd", ["odd", "drop"], "odd"),
        }),
    ...(entry.lambShift ? { lambShift: { S: shiftOf(reading, entry.lambShift.S) } } : {}),
  };
}

/** S(ω) from an expression in w. */
function shiftOf(reading: Reading, form: string | number): (omega: number) => number {
  const pointer = "/global/lambShift/S";
  const { data } = reading;
  if (Object.hasOwn(data.parameters ?? {}, "w") || Object.hasOwn(data.let ?? {}, "w")) {
    throw reading.refuse("duplicate", pointer, "have w for the frequency alone", "w is also a name of the document", {
      remedy: "rename that",
    });
  }
  const section = systemSection(reading);
  const at = (omega: number) =>
    reading.at(pointer, () => {
      const { value, tree } = reading.evaluate(form, section, new Map([["w", realNumber(omega)]]));
      return asReal(value, tree);
    });
  at(1);
  return at;
}

function densityAt(reading: Reading, pointer: string, entry: DensityEntry): SpectralDensity {
  const section = systemSection(reading);
  if (entry.kind === "flat") return flatSpectrum(realAt(reading, `${pointer}/rate`, entry.rate, section, { atLeast: 0 }));
  const strength = realAt(reading, `${pointer}/strength`, entry.strength, section, { atLeast: 0 });
  const cutoff = realAt(reading, `${pointer}/cutoff`, entry.cutoff, section, { above: 0 });
  const shapes = ["drude", "exponential", "hard"] as const;
  return ohmic(strength, cutoff, wordAt(reading, `${pointer}/shape`, entry.shape as "drude" | undefined, shapes, "drude"));
}

/** H where it is constant. */
export function constantEnergy(generator: Generator): Operator | null {
  return generator.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)) ? null : hamiltonianAt(generator);
}

/** What observables can look at, and whether H is driven. */
export function recordingOf(reading: Reading): { readonly recording: Recording; readonly driven: boolean; readonly H: Operator | null } {
  return reading.once("recording", () => {
    const generator = generatorOfDocument(reading);
    const H = constantEnergy(generator);
    return { recording: recordingOfEquation(generator, H), driven: H === null, H };
  });
}

/** The model of a document of this kind. */
export function equationModelOf(reading: Reading, identity: Identity, known: Omit<KnownParts, "dynamics" | "initial">): Model {
  const generator = generatorOfDocument(reading);
  const initial = startOf(reading);
  return lazyModel(identity, { ...known, dynamics: generator, initial }, () => {
    const observables = observablesOf(reading, () => recordingOf(reading));
    return modelOfEquation({ ...identity, generator, H: recordingOf(reading).H, initial, observables });
  });
}
