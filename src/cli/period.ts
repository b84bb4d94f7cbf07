/** The time after which a drive repeats: a number, or an expression of the model's parameters. */
import { documentDoor } from "../ensembles/document-door.ts";
import type { Model } from "../models/model.ts";
import { tried } from "./expressions.ts";

export const PERIOD = "a number, or an expression such as 2*pi/omega";

/** What `--period`, or else a section of a document, says; undefined where neither does. */
export async function periodOf(model: Model, said: string | number | undefined): Promise<number | undefined> {
  if (said === undefined || Number.isFinite(Number(said || "none"))) return said === undefined ? undefined : Number(said);
  const { numberExpression } = await documentDoor();
  const text = String(said);
  return tried("--period", text, () => numberExpression(text).on(model));
}
