/** Channels as objects: from Kraus operators or a unitary, side by side, beside other factors, and applied to a part of a state. */
import { wrongKind, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { requireFinite, requireUnitary } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import { offsets } from "../operators/tensor.ts";
import { Space } from "../spaces/space.ts";
import { requireSmall } from "./representations.ts";
import { Superoperator } from "./superoperator.ts";

/**
 * The map X ↦ Σ K X K† of Kraus operators on one space. `space`: where they act, their factors matched by label.
 *
 * It need not preserve the trace. Throws when there are none, or the space has more than 32 levels.
 *
 * @example
 * const decay = krausChannel(qubit(), [diagonal(qubit(), [0.6, 1]), scaled(sigmaMinus(qubit()), 0.8)]);
 * decay.apply(basisState(qubit(), "e")).at(1, 1); // [0.64, 0]
 */
export function krausChannel(space: Space, operators: readonly Operator[]): Superoperator {
  if (!(space instanceof Space)) throw wrongKind("space", "be a space", space);
  if (!Array.isArray(operators)) throw wrongKind("operators", "be a list of operators", operators);
  if (operators.length === 0) throw wrongValue("operators", "hold at least one Kraus operator", null, "", "it holds none");
  requireSmall(space.dimension);
  const d = space.dimension;
  const S = zeros(d * d);
  operators.forEach((given, k) => {
    const K = broughtTo(space, given, `operators[${k}]`, "the space");
    requireFinite(`operators[${k}]`, K);
    addSandwich(S, K, d);
  });
  return new Superoperator(space, "map", S);
}

/**
 * The map X ↦ U X U†. Throws when U is not unitary, or acts on more than 32 levels.
 *
 * @example
 * unitaryChannel(sigmaX(qubit())).apply(basisState(qubit(), "e")).at(1, 1); // [1, 0]
 */
export function unitaryChannel(U: Operator): Superoperator {
  return krausChannel(requireUnitary("U", U).space, [U]);
}

/** S ← S + K ⊗ K*. */
function addSandwich(S: Matrix, K: Operator, d: number): void {
  K.forEach((i, k, a, b) => {
    K.forEach((j, l, x, y) => {
      const at = 2 * ((i * d + j) * d * d + k * d + l);
      S.data[at] += a * x + b * y;
      S.data[at + 1] += b * x - a * y;
    });
  });
}

/**
 * Two maps side by side, Φ ⊗ Ψ, on the tensor product of their spaces (left one slowest), which must share no label.
 * Throws when a generator is given (their sum on the joint space is what you want: `channelOn`), or the product has more than 32 levels.
 *
 * @example
 * const both = tensorChannels(unitaryChannel(sigmaX(qubit("a"))), unitaryChannel(identity(qubit("b"))));
 * both.apply(maximallyMixed(both.space)).at(0, 0); // [0.25, 0]
 */
export function tensorChannels(first: Superoperator, second: Superoperator): Superoperator {
  for (const [name, map] of [
    ["first", first],
    ["second", second],
  ] as const) {
    requireSuperoperator(name, map);
    if (map.kind === "generator") {
      throw wrongValue(
        name,
        "be a map",
        null,
        "Generators side by side add: channelOn(space, A).plus(channelOn(space, B)).",
        "it is a generator",
      );
    }
  }
  const space = new Space([...first.space.factors, ...second.space.factors]);
  requireSmall(space.dimension);
  const both = first.kind === "map" && second.kind === "map";
  return new Superoperator(
    space,
    both ? "map" : "combination",
    tensored(first.matrix, second.matrix, first.space.dimension, second.space.dimension),
  );
}

/** S[(i i′)(j j′), (k k′)(l l′)] = A[i j, k l] B[i′ j′, k′ l′]. */
function tensored(A: Matrix, B: Matrix, d: number, e: number): Matrix {
  const D = d * e;
  const S = zeros(D * D);
  const entry = (matrix: Matrix, row: number, column: number): readonly [number, number] => {
    const at = 2 * (row * matrix.columns + column);
    return [matrix.data[at], matrix.data[at + 1]];
  };
  for (let row = 0; row < d * d; row++) {
    const [i, j] = [Math.floor(row / d), row % d];
    for (let column = 0; column < d * d; column++) {
      const [a, b] = entry(A, row, column);
      if (a === 0 && b === 0) continue;
      const [k, l] = [Math.floor(column / d), column % d];
      for (let inner = 0; inner < e * e; inner++) {
        const [p, q] = [Math.floor(inner / e), inner % e];
        for (let outer = 0; outer < e * e; outer++) {
          const [r, s] = [Math.floor(outer / e), outer % e];
          const [x, y] = entry(B, inner, outer);
          const at = 2 * (((i * e + p) * D + j * e + q) * D * D + (k * e + r) * D + l * e + s);
          S.data[at] = a * x - b * y;
          S.data[at + 1] = a * y + b * x;
        }
      }
    }
  }
  return S;
}

/**
 * A superoperator beside other factors: Φ ⊗ 1 on the operators of `space`, whose factors are matched by label, in any order.
 * A generator stays a generator. Throws when a factor is missing or of another size, or the space has more than 32 levels.
 *
 * @example
 * const flip = channelOn(tensor(qubit("a"), qubit("b")), unitaryChannel(sigmaX(qubit("b"))));
 * flip.apply(basisState(flip.space, 0)).at(1, 1); // [1, 0]
 */
export function channelOn(space: Space, channel: Superoperator): Superoperator {
  if (!(space instanceof Space)) throw wrongKind("space", "be a space", space);
  requireSuperoperator("channel", channel);
  requireSmall(space.dimension);
  const d = space.dimension;
  const S = zeros(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      applyToPart(channel, Operator.fromEntries(space, [[k, l, 1]])).forEach((i, j, re, im) => {
        const at = 2 * ((i * d + j) * d * d + k * d + l);
        S.data[at] = re;
        S.data[at + 1] = im;
      });
    }
  }
  return new Superoperator(space, channel.kind, S);
}

/**
 * Apply a map to some factors of a larger system: (Φ ⊗ 1)(X), X on any space that has the channel's factors (matched by label).
 *
 * The channel has at most 32 levels, X as many as an operator may have. Throws when a factor is missing or of another size.
 *
 * @example
 * const pair = tensor(qubit("a"), qubit("b"));
 * applyToPart(unitaryChannel(sigmaX(qubit("a"))), basisState(pair, 0)).at(2, 2); // [1, 0]
 */
export function applyToPart(channel: Superoperator, X: Operator): Operator {
  requireSuperoperator("channel", channel);
  requireFinite("X", X);
  const { space } = X;
  const own = channel.space.factors.map((factor) => {
    const found = space.factors[space.position(factor.label)];
    if (found.dimension === factor.dimension) return found;
    throw wrongValue("X", `have ${factor.dimension} levels on "${factor.label}"`, found.dimension);
  });
  const at = offsets(space, own);
  const rest = offsets(
    space,
    space.factors.filter((factor) => !own.includes(factor)),
  );
  const [part, other] = [new Int32Array(space.dimension), new Int32Array(space.dimension)];
  at.forEach((a, i) => {
    rest.forEach((b) => {
      part[a + b] = i;
      other[a + b] = b;
    });
  });
  const d = channel.space.dimension;
  const { data: S } = channel.matrix;
  const rows = new Map<number, Map<number, [number, number]>>();
  X.forEach((row, column, re, im) => {
    const source = part[row] * d + part[column];
    for (let out = 0; out < d * d; out++) {
      const e = 2 * (out * d * d + source);
      const [x, y] = [S[e], S[e + 1]];
      if (x === 0 && y === 0) continue;
      const [i, j] = [at[Math.floor(out / d)] + other[row], at[out % d] + other[column]];
      let target = rows.get(i);
      if (!target) rows.set(i, (target = new Map()));
      const [a, b] = target.get(j) ?? [0, 0];
      target.set(j, [a + x * re - y * im, b + x * im + y * re]);
    }
  });
  return Operator.fromRows(space, (i) => rows.get(i));
}

/** Check that a superoperator was given. */
export function requireSuperoperator(argument: string, value: unknown): Superoperator {
  if (value instanceof Superoperator) return value;
  throw wrongKind(argument, "be a superoperator", value, "Make one with `collisionMap`, `propagator`, `krausChannel` or `unitaryChannel`.");
}
