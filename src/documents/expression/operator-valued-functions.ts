/** Functions whose value is an operator by more than sums and products: exp, sqrt, log, inverse, displacement, squeezing, fermions. */
import { displacement, squeezing } from "../../dynamics/gaussian-unitaries.ts";
import { fermions } from "../../operators/fermions.ts";
import { exponentialOf, inverseOf, logarithmOf, squareRootOf } from "../../operators/functions-of-operators.ts";
import { swap } from "../../operators/gates.ts";
import { Operator } from "../../operators/operator.ts";
import { Space } from "../../spaces/space.ts";
import { type Call, spaceOfFactor } from "./call.ts";
import { ExpressionFault } from "./fault.ts";
import { classOfPower, outerProduct } from "./ket-algebra.ts";
import { adjointOf, operatorOf, singlePart } from "./operator-algebra.ts";
import { requireFactor } from "./operator-functions.ts";
import { isSelfAdjoint, spaceOf, uniform, wholeClass } from "./operator-parts.ts";
import { orderOf } from "./surroundings.ts";
import {
  type ClassCode,
  COMPLEX,
  IMAGINARY,
  type KetValue,
  type Nature,
  type OperatorValue,
  type Part,
  REAL,
  type Value,
} from "./value.ts";

/** The functions of numbers that also take operators. */
export const OF_OPERATORS: readonly string[] = ["exp", "log", "sqrt"];

/** exp, log, sqrt or inv of an operator, whose entries stand where a power of it has one; classes are those of its power series. */
export function functionOfOperator(call: Call, value: OperatorValue): OperatorValue {
  const part = singlePart(call.surroundings.space, value, call.at, `give ${call.name} an operator that does not change`);
  const hermitian = isSelfAdjoint(part);
  if (!hermitian && (call.name === "log" || call.name === "sqrt")) {
    throw call.fault("not-hermitian", 0, `give ${call.name} a number or a Hermitian operator`, "this operator is not Hermitian");
  }
  const made = insideDomain(call, () => functionNamed(call, part.operator));
  return operatorOf(classified(made, classesOf(call.name, part, hermitian), hermitian ? "hermitian" : "open"));
}

function functionNamed(call: Call, X: Operator): Operator {
  switch (call.name) {
    case "exp":
      return exponentialOf(X);
    case "inv":
      return inverseOf(X);
    case "sqrt":
      return realOnly(call, squareRootOf(X), "without negative eigenvalues");
    default:
      return realOnly(call, logarithmOf(X), "with positive eigenvalues");
  }
}

/** A root or logarithm of a Hermitian operator is Hermitian, or its argument has eigenvalues below 0. */
function realOnly(call: Call, made: Operator, such: string): Operator {
  let size = 0;
  for (const value of made.values) size = Math.max(size, Math.abs(value));
  const [, im] = made.trace();
  let defect = Math.abs(im);
  made.forEach((i, j, x, y) => {
    const [u, v] = made.at(j, i);
    defect = Math.max(defect, Math.abs(x - u), Math.abs(y + v));
  });
  if (defect <= 1e-9 * Math.max(1, size)) return made;
  throw call.fault("domain", 0, `give ${call.name} an operator ${such}`, "this one has others");
}

/** What has no function of this kind, in the grammar of expressions. */
function insideDomain<T>(call: Call, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError) || error instanceof ExpressionFault) throw error;
    const but = /, but (.*?)(?:\. .*)?\.$/s.exec(error.message)?.[1] ?? error.message;
    throw call.fault("domain", 0, `give ${call.name} an operator that has one`, but);
  }
}

/**
 * The class of each entry of f(X): X real makes f(X) real. Of an imaginary X an even power is real and an odd one imaginary, so that an entry
 * has one class where all ways from i to j have lengths of one parity, and inv(X) is imaginary. A Hermitian f(X) has a real diagonal.
 */
function classesOf(name: string, part: Part, hermitian: boolean): (i: number, j: number) => ClassCode {
  const all = wholeClass(part);
  if (part.operator.count === 0 || all === REAL) return () => REAL;
  const diagonal = (i: number, j: number): ClassCode => (hermitian && i === j ? REAL : COMPLEX);
  if (all !== IMAGINARY) return diagonal;
  if (name === "inv") return () => IMAGINARY;
  const sides = sidesOf(part.operator);
  return (i, j) => {
    if (sides[i] === 0) return diagonal(i, j);
    return sides[i] === sides[j] ? REAL : IMAGINARY;
  };
}

/** +1 and −1 for the two sides of each part of the pattern that has two, with every entry between them; 0 in the others. */
function sidesOf(X: Operator): Int8Array {
  const sides = new Int8Array(X.dimension);
  const neighbours: number[][] = Array.from({ length: X.dimension }, () => []);
  X.forEach((i, j) => {
    neighbours[i].push(j);
    neighbours[j].push(i);
  });
  for (let start = 0; start < X.dimension; start++) {
    if (sides[start] !== 0) continue;
    sides[start] = 1;
    const found = [start];
    let split = true;
    for (const i of found) {
      for (const j of neighbours[i]) {
        if (sides[j] === 0) {
          sides[j] = sides[i] === 1 ? -1 : 1;
          found.push(j);
        } else if (sides[j] === sides[i]) split = false;
      }
    }
    // 2 marks what was seen and has no sides.
    if (!split) for (const i of found) sides[i] = 2;
  }
  return sides.map((side) => (side === 2 ? 0 : side));
}

/** An operator with the class of each entry; what its class does not have is rounding, and exactly 0. */
function classified(made: Operator, classOf: (i: number, j: number) => ClassCode, nature: Nature): Part {
  const entries: [number, number, number, number][] = [];
  const classes = new Uint8Array(made.count);
  made.forEach((i, j, re, im) => {
    const code = classOf(i, j);
    classes[entries.length] = code;
    entries.push([i, j, (code & REAL) === 0 ? 0 : re, (code & IMAGINARY) === 0 ? 0 : im]);
  });
  const operator = Operator.fromEntries(made.space, entries);
  const one = classes.every((code) => code === classes[0]);
  return { operator, classes: one ? ((classes[0] ?? REAL) as ClassCode) : classes, nature };
}

/** D(α): the entry ⟨m|D|n⟩ is a real number times a power |m − n| of α. */
function displace(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const { re, im, code } = call.constant(1);
  if (!(Math.abs(re) <= 1000 && Math.abs(im) <= 1000)) {
    throw call.fault("out-of-bounds", 1, "displace by at most 1000", "this one is larger");
  }
  const made = displacement(spaceOfFactor(factor), [re, im]);
  return operatorOf(classified(made, (m, n) => classOfPower(code, Math.abs(m - n)), "open"));
}

/** S(r, φ): real where φ stands as 0, else real along the diagonal. */
function squeeze(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const [r, phi] = [call.real(1), call.real(2)];
  if (Math.abs(r) > 1000) throw call.fault("out-of-bounds", 1, "squeeze by at most 1000", `this is ${r}`);
  const off = call.isBareZero(call.constant(2)) ? REAL : COMPLEX;
  const made = squeezing(spaceOfFactor(factor), r, phi);
  return operatorOf(classified(made, (m, n) => (m === n ? REAL : off), "open"));
}

function exchange(call: Call): OperatorValue {
  const [A, B] = [call.factor(0), call.factor(1)];
  if (A.label === B.label) throw call.fault("duplicate", 1, "name different spaces", `${A.label} is there twice`);
  if (A.dimension !== B.dimension) {
    const but = `${A.label} has ${A.dimension} levels and ${B.label} has ${B.dimension}`;
    throw call.fault("wrong-factor", 1, "exchange spaces of equal dimension", but);
  }
  return operatorOf(uniform(swap(spaceOf(orderOf(call.surroundings.space), [A, B])), REAL, "hermitian"));
}

/** c_k of a family: a string of signs over the members before it. */
function fermion(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "two levels");
  const { families, space } = call.surroundings;
  const family = [...families.values()].find((labels) => labels.includes(factor.label));
  if (family === undefined) {
    const remedy = "give the space a count, { label: f, kind: qubit, count: N }, and write f[k]";
    throw call.fault("structure", 0, "name a member of a family", `${factor.label} is a space by itself`, remedy);
  }
  const k = family.indexOf(factor.label);
  const members = family.slice(0, k + 1).flatMap((label) => space.factors.find((other) => other.label === label) ?? []);
  if (members.length > MOST_MODES) {
    throw call.fault("limit", 0, `have at most ${MOST_MODES} modes on its string`, `this one has ${members.length}`);
  }
  const c = operatorOf(uniform(fermions(new Space(members)).annihilate[k], REAL, "open"));
  return call.name === "fa" ? c : (adjointOf(c, call.at) as OperatorValue);
}

const MOST_MODES = 20;

function inverseOfOperator(call: Call): OperatorValue {
  const value = call.value(0);
  if (value.kind === "operator") return functionOfOperator(call, value);
  throw call.fault("wrong-kind", 0, "give inv an operator", "this is none", "the inverse of a number is 1/x");
}

function outer(call: Call): OperatorValue {
  const [psi, phi] = [ketAt(call, 0), ketAt(call, 1)];
  if (psi.space.equals(phi.space)) return operatorOf(outerProduct(psi, phi));
  throw call.fault("wrong-kind", 1, "give outer kets of the same labels", `these are of ${psi.space} and of ${phi.space}`);
}

function ketAt(call: Call, k: number): KetValue {
  const value = call.value(k);
  if (value.kind === "ket") return value;
  throw call.fault("wrong-kind", k, `give ${call.name} kets`, "this is none", "kets are ket(A, x), their sums and products");
}

/** By name. */
export const MORE_OPERATORS: ReadonlyMap<string, (call: Call) => Value> = new Map<string, (call: Call) => Value>([
  ["inv", inverseOfOperator],
  ["displace", displace],
  ["squeeze", squeeze],
  ["swap", exchange],
  ["fa", fermion],
  ["fad", fermion],
  ["outer", outer],
]);
