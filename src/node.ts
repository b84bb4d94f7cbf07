/** The half of the library that needs Node: threads and the queue. Everything of `ancilla` works beside it. */
export { cores, type NodeThreadOptions, nodeThreads } from "./ensembles/node.ts";
export { type MergeOptions, merge } from "./queue/merge.ts";
export type { QueueOptions } from "./queue/place.ts";
export { type Submission, type SubmitOptions, submit } from "./queue/submit.ts";
export { type WorkOptions, work } from "./queue/work.ts";
