/** Fluctuations of the heat that a qubit exchanges with structured ancillae: distributions, growth of the variance, and the price of precision. */
import { structured } from "../models/structured.ts";
import { exp, PI } from "../numerics/scalar.ts";
import { counting } from "../studies/counting/counting.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

/** A strong, long collision, so that a few of them show what many weak ones would. */
const SETTING = { alpha: 0.6, beta: 1, dt: 1 };
const KAPPAS = [0.1, 0.3, 0.6];

/** P(q) after some collisions, for a given coupling within the ancilla. */
function distribution(): Panel {
  const series = KAPPAS.flatMap((kappa): Series[] => {
    const { distributions, cumulants } = counting(structured({ ...SETTING, kappa }), {
      of: ["Q"],
      steps: 400,
      distribution: true,
      steady: false,
      theorems: false,
    });
    const [{ values, P, quantum }] = distributions;
    const [mean, variance] = [cumulants.Q[0][0], cumulants.Q[1][0]];
    const shown = P.map((p, k) => ({ p, q: values[0][k] })).filter(({ p }) => p > 1e-9);
    const x = shown.map(({ q }) => q);
    const normal = x.map((q) => ((quantum[0] ?? 1) * exp((-(q - mean) * (q - mean)) / (2 * variance))) / Math.sqrt(2 * PI * variance));
    return [
      { name: `κ = ${kappa}`, x, y: shown.map(({ p }) => p), style: "dots", group: `${kappa}` },
      { name: `${kappa}: normal`, x, y: normal, style: "dashed", group: `${kappa}` },
    ];
  });
  const [exact, normals] = ["dots", "dashed"].map((style) => series.filter((one) => one.style === style));
  return {
    id: "fluctuations-structured-distribution",
    title: "Heat from structured ancillae after 400 collisions",
    xLabel: "heat into the qubit (energy)",
    yLabel: "P",
    yScale: "log",
    yDomain: [1e-9, 1],
    series: [...exact, ...normals],
  };
}

/** Mean, variance and the uncertainty product of heat per collision over the coupling within the ancilla. */
function rates({ full }: FigureOptions): readonly Panel[] {
  const points = full ? 121 : 41;
  const kappas = Array.from({ length: points }, (_, k) => 0.01 + (1.2 * k) / (points - 1));
  const found = [0.5, 1, 2].map((beta) => ({
    beta,
    rates: kappas.map((kappa) => counting(structured({ ...SETTING, beta, kappa }), { of: ["Q"], orders: 2, theorems: false }).rates),
  }));
  const curves = (value: (rates: NonNullable<ReturnType<typeof counting>["rates"]>) => number | null): Series[] =>
    found.map(({ beta, rates: list }) => ({ name: `β = ${beta}`, x: kappas, y: list.map((one) => one && value(one)) }));
  const xLabel = "exchange coupling κ within the ancilla";
  return [
    {
      id: "fluctuations-structured-rates",
      title: "Variance of the heat per collision in the stationary state",
      xLabel,
      yLabel: "c₂ of Q (energy²)",
      series: curves(({ cumulants }) => cumulants.Q[1]),
    },
    {
      id: "fluctuations-structured-product",
      title: "Uncertainty product of the heat: what precision costs",
      xLabel,
      yLabel: "c₂σ/c₁²",
      yDomain: [1.5, 6],
      series: curves(({ uncertaintyProduct }) => uncertaintyProduct.Q),
      rules: [{ axis: "y", at: 2, label: "bound of classical jumps" }],
    },
  ];
}

export const figures: readonly Figure[] = [
  {
    id: "fluctuations-structured",
    paper: "fluctuations",
    title: "Heat statistics of a qubit that meets structured ancillae",
    caption:
      "The model of Cusumano and De Chiara with α = 0.6 and δt = 1, from exact counting of the ancillae's energy by two projective measurements each. The qubit is driven away from equilibrium by ancillae whose levels do not match its own, so that heat flows for ever and its fluctuations grow with the number of collisions.",
    panels: (options) => [distribution(), ...rates(options)],
  },
];
