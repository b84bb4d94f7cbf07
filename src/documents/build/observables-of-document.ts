/** The observables that a document declares, on a system whose energy, baths and drives are known. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { adjointDissipator, dissipatorsOf } from "../../dynamics/lower.ts";
import type { Observable } from "../../observables/observable.ts";
import { zero } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { ObservableEntry } from "../canonical.ts";
import { asObservable, ExpressionFault, type Recording, type Tree } from "../expression/index.ts";
import { energyOf, namedHamiltonian } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { systemSection } from "./sections-of-document.ts";
import { treeOf } from "./trees.ts";

/** What observables of collisions can look at. */
export function recordedOfCollisions(reading: Reading): Recorded {
  const recording = { energy: () => energyOf(reading), baths: [], flow: null, power: null };
  return () => ({ recording, driven: false });
}

/** What observables of any dynamics can look at. */
export function recordingOfModel(dynamics: Collisions | Generator, energy: () => Operator): Recording {
  if (dynamics.kind === "collisions") return { energy, baths: [], flow: null, power: null };
  const driven = dynamics.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient));
  return recordingOfEquation(dynamics, driven ? null : energy());
}

/** What observables of a master equation can look at; `energy` is null where H is driven. */
export function recordingOfEquation(generator: Generator, energy: Operator | null): Recording {
  const still = (): Operator => {
    if (energy) return energy;
    const remedy = "record the library's own energy, Q_<bath> and W, or heat(bath) and power() alone";
    throw new ExpressionFault("structure", null, "be made of what does not change in time", "H depends on t", { remedy });
  };
  return {
    energy: still,
    baths: Object.keys(generator.baths),
    flow: (bath, X) => {
      if (dissipatorsOf(generator, bath).some(({ rate }) => isTimeFunction(rate))) {
        throw new ExpressionFault("structure", null, "be made of what does not change in time", `a rate of bath ${bath} depends on t`, {
          remedy: "record Q_<bath>",
        });
      }
      return adjointDissipator(generator, bath, X ?? still());
    },
    power: () => (energy ? zero(generator.system) : still()),
  };
}

/** What observables look at: asked for while one is made, so that it is made anew where that changes. */
export type Recorded = () => { readonly recording: Recording; readonly driven: boolean };

/** All declared observables. */
export function observablesOf(reading: Reading, recorded: Recorded): readonly Observable[] {
  return Object.keys(reading.data.observables ?? {}).map((name) => observableOf(reading, name, recorded));
}

/** One declared observable. Throws a `DocumentFault` where it is no real number. */
export function observableOf(reading: Reading, name: string, recorded: Recorded): Observable {
  const pointer = `/observables/${name}`;
  const { of, description = "", part, unit } = (reading.data.observables as Readonly<Record<string, ObservableEntry>>)[name];
  return reading.once(`${pointer} observable`, () =>
    reading.at(pointer, () => {
      const { recording, driven } = recorded();
      const column = driven ? columnOf(treeOf(of)) : null;
      const measured = unit === undefined ? {} : { unit };
      if (column) return { kind: "ledger", name, description, ...measured, cumulated: false, ...column } satisfies Observable;
      const section = systemSection(reading);
      const H = namedHamiltonian(reading, reading.data.H, section);
      const { value, tree } = reading.evaluate(of, { ...section, time: false, H, recording });
      return { ...asObservable(value, tree, { name, description, ...(part ? { part } : {}) }), ...measured };
    }),
  );
}

/** energy(), heat(bath) and power() of a driven H are columns that are kept at the time of each record. */
function columnOf(tree: Tree): { readonly column: "energy" | "Q" | "W"; readonly bath: string | null } | null {
  if (tree.kind !== "call") return null;
  const [first] = tree.args;
  if (tree.name === "energy" && tree.args.length === 0) return { column: "energy", bath: null };
  if (tree.name === "power" && tree.args.length === 0) return { column: "W", bath: null };
  if (tree.name === "heat" && tree.args.length === 1 && first.kind === "name") return { column: "Q", bath: first.name };
  return null;
}
