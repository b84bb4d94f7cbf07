/** The processes that counts are evaluated in: most together, work and entropy production with the system's share at both ends. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import { hamiltonianAt } from "../../dynamics/lower.ts";
import type { StopSignal } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import type { Field } from "./counts.ts";
import { type EndOf, type FiniteSeries, finiteSeries, type Visit } from "./finite-cumulants.ts";
import { factorial, jetShape, type ScalarJet } from "./jet-algebra.ts";
import { JetCarrier } from "./jet-steps.ts";
import { type Ends, processOf, type Stretch } from "./process-of-model.ts";
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
  readonly endOf: EndOf | null;
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
  stretch: Stretch,
): CountedParts {
  const plain = fields.filter(({ kind }) => kind !== "work" && kind !== "entropy");
  const work = fields.find(({ kind }) => kind === "work");
  const entropy = fields.find(({ kind }) => kind === "entropy");
  const H = work ? systemEnergy(model) : null;
  const startDephased = H !== null && scheme === "tpm" && startIsCoherent(H, rho);
  const parts: CountedPart[] = [];
  const part = (list: readonly Field[], own: readonly Field[], ends: Ends, end: OpenEnd | null): void => {
    const process = processOf(model, list, scheme, ends, stretch);
    const endOf = end && ((state: Float64Array, at: number) => end(process, state, at));
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
    const ends = energyEnds(H, rho, list.length, plain.length, scheme);
    const moving = movingEnergy(model, list.length, plain.length, scheme);
    part(list, together ? list : [work], moving ? { ...ends, wholeStates: true } : ends, moving);
  }
  if (entropy) {
    const list = [...plain, entropy];
    const ends = { start: informationStart(rho, list.length, plain.length), end: [], wholeStates: true };
    part(list, [entropy], ends, (process, state) => informationEnd(model, process.sector, state, list.length, plain.length));
  }
  return { parts, startDephased };
}

type OpenEnd = (process: TiltedProcess, state: Float64Array, at: number) => readonly Weighted<Float64Array>[];

/** e^{sH(t)} at the end, where H depends on time. */
function movingEnergy({ dynamics }: Model, fields: number, field: number, scheme: Scheme): OpenEnd | null {
  if (dynamics.kind !== "generator" || !dynamics.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient))) return null;
  return (process, _, at) => {
    const H = hamiltonianAt(dynamics, at);
    const read = (A: Operator) => denseFunctional(expectationFunctionals(process.sector, A).re, process.sector.count);
    return energyEnds(H, H, fields, field, scheme).end.map(({ value, part }) => {
      const whole = read(part);
      return { value, part: Float64Array.from(process.coordinates, (q) => whole[q]) };
    });
  };
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
