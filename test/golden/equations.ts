/** Requests about master equations in all forms, correlations, spectra, modes, periodic states, sweeps over two parameters, and objects. */
import {
  absorption,
  annihilate,
  applyToPart,
  averageGateFidelity,
  beamSplitter,
  bloch,
  choiMinimum,
  coherent,
  collisionMap,
  correlation,
  create,
  dag,
  decayingSpectrum,
  displacement,
  drazin,
  eigenstates,
  exponentialOf,
  fermions,
  fock,
  fockState,
  type GlobalForm,
  g1,
  g2,
  hellingerDistance,
  jaynesCummings,
  levels,
  lift,
  liouvillian,
  logarithmOf,
  masterEquation,
  modes,
  numberOperator,
  type Operator,
  ohmic,
  orderedCorrelation,
  type PeriodicResult,
  periodicSteady,
  phaseonium,
  plus,
  powerOf,
  processFidelity,
  projector,
  propagator,
  quadrature,
  quadratureDistribution,
  qubit,
  qubitState,
  randomChannel,
  randomGenerator,
  randomHermitian,
  randomKet,
  randomState,
  randomUnitary,
  renyiDivergence,
  renyiEntropy,
  rotor,
  run,
  sampled,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spectrum,
  squareRootOf,
  squeezing,
  steady,
  structured,
  sweep,
  tensor,
  timeFunction,
  times,
  twoModeSqueezing,
  unitarity,
  variance,
  zero,
} from "../../src/index.ts";
import { randomOperator } from "./random.ts";
import { type GoldenRequest, numbersOf, numbersOfSteady, portable, request, trust } from "./table.ts";

const q = qubit("q");
const excited = qubitState([0, 0, 1], q);
const PERIOD = 6.283185307179586;

/** cos t from its series, by operations that are the same everywhere. */
function cosine(t: number): number {
  const turn = t / PERIOD;
  const x = PERIOD * (turn - Math.round(turn));
  let [sum, term] = [1, 1];
  for (let k = 2; k <= 40; k += 2) {
    term = (-term * x * x) / (k * (k - 1));
    sum += term;
  }
  return sum;
}

const [a, b] = [qubit("a"), qubit("b")];
const pair = tensor(a, b);
const coupled = plus(
  lift(pair, scaled(sigmaZ(a), 0.5)),
  lift(pair, scaled(sigmaZ(b), 0.52)),
  scaled(lift(pair, sigmaX(a), sigmaX(b)), 0.03),
);

function globalModel(form: GlobalForm, lambShift = false) {
  return masterEquation({
    H: coupled,
    global: {
      couplings: [
        { bath: "hot", operator: sigmaX(a), density: ohmic(0.1, 10), T: 2 },
        { bath: "cold", operator: sigmaX(b), density: ohmic(0.2, 5, "exponential"), T: 0.5 },
      ],
      form,
      ...(lambShift ? { lambShift } : {}),
    },
    initial: lift(pair, qubitState([0, 0, 0.4], a), qubitState([0.5, 0, -0.2], b)),
    observables: { x: sigmaX(b) },
  });
}

const FORMS: readonly GlobalForm[] = ["secular", "unified", "partial", "redfield", "geometric"];
const flows = ["x", "energy", "purity", "Q_hot", "Q_cold"];

const equationRequests: readonly GoldenRequest[] = [
  portable("equations/jumps, baths and rate matrices", () => {
    const model = masterEquation({
      H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), (t) => 0.3 / (1 + t)], [sigmaPlus(q), (t) => [0.1 * t, 0.2]]],
      jumps: [[sigmaZ(q), 0.05], { operator: sigmaMinus(q), rate: sampled([0, 1, 3], [0.1, 0.3, 0.2], "cubic"), bath: "lead", T: 0.3 }],
      baths: { hot: { lowering: sigmaMinus(q), omega: 1, rate: 0.2, T: 1.5 } },
      initial: [0.6, [0, 0.8]],
      observables: { x: sigmaX(q) },
    });
    const group = masterEquation({
      H: zero(pair),
      collective: [
        {
          operators: [sigmaMinus(a), sigmaMinus(b)],
          rates: [
            [1, [0.4, 0.2]],
            [[0.4, -0.2], 0.8],
          ],
          as: "eigenvectors",
        },
      ],
      initial: [0, 1, 0, 0],
    });
    return [
      numbersOf(run(model, { until: 3, saveEvery: 0.5, observables: ["x", "sz", "energy", "Q_hot", "Q_lead", "W"] })),
      numbersOf(run(group, { until: 2, saveEvery: 1, observables: ["purity", "p_0_1", "p_1_0", "p_1_1"] })),
      numbersOfSteady(steady(group, { observables: ["p_0_1"] })),
    ];
  }),
  request("equations/global forms", () =>
    FORMS.flatMap((form) =>
      [false, true].map((lambShift) => {
        const model = globalModel(form, lambShift);
        return [
          numbersOf(run(model, { until: 4, saveEvery: 2, observables: flows })),
          numbersOfSteady(steady(model, { observables: flows })),
        ];
      }),
    ),
  ),
  portable("equations/negative rates", () => {
    const model = masterEquation({
      H: scaled(sigmaZ(q), 0.5),
      jumps: [
        [sigmaX(q), 0.5],
        [sigmaMinus(q), (t) => 0.6 - t],
      ],
      negativeRates: true,
      initial: qubitState([0.5, 0.2, 0.1], q),
    });
    const found = run(model, { times: [0.3, 0.9, 1.4], observables: ["sx", "sz", "purity"] });
    return [numbersOf(found), choiMinimum(model, { times: [0.3, 0.9, 1.4] })];
  }),
  request("equations/families over parameters", () => {
    const family = masterEquation(
      ({ Omega, gamma }) => ({
        H: scaled(sigmaX(q), Omega / 2),
        jumps: [[sigmaMinus(q), gamma]],
        initial: [0, 1],
        observables: { e: projector(q, "e") },
      }),
      { Omega: 1, gamma: 0.5 },
    );
    return [
      numbersOf(run(family.with({ Omega: 2 }), { times: [1, 2] })),
      gridOf(
        sweep(family, {
          over: ["Omega", "gamma"],
          values: [
            [0.5, 1, 2],
            [0.1, 0.4],
          ],
          observables: ["e", "sz"],
        }),
      ),
      gridOf(
        sweep(family, {
          over: ["gamma", "Omega"],
          values: [
            [0.2, 0.3],
            [0, 1],
          ],
          until: 2,
          observables: ["e"],
        }),
      ),
    ];
  }),
  request("sweeps/grids of catalogue models", () => [
    gridOf(
      sweep(bloch(), {
        over: ["Omega", "gamma"],
        values: [
          [0.5, 1, 1.5],
          [0.1, 0.2, 0.4],
        ],
        observables: ["sz", "purity"],
      }),
    ),
    gridOf(
      sweep(rotor({ lmin: -4, lmax: 4 }), {
        over: ["beta1", "chi"],
        values: [
          [0.01, 0.05],
          [0.2, 0.3],
        ],
        observables: ["Q1", "L"],
      }),
    ),
    gridOf(
      sweep(phaseonium({ cavities: 1, levels: 6 }), {
        over: ["theta", "phi"],
        values: [
          [0.1, 0.3],
          [2, 2.4],
        ],
        steps: 20,
      }),
    ),
  ]),
];

/** The numbers of a sweep over two parameters. */
function gridOf({
  axes,
  observables,
  degenerate,
  problems,
  diagnostics,
  residual,
}: ReturnType<typeof sweep> & { readonly axes?: unknown }): unknown {
  return { axes, observables, degenerate, problems, diagnostics: trust(diagnostics), residual };
}

const light = () => jaynesCummings({ nbar: 0.1, levels: 6 });
const field = () => lift(light().dynamics.system, annihilate(fock(6, "cavity")));
const fluorescence = masterEquation({ H: scaled(sigmaX(q), 0.7), jumps: [[sigmaMinus(q), 0.4]], initial: [0, 1] });
const frequencies = [-2, -1.4, -0.3, 0, 0.5, 1.4, 3];
const decaying = masterEquation({
  H: scaled(numberOperator(fock(5)), 0.8),
  jumps: [[annihilate(fock(5)), 0.6]],
  initial: fockState(fock(5), 2),
});

const correlationRequests: readonly GoldenRequest[] = [
  portable("correlations/two and three times", () =>
    [
      correlation(light(), { A: dag(field()), B: field(), times: [0, 0.7, 2] }),
      correlation(fluorescence, { A: sigmaPlus(q), B: sigmaMinus(q), from: 1.5, times: [0, 1, 3] }),
      correlation(fluorescence, { A: sigmaPlus(q), B: sigmaZ(q), C: sigmaMinus(q), times: [0, 1] }),
      orderedCorrelation(fluorescence, {
        product: [
          { operator: sigmaPlus(q), at: 0 },
          { operator: sigmaX(q), at: 0.4 },
          { operator: sigmaZ(q), at: 1 },
          { operator: sigmaMinus(q), at: 0 },
        ],
      }),
      g1(fluorescence, { of: sigmaMinus(q), times: [0, 0.5, 4] }),
      g2(light(), { of: field(), times: [0, 1, 5] }),
    ].map(resultOf),
  ),
  portable("correlations/driven equations and streams", () => {
    const driven = masterEquation({
      H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), timeFunction((t) => 0.4 / (1 + t * t))]],
      jumps: [[sigmaMinus(q), 0.3]],
      initial: excited,
    });
    const stream = structured();
    const { system } = stream.dynamics;
    const [l, u] = [randomOperator(system, 51), randomOperator(system, 52)];
    return [
      resultOf(correlation(driven, { A: sigmaX(q), B: sigmaZ(q), from: 0.7, times: [0, 0.5, 2] })),
      resultOf(correlation(stream, { A: l, B: u, times: [0, 1, 4] })),
      resultOf(correlation(stream, { A: l, B: u, from: 3, times: [0, 2] })),
    ];
  }),
  portable("spectra/emission, absorption and decay", () => [
    resultOf(spectrum(fluorescence, { A: sigmaPlus(q), B: sigmaMinus(q), omega: frequencies })),
    resultOf(spectrum(fluorescence, { A: sigmaX(q), B: sigmaMinus(q), omega: frequencies })),
    resultOf(spectrum(light(), { A: dag(field()), B: field(), omega: frequencies })),
    resultOf(absorption(fluorescence, { of: sigmaMinus(q), omega: frequencies })),
    resultOf(absorption(light(), { of: field(), omega: frequencies, net: true })),
    resultOf(decayingSpectrum(decaying, { of: annihilate(fock(5)), rate: 0.6, omega: frequencies })),
  ]),
  request("spectra/streams", () => {
    const stream = structured();
    const A = randomOperator(stream.dynamics.system, 53);
    return resultOf(spectrum(stream, { A: dag(A), B: A, omega: [0, 0.4, 1.5, 3] }));
  }),
];

/** A result without its plan and warnings; states are given apart. */
function resultOf(result: object): unknown {
  return Object.fromEntries(
    Object.entries(result).filter(([key, value]) => !["plan", "warnings"].includes(key) && typeof value !== "function"),
  );
}

function periodicOf(found: PeriodicResult): unknown {
  const { axis, observables, averages, multipliers } = found as PeriodicResult & { readonly multipliers: unknown };
  return {
    axis,
    observables,
    averages,
    multipliers,
    start: found.state(0),
    later: found.state(1.3),
    harmonic: found.harmonic(sigmaX(q), 1),
  };
}

const superoperatorRequests: readonly GoldenRequest[] = [
  request("periodic/harmonic balance and the map of one period", () => {
    const model = masterEquation({
      H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), (t) => 0.2 * cosine(t)]],
      jumps: [
        [sigmaMinus(q), 0.3],
        [sigmaZ(q), 0.05],
      ],
      initial: [0, 1],
    });
    const square = masterEquation({
      H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), sampled([0, 1, 2], [0.3, -0.3, 0.3], "previous")]],
      jumps: [[sigmaMinus(q), 0.3]],
      initial: [0, 1],
    });
    return [
      periodicOf(periodicSteady(model, { period: PERIOD, observables: ["sx", "sz", "W"], points: 9, method: "harmonics" })),
      periodicOf(periodicSteady(model, { period: PERIOD, observables: ["sx", "sz"], points: 9, method: "map" })),
      periodicOf(periodicSteady(square, { period: 2, observables: ["sz"], points: 5, method: "map" })),
    ];
  }),
  portable("superoperators/liouvillian, propagator, collision map, inverse, modes", () => {
    const { values, gap } = modes(light());
    const map = collisionMap(structured());
    return [
      [values, gap],
      liouvillian(fluorescence).matrix,
      propagator(fluorescence, 0.8).matrix,
      [map.matrix, map.choi(), map.kraus().length, map.choiMinimum()],
      drazin(fluorescence).matrix,
      modes(structured()).values,
    ];
  }),
];

const random = (k: number) => randomState(pair, { seed: 60 + k });

const objectRequests: readonly GoldenRequest[] = [
  portable("objects/random", () => [
    [0, 1].map((index) => randomKet(levels(5), { seed: 9, index }).amplitudes),
    [random(0), randomState(pair, { seed: 9, rank: 2 }), randomState(pair, { seed: 9, measure: "bures" })],
    [randomUnitary(pair, { seed: 9 }), randomHermitian(pair, { seed: 9, radius: 3 })],
    [randomChannel(q, { seed: 9 }).matrix, randomChannel(q, { seed: 9, rank: 2 }).matrix],
    randomGenerator(q, { seed: 9, jumps: 2, radius: 1 }).dissipators.map((one) => resultOf(one)),
  ]),
  portable("objects/eigenstates and functions of operators", () => {
    const H = randomHermitian(pair, { seed: 10 });
    const A = randomOperator(pair, 61);
    const { values, kets } = eigenstates(H);
    const { annihilate: c, create: raise } = fermions(3);
    return [
      [values, kets.map(({ amplitudes }) => amplitudes)],
      [H, A].flatMap((X): Operator[] => [exponentialOf(X), logarithmOf(X), squareRootOf(X), powerOf(X, 0.3), powerOf(X, -2)]),
      [c, raise].flat(),
    ];
  }),
  portable("objects/Gaussian unitaries and distributions", () => {
    const mode = fock(9);
    const two = tensor(fock(4, "a"), fock(4, "b"));
    const points = [-1.5, 0, 0.7, 3];
    return (["unitary", "exact"] as const).flatMap((elements) => [
      displacement(mode, [0.8, -0.3], { elements }),
      squeezing(mode, 0.4, 0.7, { elements }),
      twoModeSqueezing(two, 0.3, 0.2, { elements }),
      beamSplitter(two, 0.6, 0.5, { elements }),
      [0, 0.9].map((phi) => quadratureDistribution(coherent(mode, [0.4, 0.5]), points, phi)),
      variance(coherent(mode, 0.6), plus(quadrature(mode, 0.3), times(create(mode), annihilate(mode)))),
    ]);
  }),
  portable("objects/measures of states and channels", () => {
    const [rho, sigma] = [random(1), random(2)];
    const channel = randomChannel(a, { seed: 11, rank: 3 });
    return [
      [0, 0.5, 1, 2, Number.POSITIVE_INFINITY].map((alpha) => renyiEntropy(rho, alpha)),
      [0.5, 1.5, 3].flatMap((alpha) => (["petz", "sandwiched"] as const).map((kind) => renyiDivergence(rho, sigma, alpha, { kind }))),
      [hellingerDistance(rho, sigma), processFidelity(channel), averageGateFidelity(channel, sigmaX(a)), unitarity(channel)],
      applyToPart(channel, rho),
    ];
  }),
];

export const equationAndObjectRequests: readonly GoldenRequest[] = [
  ...equationRequests,
  ...correlationRequests,
  ...superoperatorRequests,
  ...objectRequests,
];
