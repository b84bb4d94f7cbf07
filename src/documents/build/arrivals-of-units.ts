/** Units of a document that arrive at random, with what happens all the time beside them. */
import { arrivalJumps, ratesBeside } from "../../dynamics/arrivals.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { addRates, type GeneratorLimit, type RatesOfUnit } from "../../dynamics/generator-limit.ts";
import { generator } from "../../dynamics/lindblad.ts";
import { hermitianPart, scale, zero } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { ledgerFunctionals } from "../../thermodynamics/ledger.ts";
import type { CollisionsDocument } from "../canonical.ts";
import { fromCore } from "./core-refusals.ts";
import { dissipationAt } from "./dissipation.ts";
import { realAt } from "./numbers.ts";
import { energyOf, hermitianAt } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { systemFactors, systemSection } from "./sections-of-document.ts";
import { sharesOf } from "./stream-of-units.ts";
import { bathOf, collisionOf, mannerOf, stateOfUnit, unitsOf } from "./unit.ts";

/** What acts between collisions, or all the time beside arrivals: H_S alone where nothing is said, and nothing in an interaction picture. */
export function betweenOf(reading: Reading): Generator {
  return reading.once("between", () => {
    const { between = {} } = reading.data as CollisionsDocument;
    const system = systemFactors(reading).space;
    const section = systemSection(reading);
    const H = betweenHamiltonian(reading, between.H);
    const { jumps, collective } = dissipationAt(reading, "/between", between, section, false);
    return fromCore(between.collective ? "/between/collective" : "/between", () => generator({ system, H, jumps, collective }));
  });
}

function betweenHamiltonian(reading: Reading, form: string | number | undefined): Operator {
  if (form !== undefined) return hermitianAt(reading, "/between/H", form, systemSection(reading));
  return mannerOf(reading).picture === "interaction" ? zero(systemFactors(reading).space) : energyOf(reading);
}

/** The master equation of arrivals at a rate: its jumps are made when they are asked for. */
export function arrivalsOf(reading: Reading): Generator {
  return reading.once("arrivals", () => {
    const rate = rateOfArrivals(reading);
    const system = systemFactors(reading).space;
    const base = betweenOf(reading);
    const shares = sharesOf(reading);
    const collisions = unitsOf(reading).map((_, k) => collisionOf(reading, k, null));
    let dissipators: readonly Dissipator[] | undefined;
    const own = Object.fromEntries(
      collisions.map((_, k) => {
        const { beta } = stateOfUnit(reading, k, null);
        return [bathOf(reading, k), { beta: beta !== null && Number.isFinite(beta) ? beta : null }];
      }),
    );
    const made: Generator = {
      kind: "generator",
      system,
      hamiltonian: base.hamiltonian,
      get dissipators() {
        dissipators ??= [...base.dissipators, ...collisions.flatMap((collision, k) => arrivalJumps(system, collision, rate * shares[k]))];
        return dissipators;
      },
      arrivals: collisions.map((collision, k) => ({ collision, rate: rate * shares[k] })),
      beside: base.dissipators,
      energy: energyOf(reading),
      baths: { ...base.baths, ...own },
    };
    return made;
  });
}

function rateOfArrivals(reading: Reading): number {
  const { arrivals = 0 } = reading.data as CollisionsDocument;
  return realAt(reading, "/arrivals", arrivals, systemSection(reading), { atLeast: 0 });
}

/** Energies per unit time of all units and of what acts beside them; entropy production where all baths have a temperature. */
export function ratesOf(reading: Reading): GeneratorLimit["rates"] {
  const [rate, shares] = [rateOfArrivals(reading), sharesOf(reading)];
  const units = unitsOf(reading).map((_, k) => ratesOfArrivals(reading, k, rate * shares[k]));
  return addRates([...units, ...ratesBeside(betweenOf(reading), energyOf(reading))]);
}

/** What units that arrive at this rate give per unit time: the ledger of one collision, times the rate. */
function ratesOfArrivals(reading: Reading, k: number, rate: number): RatesOfUnit {
  const collision = collisionOf(reading, k, null);
  const system = systemFactors(reading).space;
  const HS = energyOf(reading);
  const books = ledgerFunctionals({ kind: "collisions", system, HS, stream: { kind: "constant", collision }, tau: null }, collision);
  // products of three operators are Hermitian up to rounding
  const perTime = (A: Operator) => scale(hermitianPart(A), rate);
  const [dU, Q, W] = [books.dU, books.Q, books.W].map((A) => perTime(A as Operator));
  return { bath: bathOf(reading, k), dU, Q, W, flux: books.flux && perTime(books.flux) };
}
