/** Initial states of the cavities, and the Fock dimensions that they and the bath need. */
import { finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { exp, log } from "../numerics/scalar.ts";
import type { Operator } from "../operators/operator.ts";
import { coherent, fockState, ket, productState, thermalFock } from "../operators/states.ts";
import type { Space } from "../spaces/space.ts";
import type { Parameters } from "./model.ts";
import { fockDimension, rates } from "./phaseonium-formulas.ts";

/** How one cavity starts. */
export type CavityStart =
  | { readonly kind: "thermal"; readonly T: number }
  | { readonly kind: "fock"; readonly n: number }
  | { readonly kind: "coherent"; readonly re: number; readonly im: number }
  | { readonly kind: "ket"; readonly amplitudes: readonly number[] };

/** No coherence between photon numbers. */
export function isNumberDiagonal(start: CavityStart): boolean {
  return start.kind === "thermal" || start.kind === "fock";
}

/** Read `initial`, or `T0` where it is null. */
export function parseStarts(p: Parameters, cavities: number): readonly CavityStart[] {
  if (p.initial !== null) {
    const list = p.initial as readonly unknown[];
    if (!Array.isArray(list))
      throw wrongKind("initial", "be a list with one start per cavity", p.initial, 'For example [["fock", 3], ["thermal", 1]].');
    if (list.length !== cavities) throw wrongValue("initial", `have one start per cavity (${cavities})`, null, "", `it has ${list.length}`);
    return list.map((start, k) => parseStart(`initial[${k}]`, start));
  }
  const T0 = Array.isArray(p.T0) ? (p.T0 as readonly unknown[]) : Array.from({ length: cavities }, () => p.T0);
  if (T0.length !== cavities)
    throw wrongValue("T0", `be one number or one per cavity (${cavities})`, null, "", `it has ${T0.length} entries`);
  return T0.map((T, k) => ({ kind: "thermal", T: finite(Array.isArray(p.T0) ? `T0[${k}]` : "T0", T, { atLeast: 0 }) }));
}

function parseStart(argument: string, start: unknown): CavityStart {
  const remedy = 'Write ["thermal", T], ["fock", n], ["coherent", re, im] or ["ket", c0, c1, …].';
  if (!Array.isArray(start)) throw wrongKind(argument, "be a list", start, remedy);
  const [kind, ...numbers] = start as [unknown, ...unknown[]];
  switch (kind) {
    case "thermal":
      return { kind, T: finite(`${argument}[1]`, numbers[0], { atLeast: 0 }) };
    case "fock":
      return { kind, n: integer(`${argument}[1]`, numbers[0], 0, 10_000) };
    case "coherent":
      return { kind, re: finite(`${argument}[1]`, numbers[0]), im: finite(`${argument}[2]`, numbers[1] ?? 0) };
    case "ket": {
      const amplitudes = numbers.map((c, n) => finite(`${argument}[${n + 1}]`, c));
      if (!amplitudes.some((c) => c !== 0)) throw wrongValue(argument, "have an amplitude that is not zero", start);
      return { kind, amplitudes };
    }
    default:
      throw wrongValue(argument, "name a kind of start", null, remedy, `it begins with ${valueInWords(kind)}`);
  }
}

/** The product of the cavities' starts on the truncated space. */
export function initialState(system: Space, modes: readonly Space[], starts: readonly CavityStart[]): Operator {
  return productState(
    system,
    ...modes.map((mode, k) => {
      const start = starts[k];
      const d = mode.dimension;
      switch (start.kind) {
        case "thermal":
          return thermalFock(mode, start.T);
        case "fock":
          if (start.n >= d) throw wrongValue("levels", `exceed the start's photon number ${start.n}`, d);
          return fockState(mode, start.n);
        case "coherent":
          return coherent(mode, [start.re, start.im]);
        case "ket":
          if (start.amplitudes.length > d) throw wrongValue("levels", `be at least ${start.amplitudes.length} for the given ket`, d);
          return ket(mode, [...start.amplitudes, ...new Array<number>(d - start.amplitudes.length).fill(0)], { normalise: true });
        default:
          return start satisfies never;
      }
    }),
  );
}

/** Accuracy in T of automatic levels: exact to rounding for one realisation, 1e-6 where statistics blur it anyway or coherence fills the space. */
const ACCURACY = { deterministic: 1e-12, ensemble: 1e-6 };

/**
 * Fock dimensions: those given, or enough for the start and for the temperature that the bath leads to.
 *
 * Under noise (`std` by parameter) the stationary temperature fluctuates; its standard deviation in linear response is
 * σ_T ≈ |∂T/∂x|·σ·√(rate), bounded here by a margin of one fifth on the temperature of the averaged map.
 */
export function chooseLevels(
  p: Parameters,
  starts: readonly CavityStart[],
  std: Readonly<Record<string, number>> | null,
): readonly number[] {
  if (p.levels !== null) return givenLevels(p.levels, starts.length);
  const target = bathTemperature(p, std);
  const margin = std === null ? 1 : 1.2;
  const fine = std === null && starts.every(isNumberDiagonal);
  const accuracy = fine ? ACCURACY.deterministic : ACCURACY.ensemble;
  return starts.map((start) => {
    const T = Math.max(start.kind === "thermal" ? start.T : 0, target) * margin;
    return Math.min(LARGEST_AUTOMATIC, Math.max(2, fockDimension(T, accuracy)) + photonsOf(start));
  });
}

/** Automatic levels stop here; a warning says so (phaseonium-warnings.ts). */
export const LARGEST_AUTOMATIC = 120;

function givenLevels(levels: unknown, cavities: number): readonly number[] {
  const list = Array.isArray(levels) ? levels : Array.from({ length: cavities }, () => levels);
  if (list.length !== cavities)
    throw wrongValue("levels", `be one number or one per cavity (${cavities})`, null, "", `it has ${list.length} entries`);
  return list.map((d, k) =>
    integer(Array.isArray(levels) ? `levels[${k}]` : "levels", d, 2, 2000, "A truncated mode needs the vacuum and at least one photon."),
  );
}

/** Levels that a start needs by itself, on top of a thermal tail. */
function photonsOf(start: CavityStart): number {
  switch (start.kind) {
    case "thermal":
      return 0;
    case "fock":
      return start.n;
    case "coherent": {
      const size = Math.sqrt(start.re * start.re + start.im * start.im);
      return Math.ceil(size * size + 8 * size);
    }
    case "ket":
      return start.amplitudes.length - 1;
    default:
      return start satisfies never;
  }
}

/** The temperature that the bath leads to, of the map averaged over the noise in φ; 3 where there is no stationary state. */
function bathTemperature(p: Parameters, std: Readonly<Record<string, number>> | null): number {
  const alpha = Math.min(1, (p.alpha as number) + 2 * (std?.alpha ?? 0));
  const sigma = std?.phi ?? 0;
  const { gammaAlpha } = rates(alpha, 0);
  const plain = rates(p.alpha as number, p.phi as number).gammaBeta;
  const beta2 = 1 - alpha * alpha;
  const averaged = beta2 + (plain - (1 - (p.alpha as number) * (p.alpha as number))) * exp((-sigma * sigma) / 2);
  const walls = (p.kappa as number) > 0 ? (p.Tenv as number) : 0;
  if (gammaAlpha === 0) return walls;
  if (gammaAlpha >= averaged) return 3;
  return Math.max(walls, 1 / log(averaged / gammaAlpha));
}
