/** A qubit fed by pairs or clusters of atoms that carry coherence from a common thermal bath. */
import { poissonGenerator } from "../dynamics/arrivals.ts";
import { qubitCluster } from "../dynamics/clusters.ts";
import type { Collision, Collisions } from "../dynamics/collisions.ts";
import { interaction } from "../dynamics/contact.ts";
import { generator } from "../dynamics/lindblad.ts";
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { log } from "../numerics/scalar.ts";
import { expectation } from "../observables/catalogue.ts";
import type { Observable } from "../observables/observable.ts";
import { dag, diagonal, lift, plus, scale, times } from "../operators/algebra.ts";
import { spinLadders } from "../operators/ladders.ts";
import { projector, qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX, sigmaY, sigmaZ, spinMinus, spinZ } from "../operators/named.ts";
import { Operator } from "../operators/operator.ts";
import { qubitState, requireState } from "../operators/states.ts";
import { qubit, type Space, spin, tensor } from "../spaces/space.ts";
import { expansionWarnings, limitModel, streamModel } from "./collision-parts.ts";
import { type FeedCoefficients, ladderPopulations } from "./harvest-formulas.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  N: { description: "atoms per cluster, from a common thermal bath (ground start)", default: 2, kind: "integer", atLeast: 1, atMost: 200 },
  nbar: { description: "thermal photons n̄ of that bath", default: 10, kind: "number", atLeast: 0, noisy: true },
  rho_b: {
    description:
      "density matrix of a pair, rows of [Re, Im], basis ee, eg, ge, gg (or of n atoms, 2^n rows); null: the cluster from the bath",
    default: null,
    kind: "any",
    nullable: true,
  },
  dephased: { description: "take the cluster's coherences away before it meets the qubit", default: false, kind: "boolean" },
  gtau: { description: "interaction angle gτ of one meeting", default: 0.1, kind: "number", noisy: true },
  p: { description: "arrival rate p", default: 10, kind: "number", above: 0, unit: "1/time", noisy: true },
  omega0: { description: "frequency ω₀ of the atoms", default: 1, kind: "number", unit: "energy" },
  omega_q: { description: "frequency of the qubit", default: 1, kind: "number", unit: "energy" },
  arrivals: {
    description: "one meeting after another, or at random times (Poisson, averaged exactly)",
    default: "regular",
    kind: "choice",
    choices: ["regular", "poisson"],
  },
  evaluation: {
    description: "exact U, second order in gτ, or the master equation (11)",
    default: "exact",
    kind: "choice",
    choices: ["exact", "second", "generator"],
  },
  initial_bloch: { description: "initial Bloch vector of the qubit", default: [0, 0, -1], kind: "numbers", atLeast: -1, atMost: 1 },
};

/**
 * The harvesting qubit in the interaction picture: U = exp(−i gτ Σ_i(σ⁺_iσ⁻_0 + h.c.)), one cluster per meeting.
 *
 * Regular arrivals are collisions; random ones the master equation p(Φ − 1), exactly; `evaluation` "generator" is (11) in
 * r_e, r_d, λ, ε. Observables: those of a qubit, `rho_ee`, `T_eff`, `heat_current`, `power`, and the ledger of regular arrivals.
 *
 * Source: Çakmak, Manatuly & Müstecaplıoğlu, PRA 96, 032117 (2017).
 *
 * @example
 * steady(harvest({ N: 2, nbar: 1 }), { observables: ["rho_ee"] }).observables.rho_ee; // 0.333333
 */
export function harvest(given: Parameters = {}): Model {
  const values = completeParameters("harvest", parameters, given);
  const feed = feedOf(values);
  const system = qubit("qubit");
  const HS = qubitHamiltonian(system, values.omega_q as number);
  const coefficients = feedCoefficients(feed);
  const bloch = values.initial_bloch as readonly number[];
  if (bloch.length !== 3) throw wrongValue("initial_bloch", "have three components", bloch);
  const common = {
    name: "harvest",
    parameters: values,
    initial: qubitState([bloch[0], bloch[1], bloch[2]], system),
    extra: currentObservables(system, coefficients, values),
    defaults: ["sx", "sy", "sz", "rho_ee"],
    with: (changes: Parameters) => harvest({ ...values, ...changes }),
    warnings: [] as string[],
  };
  if (values.evaluation === "generator") {
    return limitModel({ ...common, HS, limit: { generator: { ...feedGenerator(system, coefficients, values), energy: HS }, rates: null } });
  }
  const collision = feedCollision(system, feed, values);
  if (values.arrivals === "poisson") {
    return limitModel({
      ...common,
      HS,
      limit: { generator: { ...poissonGenerator(system, null, collision, values.p as number), energy: HS }, rates: null },
    });
  }
  const dynamics: Collisions = { kind: "collisions", system, HS, stream: { kind: "constant", collision }, tau: 1 / (values.p as number) };
  const warnings = values.evaluation === "second" ? expansionWarnings(dynamics) : [];
  return streamModel({ ...common, warnings, dynamics });
}

/** What meets the qubit: its state, its collective lowering operator, its energy. */
export interface Feed {
  readonly unit: Space;
  readonly state: Operator;
  readonly lowering: Operator;
  readonly HE: Operator;
}

function feedOf(values: Parameters): Feed {
  const omega0 = values.omega0 as number;
  if (values.rho_b !== null) return givenFeed(values.rho_b, omega0, values.dephased as boolean);
  const N = values.N as number;
  if (values.dephased && N === 2) return givenFeed(thermalPair(values.nbar as number), omega0, true);
  if (values.dephased) return dephasedFeed(N, values.nbar as number, omega0);
  // From the ground state in a common bath the cluster stays symmetric: a spin N/2 with populations p_k ∝ (n̄/(n̄+1))^k.
  const unit = spin(N / 2, "cluster");
  const populations = ladderPopulations(N, values.nbar as number);
  return {
    unit,
    state: diagonal(unit, Array.from(populations).reverse()),
    lowering: spinMinus(unit),
    HE: scale(spinZ(unit), omega0),
  };
}

/** The pair's state at long times in the common bath, as nested rows. */
function thermalPair(nbar: number): ParameterValue {
  const [gg, one, ee] = ladderPopulations(2, nbar);
  const half = one / 2;
  const rows = [
    [ee, 0, 0, 0],
    [0, half, half, 0],
    [0, half, half, 0],
    [0, 0, 0, gg],
  ];
  return rows.map((row) => row.map((value) => [value, 0]));
}

/** Atoms of a cluster whose state is given whole. */
const MOST_ATOMS = 6;

/** A cluster in a state of one's own: a pair, or any number of atoms up to six. */
function givenFeed(rows: ParameterValue, omega0: number, dephased: boolean): Feed {
  const count = Array.isArray(rows) ? Math.round(log(rows.length) / log(2)) : 0;
  if (!Array.isArray(rows) || count < 1 || count > MOST_ATOMS || rows.length !== 1 << count) {
    throw wrongKind("rho_b", `be 4 rows of 4 entries [Re, Im], or 2^n rows for n ≤ ${MOST_ATOMS} atoms`, rows);
  }
  const n = rows.length;
  const atoms = Array.from({ length: count }, (_, k) => qubit(`atom${k + 1}`));
  const unit = tensor(...atoms);
  const entries: [number, number, number, number][] = [];
  rows.forEach((row: ParameterValue, i: number) => {
    if (!Array.isArray(row) || row.length !== n) throw wrongKind(`rho_b[${i}]`, `be a row of ${n} entries [Re, Im]`, row);
    row.forEach((entry: ParameterValue, j: number) => {
      const [re, im] = typeof entry === "number" ? [entry, 0] : (entry as readonly number[]);
      finite(`rho_b[${i}][${j}]`, re);
      finite(`rho_b[${i}][${j}]`, im);
      if ((re !== 0 || im !== 0) && (i === j || !dephased)) entries.push([i, j, re, im]);
    });
  });
  return {
    unit,
    state: requireState("rho_b", Operator.fromEntries(unit, entries)),
    lowering: plus(...atoms.map((atom) => lift(unit, sigmaMinus(atom)))),
    HE: plus(...atoms.map((atom) => lift(unit, qubitHamiltonian(atom, omega0)))),
  };
}

/**
 * N atoms from the bath without their coherences: p_k spread evenly over all product states with k excitations. By total spin that is
 * p_k·(multiplicity of J)/C(N, k) in the level of each J that has k excitations.
 */
function dephasedFeed(N: number, nbar: number, omega0: number): Feed {
  const { unit, HE, lowering, multiplicity } = qubitCluster(N, omega0, 0, "cluster");
  const populations = ladderPopulations(N, nbar);
  const excitations = spinLadders(N).flatMap(({ J, dimension }) => Array.from({ length: dimension }, (_, m) => Math.round(N / 2 + J - m)));
  const states = new Float64Array(N + 1);
  excitations.forEach((k, i) => {
    states[k] += multiplicity[i];
  });
  const state = diagonal(
    unit,
    excitations.map((k, i) => (populations[k] * multiplicity[i]) / states[k]),
  );
  return { unit, state, lowering, HE };
}

function feedCollision(system: Space, feed: Feed, values: Parameters): Collision {
  const H = interaction([
    [sigmaPlus(system), feed.lowering],
    [sigmaMinus(system), dag(feed.lowering)],
  ]);
  return {
    unit: feed.unit,
    state: [{ name: "cluster", weight: 1, state: feed.state }],
    visits: [{ kind: "unitary", H, duration: values.gtau as number }],
    HE: feed.HE,
    beta: null,
    bath: "clusters",
    ...(values.evaluation === "second" ? { evaluation: "second" as const } : {}),
  };
}

/** r_e = ⟨S⁺S⁻⟩, r_d = ⟨S⁻S⁺⟩, λ = ⟨S⁻⟩, ε = ⟨S⁻S⁻⟩/2 of any cluster: Table I for a pair. */
export function feedCoefficients({ state, lowering }: Feed): FeedCoefficients {
  const raising = dag(lowering);
  const mean = (...factors: readonly Operator[]): readonly [number, number] => {
    let re = 0;
    let im = 0;
    const A = times(...factors);
    A.forEach((i, j, a, b) => {
      const [c, d] = state.at(j, i);
      re += a * c - b * d;
      im += a * d + b * c;
    });
    return [re, im];
  };
  const square = mean(lowering, lowering);
  return {
    re: mean(raising, lowering)[0],
    rd: mean(lowering, raising)[0],
    lambda: mean(lowering),
    epsilon: [square[0] / 2, square[1] / 2],
  };
}

/** The master equation (11): drive G(λσ⁺ + λ*σ⁻) and jumps μ r_e, μ r_d with squeezing 2με between them. */
function feedGenerator(system: Space, { re, rd, lambda, epsilon }: FeedCoefficients, values: Parameters) {
  const [p, gtau] = [values.p as number, values.gtau as number];
  const G = p * gtau;
  const mu = G * gtau;
  const up = scale(sigmaPlus(system), G * lambda[0], G * lambda[1]);
  return generator({
    system,
    H: plus(up, dag(up)),
    collective: [
      {
        operators: [sigmaPlus(system), sigmaMinus(system)],
        rates: [
          [mu * re, [2 * mu * epsilon[0], 2 * mu * epsilon[1]]],
          [[2 * mu * epsilon[0], -2 * mu * epsilon[1]], mu * rd],
        ],
        bath: "clusters",
        as: "eigenvectors",
      },
    ],
  });
}

/** Excited population, effective temperature, and heat current (27) and power (28) as linear functionals of the state. */
function currentObservables(system: Space, { re, rd, lambda, epsilon }: FeedCoefficients, values: Parameters): Observable[] {
  const [p, gtau, omega] = [values.p, values.gtau, values.omega_q] as number[];
  const G = p * gtau;
  const mu = G * gtau;
  const [sx, sy, sz] = [sigmaX(system), sigmaY(system), sigmaZ(system)];
  const excited = projector(system, "e");
  const ground = projector(system, "g");
  const half = (mu * (re + rd)) / 2;
  const squeezed = [lambda[0] * epsilon[0] + lambda[1] * epsilon[1], lambda[1] * epsilon[0] - lambda[0] * epsilon[1]];
  const heat = plus(
    scale(plus(excited, ground), (-omega / 2) * mu * (rd - re)),
    scale(sz, -omega * half),
    scale(sx, -G * (half * lambda[0] - 2 * mu * squeezed[0])),
    scale(sy, -G * (-half * lambda[1] - 2 * mu * squeezed[1])),
  );
  const power = plus(scale(sx, omega * G * lambda[1]), scale(sy, omega * G * lambda[0]));
  return [
    expectation("rho_ee", excited, "excited population of the qubit", undefined, "1"),
    expectation("heat_current", heat, "heat current (27) into the qubit", undefined, "energy/time"),
    expectation("power", power, "power (28) of the coherent drive into the qubit", undefined, "energy/time"),
    {
      kind: "expectation",
      name: "T_eff",
      description: "effective temperature ω_q/ln(p_g/p_e); null at equal populations",
      unit: "energy",
      operators: [excited, ground],
      value: ([e, , g]) => (e <= 0 || g <= 0 ? (e <= 0 ? 0 : null) : e === g ? null : omega / log(g / e)),
    },
  ];
}

export const harvestDefinition: ModelDefinition = {
  name: "harvest",
  title: "Harvesting thermally generated coherence with a qubit",
  source: "B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, Phys. Rev. A 96, 032117 (2017)",
  parameters,
  build: harvest,
};
