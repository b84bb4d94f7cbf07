/** What a field of a document needs of a value: a number, an operator, a state; refusals name the term that is to blame. */
import type { Coefficient } from "../../dynamics/generator.ts";
import { eigh } from "../../numerics/eigen.ts";
import { lookup } from "../../operators/checks.ts";
import { blockOf, components } from "../../operators/components.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import { ExpressionFault } from "./fault.ts";
import { coefficientOf } from "./functions-of-time.ts";
import { notHermitian, operatorValue, wrong } from "./hermitian-terms.ts";
import { pureState } from "./ket-algebra.ts";
import { operatorOf, singlePart } from "./operator-algebra.ts";
import { carried, isSelfAdjoint, lifted } from "./operator-parts.ts";
import { printExpression } from "./print.ts";
import type { Surroundings } from "./surroundings.ts";
import { startOf, type Tree } from "./tree.ts";
import { type KetValue, type NumberValue, type OperatorValue, type Part, REAL, type Value } from "./value.ts";

/** A number that is known now. */
export function asNumber(value: Value, tree: Tree): NumberValue {
  if (value.kind !== "number") throw wrong(tree, "be a number", value);
  if (value.fault) throw value.fault;
  if (value.live !== null) {
    const of = value.live.of === "time" ? "time" : "the state";
    throw new ExpressionFault("structure", startOf(tree), "be a number that does not change", `${printExpression(tree)} depends on ${of}`);
  }
  return value;
}

/** A finite real number, by class; inf where it is allowed. */
export function asReal(value: Value, tree: Tree, infinite = false): number {
  const { code, re } = asNumber(value, tree);
  if (code !== REAL) throw wrong(tree, "be a real number", value, "take re(z), im(z) or abs(z)");
  if (Number.isFinite(re) || (infinite && re === Number.POSITIVE_INFINITY)) return re === 0 ? 0 : re;
  throw new ExpressionFault("out-of-bounds", startOf(tree), "be a finite number", `${printExpression(tree)} is ${re > 0 ? "inf" : "-inf"}`);
}

/** An integer. */
export function asInteger(value: Value, tree: Tree): number {
  const number = asReal(value, tree);
  if (Number.isInteger(number)) return number;
  throw new ExpressionFault("out-of-bounds", startOf(tree), "be an integer", `${printExpression(tree)} is ${number}`);
}

/** A real coefficient, which may depend on time: rates. */
export function asCoefficient(value: Value, tree: Tree): Coefficient {
  if (value.kind !== "number") throw wrong(tree, "be a number", value);
  if (value.live === null) return asReal(value, tree);
  if (value.code !== REAL) throw wrong(tree, "be a real number", value, "take re(z), im(z) or abs(z)");
  return coefficientOf(value, "re", startOf(tree));
}

function partOn(space: Space, value: Value, tree: Tree): Part {
  const part = singlePart(space, operatorValue(value, tree, space), startOf(tree), "be an operator that does not change");
  const odd = part.operator.values.find((entry) => !Number.isFinite(entry));
  if (odd !== undefined) throw new ExpressionFault("out-of-bounds", startOf(tree), "have finite entries", `one is ${odd}`);
  return lifted(space, part);
}

/** An operator on the whole of a space. */
export function asOperator(value: Value, tree: Tree, space: Space): Operator {
  return carried(partOn(space, value, tree));
}

/** A Hermitian operator on the whole space of the section, by pattern and class as well as by value. */
export function asHermitian(value: Value, tree: Tree, surroundings: Surroundings): Operator {
  const part = partOn(surroundings.space, value, tree);
  if (isSelfAdjoint(part)) return carried(part);
  throw notHermitian(tree, surroundings, "not-hermitian", "be Hermitian");
}

/** A ket on the labels that it names. */
export function asKet(value: Value, tree: Tree): KetValue {
  if (value.kind === "ket") return value;
  throw wrong(tree, "be a ket", value, "kets are ket(A, x), their sums and products");
}

/** A state of every label of the section: Hermitian, trace 1, no eigenvalue below −1e-9. */
export function asState(value: Value, tree: Tree, surroundings: Surroundings): Operator {
  const { space } = surroundings;
  if (value.kind === "ket") return asState(stateOfKet(value, tree), tree, surroundings);
  if (value.kind !== "operator") throw wrong(tree, "be a state", value);
  const part = singlePart(space, value, startOf(tree), "be a state that does not change");
  const silent = space.factors.find(({ label }) => !part.operator.space.factors.some((factor) => factor.label === label));
  if (silent) {
    throw new ExpressionFault("not-a-state", null, `be a state of ${space}`, `the state says nothing about ${silent.label}`, {
      remedy: `multiply with a state of ${silent.label}`,
    });
  }
  if (!isSelfAdjoint(part)) throw notHermitian(tree, surroundings, "not-a-state", "be a state: a state is Hermitian");
  const whole = lifted(space, part);
  const rho = whole.operator;
  const [trace] = rho.trace();
  if (!(Math.abs(trace - 1) <= 1e-9))
    throw new ExpressionFault("not-a-state", null, "be a state: a state has trace 1", `the trace is ${short(trace)}`);
  const least = lowestEigenvalue(rho);
  if (least < -1e-9) {
    throw new ExpressionFault("not-a-state", null, "be a state: a state has no negative eigenvalue", `one is ${short(least)}`);
  }
  return carried(whole);
}

/** A bare ket stands for its state, as pure(psi) does. */
function stateOfKet(psi: KetValue, tree: Tree): OperatorValue {
  const part = pureState(psi);
  if (part === null) throw new ExpressionFault("not-a-state", startOf(tree), "be a state", "all amplitudes of this ket are 0");
  return operatorOf(part);
}

function lowestEigenvalue(rho: Operator): number {
  const at = lookup(rho);
  let least = Number.POSITIVE_INFINITY;
  for (const indices of components(rho)) {
    const values = indices.length === 1 ? [at(indices[0], indices[0])[0]] : eigh(blockOf(rho, indices)).values;
    for (const value of values) least = Math.min(least, value);
  }
  return least;
}

/** A number with at most six digits. */
function short(x: number): string {
  return String(Number(x.toPrecision(6)));
}
