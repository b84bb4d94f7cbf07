import { atoms } from "../models/atoms.ts";
import { longTimeCaloric, longTimeCoherence, pairCoherence, pairPlateau } from "../models/atoms-formulas.ts";
import { polynomialFit } from "../numerics/fit.ts";
import { pow } from "../numerics/scalar.ts";
import { run } from "../solvers/run.ts";
import { findRoot } from "../studies/roots.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

const TIME = "time γ_0 t";
const COHERENCE = "l₁ coherence";
/** Photon numbers of Fig. 2; the legend is not in the text. */
const PHOTONS = [0, 0.1, 0.5, 1, 5, 10];

function grid(a: number, b: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => a + ((b - a) * k) / (count - 1));
}

function fromGround({ full }: FigureOptions): readonly Panel[] {
  // denser at the start, where many photons act at once
  const marked = grid(0, 1.5, full ? 31 : 11);
  const curved = grid(0, 1, full ? 301 : 101).map((s) => 1.5 * s * s);
  const times = [...new Set([...marked, ...curved])].sort((a, b) => a - b);
  const lines = PHOTONS.map((nbar): Series => {
    const solution = run(atoms({ N: 2, nbar, f0: 1 }), { times, observables: ["C_l1"] });
    return { name: `n̄ = ${nbar}`, x: times, y: solution.observables.C_l1 as (number | null)[] };
  });
  const sparse = PHOTONS.flatMap((nbar) => marked.map((t) => ({ t, C: pairCoherence(t, nbar) })));
  const dots: Series = { name: "Eq. (5)", x: sparse.map(({ t }) => t), y: sparse.map(({ C }) => C), style: "dots" };
  const series = [...lines, dots];
  return [{ id: "atoms-2", title: "Coherence of two atoms from the ground state", xLabel: TIME, yLabel: COHERENCE, series }];
}

const PAIR_STATES = [
  { id: "atoms-3a", ket: "(|ge>+i|eg>)/sqrt2", singlet: 0.5 },
  { id: "atoms-3b", ket: "(sqrt3|ge>+|eg>)/2", singlet: (2 - Math.sqrt(3)) / 4 },
];

function fromSuperpositions({ full }: FigureOptions): readonly Panel[] {
  const times = grid(0, 0.25, full ? 1001 : 501);
  return PAIR_STATES.map(({ id, ket, singlet }): Panel => {
    const series = [100, 1].map((f0): Series => {
      const solution = run(atoms({ N: 2, nbar: 10, f0, initial: ket }), { times, observables: ["C_l1"] });
      return {
        name: f0 === 1 ? "f_0 = γ_0" : `f_0 = ${f0} γ_0`,
        x: times,
        y: solution.observables.C_l1 as (number | null)[],
        style: f0 === 1 ? "dashed" : "line",
      };
    });
    const plateau = pairPlateau(10, singlet);
    return {
      id,
      title: `Coherence from ${ket.replaceAll(">", "⟩").replaceAll("sqrt", "√")}, n̄ = 10`,
      xLabel: TIME,
      yLabel: COHERENCE,
      series,
      rules: [{ axis: "y", at: plateau, label: "t → ∞" }],
    };
  });
}

/** The printed cubic fit's own points: two to seven atoms. */
function cubic(nbar: number) {
  const N = [2, 3, 4, 5, 6, 7];
  return polynomialFit(
    N,
    N.map((n) => longTimeCoherence(n, nbar)),
    3,
  );
}

/** The long-time coherence that a run reaches. */
function evolved(N: number, nbar: number): number {
  return run(atoms({ N, nbar, f0: 1 }), { times: [0, 2], observables: ["C_l1"] }).observables.C_l1[1] as number;
}

function scaling({ full, onProgress }: FigureOptions): readonly Panel[] {
  const nbar = 10;
  const fit = cubic(nbar);
  const few = [2, 3, 4, 5, 6, 7];
  const fine = grid(2, 7, 51);
  const many = Array.from({ length: full ? 99 : 50 }, (_, k) => (full ? 2 + k : 2 + 2 * k));
  onProgress?.(0.2, "two to seven atoms");
  const computed = few.map((N) => evolved(N, nbar));
  onProgress?.(0.5, "up to a hundred atoms");
  return [
    {
      id: "atoms-4",
      title: "Long-time coherence from the ground state, n̄ = 10",
      xLabel: "atoms N",
      yLabel: COHERENCE,
      xDomain: [1.5, 7.5],
      series: [
        { name: "computed", x: few, y: computed, style: "dots" },
        { name: "cubic fit of the paper", x: fine, y: fine.map(fit.at), style: "dashed" },
      ],
    },
    {
      id: "atoms-4-growth",
      title: "Coherence of up to a hundred atoms: exponential, not cubic",
      xLabel: "atoms N",
      yLabel: COHERENCE,
      yScale: "log",
      series: [
        { name: "(1 + r)ᴺ/Σ rᵏ − 1", x: many, y: many.map((N) => longTimeCoherence(N, nbar)) },
        { name: "cubic fit of the paper", x: many, y: many.map((N) => (fit.at(N) > 0 ? fit.at(N) : null)), style: "dashed" },
        { name: "part that exchanges heat, Σ p_k k(N − k)", x: many, y: many.map((N) => longTimeCaloric(N, nbar)), style: "dots" },
      ],
    },
    equilibration(nbar, full ? [2, 3, 4, 5, 6, 7, 10, 15, 20, 30, 50, 70, 100] : [2, 3, 4, 5, 7, 10, 20, 50, 100]),
    metastable(full),
  ];
}

/** γ0 t at which the coherence from the ground state comes within `gap` of its long-time value. */
export function timeToEquilibrium(N: number, nbar: number, gap = 0.01): number {
  const model = atoms({ N, nbar, f0: 1 });
  const plateau = longTimeCoherence(N, nbar);
  const missing = (t: number) => 1 - gap - (run(model, { times: [0, t], observables: ["C_l1"] }).observables.C_l1[1] as number) / plateau;
  let end = 1 / (2 * nbar + 1);
  while (missing(end) > 0) end *= 2;
  return findRoot(missing, 0.5 * end > 1 / (2 * nbar + 1) ? 0.5 * end : 1e-9, end, 1e-9).at;
}

function equilibration(nbar: number, sizes: readonly number[]): Panel {
  return {
    id: "atoms-4-time",
    title: "Time to 99 % of the long-time coherence, n̄ = 10",
    xLabel: "atoms N",
    yLabel: TIME,
    xScale: "log",
    xDomain: [1.8, 120],
    yDomain: [0, 0.25],
    series: [{ name: "from the ground state", x: sizes, y: sizes.map((N) => timeToEquilibrium(N, nbar)), style: "dots" }],
  };
}

/** Two atoms at a finite distance: the coherence is only metastable. */
function metastable(full: boolean): Panel {
  const count = full ? 121 : 61;
  const times = Array.from({ length: count }, (_, k) => (k === 0 ? 0 : 0.01 * pow(10, (4 * (k - 1)) / (count - 2))));
  const series = [0.05, 0.1, 0.3, 1].map((xi): Series => {
    const solution = run(atoms({ N: 2, nbar: 10, xi }), { times, observables: ["C_l1"] });
    return { name: `ξ = ${xi}`, x: times.slice(1), y: (solution.observables.C_l1 as (number | null)[]).slice(1) };
  });
  return {
    id: "atoms-4-distance",
    title: "Two atoms at a finite distance ξ = k_0 r: the coherence decays, n̄ = 10",
    xLabel: TIME,
    yLabel: COHERENCE,
    xScale: "log",
    series,
  };
}

/** Figures 2 to 4 of the paper on thermal coherence, with the growth law and what limits it. */
export const figures: readonly Figure[] = [
  {
    id: "atoms-2",
    paper: "atoms",
    title: "Coherence that a thermal bath makes",
    caption: "Lines: master equation; dots: closed form (5). The photon numbers are ours.",
    panels: fromGround,
  },
  {
    id: "atoms-3",
    paper: "atoms",
    title: "What the dipole coupling does",
    caption: "Solid f_0 = 100 γ_0, dashed f_0 = γ_0, n̄ = 10. The plateau depends on the start, not on f_0.",
    panels: fromSuperpositions,
  },
  {
    id: "atoms-4",
    paper: "atoms",
    title: "Growth with the number of atoms",
    caption: "From the ground state, n̄ = 10, f_0 = γ_0. The law is exponential; the part that exchanges heat grows as N².",
    panels: scaling,
  },
];
