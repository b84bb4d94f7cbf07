import type { Generator } from "../dynamics/generator.ts";
import { adjointDissipator } from "../dynamics/lower.ts";
import { coherence, entropyObservable, expectation, type Family, purityObservable, stateObservable } from "../observables/catalogue.ts";
import { entropy, purity } from "../observables/entropy.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { dag, diagonal, minus, plus, scale, times } from "../operators/algebra.ts";
import { excitationsOf, type Ladder } from "../operators/ladders.ts";
import { Operator } from "../operators/operator.ts";
import { coherenceOnLadders } from "./atoms-coherence.ts";
import { excitationsIn } from "./atoms-states.ts";

/** The atoms' space with what its observables are made of. */
export interface AtomsContext {
  readonly N: number;
  readonly omega0: number;
  readonly generator: Generator;
  /** Σ_i σ_i⁻. */
  readonly lowering: Operator;
  /** The ladders when the state is stored on them, null when on the 2^N basis states. */
  readonly ladders: readonly Ladder[] | null;
}

/** All single observables of N atoms. */
export function atomsObservables(context: AtomsContext): readonly Observable[] {
  const { N, omega0, generator, lowering, ladders } = context;
  const { space } = lowering;
  const excitations = diagonal(space, excitationNumbers(context));
  const exchange = times(dag(lowering), lowering);
  const half = diagonal(space, new Float64Array(space.dimension).fill(N / 2));
  const Jz = minus(excitations, half);
  const common = [
    expectation("excitations", excitations, "mean number of excited atoms", undefined, "1"),
    expectation("energy", scale(Jz, omega0), "mean energy (ω0/2) Σ σz", undefined, "energy"),
    expectation("caloric", minus(exchange, excitations), "coherence that exchanges heat, Σ_{i≠j} ⟨σ_i⁺σ_j⁻⟩", undefined, "1"),
    expectation("emission", exchange, "collective emission ⟨J₊J₋⟩", undefined, "1"),
    expectation("J2", plus(exchange, times(Jz, Jz), scale(Jz, -1)), "mean squared total spin J(J + 1)", undefined, "1"),
    expectation(
      "heat",
      scale(adjointDissipator(generator, null, excitations), omega0),
      "heat flow from the bath, ω0 d⟨excitations⟩/dt",
      undefined,
      "energy/time",
    ),
  ];
  if (!ladders) return [coherence, ...common, purityObservable, entropyObservable, ...(N === 2 ? pairObservables(context) : [])];
  return [
    stateObservable("C_l1", "l1 norm of coherence in the basis of single atoms", (state) => coherenceOnLadders(state, N, ladders), "1"),
    ...common,
    stateObservable("purity", "purity Tr ρ² of all N atoms", (state) => purity(copies(state, ladders)), "1"),
    stateObservable("entropy", "von Neumann entropy of all N atoms, in nats", (state) => entropy(copies(state, ladders)), "1"),
    ...(N === 2 ? pairObservables(context) : []),
  ];
}

/** Excitations of each basis state of the model's space. */
function excitationNumbers({ N, lowering, ladders }: AtomsContext): ArrayLike<number> {
  if (ladders) return excitationsOf(N, ladders);
  return Float64Array.from({ length: lowering.dimension }, (_, index) => excitationsIn(index, N));
}

/** Populations of the singlet and of both single excitations, for two atoms. */
function pairObservables({ lowering, ladders }: AtomsContext): readonly Observable[] {
  const { space } = lowering;
  const singlet: [number, number, number][] = ladders
    ? ladders.slice(1).map(({ offset }) => [offset, offset, 1])
    : [
        [1, 1, 0.5],
        [1, 2, -0.5],
        [2, 1, -0.5],
        [2, 2, 0.5],
      ];
  return [
    expectation(
      "singlet",
      Operator.fromEntries(space, singlet),
      "weight of the singlet (|eg⟩ − |ge⟩)/√2, which the bath does not see",
      undefined,
      "1",
    ),
  ];
}

/** The family p_k: probability of k excited atoms. */
export function excitationFamily(context: AtomsContext): Family {
  const { N, lowering } = context;
  return {
    pattern: "p_k",
    description: `probability that k of the ${N} atoms are excited`,
    find: (name) => {
      const match = /^p_(\d+)$/.exec(name);
      if (!match || Number(match[1]) > N) return null;
      const k = Number(match[1]);
      const numbers = Array.from(excitationNumbers(context));
      const projector = diagonal(
        lowering.space,
        numbers.map((number) => (number === k ? 1 : 0)),
      );
      return expectation(name, projector, `probability that ${k} atoms are excited`, undefined, "1");
    },
  };
}

/** One copy R_J/d_J of each ladder with its multiplicity d_J: the full state, for entropies. */
function copies(state: StateView, ladders: readonly Ladder[]): StateView {
  const multiplicities = new Float64Array(state.space.dimension);
  for (const { offset, dimension, multiplicity } of ladders) multiplicities.fill(multiplicity, offset, offset + dimension);
  const [rows, columns, re, im]: number[][] = [[], [], [], []];
  state.forEach((i, j, x, y) => {
    // Coordinates between ladders that hold nothing couple no blocks.
    if (x === 0 && y === 0 && i !== j) return;
    rows.push(i);
    columns.push(j);
    re.push(x / multiplicities[i]);
    im.push(y / multiplicities[i]);
  });
  return stateView(state.space, { rows, columns, re, im }, multiplicities);
}
