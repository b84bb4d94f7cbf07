/** The list of commands: where each of them stands. A line loads what it names, and a help all of it. */
import type { Command } from "commander";

/** Makes a command anew. */
export type MakeCommand = () => Command;

/** Every command by its name, in the order of the help. */
export const commands: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  list: async () => (await import("./list.ts")).list,
  plan: async () => (await import("./plan.ts")).plan,
  run: async () => (await import("./run.ts")).run,
  steady: async () => (await import("./steady.ts")).steady,
  ensemble: async () => (await import("./ensemble.ts")).ensemble,
  average: async () => (await import("./average.ts")).average,
  sweep: async () => (await import("./sweep.ts")).sweep,
  correlate: async () => (await import("./correlate.ts")).correlate,
  spectrum: async () => (await import("./spectrum.ts")).spectrum,
  counting: async () => (await import("./counting.ts")).counting,
  unravel: async () => (await import("./unravel.ts")).unravel,
  records: async () => (await import("./records.ts")).records,
  wigner: async () => (await import("./wigner.ts")).wigner,
  figures: async () => (await import("./figures.ts")).figures,
  robustness: async () => (await import("./robustness.ts")).robustness,
  new: async () => (await import("./new.ts")).newDocument,
  check: async () => (await import("./check.ts")).check,
  print: async () => (await import("./check.ts")).printCommand,
  schema: async () => (await import("./check.ts")).schema,
  export: async () => (await import("./export.ts")).exportDocument,
  submit: async () => (await import("./queue.ts")).submit,
  worker: async () => (await import("./queue.ts")).worker,
  status: async () => (await import("./queue.ts")).status,
  retry: async () => (await import("./queue.ts")).retry,
  cancel: async () => (await import("./queue.ts")).cancel,
  merge: async () => (await import("./merge.ts")).merge,
  job: async () => (await import("./cluster-job.ts")).job,
  estimate: async () => (await import("./estimate.ts")).estimate,
  show: async () => (await import("./show.ts")).show,
};

/** Load the commands of these names, or all. */
export function load(names: readonly string[] = Object.keys(commands)): Promise<readonly MakeCommand[]> {
  return Promise.all(names.map((name) => commands[name]()));
}
