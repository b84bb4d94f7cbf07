/** Requests about every route of the solvers: methods, lowerings, streams of collisions, ledgers, stationary solves, sweeps. */
import {
  annihilate,
  atoms,
  auto,
  basisState,
  bloch,
  type CollisionModelDefinition,
  type Collisions,
  coherent,
  collisionModel,
  composite,
  contactCollision,
  create,
  dag,
  diagonal,
  dormandPrince,
  evolve,
  evolveGaussian,
  expectation,
  exponentialMethod,
  fock,
  fockState,
  type Generator,
  gaussianState,
  generator,
  identity,
  jaynesCummings,
  kerr,
  krylov,
  levels,
  lift,
  type Method,
  type Model,
  numberOperator,
  parallelSweep,
  phaseonium,
  phaseoniumLimit,
  plus,
  prepare,
  quadraticGenerator,
  qubit,
  qubitHamiltonian,
  qubitState,
  rk4,
  rotor,
  run,
  type SweepOptions,
  type SweepResult,
  sampled,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spinChain,
  stationaryGaussian,
  steady,
  structured,
  sweep,
  tensor,
  thermal,
  thermalBath,
  timeFunction,
  times,
} from "../../src/index.ts";
import { nodeThreads } from "../../src/node.ts";
import { randomHermitian, randomOperator, randomState } from "./random.ts";
import { equation, type GoldenRequest, numbersOf, numbersOfSteady, portable, request, trust } from "./table.ts";

const q = qubit();
const z = expectation("z", sigmaZ(q));
const x = expectation("x", sigmaX(q));
const excited = qubitState([0, 0, 1], q);

const methods: Readonly<Record<string, Method>> = {
  auto: auto(),
  rk4: rk4({ dt: 0.01 }),
  dormandPrince: dormandPrince({ rtol: 1e-8, atol: 1e-10 }),
  exponential: exponentialMethod(),
  krylov: krylov({ tolerance: 1e-10 }),
};

const methodRequests: readonly GoldenRequest[] = Object.entries(methods).map(([name, method]) =>
  portable(`methods/${name}`, () =>
    [
      bloch({ Delta: 0.2 }),
      kerr({ levels: 9, F: 0.3 }),
      jaynesCummings({ levels: 4 }),
      atoms({ N: 3, reduction: "none", initial: "geg" }),
    ].map((model) => numbersOf(run(model, { times: [0.13, 0.4, 1.1], method, observables: ["purity", "entropy"] }))),
  ),
);

/** A qubit whose fields and rates change in time. */
function driven(H: Parameters<typeof generator>[0]["H"], rate: number | ReturnType<typeof timeFunction>): Model {
  return equation(
    generator({ system: q, H, jumps: [{ operator: sigmaMinus(q), rate, beta: 1 }] }),
    excited,
    [z, x],
    qubitHamiltonian(q, 1),
  );
}

const pulse = sampled([0, 0.5, 0.52, 1.5], [0, 40, 0.3, 0], "previous");
const ramp = sampled([0, 1, 2, 3], [0.2, 1, 0.4, 0.1], "linear");
const smooth = sampled([0, 1, 2, 3], [0.2, 1, 0.4, 0.1], "cubic");

const timedRequests: readonly GoldenRequest[] = [
  portable("time/sampled functions with breakpoints", () =>
    [pulse, ramp, smooth].map((f) =>
      numbersOf(run(driven([{ operator: sigmaX(q), coefficient: f }], 0.2), { times: [0.3, 0.7, 1.4, 2.5], method: auto() })),
    ),
  ),
  request("time/functions of time in fields and rates", () => {
    const model = driven(
      [
        { operator: sigmaZ(q), coefficient: 0.5 },
        { operator: sigmaX(q), coefficient: timeFunction((t) => 0.3 * t * (2 - t), [1]) },
      ],
      timeFunction((t) => 1 / (1 + t)),
    );
    const kept = [rk4({ dt: 0.02 }), dormandPrince({ rtol: 1e-7, atol: 1e-9, firstStep: 0.05, maxStep: 0.3 }), auto({ rtol: 1e-6 })];
    return kept.map((method) => numbersOf(run(model, { until: 2, saveEvery: 0.25, method })));
  }),
  request("time/methods that refuse functions of time", () =>
    [krylov(), exponentialMethod()].map((method) => {
      try {
        return numbersOf(run(driven([{ operator: sigmaX(q), coefficient: ramp }], 0.2), { until: 1, method }));
      } catch (error) {
        return (error as Error).name;
      }
    }),
  ),
  request("time/stiff: exponentials take over", () => {
    const stiff = (rate: number) => equation(generator({ system: q, H: sigmaX(q), jumps: [{ operator: sigmaZ(q), rate }] }), excited, [z]);
    const space = tensor(...["a", "b", "c", "d"].map((label) => qubit(label)));
    const sites = ["a", "b", "c", "d"].map((label) => qubit(label));
    const chain = equation(
      generator({
        system: space,
        H: plus(...sites.map((site) => lift(space, sigmaX(site))), lift(space, sigmaZ(sites[0]), sigmaZ(sites[1]))),
        jumps: sites.map((site, k) => ({ operator: lift(space, sigmaZ(site)), rate: 300 * (k + 1) })),
      }),
      basisState(space, 3),
    );
    return [
      numbersOf(run(stiff(2e4), { times: [50, 2000] })),
      numbersOf(run(stiff(500), { times: [1], method: dormandPrince({ rtol: 1e-6, atol: 1e-8 }) })),
      numbersOf(run(chain, { times: [0.01, 0.5, 3] })),
      numbersOf(run(chain, { times: [0.02], method: dormandPrince({ rtol: 1e-5, atol: 1e-7 }) })),
    ];
  }),
  request("time/until it stands still", () =>
    [auto(), rk4({ dt: 0.05 }), dormandPrince(), krylov()].map((method) =>
      numbersOf(run(bloch(), { until: 1000, saveEvery: 1, stationary: 1e-6, method })),
    ),
  ),
  request("time/records at uneven times", () => {
    const uneven = Array.from({ length: 14 }, (_, k) => 0.05 * (k + 1) * (k + 2));
    return [exponentialMethod(), krylov(), auto()].map((method) => numbersOf(run(kerr({ levels: 8, F: 0.4 }), { times: uneven, method })));
  }),
  request("time/heat, work and entropy of a driven qubit", () => {
    const bathed = driven(
      [
        { operator: qubitHamiltonian(q, 1), coefficient: 1 },
        { operator: sigmaX(q), coefficient: ramp },
      ],
      0.3,
    );
    const book = structured({ evaluation: "generator" });
    return [
      numbersOf(run(bathed, { until: 2, saveEvery: 0.5, observables: ["energy", "ergotropy", "entropy"] })),
      book.observableNames,
      numbersOf(
        run(book, { until: 2, saveEvery: 0.5, observables: book.observableNames.filter((name) => /^(dU|Q|W|dS|Sigma)$/.test(name)) }),
      ),
    ];
  }),
];

/** Equations on whole matrices: no structure, so that no sector is smaller. */
function unstructured(n: number, density: number, jumps: number, timed = false): Model {
  const space = levels(n);
  const H = randomHermitian(space, 11, density);
  const drive = { operator: randomHermitian(space, 12, density), coefficient: timeFunction((t) => 1 / (1 + t)) };
  const system = generator({
    system: space,
    H: timed ? [{ operator: H, coefficient: 1 }, drive] : H,
    jumps: Array.from({ length: jumps }, (_, k) => ({
      operator: randomOperator(space, 13 + k, density),
      rate: 0.05 * (k + 1),
      bath: `b${k}`,
    })),
  });
  return equation(system, basisState(space, 1));
}

const wholeRequests: readonly GoldenRequest[] = [
  portable("whole matrix/dense", () => [
    numbersOf(run(unstructured(36, 1, 2), { times: [0.05, 0.2], method: dormandPrince() })),
    numbersOf(run(unstructured(36, 1, 1, true), { times: [0.05, 0.1], method: rk4({ dt: 0.01 }) })),
    numbersOf(run(unstructured(36, 1, 2), { times: [0.05, 0.2], method: krylov() })),
  ]),
  request("whole matrix/sparse", () => [
    numbersOf(run(unstructured(60, 0.05, 3), { times: [0.1, 0.4] })),
    numbersOf(run(unstructured(60, 0.05, 2, true), { times: [0.1, 0.3] })),
  ]),
  request("whole matrix/pairs of different jumps", () => {
    const space = levels(30);
    const operators = [randomOperator(space, 1), randomOperator(space, 2)];
    const parts = (as: "pairs" | "eigenvectors") =>
      generator({
        system: space,
        H: randomHermitian(space, 3),
        collective: [
          {
            operators,
            rates: [
              [0.1, [0.02, 0.03]],
              [[0.02, -0.03], 0.2],
            ],
            as,
          },
        ],
      });
    return (["pairs", "eigenvectors"] as const).map((as) =>
      numbersOf(run(equation(parts(as), basisState(space, 2)), { times: [0.02, 0.05] })),
    );
  }),
  request("whole matrix/small sectors without structure", () =>
    [3, 6, 12].map((n) => numbersOf(run(unstructured(n, n > 6 ? 0.3 : 1, 2), { times: [0.3, 1] }))),
  ),
  request("whole matrix/krylov chosen for a large sector", () =>
    numbersOf(run(atoms({ N: 6, xi: 0.6, initial: "gegegg" }), { times: [0.5, 2], observables: ["C_l1", "excitations"] })),
  ),
  request("whole matrix/stiff and large", () => {
    const sites = ["a", "b", "c", "d", "e"].map((label) => qubit(label));
    const space = tensor(...sites);
    const H = plus(...sites.map((site) => lift(space, sigmaX(site))));
    const jumps = sites.map((site, k) => ({ operator: lift(space, sigmaZ(site)), rate: 300 * (k + 1) }));
    return numbersOf(run(equation(generator({ system: space, H, jumps }), basisState(space, 3)), { times: [0.01, 0.1] }));
  }),
  request("whole matrix/krylov on a large sector", () => numbersOf(run(kerr({ levels: 40, F: 1 }), { times: [0.5, 1], method: krylov() }))),
];

const [system, cold, hot] = [qubit("system"), qubit("cold"), qubit("hot")];

function exchange(unit: typeof cold, beta: number, bath: string, g = 1) {
  const V = [
    [scaled(sigmaPlus(system), g), sigmaMinus(unit)],
    [scaled(sigmaMinus(system), g), sigmaPlus(unit)],
  ] as const;
  return { HE: qubitHamiltonian(unit, 1), V, beta, bath };
}

const base: Omit<CollisionModelDefinition, "units"> = {
  HS: qubitHamiltonian(system, 1),
  tau: 0.3,
  initial: qubitState([0.6, 0, 0], system),
};
const twoBaths = [exchange(cold, 2, "cold"), exchange(hot, 0.5, "hot", 0.7)];
const books = ["sx", "sz", "dU", "Q", "Q_cold", "Q_hot", "W", "Sigma", "Q_total", "W_total", "Sigma_total", "dU_total", "dS_total"];
const entropies = ["energy", "ergotropy", "mutual_information", "relative_entropy", "unit_ergotropy", "dS", "Sigma", "entropy", "C_l1"];

/** A random contact without symmetries. */
function tangled(d: number, u: number, changes: Partial<CollisionModelDefinition> = {}): Model {
  const [S, E] = [levels(d, "s"), levels(u, "e")];
  return collisionModel({
    HS: randomHermitian(S, 21),
    units: {
      HE: diagonal(
        E,
        Array.from({ length: u }, (_, k) => k),
      ),
      V: randomHermitian(tensor(S, E), 22),
      beta: 0.7,
    },
    tau: 0.2,
    initial: basisState(S, 0),
    ...changes,
  });
}

/** A model whose dynamics are changed by hand. */
function withDynamics(model: Model, change: (dynamics: Collisions) => Collisions): Model {
  return { ...model, dynamics: change(model.dynamics as Collisions) };
}

const contact = (beta: number, g: number) => ({
  system,
  unit: cold,
  HS: qubitHamiltonian(system, 1),
  HE: qubitHamiltonian(cold, 1),
  V: scaled(
    plus(lift(tensor(system, cold), sigmaPlus(system), sigmaMinus(cold)), lift(tensor(system, cold), sigmaMinus(system), sigmaPlus(cold))),
    g,
  ),
  state: thermal(qubitHamiltonian(cold, 1), { beta }),
  beta,
  tau: 0.3,
  scaling: "1" as const,
  bath: "cold",
});

const collisionRequests: readonly GoldenRequest[] = [
  portable("collisions/streams of two baths", () =>
    (["cyclic", "mixture", "joint"] as const).map((stream) =>
      numbersOf(
        run(collisionModel({ ...base, units: twoBaths, stream, ...(stream === "mixture" ? { probabilities: [0.25, 0.75] } : {}) }), {
          steps: 21,
          saveEvery: 4,
          observables: books,
        }),
      ),
    ),
  ),
  request("collisions/joint stream to second order", () =>
    numbersOf(
      run(collisionModel({ ...base, tau: 0.1, units: twoBaths, stream: "joint", evaluation: "second" }), {
        steps: 9,
        saveEvery: 3,
        observables: books,
      }),
    ),
  ),
  request("collisions/ledger of entropies", () =>
    [tangled(3, 2), tangled(2, 3, { evaluation: "second", tau: 0.05 })].map((model) =>
      numbersOf(run(model, { steps: 6, saveEvery: 2, observables: entropies })),
    ),
  ),
  request("collisions/units in a state of their own", () => {
    const unit = { HE: qubitHamiltonian(cold, 1), V: exchange(cold, 1, "cold").V, state: qubitState([0.3, 0.1, 0.2], cold) };
    return numbersOf(
      run(collisionModel({ ...base, units: unit }), {
        steps: 12,
        saveEvery: 3,
        observables: ["sx", "sy", "Q", "W", "Sigma", "relative_entropy"],
      }),
    );
  }),
  request("collisions/memory", () =>
    [0, 0.7, 1].map((memory) =>
      numbersOf(
        run(collisionModel({ ...base, units: exchange(cold, 1, "cold"), memory }), {
          steps: 14,
          saveEvery: 2,
          observables: ["sx", "sz", "energy", "Q"],
        }),
      ),
    ),
  ),
  request("collisions/random arrivals", () =>
    [exchange(cold, 1, "cold"), twoBaths].map((units) =>
      numbersOf(
        run(collisionModel({ ...base, units: units as never, arrivals: 2 }), {
          until: 2,
          saveEvery: 0.5,
          observables: ["sx", "sz", "energy"],
        }),
      ),
    ),
  ),
  request("collisions/schedule", () => {
    const kinds = [contactCollision(contact(2, 1)), contactCollision(contact(0.3, 0.5), "second")];
    const model = withDynamics(collisionModel({ ...base, units: exchange(cold, 1, "cold") }), (dynamics) => ({
      ...dynamics,
      stream: { kind: "schedule", collisionAt: (n) => kinds[n % 3 === 0 ? 1 : 0] },
    }));
    return numbersOf(run(model, { steps: 20, saveEvery: 5, observables: ["sx", "sz", "Q", "W", "dU"] }));
  }),
  request("collisions/idle evolution between collisions", () => {
    const jumps = thermalBath({ bath: "walls", lowering: sigmaMinus(system), omega: 1, rate: 0.1, beta: 2 });
    const model = withDynamics(collisionModel({ ...base, units: exchange(cold, 1, "cold") }), (dynamics) => ({
      ...dynamics,
      idle: { generator: generator({ system, H: qubitHamiltonian(system, 1), jumps: [...jumps] }), duration: 0.4 },
    }));
    return [
      numbersOf(run(model, { steps: 20, saveEvery: 5, observables: ["sx", "sz"] })),
      numbersOfSteady(steady(model, { observables: ["sz"] })),
    ];
  }),
  request("collisions/several visits and channels on the unit", () => {
    const first = contactCollision(contact(1, 0.8));
    const flip = { kind: "channel" as const, kraus: [scaled(identity(cold), Math.sqrt(0.7)), scaled(sigmaX(cold), Math.sqrt(0.3))] };
    const model = withDynamics(collisionModel({ ...base, units: exchange(cold, 1, "cold") }), (dynamics) => ({
      ...dynamics,
      stream: { kind: "constant", collision: { ...first, visits: [...first.visits, flip, ...first.visits] } },
    }));
    return numbersOf(run(model, { steps: 12, saveEvery: 4, observables: ["sx", "sz", "purity"] }));
  }),
  portable("collisions/powers of the map", () => [
    numbersOf(
      run(collisionModel({ ...base, units: exchange(cold, 1, "cold") }), {
        steps: 40_000,
        saveEvery: 400,
        observables: ["sz", "Q_total", "W_total", "Sigma_total"],
      }),
    ),
    numbersOf(run(tangled(4, 2), { steps: 9001, saveEvery: 1000, observables: ["energy", "Q", "dU_total"] })),
  ]),
  request("collisions/many dense terms on a small system", () =>
    numbersOf(run(tangled(8, 6), { steps: 6, saveEvery: 3, observables: ["energy", "Q", "C_l1"] })),
  ),
  request("collisions/more than five hundred levels", () =>
    numbersOf(run(phaseonium({ levels: 23, detuning: 0.1, theta: 0.3 }), { steps: 3, saveEvery: 3 })),
  ),
  request("collisions/time in place of a count", () => numbersOf(run(structured(), { until: 5, saveEvery: 10, observables: ["sz", "Q"] }))),
  portable("collisions/dense products", () => {
    const space = levels(24, "s");
    const two = levels(2, "e");
    const dense = (changes: object, evaluation: "exact" | "second" = "exact") =>
      collisionModel({
        HS: randomHermitian(space, 31),
        units: { HE: diagonal(two, [1, 0]), V: scaled(randomHermitian(tensor(space, two), 32), 0.2), ...changes } as never,
        tau: 0.1,
        evaluation,
        initial: basisState(space, 3),
      });
    return [dense({ beta: 1 }), dense({ state: randomState(two, 33) }), dense({ state: randomState(two, 33) }, "second")].map((model) =>
      numbersOf(run(model, { steps: 6, saveEvery: 2, observables: ["p_3", "purity", "energy", "dU", "Q"] })),
    );
  }),
  request("collisions/a mode that exchanges quanta", () => {
    const mode = fock(12, "mode");
    const [a, n] = [annihilate(mode), numberOperator(mode)];
    const V = [
      [a, sigmaPlus(cold)],
      [dag(a), sigmaMinus(cold)],
    ] as const;
    const model = (initial: ReturnType<typeof fockState>) =>
      collisionModel({ HS: n, units: { HE: qubitHamiltonian(cold, 1), V, beta: 1 }, tau: 0.4, initial, observables: { quanta: n } });
    return [fockState(mode, 3), coherent(mode, [0.5, 0.3])].map((initial) =>
      numbersOf(run(model(initial), { steps: 20, saveEvery: 5, observables: ["quanta", "p_0", "Sigma"] })),
    );
  }),
];

const a = qubit("a");
const b = qubit("b");
const ab = tensor(a, b);

const steadyRequests: readonly GoldenRequest[] = [
  portable("steady/several stationary states", () => {
    const dephased = equation(
      generator({
        system: ab,
        H: plus(lift(ab, sigmaZ(a)), scaled(lift(ab, sigmaZ(b)), 0.3)),
        jumps: [{ operator: lift(ab, sigmaZ(a)), rate: 0.5 }],
      }),
      randomState(ab, 5),
    );
    const symmetric = equation(
      generator({
        system: ab,
        H: lift(ab, identity(a)),
        jumps: [{ operator: plus(lift(ab, sigmaMinus(a)), lift(ab, sigmaMinus(b))), rate: 1 }],
      }),
      randomState(ab, 6),
    );
    return [dephased, symmetric].map((model) => numbersOfSteady(steady(model)));
  }),
  request("steady/scopes", () =>
    (["space", "sector"] as const).flatMap((scope) =>
      [
        bloch({ Delta: 0.2 }),
        kerr({ levels: 8, F: 0.3 }),
        atoms({ N: 2, reduction: "none", initial: "ge" }),
        structured(),
        phaseonium({ cavities: 1, levels: 8 }),
      ].map((model) => numbersOfSteady(steady(model, { scope }))),
    ),
  ),
  request("steady/without structure", () => [3, 5, 9, 16].map((n) => numbersOfSteady(steady(unstructured(n, n > 9 ? 0.2 : 1, 2))))),
  request("steady/no dissipation at all", () =>
    [
      [4, randomHermitian(levels(4), 8)],
      [8, randomHermitian(levels(8), 8)],
      [3, scaled(randomHermitian(levels(3), 8), 0)],
    ].map(([n, H]) => {
      const still = levels(n as number);
      return numbersOfSteady(steady(equation(generator({ system: still, H: H as ReturnType<typeof identity> }), randomState(still, 10))));
    }),
  ),
  request("steady/too many states of the space: those of the sector", () => {
    const sites = ["a", "b", "c", "d", "e"].map((label) => qubit(label));
    const space = tensor(...sites);
    const H = scaled(lift(space, sigmaZ(sites[1])), 0.5);
    return numbersOfSteady(
      steady(
        equation(generator({ system: space, H, jumps: [{ operator: lift(space, sigmaZ(sites[0])), rate: 1 }] }), basisState(space, 3)),
      ),
    );
  }),
  request("steady/pivots that are exchanged", () => {
    const { observables, residual, condition, state } = steady(kerr(), { scope: "sector" });
    return [observables, residual, condition, state];
  }),
  request("steady/many dense jumps", () => numbersOfSteady(steady(unstructured(10, 1, 12)))),
  portable("steady/from products with the map", () => [numbersOfSteady(steady(phaseonium({ theta: 0.5, phi: 1.585589386, levels: 18 })))]),
  request("steady/from products, with traps", () => numbersOfSteady(steady(phaseonium({ levels: 18, theta: Math.PI / Math.sqrt(8) })))),
  request("steady/from products, weighted matrices", () => {
    const found = steady(phaseonium({ levels: 14, theta: 0.6, detuning: 0.4, phi: 1.585589386 }), { scope: "sector" });
    return numbersOfSteady(found);
  }),
  request("steady/cycles and ledgers of collisions", () =>
    (["cyclic", "mixture", "joint"] as const).map((stream) =>
      numbersOfSteady(
        steady(collisionModel({ ...base, units: twoBaths, stream, ...(stream === "mixture" ? { probabilities: [0.5, 0.5] } : {}) }), {
          observables: ["sz", "Q", "Q_hot", "W", "Sigma"],
        }),
      ),
    ),
  ),
  request("steady/memory", () =>
    numbersOfSteady(steady(collisionModel({ ...base, units: exchange(cold, 1, "cold"), memory: 0.6 }), { observables: ["sz", "energy"] })),
  ),
  request("steady/a larger null space by iteration", () => {
    const chain = tensor(...["a", "b", "c", "d"].map((label) => qubit(label)));
    const H = plus(...["a", "b", "c", "d"].map((label, k) => scaled(lift(chain, sigmaZ(qubit(label))), 1 + 0.37 * k)));
    const jump = plus(lift(chain, sigmaMinus(a)), lift(chain, sigmaMinus(b)));
    return numbersOfSteady(
      steady(equation(generator({ system: chain, H, jumps: [{ operator: jump, rate: 0.4 }] }), randomState(chain, 9)), { scope: "sector" }),
    );
  }),
];

const preparedRequests: readonly GoldenRequest[] = [
  portable("prepare/series, steps and stationary states", () =>
    (
      [
        [bloch({ Delta: 0.4 }), { until: 5, saveEvery: 0.25, observables: ["sx", "sz", "energy"] }],
        [kerr({ levels: 12, F: 0.3 }), { times: [0.1, 0.3, 1] }],
        [bloch(), { until: 1, saveEvery: 0.5, observables: ["purity"] }],
      ] as const
    ).map(([model, options]) => {
      const prepared = prepare(model, options);
      const found = [prepared.run(), prepared.steady(), prepared.run()];
      prepared.release();
      return found;
    }),
  ),
  request("evolve/through its own door", () => numbersOf(evolve(spinChain({ N: 3 }), { times: [0.5, 2], observables: ["sz1", "j_1"] }))),
];

/** Columns and worst diagnostics of a sweep. */
function numbersOfSweep({ axis, observables, diagnostics, residual, degenerate }: SweepResult): unknown {
  return { axis, observables, diagnostics: trust(diagnostics), residual, degenerate };
}

const swept: readonly (readonly [Model, SweepOptions])[] = [
  [rotor({ lmin: -5, lmax: 5 }), { over: "beta2", values: [0.01, 0.03, 0.06, 0.09], observables: ["Q1", "WQ", "mode"] }],
  [phaseonium({ cavities: 1, levels: 9 }), { over: "alpha", values: [0.1, 0.2, 0.3], observables: ["T1"] }],
  [phaseonium({ levels: 5 }), { over: "theta", values: [0.1, 0.4], steps: 12, observables: ["T1", "T2"] }],
  [bloch(), { over: "Omega", values: [0, 0.5, 1], until: 2, observables: ["sz"] }],
  [bloch({ gamma: 0 }), { over: "dephasing", values: [0, 0.3], observables: ["sz"] }],
  [composite(), { over: "T", values: [0.1, 0.5, 2], observables: ["C_l1"] }],
];

const sweepRequests: readonly GoldenRequest[] = [
  portable("sweep/stationary states and ends of runs", () => swept.map(([model, options]) => numbersOfSweep(sweep(model, options)))),
  request("sweep/on threads", async ({ worker }) => {
    const executor = nodeThreads({ threads: 2, ...(worker ? { worker: await worker() } : {}) });
    try {
      const found: unknown[] = [];
      for (const [model, options] of swept.slice(0, 3)) found.push(numbersOfSweep(await parallelSweep(model, { ...options, executor })));
      return found;
    } finally {
      await executor.close();
    }
  }),
];

/** A damped, driven, squeezed mode. */
function squeezedMode(): Generator {
  const m = fock(6);
  const lower = annihilate(m);
  const H = plus(
    scaled(numberOperator(m), 0.4),
    scaled(plus(lower, dag(lower)), 0.3),
    scaled(plus(times(lower, lower), times(create(m), create(m))), 0.1),
  );
  return generator({
    system: m,
    H,
    jumps: [
      { operator: lower, rate: 1.2 },
      { operator: dag(lower), rate: 0.2 },
    ],
  });
}

const gaussianRequests: readonly GoldenRequest[] = [
  portable("gaussian/one mode", () => {
    const mode = quadraticGenerator(squeezedMode());
    const start = gaussianState(coherent(fock(6), [0.2, 0.1]));
    return [mode, evolveGaussian(mode, start, [0, 0.3, 2, 400]), stationaryGaussian(mode)];
  }),
  request("gaussian/cascades", () =>
    [1, 2, 3].map((cavities) => {
      const model = phaseoniumLimit({ cavities, levels: 3 });
      const cascade = quadraticGenerator(model.dynamics as Generator);
      const start = gaussianState(model.initial);
      return [cascade, evolveGaussian(cascade, start, [0.5, 5]), stationaryGaussian(cascade)];
    }),
  ),
];

export const routeRequests: readonly GoldenRequest[] = [
  ...methodRequests,
  ...timedRequests,
  ...wholeRequests,
  ...collisionRequests,
  ...steadyRequests,
  ...preparedRequests,
  ...sweepRequests,
  ...gaussianRequests,
];
