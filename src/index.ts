/** Open quantum systems by collisions. Everything here runs in browsers; see `ancilla/node` for threads, files and the queue. */
export { ready, wasmHash } from "../bindings/wasm.ts";
export { type BrowserWorkerOptions, browserWorkers } from "./ensembles/browser.ts";
export { type Execution, ensemble } from "./ensembles/ensemble.ts";
export { type Crew, type Executor, inline } from "./ensembles/executor.ts";
export type { Job } from "./ensembles/job.ts";
export {
  clipped,
  exponential,
  type Noise,
  normal,
  type OnLeave,
  parseNoise,
  perRealisation,
  printNoise,
  redrawn,
  truncatedNormal,
  uniform,
} from "./ensembles/noise.ts";
export type { EnsembleOptions } from "./ensembles/options.ts";
export type { EnsembleResult } from "./ensembles/result.ts";
export type { Curves, Histogram, WindowValues } from "./ensembles/statistics.ts";
export * from "./errors.ts";
export { catalogue, modelByName, modelDefinition } from "./models/index.ts";
export type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./models/model.ts";
export { type PhaseoniumParameters, phaseonium } from "./models/phaseonium.ts";
export { type Matrix, matrixFrom } from "./numerics/matrix.ts";
