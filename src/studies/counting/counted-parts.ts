/** The processes that counts are evaluated in: most together, work and entropy production with the system's share at both ends. */
import type { StopSignal } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Field } from "./counts.ts";
import { type FiniteSeries, finiteSeries, type Visit } from "./finite-cumulants.ts";
import { factorial, jetShape, type ScalarJet } from "./jet-algebra.ts";
import { JetCarrier } from "./jet-steps.ts";
import { type Ends, processOf } from "./process-of-model.ts";
import { energyEnds, informationEnd, informationStart, plainEnds, startIsCoherent, systemEnergy } from "./starts-and-ends.ts";
import type { Scheme } from "./tilted-collision.ts";
import type { TiltedProcess, Weighted } from "./tilted-process.ts";

/** Some fields that are counted together. */
export interface CountedPart {
  readonly fields: readonly Field[];
  /** The fields whose numbers are taken from this part. */
  readonly own: readonly string[];
  readonly process: TiltedProcess;
  readonly carrier: JetCarrier;
  /** What is read at the end in a state, where it depends on it. */
  readonly endOf: ((state: Float64Array) => readonly Weighted<Float64Array>[]) | null;
}

/** Work is counted from a start without its coherence between energies. */
export interface CountedParts {
  readonly parts: readonly CountedPart[];
  readonly startDephased: boolean;
}

/** Group fields into parts and build their processes. */
export function countedParts(
  model: Model,
  rho: Operator,
  fields: readonly Field[],
  scheme: Scheme,
  orders: number,
  steps: number,
): CountedParts {
  const plain = fields.filter(({ kind }) => kind !== "work" && kind !== "entropy");
  const work = fields.find(({ kind }) => kind === "work");
  const entropy = fields.find(({ kind }) => kind === "entropy");
  const H = work ? systemEnergy(model) : null;
  const startDephased = H !== null && scheme === "tpm" && startIsCoherent(H, rho);
  const parts: CountedPart[] = [];
  const part = (list: readonly Field[], own: readonly Field[], ends: Ends, informed: number | null): void => {
    const process = processOf(model, list, scheme, ends, steps);
    const endOf = informed === null ? null : (state: Float64Array) => informationEnd(model, process.sector, state, list.length, informed);
    parts.push({
      fields: list,
      own: own.map(({ name }) => name),
      process,
      carrier: new JetCarrier(process, jetShape(list.length, orders)),
      endOf,
    });
  };
  const together = work && !startDephased;
  if (plain.length > 0 && !together) part(plain, plain, plainEnds(rho, plain.length), null);
  if (work && H) {
    const list = [...plain, work];
    part(list, together ? list : [work], energyEnds(H, rho, list.length, plain.length, scheme), null);
  }
  if (entropy) {
    const list = [...plain, entropy];
    part(list, [entropy], { start: informationStart(rho, list.length, plain.length), end: [], wholeStates: true }, plain.length);
  }
  return { parts, startDephased };
}

/** The series of a part at the records. */
export function seriesOf(
  { carrier, endOf }: CountedPart,
  records: readonly number[],
  visit: Visit | undefined,
  signal: StopSignal | undefined,
): FiniteSeries {
  return finiteSeries(carrier, records, { ...(visit ? { visit } : {}), ...(endOf ? { endOf } : {}), signal });
}

/** Cumulants of one field from a series, orders 1, 2, …, as [re, im]. */
export function cumulantsOf({ carrier: { shape } }: CountedPart, series: ScalarJet, field: number): readonly (readonly [number, number])[] {
  return Array.from({ length: shape.orders }, (_, k) => {
    const at = shape.power(field, k + 1);
    return [factorial(k + 1) * series.re[at] || 0, factorial(k + 1) * series.im[at] || 0] as const;
  });
}

/** The covariance of two counts: by a part that owns one of them and holds both; null where none does. */
export function covarianceFrom(
  parts: readonly CountedPart[],
  a: string,
  b: string,
): { readonly part: number; readonly place: number } | null {
  for (let k = parts.length - 1; k >= 0; k--) {
    const { fields, own, carrier } = parts[k];
    const [i, j] = [fields.findIndex(({ name }) => name === a), fields.findIndex(({ name }) => name === b)];
    if (i < 0 || j < 0 || (!own.includes(a) && !own.includes(b)) || carrier.shape.orders < 2) continue;
    return { part: k, place: carrier.shape.pair(i, j) };
  }
  return null;
}
