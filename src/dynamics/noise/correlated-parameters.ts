/**
 * Noise that several parameters share: a Gaussian copula. Each parameter keeps its own distribution F_i, and the normals under them are
 * correlated:
 *
 *   x_i = F_i⁻¹(Φ((L z)_i)),   R = L Lᵀ,   L lower triangular in the order of the parameters
 *
 * so that a parameter that is added at the end changes no number of the others. For normal noise R is the correlation itself. With r = 1
 * two choices are one: different preparations, each with several parameters.
 */
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import { lowerTail } from "../../numerics/normal.ts";
import type { LaneDraws } from "../../numerics/random.ts";
import { anObject, listOf, names, optionsOf } from "../../options.ts";
import type { NoiseKind } from "./kind.ts";
import { checkNoise, type Noise } from "./known-kinds.ts";

/** Which parameters share noise, and how much. */
export interface Correlations {
  readonly parameters: readonly string[];
  /** Correlations of the normals under them: symmetric, with 1 on the diagonal, and no negative eigenvalue. */
  readonly matrix: readonly (readonly number[])[];
}

/** The largest uniform. */
const LARGEST = 1 - 1.1102230246251565e-16;

/** Turn standard normals into uniforms in (0, 1): the lower tail, or the upper one where `sign` is −1. */
export function toUniforms(values: Float64Array, count: number, sign: 1 | -1 = 1): void {
  for (let i = 0; i < count; i++) values[i] = Math.min(lowerTail(sign * values[i]), LARGEST);
}

/** What turns standard normals in the room for draws into values of a kind without memory, which grow with them. */
export function fromNormals(kind: NoiseKind, noise: Noise): (draws: LaneDraws, count: number) => void {
  const ofNormal = kind.ofNormal?.(noise as never);
  const sample = kind.sampler?.(noise as never);
  return (draws, count) => {
    const values = draws.values();
    if (ofNormal) {
      for (let i = 0; i < count; i++) values[i] = ofNormal(values[i]);
      return;
    }
    toUniforms(values, count, kind.falls ? -1 : 1);
    sample?.(draws, count);
  };
}

/** Pivots below this are 0. */
const SMALLEST_PIVOT = 1e-12;

/**
 * Check correlations of a noise. Returns L, row by row.
 * @throws TypeError or RangeError when the matrix is none of correlations, or a parameter has no noise that can be correlated
 */
export function checkCorrelations(given: Correlations, noise: Readonly<Record<string, Noise>>): readonly Float64Array[] {
  optionsOf<Correlations>(
    {
      parameters: names,
      matrix: listOf(
        "rows",
        listOf("numbers", (argument, value) => void finite(argument, value, { atLeast: -1, atMost: 1 })),
      ),
    },
    { required: ["parameters", "matrix"] },
  )("correlations", given);
  const { parameters, matrix } = given;
  if (parameters.length < 2)
    throw wrongValue("correlations.parameters", "name at least two", parameters.length, "", `names ${parameters.length}`);
  for (const name of parameters) {
    if (!Object.hasOwn(noise, name)) throw wrongValue("correlations.parameters", "have noise", name, "", `\`${name}\` has none`);
    const { kind, onLeave, perRealisation } = checkNoise(noise[name]);
    if (kind === "sum") throw wrongValue("correlations.parameters", "have noise of one kind", name, "", `that on \`${name}\` is a sum`);
    if (onLeave === "redraw") throw wrongValue("correlations.parameters", "not be drawn again", name, "Say clipped(…).", `\`${name}\` is`);
    if (perRealisation !== checkNoise(noise[parameters[0]]).perRealisation) {
      throw wrongValue("correlations.parameters", "be all per realisation or all drawn again", name, "", "they are mixed");
    }
  }
  return cholesky(matrix, parameters.length);
}

function cholesky(matrix: Correlations["matrix"], n: number): readonly Float64Array[] {
  if (matrix.length !== n || matrix.some((row) => row.length !== n)) {
    throw wrongKind("correlations.matrix", `be a matrix of ${n} rows of ${n} numbers`, matrix);
  }
  const L = Array.from({ length: n }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    if (matrix[i][i] !== 1) throw wrongValue("correlations.matrix", "have 1 on its diagonal", matrix[i][i], "Spreads stand in the noise.");
    for (let j = 0; j < i; j++) {
      if (matrix[i][j] !== matrix[j][i])
        throw wrongValue("correlations.matrix", "be symmetric", null, "", `[${i}][${j}] and [${j}][${i}] differ`);
    }
  }
  for (let j = 0; j < n; j++) {
    let pivot = matrix[j][j];
    for (let k = 0; k < j; k++) pivot -= L[j][k] * L[j][k];
    if (pivot < -SMALLEST_PIVOT) throw notPositive();
    if (pivot <= SMALLEST_PIVOT) {
      requireDependent(matrix, L, j);
      continue;
    }
    L[j][j] = Math.sqrt(pivot);
    for (let i = j + 1; i < n; i++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      L[i][j] = sum / L[j][j];
    }
  }
  return L;
}

/** A parameter without a share of its own: what is left of its column must be nothing. */
function requireDependent(matrix: Correlations["matrix"], L: readonly Float64Array[], j: number): void {
  for (let i = j + 1; i < L.length; i++) {
    let left = matrix[i][j];
    for (let k = 0; k < j; k++) left -= L[i][k] * L[j][k];
    if (Math.abs(left) > 1e-6) throw notPositive();
  }
}

function notPositive(): RangeError {
  return wrongValue("correlations.matrix", "have no negative eigenvalue", null, "No normals have these correlations.", "it has one");
}

/**
 * Normal noise with a covariance matrix, ready to be spread into the options of `ensemble`: `{ noise, correlations }`.
 * @param means by parameter name; the order of the names is that of the matrix
 * @throws RangeError when the matrix is not symmetric or has a negative eigenvalue
 * @example
 * jointNormal({ phi: 2.4, theta: 0.4 }, [[0.04, 0.006], [0.006, 0.01]]).correlations.matrix; // [[1, 0.3], [0.3, 1]]
 */
export function jointNormal(
  means: Readonly<Record<string, number>>,
  covariance: readonly (readonly number[])[],
): { readonly noise: Readonly<Record<string, Noise>>; readonly correlations: Correlations } {
  anObject("means", means);
  const parameters = Object.keys(means);
  listOf(
    "rows",
    listOf("numbers", (argument, value) => void finite(argument, value)),
  )("covariance", covariance);
  if (covariance.length !== parameters.length || covariance.some((row) => row.length !== parameters.length)) {
    throw wrongValue("covariance", `have ${parameters.length} rows of ${parameters.length} numbers`, null, "", "it has another shape");
  }
  const spreads = parameters.map((_, i) => Math.sqrt(finite(`covariance[${i}][${i}]`, covariance[i][i], { atLeast: 0 })));
  const noise = Object.fromEntries(parameters.map((name, i) => [name, checkNoise({ kind: "normal", mean: means[name], std: spreads[i] })]));
  const matrix = covariance.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : spreads[i] * spreads[j] === 0 ? 0 : Math.min(1, Math.max(-1, value / (spreads[i] * spreads[j]))))),
  );
  const correlations = { parameters, matrix };
  checkCorrelations(correlations, noise);
  return { noise, correlations };
}
