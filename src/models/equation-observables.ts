/** The model around a master equation of one's own, with what it records: state functions, heat, power and entropy per unit time. */
import type { Generator } from "../dynamics/generator.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import {
  expectation,
  type Family,
  type ObservableBook,
  observableBook,
  populations,
  standardObservables,
} from "../observables/catalogue.ts";
import type { LedgerColumn, Observable } from "../observables/observable.ts";
import { once } from "../once.ts";
import { requireHermitian } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { Operator } from "../operators/operator.ts";
import { unitOfColumn } from "../thermodynamics/columns.ts";
import { integratedAlong } from "../thermodynamics/driven-integral.ts";
import type { Model, Parameters } from "./model.ts";
import { observableOn } from "./own-observables.ts";

/** Hermitian operators by name, a list of observables, or a function of the generator that returns one of them. */
export type ObservablesOfEquation =
  | Readonly<Record<string, Operator>>
  | readonly Observable[]
  | ((generator: Generator) => Readonly<Record<string, Operator>> | readonly Observable[]);

/** What the model is made of. */
export interface OwnEquation {
  readonly name: string;
  readonly parameters: Parameters;
  readonly generator: Generator;
  /** The Hamiltonian where it is constant; null where it is driven. */
  readonly H: Operator | null;
  readonly initial: Operator;
  readonly observables: ObservablesOfEquation;
  readonly with: (changes: Parameters) => Model;
}

/** Put the model together. Throws when an observable has the name of another. */
export function modelOfEquation(parts: OwnEquation): Model {
  const { generator, H, initial } = parts;
  const own = ownObservables(generator, parts.observables);
  // models that noise builds for each of its values are asked for few observables, or none
  const book = once(() => bookOf(generator, H, own));
  if (own.length > 0) book();
  const usual = ["energy", "sx", "sy", "sz", "purity", "C_l1"];
  return {
    name: parts.name,
    parameters: parts.parameters,
    dynamics: generator,
    initial,
    start: initial,
    observable: (name) => book().find(name),
    get observableNames() {
      return Object.keys(book().descriptions).filter((name) => name !== NOT_DEFINED || hasEntropyProduction(generator));
    },
    get defaultObservables() {
      return own.length > 0 ? own.map(({ name }) => name) : book().names.filter((name) => usual.includes(name));
    },
    warnings: [],
    with: parts.with,
  };
}

function bookOf(generator: Generator, H: Operator | null, own: readonly Observable[]): ObservableBook {
  const { system } = generator;
  const energies = H ? [] : [rate("energy", "energy", "mean energy Tr(ρH(t))")];
  return observableBook(
    [...energies, ...standardObservables(system, H ?? undefined), ...ratesOf(generator), ...totalsOf(generator), ...own],
    [populations(system), ...(hasEntropyProduction(generator) ? [] : [noEntropyProduction(generator)])],
  );
}

/** What asks for a sentence instead of a number where baths have no temperature, and is not listed there. */
const NOT_DEFINED = "Sigma";

function ratesOf(generator: Generator): readonly Ledger[] {
  return [
    rate("dU", "dU", "energy gained by the system per unit time, Q + W"),
    rate("Q", "Q", "heat from all baths per unit time, Tr[H D(ρ)]"),
    rate("W", "W", "power of the drives, Tr[(dH/dt)ρ]"),
    rate("dS", "dS", "entropy gained by the system per unit time, in nats"),
    ...Object.keys(generator.baths).map((bath) => rate(`Q_${bath}`, "Q", `heat from bath "${bath}" per unit time, Tr[H D_b(ρ)]`, bath)),
    ...(hasEntropyProduction(generator) ? [rate("Sigma", "Sigma", "entropy production per unit time, dS/dt − Σ_b β_b Q_b")] : []),
  ];
}

/** The same since the start: integrated along a run. */
function totalsOf(generator: Generator): readonly Observable[] {
  return ratesOf(generator).map((one) => ({
    ...one,
    name: `${one.name}_total`,
    description: `${one.description.split(",")[0].replace(" per unit time", "")}, since the start`,
    unit: unitOfColumn(one.column),
    cumulated: true,
    along: integratedAlong,
  }));
}

type Ledger = Extract<Observable, { kind: "ledger" }>;

function rate(name: string, column: LedgerColumn, description: string, bath: string | null = null): Ledger {
  const whole = unitOfColumn(column);
  const unit = column === "energy" ? whole : whole === "1" ? "1/time" : "energy/time";
  return { kind: "ledger", name, description, unit, column, cumulated: false, bath };
}

/** Every bath has a temperature, and rates are those of jumps. */
function hasEntropyProduction({ baths, negativeRates }: Generator): boolean {
  return !negativeRates && Object.values(baths).every(({ beta }) => beta !== null && Number.isFinite(beta));
}

/** `Sigma` where there is none: the sentence that says why. */
function noEntropyProduction({ baths, negativeRates }: Generator): Family {
  return {
    pattern: NOT_DEFINED,
    description: "entropy production; not defined for this equation",
    find: (name) => {
      if (name !== NOT_DEFINED) return null;
      const bath = Object.entries(baths).find(([, { beta }]) => beta === null || !Number.isFinite(beta));
      const [must, remedy] = negativeRates
        ? ["be left out where rates may be negative", "The second law in this form needs jumps with rates ≥ 0."]
        : [`be left out where bath "${bath?.[0]}" has no temperature above 0`, "Give its jumps `T` or `beta`."];
      throw wrongValue("observable", must, name, remedy);
    },
  };
}

function ownObservables(generator: Generator, observables: ObservablesOfEquation): readonly Observable[] {
  const given: unknown = typeof observables === "function" ? observables(generator) : observables;
  const space = generator.system;
  if (Array.isArray(given)) return given.map((observable, k) => observableOn(space, observable, `observables[${k}]`));
  if (typeof given !== "object" || given === null) {
    throw wrongKind("observables", "be a function that returns operators by name, or a list of observables", given);
  }
  return Object.entries(given).map(([name, A]) => {
    const argument = `observables.${name}`;
    if (!(A instanceof Operator)) throw wrongKind(argument, "be an operator", A, "Put observables into a list.");
    return expectation(name, requireHermitian(argument, broughtTo(space, A, argument)));
  });
}
