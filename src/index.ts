/**
 * Open quantum systems by collisions. Everything here runs in browsers; see `ancilla/node` for threads, files and the queue,
 * `ancilla/linear` for linear algebra on typed arrays, `ancilla/papers` for closed forms of single papers.
 */
import "./numerics/carried-binary.ts";

// Spaces: labelled factors and their products

export { type Factor, fock, levels, qubit, rotor as rotorSpace, Space, spin, tensor } from "./spaces/space.ts";

// Operators

export { type Matrix, matrixFrom } from "./numerics/matrix.ts";
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
  scale as scaled,
  tensorOperators,
  times,
  transpose,
  zero,
} from "./operators/algebra.ts";
export { clebschGordan, coupledKet } from "./operators/clebsch-gordan.ts";
export { type Eigenstates, eigenstates, type GroundState, groundState, type Level } from "./operators/eigenstates.ts";
export { type Fermions, fermions } from "./operators/fermions.ts";
export {
  exponentialOf,
  functionOf,
  inverseOf,
  logarithmOf,
  powerOf,
  squareRootOf,
} from "./operators/functions-of-operators.ts";
export { controlled, hadamard, rotation, swap } from "./operators/gates.ts";
export { collectiveLowering, type Ladder as SpinLadder, ladderSpace, spinLadders } from "./operators/ladders.ts";
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
export type { OperatorData } from "./operators/operator-data.ts";
export { cat, fourierTransform, phaseKet, phaseOperator } from "./operators/phase-states.ts";
export {
  type RandomHermitianOptions,
  type RandomOptions,
  type RandomStateOptions,
  randomHermitian,
  randomKet,
  randomState,
  randomUnitary,
} from "./operators/random-objects.ts";

// States

export { Ket, superposition } from "./operators/kets.ts";
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

// Collisions and master equations

export { poissonGenerator } from "./dynamics/arrivals.ts";
export { channelTerms, jointOperators, type OutgoingUnit, outgoingUnit } from "./dynamics/channel.ts";
export { type Cluster, oscillatorCluster, qubitCluster } from "./dynamics/clusters.ts";
export { type Interpolation, sampled, type TimeFunction, type TimeFunctionOptions, timeFunction } from "./dynamics/coefficient.ts";
export type { Collision, Collisions, Stream, Visit, WeightedState } from "./dynamics/collisions.ts";
export { type Contact, contactCollision, interaction, type Scaling } from "./dynamics/contact.ts";
export { compareEvaluations, type EvaluationGap } from "./dynamics/convergence.ts";
export { type Eigenoperator, eigenoperators } from "./dynamics/eigenoperators.ts";
export type { Coefficient, Dissipator, Generator, HamiltonianTerm } from "./dynamics/generator.ts";
export { type GeneratorLimit, generatorLimit } from "./dynamics/generator-limit.ts";
export { type GlobalForm, type GlobalOptions, globalMasterEquation } from "./dynamics/global.ts";
export type { GlobalCoupling, LambShift, NegativeFrequencies } from "./dynamics/global-coupling.ts";
export { changeOperator, jointAfter, unitAfter } from "./dynamics/heisenberg.ts";
export { type CollectiveJumps, type GeneratorParts, generator, type Jump } from "./dynamics/lindblad.ts";
export { adjointDissipator, adjointGenerator, hamiltonianAt } from "./dynamics/lower.ts";
export type { Current, Detection, Feedback, Measurement, Reading } from "./dynamics/measurements.ts";
export { type QuadraticGenerator, quadraticGenerator } from "./dynamics/quadratic.ts";
export { secondOrder } from "./dynamics/second-order.ts";
export { type Cutoff, flatSpectrum, ohmic, type SpectralDensity, spectralDensity } from "./dynamics/spectral.ts";
export type { Term, TermMap } from "./dynamics/terms.ts";
export { type ThermalBath, thermalBath, thermalOccupation } from "./dynamics/thermal-baths.ts";
export { type MemoryModel, revivals, withMemory } from "./dynamics/unit-memory.ts";

// Maps and their representations

export { applyToPart, channelOn, krausChannel, tensorChannels, unitaryChannel } from "./dynamics/channels.ts";
export { evolution } from "./dynamics/evolution.ts";
export {
  beamSplitter,
  type CutOptions,
  cutLoss,
  displacement,
  squeezing,
  twoModeSqueezing,
} from "./dynamics/gaussian-unitaries.ts";
export { averageGateFidelity, processFidelity, type Target, unitarity } from "./dynamics/map-measures.ts";
export { type RandomChannelOptions, type RandomGeneratorOptions, randomChannel, randomGenerator } from "./dynamics/random-maps.ts";
export {
  type BlochMap,
  blochMap,
  choiMatrix,
  diagnoseMap,
  krausOperators,
  type MapDiagnosis,
  superoperator,
} from "./dynamics/representations.ts";
export { Superoperator, type SuperoperatorKind } from "./dynamics/superoperator.ts";

// Models: builders and the catalogue

export type { AskedData, Asking } from "./models/asked-model.ts";
export type { AskedObservables, BasisPlace, ElementOfState, Expressed, Recordable } from "./models/asked-observables.ts";
export { atoms } from "./models/atoms.ts";
export { bloch } from "./models/bloch.ts";
export {
  type BetweenCollisions,
  type CollisionModelDefinition,
  type CouplingOfUnit,
  collisionModel,
  type Evaluation,
  type UnitDefinition,
  type VisitOfUnit,
} from "./models/collision-model.ts";
export { composite } from "./models/composite.ts";
export type { ObservablesOfEquation } from "./models/equation-observables.ts";
export type { HamiltonianOf, RealCoefficient, TermCoefficient, TermOfH } from "./models/hamiltonian-terms.ts";
export { harvest } from "./models/harvest.ts";
export { catalogue, modelByName, modelDefinition } from "./models/index.ts";
export { jaynesCummings } from "./models/jaynes-cummings.ts";
export { cavity, kerr } from "./models/kerr.ts";
export { type MasterEquationDefinition, masterEquation } from "./models/master-equation.ts";
export type {
  BathOfEquation,
  CouplingOfEquation,
  GlobalOfEquation,
  GroupOfEquation,
  JumpOfEquation,
  OptionalTemperature,
} from "./models/master-equation-parts.ts";
export type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./models/model.ts";
export { type PhaseoniumParameters, phaseonium } from "./models/phaseonium.ts";
export { phaseoniumLimit } from "./models/phaseonium-limit.ts";
export { type StatesData, statesData, statesFromData } from "./models/recorded-states.ts";
export { rotor } from "./models/rotor.ts";
export { spinChain } from "./models/spin-chain.ts";
export type { RecordedState, Start, StateOf } from "./models/starts.ts";
export { structured } from "./models/structured.ts";

// Plan and run

export { auto, dormandPrince, exponential as exponentialMethod, krylov, type Method, magnus, radau, rk4 } from "./methods/method.ts";
export { type BinarySource, ready, wasmHash } from "./numerics/engine.ts";
export type { Considered } from "./plan/choose.ts";
export type { Estimate } from "./plan/estimate.ts";
export { type Plan, printPlan, type Stage } from "./plan/plan.ts";
export type { PrintedPlan } from "./plan/plan-text.ts";
export type { Price, Refusal } from "./plan/price.ts";
export { drazin } from "./solvers/drazin.ts";
export { type EvolveOptions, evolve } from "./solvers/evolve.ts";
export { evolveGaussian } from "./solvers/gaussian.ts";
export { type Eigenmode, type ModeSector, type ModesResult, modes } from "./solvers/modes.ts";
export { type PreparedModel, prepare } from "./solvers/prepare.ts";
export { type RunOptions, run } from "./solvers/run.ts";
export { type CollisionRunOptions, runCollisions } from "./solvers/run-collisions.ts";
export type { Diagnostics, Solution } from "./solvers/solution.ts";
export {
  type CollisionMapOptions,
  collisionMap,
  type LiouvillianOptions,
  liouvillian,
  type PropagatorOptions,
  propagator,
} from "./solvers/superoperators.ts";

// Stationary states

export { stationaryGaussian } from "./solvers/gaussian.ts";
export { type PeriodicOptions, type PeriodicResult, periodicSteady } from "./solvers/periodic.ts";
export { type SteadyOptions, type SteadyResult, steady } from "./solvers/steady.ts";

// Ensembles: noise, and who runs the realisations

export {
  ar1,
  beam,
  choice,
  clipped,
  exponential,
  gammaDistributed,
  lognormal,
  type MarkovOptions,
  markov,
  maxwell,
  normal,
  type OrnsteinUhlenbeckOptions,
  ornsteinUhlenbeck,
  perRealisation,
  pink,
  poisson,
  redrawn,
  type SamplesOptions,
  samples,
  sumOfNoises,
  type TelegraphOptions,
  telegraph,
  truncatedNormal,
  uniform,
  walk,
} from "./dynamics/noise/construct.ts";
export { type Correlations, jointNormal } from "./dynamics/noise/correlated-parameters.ts";
export type { Noise, OnLeave } from "./dynamics/noise/known-kinds.ts";
export { parseNoise, printNoise } from "./dynamics/noise/notation.ts";
export { averaged } from "./ensembles/averaged.ts";
export type { AveragedLimit, AveragedOptions, AveragedResult } from "./ensembles/averaged-options.ts";
export { type BrowserWorkerOptions, browserWorkers, type PageWorker } from "./ensembles/browser-workers.ts";
export { type Autocorrelation, autocorrelation, type Covariances, ratioOfMeans } from "./ensembles/co-moments.ts";
export { type Controlled, type ControlOptions, controlledMean } from "./ensembles/control-variate.ts";
export type { EnsembleOptions } from "./ensembles/ensemble-options.ts";
export type { EnsembleResult } from "./ensembles/ensemble-result.ts";
export { type Executor, type OpenEnsemble, thisThread } from "./ensembles/executor.ts";
export type { Job } from "./ensembles/job.ts";
export type { EnsembleProgress } from "./ensembles/pace.ts";
export type { Checkpoint, PartRequest, PartStore } from "./ensembles/part-store.ts";
export type { Part } from "./ensembles/parts.ts";
export { type Execution, ensemble, planEnsemble } from "./ensembles/run-ensemble.ts";
export type { Curves, Histogram, WindowValues } from "./ensembles/statistics.ts";
export type { SketchedQuantile } from "./ensembles/value-sketch.ts";

// Sweeps, searches and other studies

export { type ChoiMinimum, type ChoiOptions, choiMinimum } from "./studies/choi-minimum.ts";
export { type CollideOptions, type CollisionStep, collide, type UnitInCollision } from "./studies/collision-step.ts";
export { type TransientMaximum, type TransientOptions, transientMaximum } from "./studies/extrema.ts";
export type { InsideCollision } from "./studies/inside-collision.ts";
export { type MemoryMeasure, memoryMeasure } from "./studies/markov.ts";
export { type ParallelGridOptions, type ParallelSweepOptions, parallelSweep } from "./studies/parallel.ts";
export { type PlanOptions, plan } from "./studies/planning.ts";
export { exchangeBaths, type SwapOptions } from "./studies/rectify.ts";
export { type Crossing, type Extremum, findMaximum, findMinimum, findRoot, type SearchOptions } from "./studies/roots.ts";
export { type SectorData, type SectorOptions, sectorData } from "./studies/sector-data.ts";
export { type GridOptions, type SweepOptions, sweep } from "./studies/sweep.ts";
export type { Axis } from "./studies/sweep-axes.ts";
export type { GridResult, SweepResult } from "./studies/sweep-result.ts";

// Correlations and spectra

export { type CoherenceOptions, type CoherenceResult, g1, g2 } from "./studies/coherence.ts";
export { type DecayingOptions, type DecayingResult, decayingSpectrum } from "./studies/decaying-light.ts";
export {
  type AbsorptionOptions,
  absorption,
  type SpectralLine,
  type SpectrumOptions,
  type SpectrumResult,
  spectrum,
} from "./studies/spectra.ts";
export {
  type CorrelationOptions,
  type CorrelationResult,
  correlation,
  type OrderedProduct,
  orderedCorrelation,
  type TimedOperator,
} from "./studies/two-times.ts";
export { type InstrumentOptions, unitInstrument } from "./studies/unit-streams.ts";

// Counting: fluctuations of heat, work and jumps

export type { QuasiTable } from "./studies/counting/coherence-of-units.ts";
export { counting } from "./studies/counting/counting.ts";
export type {
  CountingNoise,
  CountingOptions,
  CountingRates,
  CountingResult,
  CumulantRates,
  DistributionOptions,
  FirstMoment,
  NoiseLine,
} from "./studies/counting/counting-result.ts";
export type { ArrivalCount, Count, CurrentCount, JumpCount, UnitCount } from "./studies/counting/counts.ts";
export type { CountDistribution } from "./studies/counting/distributions.ts";
export type { Certificate, ThirdCertificate } from "./studies/counting/fluctuation-theorems.ts";
export type { Scheme as CountingScheme } from "./studies/counting/tilted-collision.ts";

// Trajectories: records of detectors and measured units

export { type ClickStatistics, type ClickStatisticsOptions, clickStatistics } from "./studies/records/click-statistics.ts";
export type { EventNames } from "./studies/records/events.ts";
export type { ClickRecord, CurrentRecord, ReadingRecord, TrajectoryRecord } from "./studies/records/record-kinds.ts";
export { type RecordedCounts, type RecordedCountsOptions, recordedCounts, type Sampled } from "./studies/records/recorded-counts.ts";
export { type RecordedG2, type RecordedG2Options, recordedG2 } from "./studies/records/recorded-g2.ts";
export { type RecordedSpectrum, type RecordedSpectrumOptions, recordedSpectrum } from "./studies/records/recorded-spectrum.ts";
export { type RecordedWaiting, type RecordedWaitingOptions, recordedWaiting } from "./studies/records/recorded-waiting.ts";
export { type CurrentOptions, heterodyne, homodyne } from "./studies/unravel/current.ts";
export { type DetectionOptions, jumps } from "./studies/unravel/detection.ts";
export { type EveryRecord, type EveryRecordOptions, everyRecord } from "./studies/unravel/every-record.ts";
export {
  type Decision,
  type FeedbackRule,
  type GivenFeedback,
  type Operation,
  type RecordMemory,
  type RecordRuleOptions,
  recordRule,
  type StateRuleOptions,
  stateRule,
} from "./studies/unravel/feedback.ts";
export type { GivenClicks, GivenRecord } from "./studies/unravel/given-records.ts";
export { type LikelihoodOptions, type Likelihoods, likelihoods } from "./studies/unravel/likelihoods.ts";
export { measured, type ReadingOptions } from "./studies/unravel/readings.ts";
export { type RecordLedger, type RecordLedgerOptions, recordLedger } from "./studies/unravel/record-ledger.ts";
export type { Clicks, Currents, Records } from "./studies/unravel/records.ts";
export { type Replay, type ReplayOptions, replay } from "./studies/unravel/replay.ts";
export { planUnravel, unravel } from "./studies/unravel/unravel.ts";
export type { UnravelOptions, UnravelResult } from "./studies/unravel/unravel-options.ts";

// Background runs: on threads, with progress and an end

export type { AsyncOptions } from "./async/carry-out.ts";
export {
  type AveragedAsyncOptions,
  averagedAsync,
  type CountingAsyncOptions,
  countingAsync,
  type PlanAsyncOptions,
  planAsync,
  type RunAsyncOptions,
  type RunRecord,
  runAsync,
  type SteadyAsyncOptions,
  steadyAsync,
} from "./async/run-async.ts";
export type { Running } from "./async/running.ts";
export { type SweepRecord, sweepAsync } from "./async/sweep-async.ts";
export { type UnravelAsyncOptions, type UnravelRecord, unravelAsync } from "./async/unravel-async.ts";

// Results: their columns and hashes

export { resultColumns, resultHash } from "./files/result-hash.ts";
export { type TypedAxis, type TypedColumn, type TypedColumns, type TypedGridColumns, typedColumns } from "./files/typed-columns.ts";

// Observables and measures of states

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
export { classicalCorrelations, discord } from "./observables/discord.ts";
export { buresAngle, buresDistance, fidelity, hellingerDistance, hilbertSchmidtDistance, traceDistance } from "./observables/distance.ts";
export {
  apparentTemperature,
  blochVector,
  effectiveTemperature,
  ergotropy,
  meanEnergy,
  passiveState,
  qubitTemperature,
} from "./observables/energetics.ts";
export { concurrence, entanglementOfFormation, logNegativity, negativity, partialTranspose } from "./observables/entanglement.ts";
export {
  coherenceEntropy,
  coherenceL1,
  entropy,
  mutualInformation,
  purity,
  relativeEntropy,
  shannonEntropy,
  spectrum as stateSpectrum,
  trace,
} from "./observables/entropy.ts";
export {
  covarianceDiscord,
  covarianceLogNegativity,
  covarianceMutualInformation,
  gaussianDiscord,
  gaussianEntropy,
  gaussianMutualInformation,
  symplecticEigenvalues,
  thermalEntropy,
} from "./observables/gaussian-measures.ts";
export { covarianceMatrix, type GaussianState, gaussianState, modeMoments, momentsOf, passiveMoments } from "./observables/moments.ts";
export type { Observable, StateView } from "./observables/observable.ts";
export { husimi, wigner } from "./observables/phasespace.ts";
export { type DivergenceOptions, renyiDivergence, renyiEntropy } from "./observables/renyi.ts";
export { covariance, meanValue, variance } from "./observables/variance.ts";
export { type AnyState, type Elements, type StateData, stateView } from "./observables/view.ts";
export { quadratureDistribution, type WaveFunction, waveFunction } from "./observables/wave-functions.ts";

// Thermodynamics

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
  powerOperator,
} from "./thermodynamics/heat-flows.ts";
export { type CollisionFunctionals, ledgerFunctionals, requireTemperature } from "./thermodynamics/ledger.ts";
export { type CurrentPair, currentMagnitude, rectification, rectificationPerformance } from "./thermodynamics/rectification.ts";

// Errors

export {
  AbortError,
  type Coded,
  didYouMean,
  errorCodes,
  finite,
  integer,
  RunFailure,
  type StopSignal,
  valueInWords,
  wrongKind,
  wrongValue,
} from "./errors.ts";
