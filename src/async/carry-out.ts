/**
 * Where an asynchronous study is carried out:
 *
 *   data, and an executor with threads ──▶ one of its threads
 *   else, if no single call is long    ──▶ this thread, in slices
 *   else, data, in Node                ──▶ a thread of its own
 *   else                               ──▶ refused, with the remedy
 */
import { anExecutor } from "../ensembles/ensemble-options.ts";
import type { Executor } from "../ensembles/executor.ts";
import type { StudyNote } from "../ensembles/messages.ts";
import { inSlices, SLICE } from "../ensembles/slices.ts";
import { nodeHalf } from "../ensembles/threads.ts";
import { AbortError, didYouMean, type StopSignal, stopIfAborted, wrongValue } from "../errors.ts";
import type { Asking } from "../models/asked-model.ts";
import { sortObservables } from "../models/asked-observables.ts";
import type { Model } from "../models/model.ts";
import { aName, aNumber, checkOptions, type OptionChecks } from "../options.ts";
import { packed, unpacked } from "./packed-values.ts";
import { heardBy, type PlannedStudy, type ResultOf, type Studies, studies } from "./studies.ts";
import { type TravellingModel, travellingModel } from "./travelling-model.ts";

/** Who carries out an asynchronous study. */
export interface AsyncOptions {
  /** Threads that are there already, `nodeThreads()` or `browserWorkers()`; the caller closes them. Without, this thread in slices. */
  readonly executor?: Executor;
  /** URL of a module that exports the model's definition, for models that are neither in the catalogue nor a document's. */
  readonly module?: string;
  /** Milliseconds that this thread is used for at a time; 8 unless given. */
  readonly slice?: number;
}

/** Checks milliseconds of a slice. */
export const aSlice = aNumber({ above: 0, atMost: 1000 });

const asyncChecks: OptionChecks<AsyncOptions> = { executor: anExecutor, module: aName, slice: aSlice };

/** What the caller hears on the way. */
export interface Told {
  readonly signal: StopSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
  readonly onRecord?: ((at: number, values: readonly (number | null)[]) => void) | undefined;
}

/** Separate who carries a study out from what it is. Throws in the error grammar. */
export function whoAndWhat<O extends AsyncOptions>(options: O): { readonly who: AsyncOptions; readonly what: Omit<O, keyof AsyncOptions> } {
  const { executor, module, slice, ...what } = typeof options === "object" && options !== null ? options : ({} as O);
  const given = { executor, module, slice };
  for (const name of Object.keys(what)) {
    const near = didYouMean(name, Object.keys(given));
    // No study has an option of so similar a name.
    if (near.startsWith("Did")) throw wrongValue("options", "have only known names", name, near, `has \`${name}\``);
  }
  const who = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as AsyncOptions;
  return { who: checkOptions<AsyncOptions>("options", who, asyncChecks), what };
}

/** What a study is asked; "steady" in place of a start is a word that travels as it is. */
type Question = Omit<Asking, "initial"> & { readonly initial?: Asking["initial"] | "steady" };

/** The part of a question that goes with the model: its start, where that is a state, and its observables. */
function askingOf({ initial, ...rest }: Question): Asking {
  return initial === undefined || initial === "steady" ? rest : { ...rest, initial };
}

/** Carry out a study of a model. `plain` are its options without functions and signals, start and observables among them. */
export async function carryOut<N extends keyof Studies>(
  name: N,
  model: Model,
  plain: Parameters<Studies[N]>[1] & Question,
  { executor, module, slice = SLICE }: AsyncOptions,
  told: Told,
): Promise<ResultOf<N>> {
  const { signal } = told;
  stopIfAborted(signal);
  const travels = () => travellingModel(model, askingOf(plain), module);
  if (executor?.study) {
    const travelling = await travels();
    if (travelling) return (await onThread(executor, name, travelling, plain, told)) as never;
  }
  const prepare = studies[name] as (model: Model, options: object) => PlannedStudy<unknown>;
  const study = prepare(model, { ...plain, ...heardBy(name, told) });
  const longest = 1000 * study.longest();
  if (longest > slice) {
    const travelling = await travels();
    const half = travelling && (await nodeHalf());
    if (!half) throw tooLong(name, model, longest, slice, travelling !== null);
    const own = half.nodeThreads({ threads: 1 });
    try {
      return (await onThread(own, name, travelling, plain, told)) as never;
    } finally {
      await own.close();
    }
  }
  return (await inSlices(study.work, { slice, signal })) as never;
}

function tooLong(name: string, model: Model, longest: number, slice: number, travels: boolean): Error {
  const but = `one call of \`${name}\` for ${model.name} is estimated to take ${Math.ceil(longest)} ms, and slices have ${slice} ms`;
  const remedy = travels
    ? "Pass executor: browserWorkers()."
    : `Write the model as a document or pass \`module\`, with an executor; or call \`${name}\`, which blocks, or allow a longer \`slice\`.`;
  return wrongValue("executor", "be given for a study that cannot be sliced", null, remedy, but);
}

async function onThread(executor: Executor, study: string, model: TravellingModel, plain: Question, told: Told): Promise<unknown> {
  const { initial, observables, ...others } = plain;
  const rest = initial === "steady" ? { ...others, initial } : others;
  const names = observables === undefined ? {} : { observables: sortObservables(observables).names };
  const request = { ...model, study, options: packed({ ...rest, ...names }) };
  const note = ({ progress, records = [] }: StudyNote): void => {
    for (const [at, values] of records as readonly (readonly [number, readonly (number | null)[]])[]) told.onRecord?.(at, values);
    if (progress !== undefined) told.onProgress?.(progress);
  };
  try {
    return unpacked(await (executor.study as NonNullable<Executor["study"]>)(request, { signal: told.signal, note }));
  } catch (error) {
    // What the thread was told of it has no reason: this thread has.
    if (error instanceof AbortError && told.signal?.aborted) throw new AbortError(told.signal.reason, placeOf(error));
    throw error;
  }
}

function placeOf({ step, time }: AbortError): { step?: number; time?: number } {
  return { ...(step === null ? {} : { step }), ...(time === null ? {} : { time }) };
}
