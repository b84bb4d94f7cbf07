/** Observables of one state of a master equation, bound to a layout. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { hamiltonianAt } from "../dynamics/lower.ts";
import { wrongValue } from "../errors.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { entropyRate } from "../observables/rates.ts";
import { plus } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { evaluateFunctional, type Layout } from "../sectors/layout.ts";
import type { Functional } from "../sectors/matrices.ts";
import { heatFlow, powerOperator } from "../thermodynamics/heat-flows.ts";

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
      return ledgerColumn(layout, generator, observable);
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

type Ledger = Extract<Observable, { kind: "ledger" }>;

/** Columns of the ledger as rates per unit time. */
function ledgerColumn(layout: Layout, generator: Generator | null, { column, bath, cumulated, name, flux }: Ledger): Reader {
  if (!generator || cumulated) throw wrongValue("observables", "be rates (not sums) for a master equation", name);
  const mean = (make: (t: number) => Operator): Reader => {
    const constant = isConstant(generator);
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

function isConstant({ hamiltonian, dissipators }: Generator): boolean {
  return !hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)) && !dissipators.some(({ rate }) => isTimeFunction(rate));
}
