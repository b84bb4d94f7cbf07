/** The states and kets that have names in expressions. Their patterns come from the text: an amplitude of 0 by value stays. */

import { isDiagonal } from "../../operators/algebra.ts";
import { Operator } from "../../operators/operator.ts";
import { basisState, coherentAmplitudes, maximallyMixed, squeezedAmplitudes, thermal, twoModeAmplitudes } from "../../operators/states.ts";
import { type Call, spaceOfFactor } from "./call.ts";
import { ExpressionFault } from "./fault.ts";
import { amplitudesOf, classOfPower, ketOf, pureState } from "./ket-algebra.ts";
import { basisKet, operatorOf } from "./operator-algebra.ts";
import { requireFactor } from "./operator-functions.ts";
import { isSelfAdjoint, spaceOf, uniform, wholeClass } from "./operator-parts.ts";
import { orderOf } from "./surroundings.ts";
import { type ClassCode, COMPLEX, IMAGINARY, type KetValue, type OperatorValue, type Part, REAL, type Value } from "./value.ts";

function gibbs(call: Call): OperatorValue {
  const part = call.part(0);
  if (!isSelfAdjoint(part)) throw call.fault("not-hermitian", 0, "give thermal a Hermitian operator", "this one is not");
  const T = call.real(1, true);
  if (T < 0) throw call.fault("out-of-bounds", 1, "have a temperature ≥ 0", `this one is ${T}`);
  const operator = thermal(part.operator, { T });
  const code = isDiagonal(operator) || wholeClass(part) === REAL ? REAL : COMPLEX;
  if (code === REAL) return operatorOf(uniform(operator, REAL, "hermitian"));
  const classes = new Uint8Array(operator.count);
  let e = 0;
  operator.forEach((i, j) => {
    classes[e++] = i === j ? REAL : COMPLEX;
  });
  return operatorOf({ operator, classes, nature: "hermitian" });
}

function numberState(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const n = call.level(1, factor);
  return operatorOf(uniform(basisState(spaceOfFactor(factor), n), REAL, "hermitian"));
}

function pureOf(call: Call, psi: KetValue): OperatorValue {
  const part = pureState(psi);
  if (part === null) throw call.fault("not-a-state", 0, "be a state", "all amplitudes of this ket are 0");
  return operatorOf(part);
}

/** What does not fit into a cut, in the grammar of expressions. */
function insideCut<T>(call: Call, k: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const match = /, but (.*?)\. (.*)\.$/.exec(error.message);
    throw call.fault("not-a-state", k, "fit into the levels of its space", match?.[1] ?? error.message, match?.[2] ?? "");
  }
}

function coherent(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const alpha = call.constant(1);
  const space = spaceOfFactor(factor);
  const pairs = insideCut(call, 1, () => coherentAmplitudes(space, [alpha.re, alpha.im]));
  const zero = call.isBareZero(alpha);
  const amplitudes = amplitudesOf(pairs, (n) => (zero && n > 0 ? null : classOfPower(alpha.code, n)));
  return pureOf(call, ketOf(space, amplitudes));
}

function squeezed(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const [r, phi] = [call.constant(1), call.constant(2)];
  const space = spaceOfFactor(factor);
  const pairs = insideCut(call, 1, () => squeezedAmplitudes(space, call.real(1), call.real(2)));
  const none = call.isBareZero(r);
  const code: ClassCode = call.isBareZero(phi) ? REAL : COMPLEX;
  const amplitudes = amplitudesOf(pairs, (n) => (n % 2 === 1 || (none && n > 0) ? null : n === 0 ? REAL : code));
  return pureOf(call, ketOf(space, amplitudes));
}

function twoMode(call: Call): OperatorValue {
  const [first, second] = [requireFactor(call, 0, "fock"), requireFactor(call, 1, "fock")];
  if (first.label === second.label) throw call.fault("wrong-kind", 1, "squeeze two different modes", `both are ${first.label}`);
  const [r, phi] = [call.constant(2), call.constant(3)];
  const space = spaceOf(orderOf(call.surroundings.space), [first, second]);
  const pairs = insideCut(call, 2, () => twoModeAmplitudes(space, call.real(2), call.real(3)));
  const inner = space.factors[1].dimension;
  const none = call.isBareZero(r);
  const code: ClassCode = call.isBareZero(phi) ? REAL : COMPLEX;
  const amplitudes = amplitudesOf(pairs, (at) => {
    const n = at % inner;
    if (Math.floor(at / inner) !== n || (none && n > 0)) return null;
    return n === 0 ? REAL : code;
  });
  return pureOf(call, ketOf(space, amplitudes));
}

function bloch(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "two levels");
  const [x, y, z] = [call.real(1), call.real(2), call.real(3)];
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > 1 + 1e-12) {
    const rounded = length < 1.005 ? length : Math.round(100 * length) / 100;
    throw new ExpressionFault("not-a-state", call.at, "be a state: a Bloch vector has length ≤ 1", `this one has ${rounded}`);
  }
  const [noX, noY] = [call.isBareZero(call.number(1)), call.isBareZero(call.number(2))];
  const populations: [number, number, number, number][] = [
    [0, 0, (1 + z) / 2, 0],
    [1, 1, (1 - z) / 2, 0],
  ];
  const space = spaceOfFactor(factor);
  if (noX && noY) return operatorOf(uniform(Operator.fromEntries(space, populations), REAL, "hermitian"));
  const coherence: [number, number, number, number][] = [
    [0, 1, x / 2, 0 - y / 2],
    [1, 0, x / 2, y / 2],
  ];
  const code: ClassCode = noY ? REAL : noX ? IMAGINARY : COMPLEX;
  const part: Part = {
    operator: Operator.fromEntries(space, [...populations, ...coherence]),
    classes: code === REAL ? REAL : Uint8Array.of(REAL, code, code, REAL),
    nature: "hermitian",
  };
  return operatorOf(part);
}

function mixed(call: Call): OperatorValue {
  return operatorOf(uniform(maximallyMixed(call.space(0)), REAL, "hermitian"));
}

function basis(call: Call): KetValue {
  const factor = call.factor(0);
  return basisKet(spaceOfFactor(factor), call.level(1, factor));
}

function pure(call: Call): OperatorValue {
  const psi = call.value(0);
  if (psi.kind !== "ket") {
    throw call.fault(
      "wrong-kind",
      0,
      "give pure a ket",
      psi.kind === "operator" ? "this is an operator" : "this is no ket",
      "kets are ket(A, x), their sums and products",
    );
  }
  return pureOf(call, psi);
}

/** By name. */
export const STATE_FUNCTIONS: ReadonlyMap<string, (call: Call) => Value> = new Map<string, (call: Call) => Value>([
  ["thermal", gibbs],
  ["fock", numberState],
  ["coherent", coherent],
  ["squeezed", squeezed],
  ["twomode", twoMode],
  ["bloch", bloch],
  ["mixed", mixed],
  ["ket", basis],
  ["pure", pure],
]);
