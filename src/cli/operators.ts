/** The operators of `--of` for correlations and spectra. */
import { streamElements } from "../dynamics/channel.ts";
import { unitOf } from "../dynamics/instrument.ts";
import type { Model } from "../models/model.ts";
import { operatorOf, operatorOn } from "../models/operator-names.ts";
import { dag } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { UsageError } from "./failure.ts";

/** Find the operators by name, of the system or of the units that leave a stream; one alone stands for its adjoint and itself. */
export function operatorsOf(model: Model, names: readonly string[], units: boolean, most: number): readonly Operator[] {
  if (names.length === 0 || names.length > most) {
    const forms = most === 3 ? "A,B or A,B,C" : "A,B";
    throw new UsageError(`Option --of takes operators as ${forms} (or one X for dag(X),X), but names ${names.length}.`);
  }
  const find = units ? onUnits(model) : (name: string) => operatorOf(model, name, "of");
  const found = names.map(find);
  return found.length === 1 ? [dag(found[0]), found[0]] : found;
}

function onUnits(model: Model): (name: string) => Operator {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") {
    throw new UsageError(`Option --units needs a collision model, and ${model.name} is a master equation. Leave it out.`);
  }
  const unit = unitOf(streamElements(dynamics, 1).elements);
  return (name) => operatorOn(unit, name, "of");
}
