/** Open quantum systems by collisions. Everything here runs in browsers; see `ancilla/node` for threads, files and the queue. */
export { ready, wasmHash } from "../bindings/wasm.ts";
export { poissonGenerator } from "./dynamics/arrivals.ts";
export { type ThermalBath, thermalBath, thermalOccupation } from "./dynamics/baths.ts";
export { channelTerms, jointOperators, outgoingUnit } from "./dynamics/channel.ts";
export { type Interpolation, sampled, type TimeFunction, timeFunction } from "./dynamics/coefficient.ts";
export type { Collision, Collisions, Stream, Visit, WeightedState } from "./dynamics/collisions.ts";
export { type Contact, contactCollision, interaction, type Scaling } from "./dynamics/contact.ts";
export { compareEvaluations, type EvaluationGap } from "./dynamics/convergence.ts";
export { type Eigenoperator, eigenoperators } from "./dynamics/eigenoperators.ts";
export { evolution } from "./dynamics/evolution.ts";
export type { Coefficient, Dissipator, Generator, HamiltonianTerm } from "./dynamics/generator.ts";
export { type GeneratorLimit, generatorLimit } from "./dynamics/generator-limit.ts";
export { type GlobalCoupling, type GlobalOptions, globalMasterEquation } from "./dynamics/global.ts";
export { changeOperator, jointAfter, unitAfter } from "./dynamics/heisenberg.ts";
export { type CollectiveJumps, type GeneratorParts, generator, type Jump } from "./dynamics/lindblad.ts";
export { adjointDissipator, adjointGenerator, hamiltonianAt } from "./dynamics/lower.ts";
export { type MemoryModel, revivals, withMemory } from "./dynamics/memory.ts";
export { clipped, exponential, normal, perRealisation, redrawn, truncatedNormal, uniform } from "./dynamics/noise/construct.ts";
export type { Noise, OnLeave } from "./dynamics/noise/known-kinds.ts";
export { parseNoise, printNoise } from "./dynamics/noise/notation.ts";
export { type QuadraticGenerator, quadraticGenerator } from "./dynamics/quadratic.ts";
export {
  type BlochMap,
  blochMap,
  choiMatrix,
  diagnoseMap,
  krausOperators,
  type MapDiagnosis,
  superoperator,
} from "./dynamics/representations.ts";
export { secondOrder } from "./dynamics/second-order.ts";
export { type Cutoff, flat, ohmic, type SpectralDensity, spectralDensity } from "./dynamics/spectral.ts";
export { type Cluster, oscillatorCluster, qubitCluster, type SpinSector, spinSectors } from "./dynamics/spin-sectors.ts";
export type { Term, TermMap } from "./dynamics/terms.ts";
export { averaged } from "./ensembles/averaged.ts";
export { type BrowserWorkerOptions, browserWorkers } from "./ensembles/browser-workers.ts";
export type { EnsembleOptions } from "./ensembles/ensemble-options.ts";
export type { EnsembleResult } from "./ensembles/ensemble-result.ts";
export { type Executor, inline, type OpenEnsemble } from "./ensembles/executor.ts";
export type { Job } from "./ensembles/job.ts";
export { type Execution, ensemble } from "./ensembles/run-ensemble.ts";
export type { Curves, Histogram, WindowValues } from "./ensembles/statistics.ts";
export * from "./errors.ts";
export { auto, dormandPrince, exponential as exponentialMethod, krylov, type Method, rk4 } from "./methods/method.ts";
export { atoms } from "./models/atoms.ts";
export { catalan, dickePopulations, longTimeCaloric, longTimeCoherence, pairCoherence, pairPlateau } from "./models/atoms-formulas.ts";
export { type Couplings, chain, dipoleCouplings, pairCoupling } from "./models/atoms-geometry.ts";
export { collectiveLimit } from "./models/atoms-stationary.ts";
export { bloch } from "./models/bloch.ts";
export { type CollisionModelDefinition, collisionModel, type Evaluation, type UnitDefinition } from "./models/collision-model.ts";
export { composite } from "./models/composite.ts";
export { harvest } from "./models/harvest.ts";
export { catalogue, modelByName, modelDefinition } from "./models/index.ts";
export { jaynesCummings } from "./models/jaynes-cummings.ts";
export { cavity, kerr } from "./models/kerr.ts";
export type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./models/model.ts";
export { type PhaseoniumParameters, phaseonium } from "./models/phaseonium.ts";
export {
  alphaForTemperature,
  apparentTemperature,
  averagedTemperature,
  decoheredTemperature,
  fockDimension,
  phaseForTemperature,
  stationaryTemperature,
  traps as phaseoniumTraps,
} from "./models/phaseonium-formulas.ts";
export { phaseoniumLimit } from "./models/phaseonium-limit.ts";
export { rotor } from "./models/rotor.ts";
export { spinChain } from "./models/spin-chain.ts";
export { structured } from "./models/structured.ts";
export { type Matrix, matrixFrom } from "./numerics/matrix.ts";
export {
  energy,
  expectation,
  type Family,
  type ObservableBook,
  observableBook,
  population,
  populations,
  spinComponents,
  standardObservables,
  stateObservable,
  temperature,
} from "./observables/catalogue.ts";
export { correlationObservables, gaussianObservables } from "./observables/correlations.ts";
export * from "./observables/measures.ts";
export type { Observable, StateView } from "./observables/observable.ts";
export { type AnyState, type Elements, stateView } from "./observables/view.ts";
export {
  anticommutator,
  commutator,
  conjugate,
  dag,
  diagonal,
  hermitianPart,
  identity,
  lift,
  minus,
  partialTraceOperator,
  permuteFactors,
  plus,
  requireHermitian,
  requireUnitary,
  scale,
  tensorOperators,
  times,
  transpose,
  zero,
} from "./operators/algebra.ts";
export {
  angularMomentum,
  annihilate,
  cosPhi,
  create,
  number as numberOperator,
  parity,
  projector,
  quadrature,
  qubitHamiltonian,
  rotorShift,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  sinPhi,
  spinMinus,
  spinPlus,
  spinX,
  spinY,
  spinZ,
} from "./operators/named.ts";
export { Operator } from "./operators/operator.ts";
export {
  basisState,
  type Complex,
  coherent,
  cutWarning,
  fockState,
  ket,
  levelsFor,
  maximallyMixed,
  mixture,
  productState,
  qubitState,
  requireState,
  squeezed,
  thermal,
  thermalFock,
  twoModeSqueezed,
} from "./operators/states.ts";
export { type PlanOptions, plan } from "./plan/choose.ts";
export type { Lowering, Plan } from "./plan/plan.ts";
export { type EvolveOptions, evolve } from "./solvers/evolve.ts";
export { evolveGaussian, stationaryGaussian } from "./solvers/gaussian.ts";
export { type PreparedModel, prepare } from "./solvers/prepare.ts";
export { type RunOptions, run } from "./solvers/run.ts";
export type { Diagnostics, Solution } from "./solvers/solution.ts";
export { type SteadyOptions, type SteadyResult, steady } from "./solvers/steady.ts";
export { type Factor, fock, levels, qubit, rotor as rotorSpace, Space, spin, tensor } from "./spaces/space.ts";
export { type TransientMaximum, type TransientOptions, transientMaximum } from "./studies/extrema.ts";
export { type MemoryMeasure, memoryMeasure } from "./studies/markov.ts";
export { type ParallelSweepOptions, parallelSweep } from "./studies/parallel.ts";
export { exchangeBaths, type SwapOptions } from "./studies/rectify.ts";
export { type Crossing, type Extremum, findMaximum, findMinimum, findRoot } from "./studies/roots.ts";
export { type SweepOptions, type SweepResult, sweep } from "./studies/sweep.ts";
export {
  carnotEfficiency,
  carnotPerformance,
  coefficientOfPerformance,
  efficiency,
  entropyProduction,
  firstLawResidual,
  heatFlow,
  localPower,
  type Mode,
  modeOf,
  power,
} from "./thermodynamics/baths.ts";
export { type CollisionFunctionals, ledgerFunctionals, requireTemperature } from "./thermodynamics/ledger.ts";
export { type CurrentPair, currentMagnitude, rectification, rectificationPerformance } from "./thermodynamics/rectification.ts";
