import type { Generator } from "../../src/dynamics/generator.ts";
import { equationModel } from "../../src/models/equation.ts";
import type { Model } from "../../src/models/model.ts";
import type { Observable } from "../../src/observables/observable.ts";
import type { Operator } from "../../src/operators/operator.ts";

/** A model around a bare generator, for tests. */
export function modelOf(generator: Generator, initial: Operator, observables: readonly Observable[] = [], H?: Operator): Model {
  const model: Model = equationModel({
    name: "test",
    parameters: {},
    generator,
    initial,
    observables,
    defaults: observables.length > 0 ? observables.map(({ name }) => name) : ["purity"],
    ...(H ? { H } : {}),
    rebuild: () => model,
  });
  return model;
}
