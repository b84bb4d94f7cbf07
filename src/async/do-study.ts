/** The thread's side of a study: it works in slices, so that it hears when nobody waits any more, and says how far it is. */
import { IN_A_WORKER, type StudyDoer } from "../ensembles/handler.ts";
import { inSlices } from "../ensembles/slices.ts";
import { didYouMean, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { packed, unpacked } from "./packed-values.ts";
import { heardBy, type PlannedStudy, type Studies, studies } from "./studies.ts";

/** Carry out a study that was asked for as data. */
export const doStudy: StudyDoer = async (model, { study, options }, { signal, note }) => {
  if (!Object.hasOwn(studies, study)) {
    throw wrongValue("study", "be one that a thread knows", study, didYouMean(study, Object.keys(studies)));
  }
  let records: unknown[] = [];
  let progress: number | undefined;
  const told = {
    signal,
    onProgress: (fraction: number) => {
      progress = fraction;
    },
    onRecord: (at: number, values: readonly unknown[]) => records.push([at, values]),
  };
  const say = (): void => {
    if (records.length === 0 && progress === undefined) return;
    note({ records, ...(progress === undefined ? {} : { progress }) });
    records = [];
    progress = undefined;
  };
  const name = study as keyof Studies;
  const prepare = studies[name] as (model: Model, options: object) => PlannedStudy<unknown>;
  const { work } = prepare(model, { ...(unpacked(options) as object), ...heardBy(name, told) });
  const result = await inSlices(work, { slice: IN_A_WORKER, signal, between: say });
  say();
  return packed(result, "result");
};
