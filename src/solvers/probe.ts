/** Observables of one state of a master equation, bound to a layout. */
import { dependsOnTime } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { hamiltonianAt } from "../dynamics/lower.ts";
import { wrongValue } from "../errors.ts";
import { entropy } from "../observables/entropy.ts";
import type { IntegralAlong, Observable, StateView } from "../observables/observable.ts";
import { entropyRate } from "../observables/rates.ts";
import { plus } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { evaluateFunctional, type Layout } from "../sectors/layout.ts";
import type { Functional } from "../sectors/matrices.ts";
import { heatFlow, powerOperator } from "../thermodynamics/heat-flows.ts";
import { integrated } from "../thermodynamics/time-integral.ts";

/** Reads observables off a state at a time. */
export interface Probe {
  readonly names: readonly string[];
  /** One value per observable; `derivative` gives dx/dt when an observable asks for it. */
  read(t: number, x: Float64Array, derivative: () => Float64Array): (number | null)[];
}

type Reader = (t: number, x: Float64Array, view: () => StateView, derivative: () => Float64Array) => number | null;

/** Bind observables to a layout. With `stationary` those that have a form for stationary states use it. */
export function bindProbe(layout: Layout, generator: Generator | null, observables: readonly Observable[], stationary = false): Probe {
  const readers = observables.map((observable) => reader(layout, generator, observable, stationary));
  return {
    names: observables.map(({ name }) => name),
    read(t, x, derivative) {
      let made: StateView | null = null;
      const view = () => (made ??= layout.view(x.slice()));
      return readers.map((read) => {
        const value = read(t, x, view, derivative);
        return value === null || Number.isNaN(value) ? null : value;
      });
    },
  };
}

function reader(layout: Layout, generator: Generator | null, observable: Observable, stationary: boolean): Reader {
  switch (observable.kind) {
    case "expectation":
      return expectations(layout, stationary && observable.stationary ? observable.stationary : observable);
    case "state":
      return (_t, _x, view) => observable.value(view());
    case "ledger":
      return ledgerColumn(layout, generator, observable, stationary);
    default:
      return observable satisfies never;
  }
}

function expectations(
  layout: Layout,
  { operators, value }: { operators: readonly Operator[]; value: (e: Float64Array) => number | null },
): Reader {
  const functionals: Functional[] = operators.flatMap((A) => {
    const { re, im } = layout.expectation(A);
    return [re, im];
  });
  return (_t, x) => value(Float64Array.from(functionals, (f) => evaluateFunctional(f, x)));
}

/** The coordinates that these observables read, with those of some functionals; null where one of them reads the whole state, or most of it. */
export function coordinatesRead(layout: Layout, observables: readonly Observable[], more: readonly Functional[]): Int32Array | null {
  const read = new Set<number>();
  const take = ({ columns }: Functional): void => {
    for (const column of columns) read.add(column);
  };
  more.forEach(take);
  for (const observable of observables) {
    if (observable.kind !== "expectation") return null;
    for (const A of observable.operators) {
      const { re, im } = layout.expectation(A);
      take(re);
      take(im);
    }
  }
  return read.size > layout.n / 4 ? null : Int32Array.from(read).sort();
}

type Ledger = Extract<Observable, { kind: "ledger" }>;

/** Columns of the ledger as rates per unit time. */
function ledgerColumn(layout: Layout, generator: Generator | null, ledger: Ledger, stationary: boolean): Reader {
  const { column, bath, cumulated, name, flux } = ledger;
  if (generator && cumulated && !stationary) return sumColumn(layout, generator, ledger);
  if (!generator || cumulated) throw wrongValue("observables", "be rates (not sums) for a master equation", name);
  const mean = (make: (t: number) => Operator): Reader => {
    const constant = !dependsOnTime(generator);
    let known: Functional | null = null;
    return (t, x) => {
      const functional = known ?? layout.expectation(make(t)).re;
      if (constant) known = functional;
      return evaluateFunctional(functional, x);
    };
  };
  switch (column) {
    case "energy":
      return mean((t) => hamiltonianAt(generator, t));
    case "Q":
      return mean((t) => heatFlow(generator, bath, undefined, t));
    case "W":
      return mean((t) => powerOperator(generator, t));
    case "dU":
      return mean((t) => plus(heatFlow(generator, null, undefined, t), powerOperator(generator, t)));
    case "dS":
      return (_t, _x, view, derivative) => entropyRate(view(), layout.view(derivative().slice()));
    case "Sigma": {
      if (flux) {
        const flow = mean(() => flux);
        return (t, x, view, derivative) =>
          entropyRate(view(), layout.view(derivative().slice())) + (flow(t, x, view, derivative) as number);
      }
      const betas = Object.entries(generator.baths).map(([b, { beta }]) => ({
        beta,
        heat: mean((t) => heatFlow(generator, b, hamiltonianAt(generator, t), t)),
      }));
      return (t, x, view, derivative) => {
        let sigma = entropyRate(view(), layout.view(derivative().slice()));
        for (const { beta, heat } of betas) {
          const Q = heat(t, x, view, derivative) as number;
          if (beta === null) return null;
          sigma -= beta * Q;
        }
        return sigma;
      };
    }
    default:
      throw wrongValue("observables", "be columns that a master equation has (Q, W, dU, dS, Sigma)", column);
  }
}

/** Levels up to which heat along an equation that depends on time is integrated: on operators, from record to record. */
const MOST_DRIVEN = 64;

/**
 * Columns of the ledger as integrals since the start: heat from record to record, energy and entropy as differences, W = ΔU − Q,
 * Σ = ΔS − Σ_b β_b Q_b. Records must come in their order.
 */
function sumColumn(layout: Layout, generator: Generator, { column, bath, name, along }: Ledger): Reader {
  const constant = !dependsOnTime(generator);
  const summed = column === "Q" || column === "W" || column === "Sigma";
  if (!constant && summed && (!along || generator.system.dimension > MOST_DRIVEN)) {
    const remedy = `Integrate \`${name.replace("_total", "")}\` over time.`;
    throw wrongValue("observables", `be rates for an equation that depends on time and has more than ${MOST_DRIVEN} levels`, name, remedy);
  }
  const since = (read: Reader): Reader => {
    let first: number | null = null;
    return (t, x, view, derivative) => {
      const now = read(t, x, view, derivative) as number;
      first ??= now;
      return now - first;
    };
  };
  switch (column) {
    case "Q":
      return heatSince(layout, generator, bath, along);
    case "W": {
      if (constant) return () => 0;
      const [gained, heat] = [since(energyOf(layout, generator)), heatSince(layout, generator, null, along)];
      return (t, x, view, derivative) => (gained(t, x, view, derivative) as number) - (heat(t, x, view, derivative) as number);
    }
    case "dU":
      return since(energyOf(layout, generator));
    case "dS":
      return since((_t, _x, view) => entropy(view()));
    case "Sigma": {
      const gained = since((_t, _x, view) => entropy(view()));
      const heats = Object.entries(generator.baths).map(([b, { beta }]) => ({
        beta,
        heat: heatSince(layout, generator, b, along),
      }));
      return (t, x, view, derivative) =>
        heats.reduce<number | null>(
          (sum, { beta, heat }) => {
            const Q = heat(t, x, view, derivative) as number;
            return sum === null || beta === null ? null : sum - beta * Q;
          },
          gained(t, x, view, derivative) as number,
        );
    }
    default:
      throw wrongValue("observables", "be columns that add up (Q, W, dU, dS, Sigma)", name);
  }
}

/** The energy at each time. */
function energyOf(layout: Layout, generator: Generator): Reader {
  if (dependsOnTime(generator)) return (t, x) => evaluateFunctional(layout.expectation(hamiltonianAt(generator, t)).re, x);
  const energy = layout.expectation(hamiltonianAt(generator)).re;
  return (_t, x) => evaluateFunctional(energy, x);
}

/** Heat from a bath, or from all, since the first record. */
function heatSince(layout: Layout, generator: Generator, bath: string | null, along: IntegralAlong | undefined): Reader {
  if (!along || !dependsOnTime(generator)) return timeIntegral(layout, generator, heatFlow(generator, bath));
  if (bath === null) {
    const heats = Object.keys(generator.baths).map((name) => heatSince(layout, generator, name, along));
    return (...at) => heats.reduce((sum, heat) => sum + (heat(...at) as number), 0);
  }
  let last: { readonly t: number; readonly x: Float64Array } | null = null;
  let total = 0;
  return (t, x) => {
    if (last && t > last.t) total += evaluateFunctional(layout.expectation(heatBetween(generator, bath, last.t, t, along)).re, last.x);
    last = { t, x: x.slice() };
    return total;
  };
}

const between = new WeakMap<Generator, { from: number; to: number; readonly heats: Map<string, Operator> }>();

/** The operator of the heat from one record to the next, which several columns of a record share. */
function heatBetween(generator: Generator, bath: string, from: number, to: number, along: IntegralAlong): Operator {
  let known = between.get(generator);
  if (known?.from !== from || known.to !== to) between.set(generator, (known = { from, to, heats: new Map() }));
  let heat = known.heats.get(bath);
  if (!heat) known.heats.set(bath, (heat = along(generator, (t) => heatFlow(generator, bath, undefined, t), from, to)));
  return heat;
}

/** Distances of records that count as equal, relatively: those of an even grid differ by rounding. */
const EQUAL = 1e-12;

/** The integral of ⟨X⟩ since the first record. */
function timeIntegral(layout: Layout, generator: Generator, X: Operator): Reader {
  const known: { readonly length: number; readonly functional: Functional }[] = [];
  let last: { readonly t: number; readonly x: Float64Array } | null = null;
  let total = 0;
  const over = (length: number): Functional => {
    const found = known.find((one) => Math.abs(one.length - length) <= EQUAL * length);
    if (found) return found.functional;
    const functional = layout.expectation(integrated(generator, X, length)).re;
    known.push({ length, functional });
    return functional;
  };
  return (t, x) => {
    if (last && t > last.t) total += evaluateFunctional(over(t - last.t), last.x);
    last = { t, x: x.slice() };
    return total;
  };
}
