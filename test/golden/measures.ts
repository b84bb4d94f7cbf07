/** Requests about measures of states, representations of maps, limits of collisions, thermodynamics, and studies of observables. */
import {
  adjointDissipator,
  adjointGenerator,
  basisState,
  bloch,
  blochMap,
  blochVector,
  buresAngle,
  type Collisions,
  type Contact,
  carnotEfficiency,
  carnotPerformance,
  channelTerms,
  choiMatrix,
  classicalCorrelations,
  coefficientOfPerformance,
  coherenceEntropy,
  coherenceL1,
  coherent,
  collisionModel,
  compareEvaluations,
  composite,
  concurrence,
  contactCollision,
  covarianceDiscord,
  covarianceLogNegativity,
  covarianceMatrix,
  covarianceMutualInformation,
  currentMagnitude,
  diagnoseMap,
  discord,
  efficiency,
  eigenoperators,
  entanglementOfFormation,
  entropy,
  ergotropy,
  evolution,
  exchangeBaths,
  fidelity,
  findMaximum,
  findMinimum,
  findRoot,
  flatSpectrum,
  fock,
  type Generator,
  gaussianDiscord,
  gaussianEntropy,
  gaussianMutualInformation,
  gaussianState,
  generator,
  generatorLimit,
  globalMasterEquation,
  harvest,
  heatFlow,
  hilbertSchmidtDistance,
  husimi,
  jointAfter,
  jointOperators,
  ket,
  krausOperators,
  ledgerFunctionals,
  levels,
  lift,
  localPower,
  logNegativity,
  memoryMeasure,
  mixture,
  modeMoments,
  momentsOf,
  mutualInformation,
  negativity,
  type Observable,
  type Operator,
  ohmic,
  oscillatorCluster,
  partialTranspose,
  passiveMoments,
  passiveState,
  phaseonium,
  phaseoniumLimit,
  plus,
  poissonGenerator,
  powerOperator,
  productState,
  purity,
  qubit,
  qubitCluster,
  qubitHamiltonian,
  qubitState,
  qubitTemperature,
  rectification,
  rectificationPerformance,
  relativeEntropy,
  rotor,
  run,
  sampled,
  scaled,
  secondOrder,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spectralDensity,
  squeezed,
  stateSpectrum,
  steady,
  structured,
  superoperator,
  symplecticEigenvalues,
  tensor,
  thermal,
  thermalBath,
  thermalFock,
  timeFunction,
  traceDistance,
  transientMaximum,
  twoModeSqueezed,
  unitAfter,
  wigner,
} from "../../src/index.ts";
import {
  alphaForTemperature,
  apparentAtomTemperature,
  averagedTemperature,
  catalan,
  decoheredTemperature,
  dickePopulations,
  fockDimension,
  longTimeCaloric,
  longTimeCoherence,
  pairCoherence,
  pairPlateau,
  phaseForTemperature,
  phaseoniumTraps,
  stationaryTemperature,
} from "../../src/papers.ts";
import { randomHermitian, randomState } from "./random.ts";
import { equation, type GoldenRequest, numbersOf, numbersOfSteady, portable, request } from "./table.ts";

const [a, b] = [qubit("a"), qubit("b")];
const pair = tensor(a, b);
const states = [
  randomState(pair, 41),
  ket(pair, [0.6, 0, 0, 0.8]),
  mixture([0.7, ket(pair, [0, Math.SQRT1_2, [0, Math.SQRT1_2], 0])], [0.3, thermal(lift(pair, sigmaZ(a)), { beta: 0.5 })]),
  productState(pair, qubitState([0.1, 0.4, 0.2], a), qubitState([0, 0, -0.3], b)),
];
const H = plus(lift(pair, sigmaZ(a)), scaled(lift(pair, sigmaZ(b)), 0.6), scaled(lift(pair, sigmaX(a), sigmaX(b)), 0.3));

const stateRequests: readonly GoldenRequest[] = [
  portable("measures/two qubits", () =>
    states.map((rho) => [
      [entropy(rho), purity(rho), stateSpectrum(rho), coherenceL1(rho), coherenceEntropy(rho)],
      [mutualInformation(rho, ["a"]), negativity(rho, ["a"]), logNegativity(rho, ["b"]), concurrence(rho), entanglementOfFormation(rho)],
      [
        discord(rho, "a"),
        discord(rho, "b"),
        classicalCorrelations(rho, "a"),
        ergotropy(rho, H),
        passiveState(rho, H),
        partialTranspose(rho, ["b"]),
      ],
      [apparentAtomTemperature(0.1 + 0.05 * entropy(rho), 2.4)],
    ]),
  ),
  portable("measures/distances", () =>
    states.flatMap((rho, k) =>
      states
        .slice(k)
        .map((sigma) => [
          traceDistance(rho, sigma),
          fidelity(rho, sigma),
          buresAngle(rho, sigma),
          hilbertSchmidtDistance(rho, sigma),
          relativeEntropy(rho, sigma),
          relativeEntropy(sigma, rho),
        ]),
    ),
  ),
  request("measures/a qubit beside many levels", () => {
    const wide = tensor(qubit("q"), levels(5, "rest"));
    const rho = randomState(wide, 42);
    const one = qubitState([0.2, -0.3, 0.4], a);
    return [
      discord(rho, "q"),
      mutualInformation(rho, ["q"]),
      negativity(rho, ["q"]),
      blochVector(one),
      qubitTemperature(one),
      qubitTemperature(basisState(a, 0)),
    ];
  }),
  portable("measures/phase space", () => {
    const grid = [-2, -0.7, 0, 0.4, 1.9];
    const mode = fock(12);
    return [thermalFock(mode, 0.6), coherent(mode, [0.7, -0.3]), squeezed(mode, 0.3, 0.8), randomState(fock(4), 43)].flatMap((rho) => [
      wigner(rho, grid, grid),
      husimi(rho, grid, grid),
    ]);
  }),
  portable("measures/Gaussian states of two modes", () => {
    const modes = tensor(fock(9, "a"), fock(9, "b"));
    const symmetric = twoModeSqueezed(modes, 0.3, 0.4);
    const warm = productState(modes, thermalFock(fock(9, "a"), 0.3), squeezed(fock(9, "b"), 0.2, 0.1));
    const exchanged = run(phaseonium({ levels: 6 }), { steps: 10, saveEvery: 10 }).final;
    const moments = passiveMoments(exchanged, ["a", "b"]);
    return [
      ...[symmetric, warm].map((rho) => {
        const V = covarianceMatrix(rho, ["a", "b"]);
        return [
          [
            V,
            gaussianState(rho),
            momentsOf(gaussianState(rho)),
            modeMoments(rho, ["b", "a"]),
            symplecticEigenvalues(V),
            gaussianEntropy(V),
          ],
          [covarianceMutualInformation(V), covarianceLogNegativity(V), covarianceDiscord(V, 1), covarianceDiscord(V, 2)],
        ];
      }),
      [moments, gaussianMutualInformation(moments), gaussianDiscord(moments, 1), gaussianDiscord(moments, 2)],
    ];
  }),
  request("measures/recorded along runs", () => [
    numbersOf(
      run(
        phaseoniumLimit({
          levels: 5,
          initial: [
            ["coherent", 0.3, 0.1],
            ["thermal", 0.3],
          ],
        }),
        {
          until: 1,
          saveEvery: 0.5,
          observables: ["discord", "discord_1", "gaussian_mutual_information", "mutual_information", "negativity"],
        },
      ),
    ),
    numbersOf(
      run(phaseonium({ levels: 5 }), {
        steps: 6,
        saveEvery: 3,
        observables: ["discord", "discord_1", "gaussian_mutual_information", "negativity"],
      }),
    ),
    numbersOf(
      run(
        phaseonium({
          levels: 4,
          initial: [
            ["coherent", 0.3, 0],
            ["fock", 1],
          ],
        }),
        { steps: 6, saveEvery: 3, observables: ["discord", "gaussian_mutual_information"] },
      ),
    ),
  ]),
  request("measures/closed forms of the papers", () => [
    [
      alphaForTemperature(1.5, 1.2),
      phaseForTemperature(0.25, 1.2),
      fockDimension(1.3),
      phaseoniumTraps(Math.PI / Math.sqrt(8), 30),
      stationaryTemperature(0.25, 2.4),
      averagedTemperature(0.25, 2.4, 0.2),
      decoheredTemperature(0.25, 2.4, 0.5),
    ],
    [pairCoherence(0.3, 2), pairPlateau(2, 0.3), catalan(7), longTimeCoherence(3, 1.5), longTimeCaloric(3, 1.5), dickePopulations(4, 0.7)],
    [qubitCluster(3, 1, 0.7), qubitCluster(1, 1, Number.POSITIVE_INFINITY), oscillatorCluster(2, 1, 2, null, 0.3)],
  ]),
];

const [system, unit] = [qubit("system"), qubit("unit")];
const joint = tensor(system, unit);
const exchange = plus(lift(joint, sigmaPlus(system), sigmaMinus(unit)), lift(joint, sigmaMinus(system), sigmaPlus(unit)));

/** A qubit that meets thermal qubits. */
function contact(changes: Partial<Contact> = {}): Contact {
  const HE = qubitHamiltonian(unit, 1);
  const state = thermal(HE, { beta: 0.8 });
  return {
    system,
    unit,
    HS: qubitHamiltonian(system, 1.2),
    HE,
    V: exchange,
    state,
    beta: 0.8,
    tau: 0.2,
    scaling: "1",
    bath: "units",
    ...changes,
  };
}

const athermal = { state: qubitState([0.3, 0.1, 0.2], unit), beta: null };
const driving = { V: plus(scaled(exchange, 0.7), scaled(lift(joint, sigmaX(system), sigmaZ(unit)), 0.2)) };
const inverted = { scaling: "1/sqrt(tau)" as const, state: qubitState([0, 0, 0.4], unit), beta: null };
const contacts = [contact(), contact(athermal), contact(driving), contact({ scaling: "1/sqrt(tau)" }), contact(inverted)];

const mapRequests: readonly GoldenRequest[] = [
  portable("maps/representations", () =>
    contacts.flatMap((one) =>
      (["exact", "second"] as const).map((evaluation) => {
        const collision = contactCollision(one, evaluation);
        const map = channelTerms(system, collision);
        const rho = qubitState([0.2, 0.5, -0.1], system);
        return [
          superoperator(map, 2),
          choiMatrix(map, 2),
          evaluation === "exact" ? krausOperators(map, system) : null,
          blochMap(map, 2),
          diagnoseMap(map, 2),
          jointAfter(system, collision, rho),
          unitAfter(system, collision, rho),
          evaluation === "exact" ? jointOperators(system, collision) : secondOrder(system, collision).weights,
        ];
      }),
    ),
  ),
  portable("maps/comparison of evaluations", () => contacts.map((one) => compareEvaluations(one))),
  portable("maps/limits of short collisions", () => [
    ...contacts.map((one) => generatorLimit(one)),
    generatorLimit(
      contact({ scaling: "1/sqrt(tau)" }),
      contact({ scaling: "1/sqrt(tau)", beta: 2, state: thermal(qubitHamiltonian(unit, 1), { beta: 2 }), bath: "cold" }),
    ),
    poissonGenerator(system, qubitHamiltonian(system, 1), contactCollision(contact()), 1.5),
  ]),
  request("maps/limits of models of one's own", () => {
    const one = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 0.8 };
    const two = [
      { ...one, bath: "hot" },
      { ...one, beta: 2, bath: "cold" },
    ];
    const common = {
      HS: qubitHamiltonian(system, 1),
      tau: 0.01,
      scaling: "1/sqrt(tau)" as const,
      evaluation: "generator" as const,
      initial: qubitState([0.5, 0, 0.5], system),
    };
    return [
      { units: one },
      { units: two },
      { units: two, stream: "mixture" as const, probabilities: [0.3, 0.7] },
      { units: two, stream: "joint" as const },
    ].flatMap((changes) => {
      const model = collisionModel({ ...common, ...changes });
      return [
        numbersOf(run(model, { until: 1, saveEvery: 0.5, observables: ["sx", "sz", "energy"] })),
        numbersOfSteady(steady(model, { observables: ["sz"] })),
      ];
    });
  }),
  request("maps/unitary evolution", () =>
    [
      [H, 0.7],
      [randomHermitian(levels(6), 44), 1.3],
      [lift(joint, sigmaZ(system)), -2],
      [scaled(exchange, 0, 0), 3],
      [exchange, 0.4],
    ].map(([A, t]) => evolution(A as Operator, t as number)),
  ),
  request("maps/ledger functionals", () =>
    contacts.map((one) => {
      const collision = contactCollision(one);
      const model: Collisions = { kind: "collisions", system, HS: one.HS, stream: { kind: "constant", collision }, tau: one.tau };
      const { outgoing, ...functionals } = ledgerFunctionals(model, collision);
      return [functionals, outgoing(qubitState([0.1, 0.2, 0.3], system))];
    }),
  ),
];

const coupled = plus(lift(pair, scaled(sigmaZ(a), 0.5)), lift(pair, scaled(sigmaZ(b), 0.7)), scaled(lift(pair, sigmaX(a), sigmaX(b)), 0.3));

const generatorRequests: readonly GoldenRequest[] = [
  portable("generators/global master equations", () => [
    globalMasterEquation({
      H: coupled,
      couplings: [
        { bath: "hot", operator: lift(pair, sigmaX(a)), spectralDensity: ohmic(0.1, 10), beta: 0.5 },
        { bath: "cold", operator: lift(pair, sigmaMinus(b)), spectralDensity: ohmic(0.2, 5, "exponential"), beta: 2 },
      ],
    }),
    globalMasterEquation({
      H: coupled,
      couplings: [{ bath: "bath", operator: lift(pair, sigmaZ(a)), spectralDensity: ohmic(0.1, 8, "hard"), beta: 1 }],
      negativeFrequencies: "drop",
      lambShift: true,
    }),
    globalMasterEquation({
      H: coupled,
      couplings: [
        {
          bath: "bath",
          operator: lift(pair, sigmaMinus(a)),
          spectralDensity: spectralDensity((omega) => omega / (1 + omega * omega * omega)),
          beta: Number.POSITIVE_INFINITY,
        },
      ],
      lambShift: true,
      jumps: [{ operator: lift(pair, sigmaMinus(b)), rate: 0.1, bath: "local" }],
    }),
    globalMasterEquation({
      H: lift(tensor(a), sigmaZ(a)),
      couplings: [{ bath: "bath", operator: sigmaX(a), spectralDensity: flatSpectrum(0.1), beta: 1 }],
    }),
  ]),
  request("generators/eigenoperators", () => [
    eigenoperators(coupled, lift(pair, sigmaX(a))),
    eigenoperators(coupled, lift(pair, sigmaMinus(b)), 0.1),
  ]),
  request("generators/heat, power and adjoint", () => {
    const driven: Generator = generator({
      system: a,
      H: [
        { operator: qubitHamiltonian(a, 1), coefficient: 1 },
        { operator: sigmaX(a), coefficient: sampled([0, 1, 2], [0.1, 0.5, 0.2], "cubic") },
        { operator: sigmaZ(a), coefficient: timeFunction((t) => t * t, [0.5]) },
      ],
      jumps: [
        ...thermalBath({ bath: "hot", lowering: sigmaMinus(a), omega: 1, rate: 0.3, beta: 0.5 }),
        ...thermalBath({ bath: "leads", lowering: sigmaMinus(a), omega: 1, rate: 0.2, beta: 2, statistics: "fermions" }),
      ],
    });
    return [0, 0.5, 1.3].map((t) => [
      heatFlow(driven, null, undefined, t),
      heatFlow(driven, "leads", qubitHamiltonian(a, 1), t),
      powerOperator(driven, t),
      localPower(driven, "hot", qubitHamiltonian(a, 1), t),
      adjointGenerator(driven, sigmaX(a), t),
      adjointDissipator(driven, "hot", sigmaZ(a), t),
    ]);
  }),
  portable("generators/ledger as rates", () => {
    const column = (name: Extract<Observable, { kind: "ledger" }>["column"], bath: string | null = null): Observable => ({
      kind: "ledger",
      name: bath === null ? name : `${name}_${bath}`,
      description: "",
      column: name,
      cumulated: false,
      bath,
    });
    const columns = [column("Q"), column("Q", "hot"), column("Q", "cold"), column("W"), column("dU"), column("dS"), column("Sigma")];
    const jumps = [
      ...thermalBath({ bath: "hot", lowering: sigmaMinus(a), omega: 1, rate: 0.3, beta: 0.5 }),
      ...thermalBath({ bath: "cold", lowering: sigmaMinus(a), omega: 1, rate: 0.2, beta: 2 }),
    ];
    const still = equation(generator({ system: a, H: qubitHamiltonian(a, 1), jumps }), qubitState([0.4, 0, 0.1], a), columns);
    const field = { operator: sigmaX(a), coefficient: timeFunction((t) => 0.2 * t) };
    const driven = equation(
      generator({ system: a, H: [{ operator: qubitHamiltonian(a, 1), coefficient: 1 }, field], jumps }),
      qubitState([0.4, 0, 0.1], a),
      columns,
    );
    return [...[still, driven].map((model) => numbersOf(run(model, { until: 2, saveEvery: 0.5 }))), numbersOfSteady(steady(still))];
  }),
];

const studyRequests: readonly GoldenRequest[] = [
  portable("studies/memory measure", () => {
    const starts = [qubitState([1, 0, 0], system), qubitState([-1, 0, 0], system)] as const;
    const one = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 1 };
    return [undefined, 0.9].map((memory) =>
      memoryMeasure(
        collisionModel({
          HS: qubitHamiltonian(system, 1),
          units: one,
          tau: 0.6,
          initial: starts[0],
          ...(memory === undefined ? {} : { memory }),
        }),
        starts,
        { steps: 20 },
      ),
    );
  }),
  portable("studies/transient maximum", () => [
    transientMaximum(bloch({ start: [0, 0, 1] }), "sy", { until: 10, samples: 41, tolerance: 1e-6 }),
    transientMaximum(bloch({ Omega: 0 }), "sz", { until: 5, samples: 21 }),
    transientMaximum(structured(), "C_l1", { steps: 400 }),
    transientMaximum(phaseonium({ cavities: 1, levels: 9, T0: 0.2 }), "T1", { steps: 50 }),
  ]),
  portable("studies/roots and extrema", () => {
    const steep = (x: number) => x * x * x - 2 * x - 1;
    const hill = (x: number) => x * (3 - x) * (1 + 0.1 * x);
    const coherence = (T: number) => steady(composite({ T }), { observables: ["C_l1"] }).observables.C_l1 as number;
    return [
      findRoot(steep, 1, 2),
      findRoot((x) => 1 / (x - 0.3), 0, 1),
      findMaximum(hill, 0, 3, { samples: 9 }),
      findMaximum(hill, 2, 3),
      findMinimum(steep, 0, 2, { tolerance: 1e-6 }),
      findMaximum(coherence, 0.05, 2, { samples: 7, tolerance: 1e-6 }),
    ];
  }),
  request("studies/exchanged baths", () => {
    const pairs = exchangeBaths(rotor({ lmin: -5, lmax: 5, chi: 0.3 }), {
      exchange: ["beta1", "beta2"],
      currents: { heat: ["Q1", "Q2"], L: ["L", "L"] },
    });
    return [pairs, rectification(pairs.heat), currentMagnitude(pairs.L, 2), rectificationPerformance(pairs.heat, 0.4)];
  }),
  request("studies/machines", () => [
    [efficiency(-1, 3, -2), coefficientOfPerformance(1, -3, 2), efficiency(1, 3, -2), carnotEfficiency(2, 0.5), carnotPerformance(2, 0.5)],
    numbersOf(run(harvest({ N: 4 }), { steps: 10, saveEvery: 5, observables: ["sz", "Q", "W", "Sigma"] })),
  ]),
];

export const measureRequests: readonly GoldenRequest[] = [...stateRequests, ...mapRequests, ...generatorRequests, ...studyRequests];
