/**
 * What a golden request is, and the parts that requests share.
 *
 * Requests come in through `src/index.ts` and `src/node.ts` alone, so that files behind it may move. Their own numbers are made by + − × ÷ and square roots:
 * x ** y has other last bits on Node 24 than on Node 22.
 */
import {
  type Generator,
  type Model,
  type Observable,
  type Operator,
  observableBook,
  type Solution,
  type SteadyResult,
  standardObservables,
} from "../../src/index.ts";

/** Runs the command line, for requests about files. */
export interface Tools {
  /** Run `ancilla` with these words; the word `@` stands for an empty folder. Returns standard output and the files of that folder. */
  command(words: readonly string[]): Promise<Readonly<Record<string, string | Buffer>>>;
  /** The worker script of the bundle, for requests on threads; undefined where there is no other than the package's own. */
  worker?(): Promise<{ readonly href: string }>;
}

export interface GoldenRequest {
  /** `topic/what`, unique. */
  readonly name: string;
  /** One of the few that are compared between versions of Node. */
  readonly portable: boolean;
  readonly make: (tools: Tools) => unknown;
}

/** A request. */
export function request(name: string, make: GoldenRequest["make"]): GoldenRequest {
  return { name, portable: false, make };
}

/** A request that is compared between versions of Node, too. */
export function portable(name: string, make: GoldenRequest["make"]): GoldenRequest {
  return { name, portable: true, make };
}

/** The numbers of a run. */
export function numbersOf({ axis, observables, diagnostics, final }: Solution): unknown {
  return { axis, observables, diagnostics: trust(diagnostics), final };
}

/** The numbers of a stationary solve, with its basis and conserved quantities. */
export function numbersOfSteady(found: SteadyResult): unknown {
  const { observables, dimension, unique, scope, gap, peripheral, residual, condition, basis, conserved, state, diagnostics } = found;
  return {
    observables,
    dimension,
    unique,
    scope,
    gap,
    peripheral,
    residual,
    condition,
    basis,
    conserved,
    state,
    diagnostics: trust(diagnostics),
  };
}

/** The numbers among the diagnostics that version 0.1.0 has; later ones may have more. */
export function trust(diagnostics: Solution["diagnostics"]): unknown {
  const { traceDefect, positivityDefect, cutPopulation, firstLawResidual, secondLawViolation } = diagnostics;
  return { traceDefect, positivityDefect, cutPopulation, firstLawResidual, secondLawViolation };
}

/** A model around a bare generator. */
export function equation(dynamics: Generator, initial: Operator, observables: readonly Observable[] = [], H?: Operator): Model {
  const book = observableBook([...observables, ...standardObservables(dynamics.system, H)]);
  const model: Model = {
    name: "own equation",
    parameters: {},
    dynamics,
    initial,
    observable: (name) => book.find(name),
    observableNames: book.names,
    defaultObservables: ["purity", ...observables.map(({ name }) => name)],
    warnings: [],
    with: () => model,
  };
  return model;
}
