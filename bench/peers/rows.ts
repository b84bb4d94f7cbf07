/** The work that every peer does: one row of the table each. What a row means in numbers is said once, in `title` and `note`. */
import { longTimeCoherence } from "../../src/papers.ts";

/** One kind of work. */
export interface PeerRow {
  readonly id: string;
  readonly title: string;
  /** What one time is for; a call unless given. */
  readonly per?: string;
  /** The largest difference that still counts as the same result, relative to the largest expected number. */
  readonly tolerance: number;
  /** What must come out, where it is known in closed form or from a finer calculation; otherwise peers are held to ancilla's numbers. */
  readonly reference?: readonly number[];
  readonly note?: string;
  /** The README shows this row. */
  readonly readme?: boolean;
}

const SIZES = [4, 8, 16, 32, 64];

const products: readonly PeerRow[] = SIZES.flatMap((n) => [
  { id: `product-${n}`, title: `complex product, n = ${n}`, tolerance: 1e-13, readme: n === 8 || n === 64 },
  { id: `product-out-${n}`, title: `complex product into an array of the caller's, n = ${n}`, tolerance: 1e-13 },
]);

const linear: readonly PeerRow[] = [16, 64].flatMap((n) => [
  {
    id: `eigen-${n}`,
    title: `Hermitian eigenproblem, values and vectors, n = ${n}`,
    tolerance: 1e-10,
    readme: n === 64,
    note: "checked by the values and by the diagonal of V·diag(λ)·V†; libraries without complex matrices diagonalise the real matrix of 2n rows",
  },
  { id: `solve-${n}`, title: `real LU solve, one right-hand side, n = ${n}`, tolerance: 1e-9, note: "ancilla refines the solution" },
  { id: `exponential-${n}`, title: `exponential of a real jump generator, n = ${n}`, tolerance: 1e-10 },
]);

const CASCADE = "cascade of two cavities, d = 20";
const noisy: readonly PeerRow[] = [
  {
    id: "cascade-phase",
    title: `${CASCADE}, phase noise`,
    per: "collision and realisation",
    tolerance: 1e-10,
    readme: true,
    note: "ancilla: `ensemble` of 256 × 200 with set-up, draws and statistics; others: maps, and in Python draws, prepared; JS and QuTiP 8 × 100, SciPy 64 × 100 as columns of one matrix; checked by ⟨n⟩ of both cavities over the same 8 × 100 draws",
  },
  {
    id: "cascade-time",
    title: `${CASCADE}, time noise`,
    per: "collision and realisation",
    tolerance: 1e-9,
    note: "tables or operators are made anew for each duration; QuTiP: sparse Kraus operators on a sparse state; else as with phase noise",
  },
  {
    id: "cavity",
    title: "one cavity, d = 30, 100 collisions with phase noise, ⟨n⟩ every 10",
    per: "realisation",
    tolerance: 1e-10,
    readme: true,
    note: "ancilla: `ensemble` of 2048 with set-up, draws and statistics; SciPy and QuTiP: draws prepared, 1024 realisations as columns of one matrix; the hand-written JS draws too",
  },
];

const equations: readonly PeerRow[] = [
  {
    id: "kerr",
    title: "driven Kerr oscillator, N = 50, 100 records to t = 10",
    tolerance: 1e-5,
    reference: [15.6178760734],
    readme: true,
    note: "from parameters to numbers, as all rows below that do not say prepared; QuTiP: `mesolve`, Verner 7, its own tolerances",
  },
  {
    id: "kerr-steady",
    title: "driven Kerr oscillator, N = 50, stationary state",
    tolerance: 1e-8,
    reference: [15.8056394703],
    readme: true,
  },
  { id: "jaynes-cummings", title: "Jaynes–Cummings, N = 20, 100 records to t = 10", tolerance: 1e-5, readme: true },
  { id: "jaynes-cummings-steady", title: "Jaynes–Cummings, N = 20, stationary state", tolerance: 1e-8 },
  {
    id: "chain",
    title: "XXZ chain of 8 spins, 100 records to t = 10",
    tolerance: 1e-5,
    readme: true,
    note: "QuTiP: `mesolve` in matrix form, which is faster here",
  },
  { id: "chain-steady", title: "XXZ chain of 5 spins, stationary state", tolerance: 1e-8 },
  {
    id: "atoms-general",
    title: "seven atoms to t = 1, 128 states",
    tolerance: 1e-5,
    reference: [longTimeCoherence(7, 10)],
    note: "QuTiP: `mesolve` in matrix form, which is faster here",
  },
  { id: "atoms-symmetric", title: "seven atoms to t = 1, symmetric ladder", tolerance: 1e-5, reference: [longTimeCoherence(7, 10)] },
  {
    id: "qubit",
    title: "one driven qubit, 200 records to t = 20",
    tolerance: 1e-4,
    reference: Array.from({ length: 201 }, (_, k) => -Math.cos(0.1 * k)),
    readme: true,
    note: "numeric: `dopri` on the Bloch equations",
  },
  {
    id: "qubit-prepared",
    title: "one driven qubit, 200 records to t = 20, prepared",
    tolerance: 1e-4,
    reference: Array.from({ length: 201 }, (_, k) => -Math.cos(0.1 * k)),
    note: "QuTiP: an `MESolver` made before",
  },
  { id: "qubit-steady", title: "one driven, damped qubit, stationary state", tolerance: 1e-9, reference: [-1 / (1 + 1 / (0.3 * 0.15))] },
  {
    id: "qubit-steady-prepared",
    title: "one driven, damped qubit, stationary state, prepared",
    tolerance: 1e-9,
    reference: [-1 / (1 + 1 / (0.3 * 0.15))],
    note: "QuTiP: the Liouvillian made before",
  },
];

/** All rows, in the table's order. */
export const peerRows: readonly PeerRow[] = [...products, ...linear, ...noisy, ...equations];
