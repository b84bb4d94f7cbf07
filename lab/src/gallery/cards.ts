/** The gallery: twelve models, each with the question that it answers and what to drag. */
import type { Value } from "../compute/protocol.ts";

export interface Card {
  /** Of a document that the lab carries, or of the catalogue. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly drag: string;
  readonly values: Readonly<Record<string, Value>>;
  /** View that answers the question, where it is not Time. */
  readonly view?: string;
  /** The parameter that is swept at first. */
  readonly sweep?: string;
  readonly observe?: readonly string[];
}

export const cards: readonly Card[] = [
  {
    name: "thermalising-qubit",
    title: "A thermalising qubit",
    question: "How does a qubit forget its start, one collision at a time?",
    drag: "τ, from many weak collisions to one full swap",
    values: {},
  },
  {
    name: "phaseonium",
    title: "Phaseonium and two cavities",
    question: "Which phase of the atoms heats two cavities, and which cools them?",
    drag: "φ: the cavities tend to 0.369 at φ = 0 and to 1.50 at 2.4043",
    values: { levels: 20, T0: 0.6, theta: 0.3 },
  },
  {
    name: "engine-qubit",
    title: "A qubit engine",
    question: "When do a hot and a cold stream make a qubit work?",
    drag: "β_h: an engine below 0.5, a refrigerator above",
    values: {},
  },
  {
    name: "qutrit-two-baths",
    title: "A qutrit between two baths",
    question: "When do two baths invert a three-level system?",
    drag: "T_h, the temperature of the hot bath",
    values: {},
  },
  {
    name: "micromaser",
    title: "A micromaser",
    question: "How many photons do randomly arriving atoms leave behind?",
    drag: "τ: the field rises and falls",
    values: {},
  },
  {
    name: "swap-memory",
    title: "A bath that remembers",
    question: "What changes when the bath remembers?",
    drag: "memory: ⟨σ_z⟩ returns",
    values: {},
  },
  {
    name: "structured",
    title: "Structured ancillae",
    question: "Can heat alone make coherence?",
    drag: "κ past 0.866, and β",
    values: {},
    view: "sweep",
    sweep: "kappa",
  },
  {
    name: "composite-cluster",
    title: "Clusters of thermal qubits",
    question: "How much steady coherence does a cluster of N units give?",
    drag: "N and T",
    values: {},
  },
  {
    name: "rotor",
    title: "A rotor between two baths",
    question: "Do two baths turn a rotor, and when does it become a refrigerator?",
    drag: "β_2: the flows turn round at β_2/β_1 = 0.504",
    values: {},
    view: "sweep",
    sweep: "beta2",
  },
  {
    name: "atoms",
    title: "Atoms in a common bath",
    question: "How fast does thermal coherence grow with the number of atoms?",
    drag: "N: exponentially, not as its cube",
    values: {},
  },
  {
    name: "driven-kerr-cavity",
    title: "A driven Kerr cavity",
    question: "What does a driven nonlinear cavity look like in phase space?",
    drag: "F and Δ, and watch the Wigner function",
    values: {},
    view: "wigner",
  },
  {
    name: "ou-detuning",
    title: "A qubit whose detuning wanders",
    question: "How does slow noise dephase, and when are enough runs enough?",
    drag: "γ, or change the correlation time under Noise; compare the bands with the exact curve",
    values: {},
    view: "ensemble",
  },
];
