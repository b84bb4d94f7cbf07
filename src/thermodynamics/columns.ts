/** The ledger's columns as observables: of the last collision, summed since the start, and by bath. */
import type { Observable } from "../observables/observable.ts";

type Column = Extract<Observable, { kind: "ledger" }>["column"];

const descriptions: Readonly<Record<Column, string>> = {
  dU: "energy gained by the system",
  Q: "heat from the units, −ΔE of theirs",
  W: "work of switching the interaction on and off",
  Sigma: "entropy production Σ = I + D, which is ΔS − βQ for thermal units",
  dS: "entropy change of the system, in nats",
  mutual_information: "mutual information between the system and the unit that leaves, in nats",
  relative_entropy: "relative entropy D(η′‖η) of the unit that leaves to a fresh one, in nats",
  unit_ergotropy: "ergotropy of the unit that leaves",
};

/**
 * Observables `dU Q W Sigma dS mutual_information relative_entropy unit_ergotropy` of the last collision, `dU_total …` since the start, and
 * `Q_<bath>` where there are several baths.
 */
export function ledgerColumns(baths: readonly string[] = []): Observable[] {
  const columns = Object.keys(descriptions) as Column[];
  const last = columns.map((column): Observable => make(column, column, `${descriptions[column]}, in the last collision`, false, null));
  const summed = (["dU", "Q", "W", "Sigma", "dS"] as const).map(
    (column): Observable => make(`${column}_total`, column, `${descriptions[column]}, since the start`, true, null),
  );
  const byBath =
    baths.length < 2
      ? []
      : baths.map((bath): Observable => make(`Q_${bath}`, "Q", `heat from bath "${bath}", in the last collision`, false, bath));
  return [...last, ...summed, ...byBath];
}

function make(name: string, column: Column, description: string, cumulated: boolean, bath: string | null): Observable {
  return { kind: "ledger", name, description, column, cumulated, bath };
}
