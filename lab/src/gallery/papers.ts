/** What papers say of their figures, and what this library finds; numbers of errata are those of docs/errata.md. */
import type { Value } from "../compute/protocol.ts";

export type Verdict = "agrees" | "corrected" | "differs" | "beyond";

/** How the figure is seen here. */
export interface Shown {
  readonly values: Readonly<Record<string, Value>>;
  readonly view: string;
  readonly sweep?: string;
  readonly observe?: readonly string[];
}

export interface PaperCard {
  /** As `ancilla figures --list` has it. */
  readonly figure: string;
  readonly says: string;
  readonly finds: string;
  readonly verdict: Verdict;
  readonly errata: readonly number[];
  readonly show: Shown;
}

export interface Paper {
  /** The model of the catalogue. */
  readonly model: string;
  /** Other models that belong to it. */
  readonly also: readonly string[];
  readonly citation: string;
  readonly cards: readonly PaperCard[];
}

const card = (figure: string, verdict: Verdict, errata: readonly number[], says: string, finds: string, show: Shown): PaperCard => ({
  figure,
  verdict,
  errata,
  says,
  finds,
  show,
});

const cascade = { levels: 20, theta: 0.3 };

export const papers: readonly Paper[] = [
  {
    model: "phaseonium",
    also: ["phaseonium-cascade-lossy", "phaseonium-limit"],
    citation: "F. Amato, C. Pellitteri, G. M. Palma, S. Lorenzo, R. Lo Franco, Phys. Rev. A 109, 043705 (2024)",
    cards: [
      card(
        "phaseonium-2",
        "corrected",
        [10],
        "A map of the temperature that the cavities tend to, over amplitude and phase.",
        "Where 2α² ≥ (1 − α²)(1 + cos φ) there is no stationary state; at α = 0.25 that begins at φ = 2.61928. Every cut shows one, near its upper end.",
        { values: { ...cascade, cavities: 1, phi: 2.7 }, view: "time", observe: ["T1"] },
      ),
      card(
        "phaseonium-3",
        "corrected",
        [1],
        "One caption calls the branches hot and cold.",
        "They are exchanged: φ = 1.5855 leads to 0.5 and φ = 2.4043 to 1.5.",
        { values: { ...cascade, phi: 1.5855, T0: 1 }, view: "time", observe: ["T1", "T2"] },
      ),
      card(
        "phaseonium-4",
        "differs",
        [8],
        "Noise in the interaction time slows the approach of both cavities.",
        "The second one cools faster with it: about 70 collisions to 1 % in place of 76.",
        { values: { ...cascade, theta: 0.4 }, view: "time", observe: ["T1", "T2"] },
      ),
      card(
        "phaseonium-5",
        "agrees",
        [],
        "With phase noise the mean temperatures are 1.50 ± 0.03 and ± 0.02.",
        "1.515 ± 0.030 and ± 0.020 with 256 runs.",
        { values: { ...cascade, phi: 2.404315987, T0: 1 }, view: "time", observe: ["T1", "T2"] },
      ),
      card(
        "phaseonium-6",
        "corrected",
        [12],
        "Close to the border the mean temperatures are 1.37 ± 0.04 and ± 0.03.",
        "The limit is 1.3859 from both starts; at 1500 collisions the averages are still 1.3751 and 1.4044.",
        { values: { ...cascade, phi: 2.404315987, T0: 2 }, view: "time", observe: ["T1", "T2"] },
      ),
    ],
  },
  {
    model: "structured",
    also: ["structured-ancilla"],
    citation: "S. Cusumano and G. De Chiara, Structured quantum collision models: generating coherence with thermal resources",
    cards: [
      card(
        "structured-2",
        "corrected",
        [2],
        "The coupling sums over pairs.",
        "Each pair counts once: the printed spectrum belongs to one term.",
        {
          values: {},
          view: "sweep",
          sweep: "kappa",
        },
      ),
      card(
        "structured-3",
        "corrected",
        [1, 21],
        "Coherence is largest at equal temperatures; the levels are labelled E₂, E₃.",
        "5.34·10⁻³ at β = 1, the system's own, but 9.86·10⁻³ at β = 2.5; the labels are exchanged.",
        { values: {}, view: "sweep", sweep: "beta", observe: ["C_l1"] },
      ),
      card(
        "structured-5",
        "differs",
        [16, 17],
        "Steady coherence grows with κ, and cold ancillae share one limit.",
        "It peaks at κ* = 2.68, 1.93, 1.49, 1.26 for β = 1, 2, 5, 10; the border of the cold limit is κ = √(ω₁ω₂) = 0.866.",
        { values: { beta: 5 }, view: "sweep", sweep: "kappa", observe: ["C_l1"] },
      ),
      card(
        "structured-7",
        "differs",
        [18],
        "The work of switching is proportional to the coherence.",
        "It goes as its square at small κ, and at large κ it grows while the coherence goes to 0.",
        { values: {}, view: "sweep", sweep: "kappa", observe: ["C_l1", "W"] },
      ),
      card(
        "structured-8",
        "corrected",
        [19],
        "Entropy production is never negative.",
        "That holds for the exact map; the map of second order is not completely positive and reaches −1.07·10⁻⁵.",
        { values: { evaluation: "exact" }, view: "time", observe: ["Sigma"] },
      ),
    ],
  },
  {
    model: "rotor",
    also: ["rotor-load"],
    citation: "H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024)",
    cards: [
      card(
        "rotor-2",
        "corrected",
        [1, 2, 3, 4, 14],
        "Heat flows vanish at β₂/β₁ = 0.54; the efficiency has its maximum inside, close to Carnot's at 0.37.",
        "They vanish at 0.504; 0.1877 at 0.309 is only a local maximum, 0.39 is reached towards 0; at 0.37 it is 0.163, and Carnot's bound 0.63. The performance is bounded by β₂/(β₁ − β₂).",
        { values: {}, view: "sweep", sweep: "beta2", observe: ["Q1", "Q2", "WQ"] },
      ),
      card("rotor-5", "differs", [11], "The angular rectification looks like the one of heat.", "It exceeds 1 and has a pole.", {
        values: {},
        view: "sweep",
        sweep: "chi",
        observe: ["L"],
      }),
      card("rotor-7", "differs", [13], "A ladder from −5 to 10 is enough.", "That cut changes Q₂ by 35 to 55 %.", {
        values: {},
        view: "sweep",
        sweep: "beta2",
        observe: ["Q2"],
      }),
      card(
        "rotor-8",
        "differs",
        [15],
        "The intrinsic power decreases.",
        "It falls to 1.505·10⁻⁵ at t = 29000 and then rises to 1.806·10⁻⁵.",
        { values: {}, view: "time", observe: ["Q1", "Q2", "L"] },
      ),
    ],
  },
  {
    model: "atoms",
    also: [],
    citation: "B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, Phys. Rev. A 96, 032117 (2017)",
    cards: [
      card(
        "atoms-3",
        "corrected",
        [2, 3],
        "The coherence lives long.",
        "It needs equal rates γ_ij, and from three atoms on equal couplings f_ij.",
        {
          values: {},
          view: "time",
          observe: ["C_l1"],
        },
      ),
      card(
        "atoms-4",
        "differs",
        [1],
        "The coherence grows as the cube of the number of atoms.",
        "It grows exponentially: 43469 at N = 20, where the cubic gives 703.",
        { values: {}, view: "sweep", sweep: "N", observe: ["C_l1"] },
      ),
    ],
  },
  {
    model: "harvest",
    also: [],
    citation: "B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, Phys. Rev. A 96, 032117 (2017)",
    cards: [
      card(
        "harvest-1",
        "corrected",
        [11],
        "The l₁ norm of the coherence is what heats.",
        "Only for N ≤ 3; beyond, Σ p_k k(N − k) enters.",
        {
          values: {},
          view: "sweep",
          sweep: "N",
        },
      ),
      card("harvest-2", "corrected", [10], "An effective temperature is printed.", "Its sign is the other one.", {
        values: {},
        view: "stationary",
      }),
      card("harvest-4", "corrected", [8, 9], "Heat and power in the steady state.", "With the corrected terms they add up to 0.", {
        values: {},
        view: "time",
      }),
    ],
  },
  {
    model: "composite",
    also: ["composite-cluster"],
    citation:
      "R. Román-Ancheyta, M. Kolář, G. Guarnieri and R. Filip, Enhanced steady-state coherence via repeated system-bath interactions",
    cards: [
      card(
        "composite-2a",
        "corrected",
        [1],
        "The purity lies between its values for one and for many units.",
        "It is smallest near N = 4.5.",
        {
          values: {},
          view: "sweep",
          sweep: "N",
          observe: ["purity", "C_l1"],
        },
      ),
      card(
        "composite-2b",
        "corrected",
        [10, 11],
        "The optimum in time is the steady value.",
        "For N = 1 it is 0.2853 against 0.2422. C ≤ 1/√2 holds only as τ → 0.",
        { values: { N: 1 }, view: "time", observe: ["C_l1"] },
      ),
      card(
        "composite-3",
        "corrected",
        [2, 3],
        "Transients decay with printed exponents.",
        "With counter-rotating terms the exponents are others.",
        {
          values: {},
          view: "time",
          observe: ["C_l1", "purity"],
        },
      ),
      card(
        "composite-6",
        "differs",
        [4],
        "Oscillators settle.",
        "A target oscillator with counter-rotating terms has no steady state; the rate is given.",
        {
          values: {},
          view: "stationary",
        },
      ),
    ],
  },
];

/** The paper of a model; null where there is none. */
export function paperOf(name: string): Paper | null {
  return papers.find(({ model, also }) => model === name || also.includes(name)) ?? null;
}
