/**
 * Every public function with arguments that it takes, in order. What has options and little else stands in `options.ts` too; here all
 * places are changed. A function that is missing here is called with scraps alone.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as editor from "../../src/documents/editor/index.ts";
import * as documents from "../../src/documents/index.ts";
import * as exchange from "../../src/exchange/index.ts";
import * as figures from "../../src/figures/index.ts";
import * as ancilla from "../../src/index.ts";
import * as linear from "../../src/linear.ts";
import * as node from "../../src/node.ts";
import * as papers from "../../src/papers.ts";
import { modelOf } from "../solvers/model-of.ts";

const q = ancilla.qubit("q");
const unit = ancilla.qubit("unit");
const mode = ancilla.fock(4, "a");
const modes = ancilla.tensor(ancilla.fock(3, "a"), ancilla.fock(3, "b"));
const pair = ancilla.tensor(ancilla.qubit("one"), ancilla.qubit("two"));
const half = ancilla.spin(1, "J");
const ladder = ancilla.rotorSpace(-2, 2, "l");
const H = ancilla.qubitHamiltonian(q, 1);
const HE = ancilla.qubitHamiltonian(unit, 1);
const lower = ancilla.sigmaMinus(q);
const upper = ancilla.sigmaPlus(q);
const V = ancilla.interaction([
  [upper, ancilla.sigmaMinus(unit)],
  [lower, ancilla.sigmaPlus(unit)],
]);
const rho = ancilla.qubitState([0.3, 0, 0.2], q);
const sigma = ancilla.qubitState([0.1, 0.2, 0.5], q);
const both = ancilla.productState(
  pair,
  ancilla.thermal(ancilla.qubitHamiltonian(ancilla.qubit("one"), 1), { beta: 1 }),
  ancilla.qubitState([0, 0.3, 0.1], ancilla.qubit("two")),
);
const light = ancilla.thermalFock(mode, 0.5);
const lights = ancilla.twoModeSqueezed(modes, 0.1);
const psi = ancilla.Ket.of(q, [0.6, [0, 0.8]]);
const wave = ancilla.Ket.basis(mode, 1);
const channel = ancilla.unitaryChannel(ancilla.hadamard(q));
const covariance = ancilla.covarianceMatrix(lights, ["a", "b"]);
const passive = ancilla.passiveMoments(ancilla.maximallyMixed(modes), ["a", "b"]);
const contact = {
  system: q,
  unit,
  HS: H,
  HE,
  V,
  state: ancilla.thermal(HE, { beta: 1 }),
  beta: 1,
  tau: 0.1,
  scaling: "1",
  bath: "cold",
} as ancilla.Contact;
const collision = ancilla.contactCollision(contact);
const terms = ancilla.channelTerms(q, collision);
const generator = ancilla.generator({ system: q, H, jumps: [{ operator: lower, rate: 0.5, bath: "cold", beta: 1 }] });
const damped = ancilla.generator({
  system: mode,
  H: ancilla.numberOperator(mode),
  jumps: [{ operator: ancilla.annihilate(mode), rate: 0.5 }],
});
const quadratic = ancilla.quadraticGenerator(damped);
const decay = modelOf(generator, rho);
const stream = ancilla.collisionModel({ HS: H, units: { HE, V, beta: 1 }, tau: 0.3, initial: rho });
const family = ancilla.collisionModel((p) => ({ HS: H, units: { HE, V, beta: 1 }, tau: p.tau, initial: rho }), { tau: 0.3 });
const bloch = ancilla.kerr({ levels: 4 });
const driven = ancilla.bloch();
const photons = ancilla.phaseonium({ levels: 4, T0: 0.2, cavities: 1 });
const reading = ancilla.measured({ observable: ancilla.sigmaZ(unit) });
const decaying = modelOf(
  ancilla.generator({
    system: q,
    H,
    jumps: [
      { operator: lower, rate: 0.5, bath: "cold", beta: 1 },
      { operator: upper, rate: 0.2, bath: "cold", beta: 1 },
    ],
  }),
  rho,
);
const clicks = {
  kind: "clicks",
  detectors: ["cold"],
  trajectories: 2,
  until: 4,
  first: Int32Array.of(0, 3, 5),
  times: Float64Array.of(0.5, 1.5, 3, 0.2, 2),
  which: Int16Array.of(0, 0, 0, 0, 0),
  logLikelihoods: Float64Array.of(-1, -2),
} as const;
const currents = {
  kind: "currents",
  names: ["dY"],
  dt: 0.1,
  trajectories: 1,
  steps: 16,
  increments: Float64Array.from({ length: 16 }, (_, k) => (k % 3) - 1),
  logLikelihoods: Float64Array.of(-1),
} as const;
const covariances = {
  mean: [1, 2],
  covariance: [
    [1, 0.1],
    [0.1, 1],
  ],
  realisations: 10,
};
const text = `ancilla: 1
kind: master-equation
name: decay
spaces: [{label: q, kind: qubit}]
H: sz(q)
jumps: [{operator: sm(q), rate: 0.1, bath: cold}]
initial: proj(q, e)
`;
const document = documents.readDocument(text);
const described = documents.documentModel(document).build({});
const R = Float64Array.of(1, 2, 3, 4);
const C = Float64Array.of(1, 0, 0.5, 0.1, 0.5, -0.1, 2, 0);
const moments = papers.clusterMoments("qubits", 2, 0.5, 1);
const pairAncilla = { label: "resonant" as const, omega1: 1, omega2: 1.2, kappa: 0.3, beta: 1 };
const fed = papers.pairState(pairAncilla);
const drive = papers.pairDrive(fed, [0.3, 0.1]);
const coefficients = papers.pairCoefficients(both.toMatrix());

/** What is replaced as a whole: models, and what the library alone makes. */
export const whole: ReadonlySet<unknown> = new Set([decay, stream, family, bloch, driven, photons, reading, document, terms, described]);

/** What stands in for an argument beside the scraps: right things in wrong places. */
export const strays: readonly unknown[] = [decay, generator, collision, stream, channel, psi, both, mode, photons, reading, quadratic];

type Arguments = readonly unknown[];

const onSpace =
  (space: ancilla.Space, ...more: readonly unknown[]) =>
  (): Arguments => [space, ...more];
const values =
  (...list: readonly unknown[]) =>
  (): Arguments =>
    list;

/** Arguments of the functions of `ancilla`. */
const library: Readonly<Record<string, () => Arguments>> = {
  // spaces and operators
  qubit: values("a"),
  fock: values(3, "a"),
  levels: values(["a", "b"], "c"),
  spin: values(0.5, "J"),
  rotorSpace: values(-1, 1, "l"),
  tensor: values(q, unit),
  "new Space": values([{ label: "a", kind: "levels", dimension: 2, first: 0 }]),
  "Space.position": () => [pair, "one"],
  "Space.stride": () => [pair, 0],
  "Space.equals": () => [pair, q],
  identity: onSpace(q),
  zero: onSpace(q),
  diagonal: onSpace(q, [1, 2]),
  plus: values(H, lower, upper),
  minus: values(H, lower),
  times: values(H, lower),
  scaled: values(H, 0.5, 0.1),
  dag: values(lower),
  transpose: values(lower),
  conjugate: values(lower),
  commutator: values(H, lower),
  anticommutator: values(H, lower),
  hermitianPart: values(lower),
  requireHermitian: values("H", H, 1e-9),
  requireUnitary: values("U", ancilla.hadamard(q), 1e-9),
  requireState: values("rho", rho, 1e-9),
  lift: values(pair, ancilla.sigmaX(ancilla.qubit("one"))),
  partialTraceOperator: values(both, ["one"]),
  permuteFactors: values(both, ["two", "one"]),
  tensorOperators: values(H, HE),
  "Operator.fromEntries": () => [q, [[0, 1, 1, 0.5]]],
  "Operator.fromMatrix": () => [q, { rows: 2, columns: 2, data: new Float64Array(8) }],
  "Operator.fromRows": () => [q, () => new Map([[0, [1, 0]]])],
  "Operator.at": () => [H, 0, 1],
  "Operator.on": () => [H, unit],
  "Operator.forEach": () => [H, () => {}],
  clebschGordan: values(0.5, 0.5, 0.5, -0.5, 1, 0),
  coupledKet: values(ancilla.tensor(ancilla.spin(0.5, "i"), ancilla.spin(0.5, "j")), 1, 0),
  eigenstates: values(H, 1e-9),
  groundState: values(H, 1e-9),
  fermions: values(["up", "down"]),
  exponentialOf: values(H),
  functionOf: values(H, (x: number) => x * x),
  inverseOf: values(H),
  logarithmOf: values(rho),
  powerOf: values(rho, 0.5),
  squareRootOf: values(rho),
  controlled: values(ancilla.qubit("c"), ancilla.hadamard(q), "e"),
  hadamard: onSpace(q),
  rotation: onSpace(q, [0, 0, 1], 0.5),
  swap: onSpace(pair),
  collectiveLowering: () => [ancilla.ladderSpace(ancilla.spinLadders(2)), ancilla.spinLadders(2)],
  ladderSpace: () => [ancilla.spinLadders(2), "atoms"],
  spinLadders: values(2, "symmetric"),
  angularMomentum: onSpace(ladder),
  annihilate: onSpace(mode),
  create: onSpace(mode),
  numberOperator: onSpace(mode),
  quadrature: onSpace(mode, 0.2),
  parity: onSpace(mode),
  projector: onSpace(q, "e", "g"),
  qubitHamiltonian: onSpace(q, 1),
  rotorShift: onSpace(ladder, 1),
  cosPhi: onSpace(ladder),
  sinPhi: onSpace(ladder),
  ...Object.fromEntries(["sigmaX", "sigmaY", "sigmaZ", "sigmaPlus", "sigmaMinus"].map((name) => [name, onSpace(q)])),
  ...Object.fromEntries(["spinX", "spinY", "spinZ", "spinPlus", "spinMinus"].map((name) => [name, onSpace(half)])),
  cat: onSpace(ancilla.fock(12), 1, 0.3),
  fourierTransform: onSpace(mode),
  phaseKet: onSpace(mode, 1, 0.1),
  phaseOperator: onSpace(mode, 0.1),
  randomHermitian: onSpace(q, { seed: 1, radius: 1 }),
  randomKet: onSpace(q, { seed: 1 }),
  randomState: onSpace(q, { seed: 1, rank: 1 }),
  randomUnitary: onSpace(q, { seed: 1, index: 2 }),
  matrixFrom: values([
    [1, 0],
    [0, [0, 1]],
  ]),
  // states
  "new Ket": () => [q, new Float64Array(4)],
  "Ket.of": () => [q, [1, [0, 1]]],
  "Ket.basis": () => [q, "e"],
  "Ket.ofState": () => [psi.state(), 1e-9],
  "Ket.plus": () => [psi, psi],
  "Ket.scaled": () => [psi, 0.5, 0.1],
  "Ket.tensor": () => [psi, wave],
  "Ket.on": () => [psi, q],
  "Ket.inner": () => [psi, psi],
  "Ket.outer": () => [psi, psi],
  "Ket.applied": () => [psi, H],
  superposition: values([1, psi], [[0, 1], psi]),
  basisState: onSpace(q, "e"),
  coherent: onSpace(ancilla.fock(12), [0.3, 0.2]),
  cutWarning: onSpace(mode, 0.5, 1e-6, 1),
  fockState: onSpace(mode, 1),
  ket: onSpace(q, [1, [0, 1]], { normalise: true }),
  levelsFor: values(0.5, 1e-9, 1),
  maximallyMixed: onSpace(q),
  mixture: values([0.5, rho], [0.5, sigma]),
  productState: () => [ancilla.tensor(q, unit), rho, ancilla.thermal(HE, { beta: 1 })],
  qubitState: values([0.1, 0.2, 0.3], q),
  squeezed: onSpace(ancilla.fock(20), 0.2, 0.1),
  thermal: values(H, { beta: 1 }),
  thermalFock: onSpace(mode, 0.5, 1),
  twoModeSqueezed: onSpace(modes, 0.1, 0.1),
  // dynamics
  poissonGenerator: values(q, H, collision, 0.5),
  channelTerms: values(q, collision),
  jointOperators: values(q, collision, 1),
  outgoingUnit: values(q, collision, 1),
  "outgoingUnit.at": () => [ancilla.outgoingUnit(q, collision), 0, 1],
  applyToPart: values(ancilla.unitaryChannel(ancilla.hadamard(ancilla.qubit("one"))), both),
  channelOn: values(ancilla.tensor(q, unit), channel),
  krausChannel: onSpace(q, [lower, upper]),
  tensorChannels: values(channel, ancilla.unitaryChannel(ancilla.hadamard(unit))),
  unitaryChannel: values(ancilla.hadamard(q)),
  "Superoperator.apply": () => [channel, rho],
  "Superoperator.adjoint": () => [channel, H],
  "Superoperator.after": () => [channel, channel],
  "new Superoperator": () => [q, "map", { rows: 4, columns: 4, data: new Float64Array(32) }],
  qubitCluster: values(2, 1, 1, "unit"),
  oscillatorCluster: values(2, 1, 1, 14, 0.1, "unit"),
  sampled: values([0, 1], [0, 1], "previous"),
  timeFunction: values((t: number) => t, { breakpoints: [1] }),
  contactCollision: values(contact, "second"),
  interaction: () => [
    [
      [upper, ancilla.sigmaMinus(unit)],
      [lower, ancilla.sigmaPlus(unit)],
    ],
  ],
  compareEvaluations: values(contact),
  eigenoperators: values(H, ancilla.sigmaX(q), 1e-9),
  evolution: values(H, 0.5),
  beamSplitter: onSpace(modes, 0.3, 0.1, { elements: "exact" }),
  cutLoss: () => [ancilla.displacement(mode, 0.2)],
  displacement: onSpace(mode, [0.1, 0.2], { elements: "exact" }),
  squeezing: onSpace(mode, 0.2, 0.1, {}),
  twoModeSqueezing: onSpace(modes, 0.2, 0.1, {}),
  generatorLimit: values(contact),
  globalMasterEquation: () => [
    { H, couplings: [{ bath: "c", operator: ancilla.sigmaX(q), spectralDensity: ancilla.ohmic(0.1, 5), beta: 1 }] },
  ],
  changeOperator: () => [q, collision, ancilla.lift(ancilla.tensor(q, unit), HE), 1],
  jointAfter: values(q, collision, rho),
  unitAfter: values(q, collision, rho),
  generator: () => [{ system: q, H, jumps: [{ operator: lower, rate: 0.5 }] }],
  adjointDissipator: values(generator, "cold", H, 0),
  adjointGenerator: values(generator, H, 0),
  hamiltonianAt: values(generator, 0.5),
  averageGateFidelity: values(channel, ancilla.hadamard(q)),
  processFidelity: values(channel, channel),
  unitarity: values(channel),
  quadraticGenerator: values(damped),
  randomChannel: onSpace(q, { seed: 1, rank: 2 }),
  randomGenerator: onSpace(q, { seed: 1, jumps: 1 }),
  blochMap: values(terms, 2),
  choiMatrix: values(terms, 2),
  diagnoseMap: values(terms, 2, "The map"),
  krausOperators: values(terms, q, 1e-12),
  superoperator: values(terms, 2),
  secondOrder: values(q, collision),
  flatSpectrum: values(0.5),
  ohmic: values(0.1, 5, "drude"),
  spectralDensity: values((w: number) => w, 1, "mine"),
  thermalBath: () => [{ bath: "c", lowering: lower, omega: 1, rate: 0.1, beta: 1 }],
  thermalOccupation: values(1, 1),
  withMemory: () => [stream.dynamics, 0.5],
  revivals: values([1, 0.5, 0.7], 1e-9),
  // models
  ...Object.fromEntries(
    ["atoms", "bloch", "composite", "harvest", "jaynesCummings", "phaseoniumLimit", "rotor", "spinChain", "structured"].map((name) => [
      name,
      values({}),
    ]),
  ),
  cavity: values({ F: 0.1 }),
  kerr: values({ levels: 4 }),
  phaseonium: values({ levels: 4 }),
  collisionModel: () => [{ HS: H, units: { HE, V, beta: 1 }, tau: 0.3, initial: rho }],
  masterEquation: () => [{ H, jumps: [[lower, 0.1]], initial: rho }],
  modelByName: values("kerr", { levels: 4 }),
  modelDefinition: values("kerr"),
  statesData: () => [ancilla.run(decay, { times: [1], states: true }).states],
  statesFromData: () => [ancilla.statesData(ancilla.run(decay, { times: [1], states: true }).states ?? [])],
  // plan, run, stationary states
  auto: values({ rtol: 1e-6 }),
  dormandPrince: values({ rtol: 1e-6 }),
  exponentialMethod: values(),
  krylov: values({ tolerance: 1e-8 }),
  magnus: values({ tolerance: 1e-8 }),
  radau: values({ rtol: 1e-6 }),
  rk4: values({ dt: 0.1 }),
  drazin: values(decay),
  evolve: values(decay, { times: [1] }),
  evolveGaussian: () => [quadratic, { mean: new Float64Array(2), covariance: Float64Array.of(1, 0, 0, 1) }, [0, 1]],
  stationaryGaussian: values(quadratic),
  modes: values(decay),
  prepare: values(decay, { times: [1] }),
  run: values(stream, { steps: 2 }),
  runCollisions: values(stream, { steps: 2 }),
  collisionMap: values(stream, { collisions: 1 }),
  liouvillian: values(decay, { at: 0 }),
  propagator: values(decay, 0.5, { from: 0 }),
  periodicSteady: values(decay, { period: 1 }),
  steady: values(decay, { observables: ["purity"] }),
  plan: values(decay, { command: "steady" }),
  // ensembles
  ar1: values(1, 0.1, 0.5, { x0: 1 }),
  beam: values(1),
  choice: values([1, 2], [0.5, 0.5]),
  clipped: () => [ancilla.normal(1, 0.1)],
  exponential: values(1),
  gammaDistributed: values(2, 1),
  lognormal: values(1, 0.1),
  maxwell: values(1),
  normal: values(1, 0.1),
  ornsteinUhlenbeck: values(1, 0.1, 2, { x0: 1 }),
  perRealisation: () => [ancilla.normal(1, 0.1)],
  pink: values(1, 0.1, 1, 100, 2),
  poisson: values(1),
  redrawn: () => [ancilla.normal(1, 0.1)],
  samples: values([1, 2, 3], { order: "replay" }),
  sumOfNoises: () => [ancilla.normal(1, 0.1), ancilla.uniform(0, 1)],
  telegraph: values(0, 1, 0.5, 0.5, { x0: 0 }),
  truncatedNormal: values(1, 0.1, { min: 0 }),
  uniform: values(0, 1),
  walk: values(0, 0.1, 0),
  jointNormal: values({ a: 1, b: 2 }, [
    [1, 0],
    [0, 1],
  ]),
  parseNoise: values("phi=normal(2.4,0.1)"),
  printNoise: () => ["phi", ancilla.normal(1, 0.1)],
  averagedAsync: () => [photons, { steps: 2, noise: { phi: ancilla.normal(2.4, 0.1) } }],
  countingAsync: values(decay, { of: ["Q_cold"], until: 1 }),
  planAsync: values(bloch, { until: 1 }),
  runAsync: values(bloch, { until: 1 }),
  steadyAsync: values(bloch),
  unravelAsync: values(bloch, { by: ancilla.jumps(), until: 1, trajectories: 2 }),
  sweepAsync: values(driven, { over: "Omega", values: [0.5, 1], observables: ["sz"] }),
  printPlan: () => [ancilla.plan(bloch, { until: 1 })],
  markov: values(
    [0, 1],
    [
      [0, 1, 0.5],
      [1, 0, 0.5],
    ],
    { each: true },
  ),
  resultColumns: () => [ancilla.run(stream, { steps: 2 })],
  resultHash: () => [ancilla.run(stream, { steps: 2 })],
  typedColumns: () => [ancilla.run(stream, { steps: 2 }), stream],
  collide: values(stream, rho, { inside: [0, 0.5, 1] }),
  clickStatistics: values(decaying, { of: "N_cold", times: [0, 1] }),
  recordedCounts: values(clicks, { window: 1 }),
  recordedG2: values(clicks, { edges: [0, 0.5, 1] }),
  autocorrelation: () => [
    {
      points: [1, 2].map((at) => ({ at, observable: "n" })),
      correlation: [
        [1, 0.5],
        [0.5, 1],
      ],
    },
    "n",
  ],
  recordLedger: values(stream, { by: reading, steps: 3, trajectories: 4, seed: 1 }),
  recordedSpectrum: values(currents, { segment: 4 }),
  recordedWaiting: values(clicks, { edges: [0, 0.5, 1] }),
  sectorData: values(stream, { state: rho }),
  recordRule: values({ decide: () => ({}), operations: { flip: ancilla.unitaryChannel(ancilla.sigmaX(q)) } }),
  stateRule: values({ observable: ancilla.sigmaZ(q), above: 0.1, operation: ancilla.unitaryChannel(ancilla.sigmaX(q)) }),
  planUnravel: values(stream, { by: reading, steps: 2, trajectories: 4 }),
  averaged: () => [photons, { steps: 2, noise: { phi: ancilla.normal(2.4, 0.1) } }],
  browserWorkers: values({ threads: 1 }),
  ratioOfMeans: values(covariances, 0, 1),
  controlledMean: () => [
    photons,
    { of: "T1", by: "n1", steps: 2, trajectories: 8, pilot: 4, seed: 1, noise: { phi: ancilla.normal(2.4, 0.1) } },
  ],
  thisThread: values(),
  ensemble: () => [photons, { steps: 2, trajectories: 4, noise: { phi: ancilla.normal(2.4, 0.1) }, seed: 1 }],
  planEnsemble: () => [photons, { steps: 2, trajectories: 4, noise: { phi: ancilla.normal(2.4, 0.1) } }],
  ready: values(),
  wasmHash: values(),
  // studies
  choiMinimum: values(decay, { times: [0.5] }),
  g1: values(bloch, { of: ancilla.annihilate(ancilla.fock(4)), times: [0, 1] }),
  g2: values(bloch, { of: ancilla.annihilate(ancilla.fock(4)), times: [0, 1] }),
  counting: values(decay, { of: ["Q_cold"], until: 1 }),
  decayingSpectrum: values(decay, { of: lower, omega: [0, 1], rate: 0.5 }),
  transientMaximum: values(decay, "purity", { until: 1, samples: 5 }),
  memoryMeasure: () => [stream, [rho, sigma], { steps: 3 }],
  parallelSweep: values(bloch, { over: "Delta", values: [0.1], threads: 1 }),
  exchangeBaths: values(bloch, { exchange: ["Delta", "K"], currents: { n: ["n", "n"] } }),
  findRoot: values((x: number) => x - 0.3, 0, 1, 1e-9),
  findMaximum: values((x: number) => x * (1 - x), 0, 1, { samples: 5 }),
  findMinimum: values((x: number) => x * x, -1, 1, { tolerance: 1e-6 }),
  spectrum: values(decay, { A: upper, B: lower, omega: [0, 1] }),
  absorption: values(decay, { of: lower, omega: [0, 1] }),
  sweep: values(bloch, { over: "Delta", values: [0.1, 0.2], observables: ["purity"] }),
  correlation: values(decay, { A: upper, B: lower, times: [0, 1] }),
  orderedCorrelation: values(decay, { product: [{ operator: H, at: 0 }] }),
  unitInstrument: values(stream, ancilla.sigmaZ(unit), { at: 1 }),
  heterodyne: values({ dt: 0.1 }),
  homodyne: values({ dt: 0.1 }),
  jumps: values({ efficiency: 0.5 }),
  everyRecord: values(stream, { by: reading, steps: 2 }),
  measured: () => [{ observable: ancilla.sigmaZ(unit) }],
  likelihoods: () => [family, { by: reading, records: [[0, 1]], parameter: "tau", values: [0.1] }],
  replay: values(stream, { by: reading, record: [0, 1] }),
  unravel: values(stream, { by: reading, steps: 2, trajectories: 4 }),
  // observables and measures
  energy: values(H, "energy"),
  expectation: values("x", lower, "an observable", "re"),
  observableBook: () => [[ancilla.energy(H)], [ancilla.populations(q)]],
  population: onSpace(q, 1, "p"),
  populations: onSpace(q),
  spinComponents: onSpace(q, "q", ""),
  standardObservables: onSpace(q, H),
  stateObservable: values("x", "an observable", () => 1),
  temperature: values("T", ancilla.numberOperator(mode), 1),
  correlationObservables: onSpace(pair, ["one"]),
  gaussianObservables: () => [modes, [ancilla.fock(3, "a"), ancilla.fock(3, "b")]],
  classicalCorrelations: values(both, "one"),
  discord: values(both, "two"),
  ...Object.fromEntries(
    ["buresAngle", "buresDistance", "fidelity", "hellingerDistance", "hilbertSchmidtDistance", "traceDistance", "relativeEntropy"].map(
      (name) => [name, values(rho, sigma)],
    ),
  ),
  apparentTemperature: values(rho, lower, 1),
  blochVector: values(rho),
  effectiveTemperature: values(0.2, 0.8, 1),
  ergotropy: values(rho, H),
  meanEnergy: values(rho, H),
  passiveState: values(rho, H),
  qubitTemperature: values(rho, 1),
  concurrence: values(both),
  entanglementOfFormation: values(both),
  logNegativity: values(both, ["one"]),
  negativity: values(both, ["one"]),
  partialTranspose: values(both, ["one"]),
  ...Object.fromEntries(
    ["coherenceEntropy", "coherenceL1", "entropy", "purity", "stateSpectrum", "trace"].map((name) => [name, values(rho)]),
  ),
  mutualInformation: values(both, ["one"]),
  shannonEntropy: values([0.5, 0.5]),
  covarianceDiscord: () => [covariance, 1],
  covarianceLogNegativity: () => [covariance],
  covarianceMutualInformation: () => [covariance],
  gaussianDiscord: values(passive, 1),
  gaussianEntropy: () => [covariance],
  gaussianMutualInformation: values(passive),
  symplecticEigenvalues: () => [covariance],
  thermalEntropy: values(0.5),
  covarianceMatrix: values(lights, ["a", "b"]),
  gaussianState: values(lights, ["a"]),
  modeMoments: values(lights, ["a"]),
  momentsOf: () => [{ mean: new Float64Array(2), covariance: Float64Array.of(1, 0, 0, 1) }],
  passiveMoments: values(lights, ["a", "b"]),
  husimi: values(light, [0, 1], [0]),
  wigner: values(light, [0, 1], [0]),
  renyiDivergence: values(rho, sigma, 2, { kind: "sandwiched" }),
  renyiEntropy: values(rho, 2),
  covariance: values(rho, H, ancilla.sigmaX(q)),
  meanValue: values(rho, H),
  variance: values(rho, H),
  stateView: values(q, rho, [1, 1]),
  quadratureDistribution: values(light, [0, 1], 0.1),
  waveFunction: values(wave, [0, 1], 0.1),
  // thermodynamics
  carnotEfficiency: values(2, 1),
  carnotPerformance: values(2, 1),
  coefficientOfPerformance: values(1, -2, 1),
  efficiency: values(-1, 2, -1),
  entropyProduction: values({ cold: 0.1 }, generator.baths, 0.1),
  firstLawResidual: values(1, [0.5], 0.5),
  heatFlow: values(generator, "cold", H, 0),
  localPower: values(generator, "cold", H, 0),
  modeOf: values(-1, 2, -1, 0),
  powerOperator: values(generator, 0, 1e-6),
  ledgerFunctionals: () => [stream.dynamics, collision],
  requireTemperature: values(collision),
  currentMagnitude: values({ forward: 1, swapped: -0.5 }, 1),
  rectification: values({ forward: 1, swapped: -0.5 }),
  rectificationPerformance: values({ forward: 1, swapped: -0.5 }, 0.5, 1),
};

const algebra: Readonly<Record<string, () => Arguments>> = {
  multiply: () => [2, 2, 2, C, C, new Float64Array(8)],
  multiplyReal: () => [2, 2, 2, R, R, new Float64Array(4)],
  solve: () => [2, 1, C, new Float64Array(4), new Float64Array(4)],
  solveReal: () => [2, 1, R, new Float64Array(2), new Float64Array(2)],
  inverse: () => [2, C, new Float64Array(8)],
  exponential: () => [2, C, new Float64Array(8)],
  exponentialReal: () => [2, R, new Float64Array(4)],
  logarithm: () => [2, C],
  squareRoot: () => [2, C],
  power: () => [2, C, 0.5],
  unitary: () => [2, C, 0.5],
  functionHermitian: () => [2, C, (x: number) => x],
  singularValues: () => [2, 2, C],
  singularValuesReal: () => [2, 2, R],
  nullSpacesReal: () => [2, R, 1e-9],
  ...Object.fromEntries(["eigenReal", "eigenvaluesReal", "schurReal"].map((name) => [name, () => [2, R]])),
  ...Object.fromEntries(["eigen", "eigenHermitian", "eigenvaluesHermitian", "schurForm"].map((name) => [name, () => [2, C]])),
  ready: values(),
  release: values(),
};

const formulas: Readonly<Record<string, () => Arguments>> = {
  alphaForTemperature: values(2.4, 1),
  apparentAtomTemperature: values(0.25, 2.4),
  averagedTemperature: values(0.25, 2.4, 0.1),
  continuousLimit: values(0.25, 2.4, 1, 1, 0.5),
  decoheredTemperature: values(0.25, 2.4, 0.1),
  fockDimension: values(1, 1e-6),
  largestAlpha: values(2.4),
  phaseForTemperature: values(0.25, 1),
  photonOperators: values(0.2, 4, true),
  photonRate: values([0.5, 0.5], 0.25, 2.4, 0.2),
  phaseoniumRates: values(0.25, 2.4),
  stationaryTemperature: values(0.25, 2.4),
  phaseoniumTraps: values(0.5, 20, 1e-9),
  phaseoniumLimitGenerator: () => [0.25, 2.4, [ancilla.fock(3, "a")]],
  catalan: values(4),
  dickePopulations: values(3, 0.5),
  dipolePair: values({ rho22: 0.5, rho33: 0.2, rho23: [0.1, 0] }, 0.5, 1),
  longTimeCaloric: values(3, 0.5),
  longTimeCoherence: values(3, 0.5),
  pairCoherence: values(1, 0.5, 1),
  pairPlateau: values(0.5, 0.1),
  pairRates: values(0.5, 1),
  saturatedCoherence: values(3),
  atomChain: values(3, 0.5),
  collectiveCouplings: values(3, 0.5, 1),
  dipoleCouplings: () => [papers.atomChain(3, 0.5), [0, 0, 1], 1],
  independentCouplings: values(3, 1),
  pairCoupling: values(0.5, 0.1, 1),
  collectiveLimit: values(both, 0.5),
  coupledBasis: values(3),
  criticalCoupling: values(1, 1.2),
  exchangeSteady: values(pairAncilla, [0.3, 0.1]),
  largeCouplingCoherence: values(0.3, 1, 0.5),
  pairDrive: values(fed, [0.3, 0.1]),
  pairExchange: () => [drive, fed, 0.3, [0.3, 0.1], 1, 0.1, [0, 0, 0.5]],
  pairMap: values(drive, 1, 0.1),
  pairState: values(pairAncilla),
  pairSteady: values(drive, 1, 0.1),
  thermalInversion: values(1, 1),
  clusterMoments: values("qubits", 2, 0.5, 1),
  correctedTransient: values("RWA", 0.1, 0.2, 1, 0.5, moments),
  heatedOscillator: values(0.1, 0.2, 1, 2, 0.5),
  limitingCoherence: values(0.1, 0.2),
  limitingPurity: values(0.1, 0.2, 0.5),
  workCoherenceRatio: values(0.1, 0.2, 1),
  printedTransient: values("qubits", "RWA", 0.1, 0.2, 2, 1, 0.5),
  purityThreshold: values(0.1, 0.2, 1),
  rabiApproximation: values(0.1, 0.2, 1, 0.5, moments, 0.5),
  rabiBloch: values(0.1, 0.2, 1, moments),
  rabiPower: values(0.1, 0.2, 1, moments),
  rabiRoughApproximation: values(0.1, 0.2, 1, 0.5, moments, 0.5),
  rotatingAmplitude: values(0.1, 0.2, 1, moments),
  rotatingBloch: values(0.1, 0.2, 1, moments),
  rotatingCoherence: values(0.1, 0.2, 1, moments),
  rotatingRates: () => [0.1, 0.2, 1, 1, moments, [0, 0, 0.5]],
  rotatingSteady: values(0.1, 0.2, 1, moments),
  caloricCoherence: values([0.2, 0.3, 0.5]),
  feedBloch: values(coefficients, 0.5, 0.1),
  feedCurrents: () => [coefficients, 0.5, 0.1, 1, [0, 0, 0.5]],
  feedPopulation: values(coefficients),
  feedTemperature: values(coefficients, 1),
  ladderPopulations: values(3, 0.5),
  pairCoefficients: () => [both.toMatrix()],
  pairUnitary: values(0.1),
};

const written: Readonly<Record<string, () => Arguments>> = {
  observableExpression: values("sz(q)"),
  stateExpression: values("proj(q, e)"),
  numberExpression: values("2*pi"),
  operatorExpression: values("sx(q)"),
  documentFromData: () => [JSON.parse(documents.printDocument(document, "json"))],
  documentFromLink: values("https://example.org/#m=abc"),
  documentHash: values(document),
  documentLink: values(document),
  documentModel: values(document),
  documentSchema: values(),
  documentWarnings: values(document),
  modelDocument: () => [documents.documentModel(document).build({})],
  modelHash: values(document),
  printDocument: values(document, "yaml"),
  readDocument: () => [text, {}],
} as never;

const looked: Readonly<Record<string, () => Arguments>> = {
  checkText: values(text, { format: "yaml" }),
  completeAt: values(text, 40, { parameters: {} }),
  hoverAt: values(text, 95, {}),
};

const exchanged: Readonly<Record<string, () => Arguments>> = {
  documentProgram: () => [described, { to: "qutip", until: 1, observables: ["purity"] }],
};

const record = {
  model: "decay",
  parameters: { gamma: 1 },
  axis: { name: "time", values: [0, 1, 2] },
  observables: { n: [1, 0.5, null] },
  diagnostics: { warnings: [] },
  provenance: { ancilla: "0", wasm: "0" },
};
const panel = {
  id: "n",
  title: "decay",
  xLabel: "Time",
  yLabel: "n",
  series: [{ name: "n", x: [0, 1, 2], y: [1, 0.5, null], style: "dots" }],
  rules: [{ axis: "x", at: 1, label: "τ" }],
};
const curve = { ...figures.robustnessCurves[0], steps: 2, saveEvery: 1 };

const drawn: Readonly<Record<string, () => Arguments>> = {
  drawAssembled: () => [[panel, { ...panel, id: "m" }], { columns: 1, caption: "two" }],
  drawPdf: values('<svg width="4" height="4"></svg>', "title"),
  drawPng: values('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>'),
  drawSvg: values(panel),
  panelsOf: values(record, { together: true }),
  robustness: values(curve, { trajectories: 32, threads: 1 }),
};

/** A folder for what is written, and no Redis: what a changed argument names is not there either. */
const folder = mkdtempSync(join(tmpdir(), "ancilla-fuzz-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.ANCILLA_REDIS = "redis://127.0.0.1:1";
const unheard = { redis: "redis://127.0.0.1:1", queue: "fuzz" };
const sampled = { steps: 2, trajectories: 64, noise: { theta: ancilla.normal(0.4, 0.1) }, threads: 1 };

/** Functions that write, with each path below the folder: those of changed arguments, too. */
function inFolder(module: object): object {
  const within = (value: unknown): unknown => (typeof value === "string" && value.trim() !== "" ? join(folder, value) : value);
  const first =
    (f: Method): Method =>
    (path, ...rest) =>
      f(within(path), ...rest);
  const { readRecords, readResult, readState, readStates, saveNotes, saveRecord, saveRecords, saveStates, writableFolder } = node;
  const files = { readRecords, readResult, readState, readStates, saveNotes, saveRecord, saveRecords, saveStates, writableFolder };
  const wrapped = Object.entries(files).map(([name, f]) => [name, first(f as Method)] as const);
  const runShard = (model: never, options: never, shard: unknown) => {
    const { folder: place } = (shard ?? {}) as { readonly folder?: unknown };
    const plain = typeof shard === "object" && shard !== null && Object.hasOwn(shard, "folder");
    return node.runShard(model, options, (plain ? { ...shard, folder: within(place) } : shard) as never);
  };
  // what writes comes first: the others read it
  const own = [...wrapped, ["runShard", runShard] as const];
  return Object.fromEntries([...own.filter(([name]) => /^(save|run)/.test(name)), ...Object.entries(module), ...own]);
}

const kept: Readonly<Record<string, () => Arguments>> = {
  cancel: values("fuzz", unheard),
  checkpoint: values("x", { chunk: 256, keep: true }),
  columnsOf: values(record),
  cores: values(),
  follow: values("fuzz", { ...unheard, every: 1 }),
  merge: values("fuzz", { ...unheard, partial: true }),
  mergeShards: () => [[join(folder, "shards")]],
  nodeThreads: values({ threads: 1 }),
  provenance: values({ steps: 3 }),
  readRecords: values("seen.npz"),
  readResult: values("decay.json"),
  readState: values("states.json", 2),
  readStates: values("states.json"),
  retry: values("fuzz", { ...unheard, chunk: 1 }),
  runShard: values(photons, sampled, { index: 1, of: 1, folder: "shards" }),
  saveNotes: values(".", "decay", { command: "ancilla run decay", seconds: 1 }),
  saveRecord: values(".", "decay", record, ["json"]),
  saveRecords: values("seen.npz", clicks, { said: 1 }),
  saveStates: () => ["states.json", ancilla.run(photons, { steps: 2, states: [2] }).states],
  status: values("fuzz", unheard),
  submit: values(photons, { ...sampled, threads: undefined }, { ...unheard, chunk: 64 }),
  work: values({ ...unheard, threads: 1, drain: true }),
  writableFolder: values("there", "out"),
};

/** Functions that make the sentences of errors, from words of the caller's own. */
const sentences: ReadonlySet<string> = new Set(["finite", "integer", "didYouMean", "valueInWords", "wrongKind", "wrongValue"]);

/** A public function, under the name it is called by, with arguments that it takes; null where none are known. */
export interface Callable {
  readonly name: string;
  readonly valid: (() => Arguments) | null;
  call(given: Arguments): unknown;
}

function ofModule(module: object, prefix: string, table: Readonly<Record<string, () => Arguments>>): readonly Callable[] {
  const known = module as Readonly<Record<string, unknown>>;
  const isClass = (value: unknown) => typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
  const plain = Object.keys(known).filter((name) => typeof known[name] === "function" && !isClass(known[name]) && !sentences.has(name));
  const listed = plain.map((name): Callable => {
    const f = known[name] as (...given: unknown[]) => unknown;
    return { name: `${prefix}${name}`, valid: table[name] ?? null, call: (given) => f(...given) };
  });
  const members = Object.keys(table)
    .filter((name) => /[ .]/.test(name))
    .map((name): Callable => ({ name, valid: table[name], call: (given) => member(known, name, given) }));
  return [...listed, ...members];
}

type Method = (...given: readonly unknown[]) => unknown;

/** `new Class`, a static function `Class.name`, or a method of an object that comes first among the arguments. */
function member(known: Readonly<Record<string, unknown>>, name: string, given: Arguments): unknown {
  if (name.startsWith("new ")) return Reflect.construct(known[name.slice(4)] as never, given as never);
  const [owner, own] = name.split(".");
  const made = known[owner] as ({ readonly prototype: object } & Record<string, Method>) | undefined;
  if (made && Object.hasOwn(made, own)) return made[own](...given);
  const [self, ...rest] = given as readonly Record<string, Method>[];
  // without its object there is nothing to call
  const callable = made ? Object.prototype.isPrototypeOf.call(made.prototype, self) : typeof self?.[own] === "function";
  return callable ? self[own](...rest) : null;
}

/** All public functions that are fuzzed. */
export const callables: readonly Callable[] = [
  ...ofModule(ancilla, "", library),
  ...ofModule(linear, "linear.", algebra),
  ...ofModule(papers, "papers.", formulas),
  ...ofModule(documents, "documents.", written),
  ...ofModule(editor, "editor.", looked),
  ...ofModule(exchange, "exchange.", exchanged),
  ...ofModule(figures, "figures.", drawn),
  ...ofModule(inFolder(node), "node.", kept),
];
