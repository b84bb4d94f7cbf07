/** Requests about every model of the catalogue: runs and stationary states in all variants of their parameters. */
import {
  atoms,
  bloch,
  cavity,
  composite,
  harvest,
  jaynesCummings,
  kerr,
  type Model,
  type Parameters,
  type PhaseoniumParameters,
  phaseonium,
  phaseoniumLimit,
  type RunOptions,
  rotor,
  run,
  spinChain,
  steady,
  structured,
} from "../../src/index.ts";
import { type GoldenRequest, numbersOf, numbersOfSteady, portable, request } from "./table.ts";

/** Several runs of one model at different parameters. */
function runs<P>(build: (parameters: P) => Model, variants: readonly P[], options: RunOptions): unknown {
  return variants.map((parameters) => numbersOf(run(build(parameters), options)));
}

/** Stationary states of one model at different parameters. */
function limits<P>(build: (parameters: P) => Model, variants: readonly P[], observables?: readonly string[]): unknown {
  return variants.map((parameters) => numbersOfSteady(steady(build(parameters), observables ? { observables } : {})));
}

const pair = { alpha: 0.25, phi: 2.404315987, theta: 0.2, levels: 7 } satisfies PhaseoniumParameters;
const correlations = ["T1", "T2", "adag_b", "mutual_information", "log_negativity", "entropy", "purity", "C_l1", "ergotropy"];
const outgoing = ["dn1", "atom_ee", "atom_g1g1", "atom_re_g2g1", "atom_im_g2g1", "atom_abs_eg1"];

const phaseoniumRequests: readonly GoldenRequest[] = [
  portable("phaseonium/one cavity", () =>
    numbersOf(run(phaseonium({ cavities: 1, T0: 0.6, levels: 14 }), { steps: 60, saveEvery: 7, observables: ["T1", "n1", ...outgoing] })),
  ),
  portable("phaseonium/two cavities", () => numbersOf(run(phaseonium(pair), { steps: 40, saveEvery: 8, observables: correlations }))),
  request("phaseonium/automatic levels", () => numbersOf(run(phaseonium(), { steps: 12, saveEvery: 4 }))),
  request("phaseonium/cut of coherence orders", () =>
    runs(
      phaseonium,
      [0, 2].map((cut) => ({ ...pair, cut, T0: [0.7, 1.3] })),
      { steps: 30, saveEvery: 10, observables: ["T1", "T2", "adag_b"] },
    ),
  ),
  request("phaseonium/three cavities", () =>
    numbersOf(run(phaseonium({ ...pair, cavities: 3, levels: 4, T0: 0.5 }), { steps: 12, saveEvery: 4, observables: ["T1", "T2", "T3"] })),
  ),
  request("phaseonium/coherent, Fock and superposed starts", () =>
    runs(
      phaseonium,
      [
        { ...pair, cavities: 1, levels: 12, initial: [["coherent", 0.8, -0.4]] },
        {
          ...pair,
          levels: 5,
          initial: [
            ["fock", 1],
            ["coherent", 0.3, 0.1],
          ],
        },
        {
          ...pair,
          levels: 5,
          initial: [
            ["thermal", 0.4],
            ["ket", 1, 0, 1],
          ],
        },
      ] as PhaseoniumParameters[],
      { steps: 15, saveEvery: 5, observables: ["T1", "C_l1", "purity"] },
    ),
  ),
  request("phaseonium/losses", () =>
    runs(
      phaseonium,
      [
        { ...pair, levels: 6, kappa: 0.02 },
        { ...pair, levels: 6, kappa: 0.02, Tenv: 0.7 },
        { ...pair, cavities: 1, levels: 10, kappa: 0.05, Tenv: 0.7 },
      ],
      { steps: 25, saveEvery: 5 },
    ),
  ),
  request("phaseonium/detuning, dephasing and unequal ground states", () =>
    runs(
      phaseonium,
      [
        { ...pair, detuning: 0.3 },
        { ...pair, eps: 0.6 },
        { ...pair, shift: 0.1 },
        { ...pair, eps: 0.4, detuning: -0.2 },
      ],
      {
        steps: 20,
        saveEvery: 5,
        observables: ["T1", "T2", "adag_b", "adag_b_im", "atom_ee", "atom1_ee"],
      },
    ),
  ),
  request("phaseonium/until it stands still", () =>
    numbersOf(run(phaseonium({ cavities: 1, levels: 16, theta: 0.6 }), { steps: 20_000, saveEvery: 50, stationary: 1e-9 })),
  ),
  portable("phaseonium/stationary, one cavity", () =>
    limits(phaseonium, [
      { cavities: 1, levels: 12 },
      { cavities: 1, levels: 9, kappa: 0.01 },
    ]),
  ),
  request("phaseonium/stationary, two cavities", () =>
    limits(phaseonium, [
      { ...pair, levels: 5 },
      { ...pair, levels: 4, detuning: 0.2 },
    ]),
  ),
  request("phaseonium/stationary, traps", () => limits(phaseonium, [{ cavities: 1, levels: 14, theta: Math.PI / Math.sqrt(8) }])),
  request("phaseonium/limit of short crossings", () => [
    numbersOf(run(phaseoniumLimit({ levels: 5 }), { times: [0.5, 1, 4], observables: ["T1", "T2", "n1", "adag_b"] })),
    numbersOf(run(phaseoniumLimit({ cavities: 1, levels: 14, initial: [["coherent", 0.5, 0.2]] }), { until: 3, saveEvery: 1 })),
    numbersOf(run(phaseoniumLimit({ cavities: 3, levels: 3, alpha: 0.2 }), { until: 1, saveEvery: 0.5 })),
    limits(phaseoniumLimit, [{ cavities: 1, levels: 12 }, { levels: 4 }]),
  ]),
];

const ledger = ["sz", "C_l1", "dU", "Q", "W", "Sigma", "dS", "Q_total", "W_total", "Sigma_total", "ergotropy"];
const triple: Parameters = {
  omega_anc: [0.5, 1, 1.5],
  kappa: [
    [1, 2, 0.3, 0.1],
    [2, 3, 0.2],
  ],
  interaction: [
    { alpha: [0.1, 0.05], S: "+", anc: "-11" },
    { alpha: 0.07, S: "z", anc: "1x1" },
    { alpha: 0.2, anc: "|udd><ddu|" },
  ],
  r0: [0.2, -0.1, 0.4],
};

const structuredRequests: readonly GoldenRequest[] = [
  portable("structured/exact with ledger", () => numbersOf(run(structured(), { steps: 60, saveEvery: 5, observables: ledger }))),
  request("structured/variants", () =>
    runs(
      structured,
      [
        { evaluation: "second" },
        { label: "literal", beta: 0.4 },
        { alpha: [0.1, 0.2], kappa: [[1, 2, 0.1, 0.3]] },
        triple,
        { ...triple, evaluation: "second" },
      ],
      { steps: 20, saveEvery: 4, observables: ledger },
    ),
  ),
  request("structured/limit of short collisions", () =>
    runs(structured, [{ evaluation: "generator" }, { ...triple, evaluation: "generator" }], { until: 3, saveEvery: 0.5 }),
  ),
  request("structured/powers of the map", () => [
    numbersOf(run(structured(), { steps: 100_000, saveEvery: 1000, observables: ledger })),
    numbersOf(run(structured({ r0: [0.5, 0.1, 0] }), { steps: 5003, saveEvery: 500, observables: ["sx", "sy", "purity"] })),
  ]),
  portable("structured/stationary", () => limits(structured, [{}, { evaluation: "second" }, triple], ledger.slice(0, 7))),
];

const ladder = { lmin: -8, lmax: 8 };
const work = ["Q1", "Q2", "Qr", "WQ", "Wr", "L", "L2", "HI", "q1", "q2", "sigma", "eta", "COP", "mode", "energy"];
const flows = [...work, "Wkin", "Wint", "QBA", "Wnet", "p00", "p01", "p10", "p11"];

const rotorRequests: readonly GoldenRequest[] = [
  portable("rotor/local, stationary", () =>
    limits(rotor, [ladder, { ...ladder, beta2: 0.08, chi: 0.3, lam: 0.2 }, { ...ladder, g: 0 }], work),
  ),
  request("rotor/automatic ladder", () => numbersOfSteady(steady(rotor(), { observables: ["Q1", "WQ", "L"], scope: "sector" }))),
  request("rotor/local, in time", () =>
    runs(
      rotor,
      [
        ladder,
        { ...ladder, initial: "thermal qubits, l=1" },
        {
          lmin: -3,
          lmax: 3,
          initial: [
            [0, 0, 0, 0.6, 0],
            [1, 0, 1, 0, 0.8],
          ],
        },
      ],
      { until: 5, saveEvery: 1, observables: flows },
    ),
  ),
  request("rotor/global", () => [
    limits(
      rotor,
      [
        { lmin: -4, lmax: 4, me: "global", lam: 0.2 },
        { lmin: -4, lmax: 4, me: "global", neg: "drop", Omega: null },
        { lmin: -4, lmax: 4, me: "global", tol: 0.5 },
      ],
      work,
    ),
    runs(rotor, [{ lmin: -3, lmax: 3, me: "global", initial: "excited qubits, l=0" }], { until: 2, saveEvery: 0.5, observables: flows }),
  ]),
  request("rotor/ergotropy", () =>
    runs(rotor, [{ lmin: -3, lmax: 3, initial: "excited qubits, l=0" }], {
      until: 2,
      saveEvery: 1,
      observables: ["total", "two_qubit", "rotor", "qubit1", "qubit2", "pl_0", "pl_-1"],
    }),
  ),
  request("rotor/collisions", () => {
    const small = { lmin: -2, lmax: 2, me: "collision", nmax1: 2, nmax2: 2 };
    return [
      runs(rotor, [small, { ...small, tau: 0.03, gamma: 0.001 }], {
        steps: 20,
        saveEvery: 5,
        observables: ["Q1", "L", "q1", "q2", "energy"],
      }),
      limits(rotor, [{ ...small, nmax1: 1, nmax2: 1 }], ["L", "q1", "q2"]),
    ];
  }),
];

const atomsRequests: readonly GoldenRequest[] = [
  portable("atoms/in time, with permutation symmetry", () =>
    runs(
      atoms,
      [
        {},
        { N: 5, initial: "excited" },
        { N: 4, initial: "dicke:2", nbar: 0.3 },
        { N: 3, initial: "thermal" },
        { N: 3, initial: "mixed" },
        { N: 40, nbar: 2 },
        { N: 2, initial: "(|ge>+|eg>)/sqrt2" },
      ],
      { times: [0.01, 0.05, 0.3], observables: ["C_l1", "caloric", "excitations", "energy", "purity", "entropy"] },
    ),
  ),
  request("atoms/in time, atom by atom", () =>
    runs(
      atoms,
      [
        { N: 3, reduction: "none", initial: "geg" },
        { N: 2, initial: "(|ge>+i|eg>)/sqrt2" },
        { N: 3, xi: 0.7, alpha: 0.4 },
        {
          N: 2,
          positions: [
            [0, 0, 0],
            [0.5, 0.2, 0.9],
          ],
          dipole: [1, 0, 1],
        },
        {
          N: 2,
          f: [
            [0, 0.4],
            [0.4, 0],
          ],
          gamma: [
            [1, 0.6],
            [0.6, 1],
          ],
          initial: ["product", 0.5, 0.1, 0.3],
        },
        { N: 3, regime: "independent", nbar: 0.5 },
        { N: 2, initial: [0, [0, 0.6], 0.8, 0] },
        { N: 3, reduction: "none", initial: "dicke:1", nbar: 0 },
        {
          N: 2,
          f: [
            [0, 0.3],
            [0.3, 0],
          ],
        },
      ],
      { times: [0.02, 0.1, 0.5], observables: ["C_l1", "excitations", "purity"] },
    ),
  ),
  portable("atoms/stationary", () =>
    limits(atoms, [
      {},
      { N: 6, nbar: 1 },
      { N: 2, initial: "mixed" },
      { N: 2, reduction: "none", initial: "ge" },
      { N: 2, regime: "independent" },
      { N: 2, xi: 0.6 },
    ]),
  ),
  request("atoms/stationary, closed limit of a large space", () =>
    limits(atoms, [{ N: 6, reduction: "none", initial: "gegegg", nbar: 0.8 }]),
  ),
];

const pairState = [
  [0.2, 0, 0, [0.05, 0.02]],
  [0, 0.3, [0.1, 0.1], 0],
  [0, [0.1, -0.1], 0.3, 0],
  [[0.05, -0.02], 0, 0, 0.2],
];

const harvestRequests: readonly GoldenRequest[] = [
  portable("harvest/runs", () => [
    runs(
      harvest,
      [{}, { N: 3, nbar: 0.5 }, { dephased: true }, { rho_b: pairState }, { rho_b: pairState, dephased: true }, { evaluation: "second" }],
      {
        steps: 30,
        saveEvery: 6,
        observables: ["sx", "sy", "sz", "rho_ee", "T_eff", "heat_current", "power", "Q", "W"],
      },
    ),
    runs(
      harvest,
      [{ arrivals: "poisson" }, { evaluation: "generator" }, { evaluation: "generator", rho_b: pairState, initial_bloch: [0.6, 0, 0] }],
      {
        until: 2,
        saveEvery: 0.4,
        observables: ["sx", "sy", "sz", "rho_ee", "T_eff", "heat_current", "power"],
      },
    ),
  ]),
  request("harvest/stationary", () =>
    limits(
      harvest,
      [{}, { arrivals: "poisson", N: 4 }, { evaluation: "generator" }, { rho_b: pairState }],
      ["sx", "sz", "rho_ee", "T_eff"],
    ),
  ),
];

const compositeRequests: readonly GoldenRequest[] = [
  portable("composite/qubit", () =>
    runs(
      composite,
      [
        {},
        { interaction: "CR" },
        { parallel: "y", N: 3 },
        { N: 4, evaluation: "second", tau: 0.2 },
        { bath: "oscillators", bathLevels: 5, N: 2 },
        { initial_bloch: [0.3, 0.2, -0.5], T: 0 },
        { initial: "plus", T: 1.3 },
        { initial: "ground" },
        { initial: "excited" },
        { initial: "mixed", T_S: 0.4 },
      ],
      { steps: 24, saveEvery: 6, observables: ["C_l1", "purity", "sx", "sy", "sz", "Q", "W", "dU"] },
    ),
  ),
  request("composite/limit of short collisions", () =>
    runs(
      composite,
      [
        { evaluation: "generator", tau: 0.01 },
        { evaluation: "generator", interaction: "CR", N: 2, tau: 0.01 },
      ],
      { until: 4, saveEvery: 1 },
    ),
  ),
  request("composite/oscillator", () =>
    runs(
      composite,
      [
        { target: "oscillator", levels: 8, f1: 0.1 },
        { target: "oscillator", levels: 6, interaction: "CR", bath: "oscillators", bathLevels: 4, initial: "vacuum", f1: 0.05, f2: 0.2 },
      ],
      { steps: 16, saveEvery: 4, observables: ["n", "a_re", "a_im", "purity"] },
    ),
  ),
  portable("composite/stationary", () =>
    limits(composite, [{}, { interaction: "CR", N: 2 }, { evaluation: "generator", tau: 0.01 }], ["C_l1", "purity", "sz"]),
  ),
];

const textbookRequests: readonly GoldenRequest[] = [
  portable("kerr/run and stationary state", () => [
    runs(
      kerr,
      [
        { levels: 12, F: 0.4 },
        { levels: 20, F: 0.6, K: 0.05, n0: 2 },
      ],
      { until: 4, saveEvery: 0.5, observables: ["n", "a_re", "a_im", "n2", "purity"] },
    ),
    limits(kerr, [
      { levels: 12, F: 0.4 },
      { levels: 24, F: 0.6, K: 0.05 },
    ]),
  ]),
  request("kerr/truncation that holds the state", () => limits(kerr, [{ levels: 6, F: 2 }])),
  portable("cavity/run and stationary state", () => [
    runs(cavity, [{}, { nbar: 0.3, Delta: 0.4, levels: 12 }], {
      until: 4,
      saveEvery: 0.5,
      observables: ["n", "a_re", "a_im", "ergotropy"],
    }),
    limits(cavity, [{ levels: 10 }]),
  ]),
  portable("bloch/run and stationary state", () => [
    runs(bloch, [{}, { Delta: 0.3, nbar: 0.2, dephasing: 0.1, start: [0.6, 0, 0.2] }], {
      until: 10,
      observables: ["sx", "sy", "sz", "energy", "entropy"],
    }),
    limits(bloch, [{}, { Delta: 0.3, nbar: 0.2 }, { gamma: 0, dephasing: 0.2 }, { gamma: 0 }]),
  ]),
  portable("jaynes-cummings/run and stationary state", () => [
    runs(jaynesCummings, [{}, { Delta: 0.2, nbar: 0.1, levels: 6, atom: "ground", n0: 1 }], {
      until: 5,
      saveEvery: 0.5,
      observables: ["n", "pe", "n2", "sx", "sz"],
    }),
    limits(jaynesCummings, [{}, { nbar: 0.1, levels: 5 }]),
  ]),
  portable("spin-chain/run and stationary state", () => [
    runs(spinChain, [{}, { N: 3, dephasing: 0.2, h: 0.3 }], {
      until: 2,
      saveEvery: 0.5,
      observables: ["sz1", "magnetisation", "j_1", "j_2"],
    }),
    limits(spinChain, [{ N: 2, Jz: 0 }, { N: 4 }], ["sz1", "magnetisation", "j_1"]),
  ]),
];

export const modelRequests: readonly GoldenRequest[] = [
  ...phaseoniumRequests,
  ...structuredRequests,
  ...rotorRequests,
  ...atomsRequests,
  ...harvestRequests,
  ...compositeRequests,
  ...textbookRequests,
];
