/** What every model of collisions is put together from: observables, ledger, rates of a limit, warnings. */
import { channelTerms, streamElements } from "../dynamics/channel.ts";
import type { Collision, Collisions, Stream } from "../dynamics/collisions.ts";
import type { GeneratorLimit } from "../dynamics/generator-limit.ts";
import { diagnoseMap } from "../dynamics/representations.ts";
import { expectation, type Family, observableBook, populations, standardObservables } from "../observables/catalogue.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { lift } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { idleColumns, type LedgerBath, ledgerColumns } from "../thermodynamics/columns.ts";
import { requireTemperature } from "../thermodynamics/ledger.ts";
import type { Model, Parameters } from "./model.ts";
import { onSpace } from "./own-observables.ts";

/** What all models of collisions are put together from. */
export interface ModelParts {
  readonly name: string;
  readonly parameters: Parameters;
  readonly initial: Operator;
  readonly extra: readonly Observable[];
  readonly families?: readonly Family[];
  readonly defaults?: readonly string[];
  readonly with: (changes: Parameters) => Model;
  readonly warnings: readonly string[];
  readonly noStationaryState?: string;
  /** Units stand for several copies (spin sectors): their ergotropy is not that of the reduced state. */
  readonly reducedUnits?: boolean;
}

/** Put a model of collisions together; `local` is H_S of the system alone when `dynamics` carries a memory. */
export function streamModel(
  parts: ModelParts & {
    readonly dynamics: Collisions;
    readonly local?: Operator;
    /** A unit of this name stays until the next collision at other values of the parameters. */
    readonly carries?: string;
  },
): Model {
  const { dynamics, local } = parts;
  const space = dynamics.system;
  const own = local
    ? reducedTo(local.space, space, [...standardObservables(local.space, local), ...parts.extra])
    : [...standardObservables(space, dynamics.HS ?? undefined), ...parts.extra];
  const between = dynamics.idle ? idleColumns([...new Set(dynamics.idle.generator.dissipators.map(({ bath }) => bath))]) : [];
  const columns = [
    ...ledgerColumns(bathsOf(dynamics.stream), dynamics.carried?.name ?? parts.carries ?? null, dynamics.carried !== undefined),
    ...between,
  ];
  const ledger = columns.filter(({ name }) => name !== "unit_ergotropy" || !parts.reducedUnits);
  return assemble(
    parts,
    dynamics,
    [...own, ...ledger],
    [
      populations(space),
      thermalProduction(dynamics.stream),
      ...(dynamics.stream.kind === "schedule" ? [bathHeat] : []),
      ...(parts.families ?? []),
    ],
  );
}

/** Put the master equation of a limit together; rates of energy, heat and work replace the ledger. */
export function limitModel(parts: ModelParts & { readonly HS: Operator; readonly limit: GeneratorLimit }): Model {
  const { limit, HS } = parts;
  const rates = limit.rates
    ? [
        expectation("dU", limit.rates.dU, "energy gained by the system per unit time", undefined, "energy/time"),
        expectation("Q", limit.rates.Q, "heat from the units per unit time", undefined, "energy/time"),
        expectation("W", limit.rates.W, "work of switching per unit time", undefined, "energy/time"),
        ...Object.entries(limit.rates.heat).map(([bath, Q]) =>
          expectation(`Q_${bath}`, Q, `heat from bath "${bath}" per unit time`, undefined, "energy/time"),
        ),
        ...(limit.rates.flux ? [productionRate(limit.rates.flux)] : []),
      ]
    : [];
  const observables = [...standardObservables(HS.space, HS), ...rates, ...parts.extra];
  return assemble(parts, limit.generator, observables, [populations(HS.space), ...(parts.families ?? [])]);
}

function productionRate(flux: Operator): Observable {
  const description = "entropy production per unit time, Σ = dS/dt + flux; the flux is −βQ for thermal units";
  return { kind: "ledger", name: "Sigma", description, unit: "1/time", column: "Sigma", cumulated: false, bath: null, flux };
}

function assemble(parts: ModelParts, dynamics: Model["dynamics"], observables: readonly Observable[], families: readonly Family[]): Model {
  const book = observableBook(observables, families);
  const defaults = parts.defaults ?? book.names.filter((name) => ["energy", "sx", "sy", "sz", "purity", "C_l1"].includes(name));
  return {
    name: parts.name,
    parameters: parts.parameters,
    dynamics,
    initial: parts.initial,
    start: parts.initial,
    observable: book.find,
    observableNames: [...book.names, ...families.map(({ pattern }) => pattern)],
    defaultObservables: defaults,
    warnings: parts.warnings,
    ...(parts.noStationaryState ? { noStationaryState: parts.noStationaryState } : {}),
    with: parts.with,
  };
}

/** Observables of a system where the dynamics carries a memory beside it: operators are lifted, the rest sees the reduced state. */
function reducedTo(local: Space, whole: Space, observables: readonly Observable[]): Observable[] {
  const labels = local.factors.map(({ label }) => label);
  return observables.map((observable): Observable => {
    if (observable.kind === "expectation") return onSpace(observable, (A) => lift(whole, A));
    if (observable.kind === "state")
      return { ...observable, value: (state: StateView) => observable.value(stateView(local, state.reduced(labels))) };
    return observable;
  });
}

/** The baths of a stream, each with its β where all of its units have the same. */
function bathsOf(stream: Stream): readonly LedgerBath[] {
  const found = new Map<string, number | null>();
  for (const { bath, beta } of streamElementsOf(stream)) {
    const known = found.get(bath);
    found.set(bath, known === undefined || known === beta ? beta : null);
  }
  return [...found].map(([name, beta]) => ({ name, beta }));
}

/** `Q_<bath>` and `Q_<bath>_total` of baths that a schedule has later than in its first collision; a run refuses those it never meets. */
const bathHeat: Family = {
  pattern: "Q_bath",
  description: 'heat from the bath of that name in the last collision, or since the start with "_total" behind it',
  find: (name) => {
    const match = /^Q_(.+?)(_total)?$/.exec(name);
    if (!match) return null;
    const cumulated = match[2] !== undefined;
    const when = cumulated ? "since the start" : "in the last collision";
    return {
      kind: "ledger",
      name,
      description: `heat from bath "${match[1]}", ${when}`,
      unit: "energy",
      column: "Q",
      cumulated,
      bath: match[1],
    };
  },
};

/** Largest system whose second-order maps are examined. */
const EXAMINED = 8;

/** What is wrong with the second-order maps of a stream: unstable, or not completely positive. */
export function expansionWarnings(model: Collisions): readonly string[] {
  const { system } = model;
  if (system.dimension > EXAMINED) return [];
  const collisions = streamElements(model, 1).elements.flatMap((element) => element.map(({ collision }) => collision));
  return collisions.flatMap((collision) => diagnoseMap(channelTerms(system, collision), system.dimension, "The second-order map").warnings);
}

/** The collisions that a stream is made of; the first of a schedule. */
function streamElementsOf(stream: Stream): readonly Collision[] {
  switch (stream.kind) {
    case "constant":
      return [stream.collision];
    case "cyclic":
      return stream.collisions;
    case "mixture":
      return stream.parts.map(({ collision }) => collision);
    case "joint":
      return stream.collisions;
    case "schedule":
      return [stream.collisionAt(1)];
    default:
      return stream satisfies never;
  }
}

/** `Sigma_thermal`: Σ = ΔS − βQ, which is `Sigma` where every unit has a temperature and an error elsewhere. */
function thermalProduction(stream: Stream): Family {
  return {
    pattern: "Sigma_thermal",
    description: "entropy production ΔS − βQ of the last collision; units must be thermal",
    find: (name) => {
      if (name !== "Sigma_thermal") return null;
      for (const collision of streamElementsOf(stream)) requireTemperature(collision);
      return {
        kind: "ledger",
        name,
        description: "entropy production ΔS − βQ in the last collision",
        unit: "1",
        column: "Sigma",
        cumulated: false,
        bath: null,
      };
    },
  };
}
