/** Requests about ensembles, exact averages and the robustness study. */
import { robustness, robustnessCurves } from "../../src/figures/phaseonium-robustness.ts";
import {
  atoms,
  averaged,
  bloch,
  clipped,
  collisionModel,
  composite,
  type EnsembleOptions,
  type EnsembleResult,
  ensemble,
  exponential,
  harvest,
  type Model,
  normal,
  type PhaseoniumParameters,
  perRealisation,
  phaseonium,
  qubit,
  qubitHamiltonian,
  qubitState,
  redrawn,
  sigmaMinus,
  sigmaPlus,
  structured,
  truncatedNormal,
  uniform,
} from "../../src/index.ts";
import { type GoldenRequest, numbersOf, portable, request, trust } from "./table.ts";

/** The numbers of an ensemble that 0.1.0 has. */
function statistics(result: EnsembleResult): unknown {
  const {
    axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    quantiles,
    window,
    histograms,
    trajectories,
    partial,
    stoppedEarly,
    diagnostics,
    parameters,
  } = result;
  return {
    axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    quantiles,
    window,
    histograms,
    trajectories,
    partial,
    stoppedEarly,
    parameters,
    diagnostics: trust(diagnostics),
  };
}

/** Ensembles one after the other, on this thread. */
async function ensembles(model: Model, all: readonly EnsembleOptions[]): Promise<unknown> {
  const found: unknown[] = [];
  for (const options of all) found.push(statistics(await ensemble(model, { threads: 1, ...options })));
  return found;
}

const pair = { alpha: 0.25, phi: 2.404315987, theta: 0.2, levels: 7 } satisfies PhaseoniumParameters;
const base: EnsembleOptions = { steps: 24, saveEvery: 8, trajectories: 70, seed: 7, observables: ["T1", "T2", "adag_b"] };

const [system, cold, hot] = [qubit("system"), qubit("cold"), qubit("hot")];

/** A qubit that meets one of two baths at random. */
function turns(parameters: { readonly share: number }): Model {
  const unit = (one: typeof cold, beta: number, bath: string) => ({
    HE: qubitHamiltonian(one, 1),
    V: [
      [sigmaPlus(system), sigmaMinus(one)],
      [sigmaMinus(system), sigmaPlus(one)],
    ] as const,
    beta,
    bath,
  });
  return collisionModel({
    name: "turns",
    HS: qubitHamiltonian(system, 1),
    units: [unit(cold, 2, "cold"), unit(hot, 0.4, "hot")],
    stream: "mixture",
    probabilities: [parameters.share, 1 - parameters.share],
    tau: 0.3,
    initial: qubitState([0.6, 0, 0], system),
    parameters,
    with: (changes) => turns({ ...parameters, ...changes }),
  });
}

const laneRequests: readonly GoldenRequest[] = [
  portable("ensemble/phase noise in lanes", () => ensembles(phaseonium(pair), [{ ...base, noise: { phi: normal(2.404315987, 0.2) } }])),
  portable("ensemble/time noise in lanes", () => ensembles(phaseonium(pair), [{ ...base, noise: { theta: normal(0.2, 0.1) } }])),
  request("ensemble/all kinds of noise", () =>
    ensembles(phaseonium(pair), [
      { ...base, noise: { phi: uniform(2, 2.8), theta: exponential(0.2), alpha: truncatedNormal(0.25, 0.1, { min: 0, max: 0.5 }) } },
      { ...base, noise: { alpha: clipped(normal(0.05, 0.05)), shift: normal(0, 0.05) } },
      { ...base, noise: { alpha: redrawn(normal(0.05, 0.05)) } },
      { ...base, noise: { alpha: perRealisation(uniform(0.2, 0.3)), theta: truncatedNormal(0.2, 0.1, { min: 0.05 }) } },
    ]),
  ),
  request("ensemble/one cavity, a cut, automatic levels", async () => [
    await ensembles(phaseonium({ cavities: 1, levels: 12 }), [{ ...base, observables: ["T1"], noise: { phi: normal(2.4, 0.3) } }]),
    await ensembles(phaseonium(pair), [{ ...base, cut: 1, noise: { phi: normal(2.4, 0.2) } }]),
    await ensembles(phaseonium(), [{ ...base, steps: 2, saveEvery: 2, trajectories: 8, noise: { phi: normal(2.4, 0.2) } }]),
  ]),
  request("ensemble/lanes", () =>
    ensembles(
      phaseonium(pair),
      [1, 3, 8].map((lanes) => ({ ...base, lanes, noise: { phi: normal(2.4, 0.2), theta: uniform(0.1, 0.3) } })),
    ),
  ),
  request("ensemble/fixed matrices with weights", async () => [
    await ensembles(phaseonium({ ...pair, cavities: 3, levels: 3 }), [
      { ...base, steps: 8, trajectories: 40, observables: ["T1", "T3"], noise: { phi: normal(2.4, 0.2), alpha: uniform(0.2, 0.3) } },
    ]),
    await ensembles(phaseonium({ ...pair, levels: 5, eps: 0.7 }), [
      { ...base, steps: 8, trajectories: 40, noise: { phi: normal(2.4, 0.2) } },
    ]),
    await ensembles(phaseonium({ ...pair, levels: 5, kappa: 0.02 }), [
      { ...base, steps: 8, trajectories: 40, noise: { phi: normal(2.4, 0.2) } },
    ]),
  ]),
  request("ensemble/weights of a model of one's own", async () => {
    const found: unknown[] = [];
    for (const perWhole of [false, true]) {
      const noise = perWhole ? perRealisation(uniform(0.2, 0.8)) : uniform(0.2, 0.8);
      found.push(
        await ensembles(turns({ share: 0.5 }), [
          { steps: 8, saveEvery: 4, trajectories: 20, seed: 3, noise: { share: noise }, observables: ["sz", "sx"] },
        ]),
      );
    }
    return found;
  }),
  request("ensemble/truncated on every side", () =>
    ensembles(
      phaseonium({ cavities: 1, levels: 8 }),
      [{ min: 2.5 }, { max: 2.3 }, { min: 2.2, max: 2.9 }, { min: 1.2, max: 1.4 }, { min: 3.2, max: 3.4 }].map((bounds) => ({
        ...base,
        steps: 4,
        saveEvery: 2,
        trajectories: 40,
        observables: ["T1"],
        noise: { phi: truncatedNormal(2.4, 0.3, bounds) },
      })),
    ),
  ),
  request("ensemble/coefficients built anew", async () => [
    await ensembles(phaseonium({ ...pair, levels: 4, detuning: 0.2 }), [
      { ...base, steps: 5, saveEvery: 5, trajectories: 12, noise: { detuning: normal(0.2, 0.1), theta: normal(0.2, 0.05) } },
    ]),
    await ensembles(structured(), [
      {
        steps: 8,
        saveEvery: 4,
        trajectories: 20,
        seed: 3,
        noise: { beta: uniform(0.5, 1.5), omega_S: normal(1, 0.1) },
        observables: ["sz", "C_l1", "energy"],
      },
    ]),
    await ensembles(harvest(), [
      {
        steps: 8,
        saveEvery: 4,
        trajectories: 20,
        seed: 3,
        noise: { gtau: normal(0.1, 0.02), nbar: exponential(2) },
        observables: ["sz", "rho_ee"],
      },
    ]),
    await ensembles(composite({ N: 2 }), [
      {
        steps: 8,
        saveEvery: 4,
        trajectories: 20,
        seed: 3,
        noise: { T: uniform(0.1, 1), f1: normal(0.4, 0.1) },
        observables: ["C_l1", "sz"],
      },
    ]),
  ]),
  portable("ensemble/quantiles, window and histograms", () =>
    ensembles(phaseonium(pair), [
      {
        ...base,
        trajectories: 100,
        observables: ["T1", "n2"],
        noise: { phi: normal(2.404315987, 0.2) },
        quantiles: [0, 0.05, 0.5, 0.95, 1],
        window: [8, 24],
        histograms: [
          { observable: "T1", step: 24, edges: [0.98, 0.99, 1, 1.01, 1.02] },
          { observable: "n2", step: 8, edges: [0, 0.5, 1] },
        ],
      },
    ]),
  ),
  request("ensemble/stops early", () =>
    ensembles(phaseonium({ cavities: 1, levels: 8 }), [
      {
        steps: 4,
        saveEvery: 2,
        trajectories: 2000,
        seed: 9,
        noise: { phi: normal(2.4, 0.3) },
        observables: ["T1", "n1"],
        stopWhen: { standardError: 1e-3 },
      },
      {
        steps: 4,
        saveEvery: 2,
        trajectories: 600,
        seed: 9,
        noise: { phi: normal(2.4, 0.3) },
        observables: ["T1", "n1"],
        stopWhen: { standardError: { T1: 1e-5 } },
      },
    ]),
  ),
  request("ensemble/without noise, and undefined values", async () => [
    await ensembles(phaseonium(pair), [{ ...base, trajectories: 40 }]),
    await ensembles(harvest({ initial_bloch: [0, 0, 0] }), [
      { steps: 4, saveEvery: 1, trajectories: 40, seed: 1, noise: { gtau: perRealisation(normal(0, 0.3)) }, observables: ["T_eff", "sz"] },
    ]),
  ]),
];

const realisationRequests: readonly GoldenRequest[] = [
  portable("ensemble/master equations", async () => [
    await ensembles(atoms(), [
      {
        times: [0.05, 0.2],
        trajectories: 40,
        seed: 5,
        noise: { nbar: perRealisation(uniform(5, 15)) },
        observables: ["C_l1", "excitations"],
        quantiles: [0.1, 0.9],
      },
    ]),
    await ensembles(bloch(), [
      {
        until: 2,
        saveEvery: 0.5,
        trajectories: 40,
        seed: 5,
        noise: { Omega: perRealisation(normal(1, 0.2)), Delta: perRealisation(uniform(-0.1, 0.1)) },
        window: [0.5, 2],
      },
    ]),
  ]),
  request("ensemble/ledgers and starts of each realisation", async () => [
    await ensembles(structured(), [
      { steps: 6, trajectories: 20, seed: 5, noise: { beta: perRealisation(uniform(0.5, 1.5)) }, observables: ["Sigma_total", "sz"] },
      { steps: 6, trajectories: 4, seed: 5, observables: ["W_total"] },
    ]),
    await ensembles(composite(), [
      {
        steps: 6,
        saveEvery: 2,
        trajectories: 20,
        seed: 5,
        noise: { omega: perRealisation(normal(1, 0.05)), tau: perRealisation(uniform(0.9, 1.1)) },
        observables: ["sz", "Q"],
      },
    ]),
  ]),
];

const averageRequests: readonly GoldenRequest[] = [
  portable("averaged/weights and quadratures", () => [
    averaged(phaseonium(pair), { noise: { phi: normal(2.4, 0.2) }, steps: 20, saveEvery: 5, observables: ["T1", "T2"] }),
    averaged(phaseonium(pair), {
      noise: { theta: normal(0.2, 0.1) },
      steps: 10,
      saveEvery: 5,
      nodes: 20,
      observables: ["n1", "n2"],
      limit: { tolerance: 1e-4, most: 40 },
    }),
  ]),
  request("averaged/per realisation, several parameters, rebuilt", () => [
    averaged(phaseonium(pair), {
      noise: { theta: perRealisation(uniform(0.1, 0.3)) },
      steps: 10,
      saveEvery: 5,
      nodes: 12,
      observables: ["n1", "n2"],
    }),
    averaged(phaseonium(pair), {
      noise: { theta: exponential(0.2), phi: truncatedNormal(2.4, 0.2, { min: 2, max: 3 }) },
      steps: 6,
      nodes: 5,
      observables: ["n1"],
    }),
    averaged(structured(), { noise: { beta: uniform(0.5, 1.5) }, steps: 5, nodes: 6, observables: ["sz"] }),
    averaged(phaseonium({ ...pair, cavities: 3, levels: 3 }), {
      noise: { phi: normal(2.4, 0.2) },
      steps: 4,
      nodes: 6,
      observables: ["n3"],
    }),
  ]),
  request("robustness/one short curve", async () => {
    const [time, phase] = [robustnessCurves[0], robustnessCurves.find(({ cut }) => cut !== null) ?? robustnessCurves[2]];
    const found: unknown[] = [];
    for (const curve of [time, phase]) {
      const {
        ensemble: many,
        noiseless,
        exact,
        stationary,
        deviation,
        cutError,
      } = await robustness({ ...curve, T0: 0.4, alpha: 0.1, phi: 1.57, steps: 4, saveEvery: 2 }, { trajectories: 8, threads: 1, seed: 11 });
      found.push({ many: statistics(many), noiseless: numbersOf(noiseless), exact, stationary, deviation, cutError });
    }
    return found;
  }),
];

export const noiseRequests: readonly GoldenRequest[] = [...laneRequests, ...realisationRequests, ...averageRequests];
