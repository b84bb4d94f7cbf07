/** The operators of `--of` for correlations and spectra. */
import { streamElements } from "../dynamics/channel.ts";
import { unitOf } from "../dynamics/instrument.ts";
import { documentDoor } from "../ensembles/document-door.ts";
import type { Model } from "../models/model.ts";
import { type OperatorReader, operatorOf, operatorOn } from "../models/operator-names.ts";
import { dag } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { tried } from "./expressions.ts";
import { UsageError } from "./failure.ts";

/**
 * Find the operators, of the system or of the units that leave a stream: by name, or as expressions of the language of documents. One alone
 * stands for its adjoint and itself.
 */
export async function operatorsOf(model: Model, names: readonly string[], units: boolean, most: number): Promise<readonly Operator[]> {
  if (names.length === 0 || names.length > most) {
    const forms = most === 3 ? "A,B or A,B,C" : "A,B";
    throw new UsageError(`Option --of takes operators as ${forms} (or one X for dag(X),X), but names ${names.length}.`);
  }
  const read = names.every(isName) ? undefined : await readerOf(model);
  const find = units ? onUnits(model, read) : (name: string) => operatorOf(model, name, "of", read);
  const found = names.map(find);
  return found.length === 1 ? [dag(found[0]), found[0]] : found;
}

/** A name, of a factor perhaps, or its adjoint: what the library finds without the language of documents. */
function isName(text: string): boolean {
  const inner = /^dag\((.*)\)$/s.exec(text.trim())?.[1] ?? text;
  return /^\s*\w+(?:\(\w+\))?\s*$/.test(inner);
}

/** Reads what is no name as an expression. */
async function readerOf(model: Model): Promise<OperatorReader> {
  const { operatorExpression } = await documentDoor();
  return (space, text) => tried("--of", text, () => operatorExpression(text).on(model, space));
}

function onUnits(model: Model, read: OperatorReader | undefined): (name: string) => Operator {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") {
    throw new UsageError(`Option --units needs a collision model, and ${model.name} is a master equation. Leave it out.`);
  }
  const unit = unitOf(streamElements(dynamics, 1).elements);
  return (name) => operatorOn(unit, name, "of", read);
}
