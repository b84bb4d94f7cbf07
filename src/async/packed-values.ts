/**
 * Options and results on their way between threads: what a clone would strip of its kind (operators, states, plans) travels as marked
 * data and arrives as what it was, to the last bit. Functions do not travel.
 */
import { wrongKind } from "../errors.ts";
import type { StateView } from "../observables/observable.ts";
import { type Elements, type StateData, stateView } from "../observables/view.ts";
import { Operator } from "../operators/operator.ts";
import { type Plan, printable } from "../plan/plan.ts";
import { PlanText } from "../plan/plan-text.ts";
import { type Factor, Space } from "../spaces/space.ts";

/** What marks data that stands for something else. */
const KIND = "ancilla.kind";

/** The packed form of a value. Throws a TypeError with the path of a function. */
export function packed(value: unknown, path = "options"): unknown {
  if (typeof value === "function") {
    const remedy = "Leave `executor` out: then it stays on this thread.";
    throw wrongKind(path, "be data, to travel to a thread", value, remedy);
  }
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((entry, k) => packed(entry, `${path}[${k}]`));
  if (value instanceof Space) return { [KIND]: "space", factors: value.factors };
  if (value instanceof Operator) {
    const { space, rowStart, columns, values } = value;
    return { [KIND]: "operator", factors: space.factors, rowStart, columns, values };
  }
  if (value instanceof PlanText) return { [KIND]: "text", text: value.text };
  if (isView(value)) {
    const { space, rows, columns, re, im, multiplicities } = value as StateView & StateData;
    return { [KIND]: "state", factors: space.factors, rows, columns, re, im, multiplicities };
  }
  const kind = Object.hasOwn(value, "stages") && Object.hasOwn(value, "estimate") ? { [KIND]: "plan" } : {};
  const fields = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return { ...kind, ...Object.fromEntries(fields.map(([name, entry]) => [name, packed(entry, `${path}.${name}`)])) };
}

function isView(value: object): boolean {
  return typeof (value as Partial<StateView>).blocks === "function" && "rows" in value;
}

interface Marked {
  readonly [KIND]?: string;
  readonly factors: readonly Factor[];
  readonly [name: string]: unknown;
}

/** What was packed. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(unpacked);
  const { [KIND]: kind, ...fields } = value as Marked;
  switch (kind) {
    case "space":
      return new Space(fields.factors);
    case "operator":
      return new Operator(
        new Space(fields.factors),
        fields.rowStart as Int32Array,
        fields.columns as Int32Array,
        fields.values as Float64Array,
      );
    case "text":
      return new PlanText(fields.text as string);
    case "state":
      return stateView(new Space(fields.factors), fields as unknown as Elements, fields.multiplicities as Float64Array | undefined);
    default: {
      const plain = Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, unpacked(entry)]));
      return kind === "plan" ? printable(plain as unknown as Plan) : plain;
    }
  }
}
