import type { Collisions } from "../dynamics/collisions.ts";
import { type Contact, contactCollision } from "../dynamics/contact.ts";
import type { BlochMap } from "../dynamics/representations.ts";
import { structured, structuredContact } from "../models/structured.ts";
import { pairDrive, pairState, pairSteady } from "../models/structured-formulas.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { exp, log } from "../numerics/scalar.ts";
import { run } from "../solvers/run.ts";
import { ledgerFunctionals } from "../thermodynamics/ledger.ts";
import { blochTrajectory, fixedPoint, geometric, linear, qubitCoherence, qubitMean, stepOf } from "./bloch.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

/** The lists of β and κ are ours: the text does not give them. */
const BETAS = [0.1, 0.5, 1, 2, 5];
const KAPPAS = [0.1, 0.2, 0.3, 0.5];
const NOTE =
  "Lists of β and κ are ours; the text does not give them. Level labels: E_2 = |↑↓⟩, E_3 = |↓↑⟩ (with those of A1 the qubit inverts).";
const N_LABEL = "collision number n";

interface Setting {
  readonly alpha: number;
  readonly kappa: number;
  readonly beta: number;
}

const defaults = structured().parameters;
const contactOf = (setting: Setting): Contact => structuredContact({ ...defaults, ...setting });

function mapOf(setting: Setting, evaluation: "exact" | "second"): BlochMap {
  const contact = contactOf(setting);
  return stepOf(contact.system, contactCollision(contact, evaluation));
}

/** Curves over the β list at κ = 0.3, and over the κ list at β = 1. */
const families = (
  alpha: number,
): readonly { readonly key: string; readonly title: string; readonly settings: readonly (readonly [string, Setting])[] }[] => [
  { key: "beta", title: "κ = 0.3", settings: BETAS.map((beta) => [`β = ${beta}`, { alpha, kappa: 0.3, beta }] as const) },
  { key: "kappa", title: "β = 1", settings: KAPPAS.map((kappa) => [`κ = ${kappa}`, { alpha, kappa, beta: 1 }] as const) },
];

const START = [0, 0, -0.46211715726000979];

/** Fig. 2: the pair's levels with and without exchange coupling. */
function levels(): readonly Panel[] {
  const kappas = linear(0, 2, 81);
  const energies = kappas.map((kappa) => eigvalsh(contactOf({ alpha: 0.1, kappa, beta: 1 }).HE.toMatrix()));
  const bare = eigvalsh(contactOf({ alpha: 0.1, kappa: 0, beta: 1 }).HE.toMatrix());
  return [
    {
      id: "structured-2",
      title: "Levels of the ancilla with exchange coupling, and without (dashed)",
      xLabel: "exchange coupling κ",
      yLabel: "energy",
      series: [0, 1, 2, 3].flatMap((k): Series[] => [
        { name: `E_${k + 1}′`, x: kappas, y: energies.map((values) => values[k]), group: `${k}` },
        { name: `E_${k + 1}`, x: kappas, y: kappas.map(() => bare[k]), style: "dashed", group: `${k}` },
      ]),
      rules: [{ axis: "x", at: Math.sqrt(0.75), label: "κ_c = √(ω₁ω₂)" }],
    },
  ];
}

/** Over long runs everything oscillates with the period of the qubit: its mean, and the band it covers, per window of one period. */
function band(name: string, steps: number, windows: number, at: (n: number) => number): Series {
  const edges = geometric(63, steps, windows, exp, log).map(Math.round);
  const rows = edges.map((end) => {
    const from = Math.max(1, end - 62);
    let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let n = from; n <= end; n++) {
      const value = at(n);
      [low, high, sum] = [Math.min(low, value), Math.max(high, value), sum + value];
    }
    return { n: (from + end) / 2, low, high, mean: sum / (end - from + 1) };
  });
  return {
    name,
    x: rows.map(({ n }) => n),
    y: rows.map(({ mean }) => mean),
    lower: rows.map(({ low }) => low),
    upper: rows.map(({ high }) => high),
  };
}

function trajectories({ full, onProgress }: FigureOptions): readonly Panel[] {
  const steps = full ? 300000 : 100000;
  return families(0.1).flatMap(({ key, title, settings }, f): Panel[] => {
    const paths = settings.map(([name, setting], k) => {
      const path = blochTrajectory(mapOf(setting, "exact"), START, steps);
      onProgress?.((f * 5 + k + 1) / 9, name);
      return [name, path] as const;
    });
    return [
      {
        id: `structured-3-sz-${key}`,
        title: `⟨σ_z⟩ over one period of the qubit: mean, least and largest, ${title}`,
        xLabel: N_LABEL,
        yLabel: "⟨σ_z⟩",
        xScale: "log",
        series: paths.map(([name, [, , z]]) => band(name, steps, 90, (n) => z[n])),
      },
      {
        id: `structured-3-coherence-${key}`,
        title: `Coherence over one period of the qubit: mean, least and largest, ${title}`,
        xLabel: N_LABEL,
        yLabel: "C_l1",
        xScale: "log",
        series: paths.map(([name, [x, y]]) => band(name, steps, 90, (n) => qubitCoherence([x[n], y[n]]))),
      },
      {
        id: `structured-3-early-${key}`,
        title: `Coherence in the first collisions, ${title}`,
        xLabel: N_LABEL,
        yLabel: "C_l1",
        series: paths.map(([name, [x, y]]) => ({
          name,
          x: linear(0, 300, 301),
          y: Array.from({ length: 301 }, (_, n) => qubitCoherence([x[n], y[n]])),
        })),
      },
    ];
  });
}

function detail(): readonly Panel[] {
  const steps = 400;
  return families(0.2).map(({ key, title, settings }): Panel => {
    const series = settings.map(([name, setting]): Series => {
      const [, , z] = blochTrajectory(mapOf(setting, "exact"), START, steps);
      return { name, x: linear(0, steps, steps + 1), y: Array.from(z) };
    });
    return { id: `structured-4-${key}`, title: `⟨σ_z⟩ in detail at α = 0.2, ${title}`, xLabel: N_LABEL, yLabel: "⟨σ_z⟩", series };
  });
}

interface Point {
  readonly C: number;
  readonly Q: number;
  readonly W: number;
}

/** The steady state of the exact map with its exchanges. */
function steadyPoint(setting: Setting): Point {
  const contact = contactOf(setting);
  const collision = contactCollision(contact);
  const r = fixedPoint(stepOf(contact.system, collision));
  return { C: qubitCoherence(r), ...exchanges(contact, collision, r) };
}

function exchanges(contact: Contact, collision: ReturnType<typeof contactCollision>, r: Float64Array): { Q: number; W: number } {
  const dynamics: Collisions = {
    kind: "collisions",
    system: contact.system,
    HS: contact.HS,
    stream: { kind: "constant", collision },
    tau: contact.tau,
  };
  const { Q, W } = ledgerFunctionals(dynamics, collision);
  return { Q: qubitMean(Q as NonNullable<typeof Q>, r), W: qubitMean(W as NonNullable<typeof W>, r) };
}

/** The steady coherence of the exact map alone, for dense curves. */
function exactCoherence(setting: Setting): number {
  const contact = contactOf(setting);
  return qubitCoherence(fixedPoint(stepOf(contact.system, contactCollision(contact))));
}

function secondCoherence({ alpha, kappa, beta }: Setting): number | null {
  const state = pairState({ omega1: 0.5, omega2: 1.5, kappa, beta, label: "resonant" });
  const r = pairSteady(pairDrive(state, [alpha, 0]), 1, 0.1);
  return r ? qubitCoherence(r) : null;
}

const COLD = [0.5, 1, 2, 5, 10];
const STRONG = [0.1, 0.3, 0.8, 1, 2];

function steadyCoherence(): readonly Panel[] {
  const kappas = geometric(0.1, 10, 200, exp, log);
  const betas = linear(0.1, 10, 200);
  const curve = (name: string, x: readonly number[], setting: (value: number) => Setting): Series[] => [
    { name, x, y: x.map((value) => exactCoherence(setting(value))), group: name },
    { name: `${name}, second order`, x, y: x.map((value) => secondCoherence(setting(value))), style: "dashed", group: name },
  ];
  return [
    {
      id: "structured-5a",
      title: "Steady coherence against the exchange coupling",
      xLabel: "exchange coupling κ",
      yLabel: "C_l1",
      xScale: "log",
      series: COLD.flatMap((beta) => curve(`β = ${beta}`, kappas, (kappa) => ({ alpha: 0.2, kappa, beta }))),
      rules: [{ axis: "x", at: Math.sqrt(0.75), label: "κ_c" }],
    },
    {
      id: "structured-5b",
      title: "Steady coherence against the inverse temperature",
      xLabel: "inverse temperature β",
      yLabel: "C_l1",
      series: STRONG.flatMap((kappa) => curve(`κ = ${kappa}`, betas, (beta) => ({ alpha: 0.2, kappa, beta }))),
    },
  ];
}

function early(): readonly Panel[] {
  const steps = 250;
  const names = ["dU", "Q", "W"] as const;
  const labels = { dU: "ΔU", Q: "δQ", W: "W_sw" };
  return families(0.1).flatMap(({ key, title, settings }) => {
    const runs = settings.map(
      ([name, setting]) => [name, run(structured({ ...setting }), { steps, saveEvery: 1, observables: [...names] })] as const,
    );
    return names.map(
      (observable): Panel => ({
        id: `structured-6-${observable.toLowerCase()}-${key}`,
        title: `${labels[observable]} of one collision, α = 0.1, ${title}`,
        xLabel: N_LABEL,
        yLabel: `${labels[observable]} (energy)`,
        series: runs.map(([name, { axis, observables }]) => ({ name, x: axis.values.slice(1), y: observables[observable].slice(1) })),
      }),
    );
  });
}

function steadyExchange({ full }: FigureOptions): readonly Panel[] {
  const count = full ? 200 : 80;
  const kappas = geometric(0.1, 10, count, exp, log);
  const betas = linear(0.1, 10, count);
  const make = (
    id: string,
    title: string,
    xLabel: string,
    x: readonly number[],
    curves: readonly (readonly [string, (value: number) => Setting])[],
  ): Panel => {
    const rows = curves.map(([name, setting]) => [name, x.map((value) => steadyPoint(setting(value)))] as const);
    return {
      id,
      title,
      xLabel,
      yLabel: "energy per collision",
      ...(xLabel.includes("κ") ? { xScale: "log" as const } : {}),
      series: rows.flatMap(([name, points]): Series[] => [
        { name: `W_sw, ${name}`, x, y: points.map(({ W }) => W), group: name },
        { name: `δQ, ${name}`, x, y: points.map(({ Q }) => Q), style: "dashed", group: name },
      ]),
    };
  };
  return [
    make(
      "structured-7a",
      "Steady work and heat against the exchange coupling: W = −δQ",
      "exchange coupling κ",
      kappas,
      COLD.map((beta) => [`β = ${beta}`, (kappa: number) => ({ alpha: 0.2, kappa, beta })] as const),
    ),
    make(
      "structured-7b",
      "Steady work and heat against the inverse temperature",
      "inverse temperature β",
      betas,
      STRONG.map((kappa) => [`κ = ${kappa}`, (beta: number) => ({ alpha: 0.2, kappa, beta })] as const),
    ),
  ];
}

function production({ full }: FigureOptions): readonly Panel[] {
  const steps = full ? 200000 : 50000;
  return [0.1, 0.2].flatMap((alpha) =>
    families(alpha).map(({ key, title, settings }): Panel => {
      const series = settings.map(([name, setting]): Series => {
        const { axis, observables } = run(structured({ ...setting }), { steps, saveEvery: 50, observables: ["Sigma"] });
        return { name, x: axis.values.slice(1), y: observables.Sigma.slice(1) };
      });
      return {
        id: `structured-8-${key}-${alpha === 0.1 ? "weak" : "strong"}`,
        title: `Entropy production of one collision, α = ${alpha}, ${title}`,
        xLabel: N_LABEL,
        yLabel: "Σ",
        xScale: "log",
        yScale: "log",
        series,
      };
    }),
  );
}

const paper = "structured";
const common = `δt = 0.1, ω_S = 1, ω = (0.5, 1.5), exact collisions from the thermal state at β_S = 1. ${NOTE}`;

export const figures: readonly Figure[] = [
  { id: "structured-2", paper, title: "Levels of a structured ancilla", caption: `ω = (0.5, 1.5). ${NOTE}`, panels: levels },
  { id: "structured-3", paper, title: "Populations and coherence", caption: `α = 0.1. ${common}`, columns: 3, panels: trajectories },
  { id: "structured-4", paper, title: "Populations in detail", caption: `α = 0.2. ${common}`, panels: detail },
  {
    id: "structured-5",
    paper,
    title: "Steady coherence",
    caption: `α = 0.2; exact map, and second order dashed. It grows with κ only up to a maximum; cold ancillae below κ_c carry none. ${NOTE}`,
    panels: steadyCoherence,
  },
  {
    id: "structured-6",
    paper,
    title: "Energy exchanged in the first collisions",
    caption: `α = 0.1. ${common}`,
    columns: 3,
    panels: early,
  },
  {
    id: "structured-7",
    paper,
    title: "Steady work and heat",
    caption: `α = 0.2, exact map: the work of switching leaves as heat. ${NOTE}`,
    panels: steadyExchange,
  },
  {
    id: "structured-8",
    paper,
    title: "Entropy production",
    caption: `The caption gives no α: both are shown. Σ ≥ 0 for every exact collision. ${common}`,
    panels: production,
  },
];
