/** Algebra of operators that carries the symbolic class of each entry along; numbers are made by `src/operators` alone. */
import { dag, identity, lift, plus, scale, times } from "../../operators/algebra.ts";
import { classOfValue, noteClasses } from "../../operators/classes.ts";
import { Operator, requireRoom } from "../../operators/operator.ts";
import { noteSameGibbs } from "../../operators/thermal-logarithm.ts";
import { type Factor, Space } from "../../spaces/space.ts";
import { ExpressionFault } from "./fault.ts";
import { type ClassCode, COMPLEX, IMAGINARY, joined, multiplied, type Nature, type NumberValue, type Part, REAL } from "./value.ts";

/** A part from an operator all of whose entries are of one class. */
export function uniform(operator: Operator, code: ClassCode, nature: Nature): Part {
  return { operator, classes: code, nature };
}

/** The class of entry e. */
export function classAt(classes: Part["classes"], e: number): ClassCode {
  return typeof classes === "number" ? classes : (classes[e] as ClassCode);
}

/**
 * The operator of a part with its classes noted where its values alone would say less: an entry is 0 now, or one of its parts is. What is
 * made of it then has the sector of any other value.
 */
export function carried({ operator, classes }: Part): Operator {
  const { space, rowStart, columns, values, count } = operator;
  let says = false;
  for (let e = 0; e < count && !says; e++) {
    const [re, im] = [values[2 * e], values[2 * e + 1]];
    says = (re === 0 && im === 0) || classOfValue(re, im) !== classAt(classes, e);
  }
  if (!says) return operator;
  const own = Uint8Array.from({ length: count }, (_, e) => classAt(classes, e));
  return noteSameGibbs(noteClasses(new Operator(space, rowStart, columns, values), own), operator);
}

/** The class that all entries have, or null. */
function onlyClass({ classes }: Part): ClassCode | null {
  return typeof classes === "number" ? classes : null;
}

/** Simplify a list of classes to one where all agree. */
function compact(classes: Uint8Array): Part["classes"] {
  if (classes.length === 0) return REAL;
  for (const code of classes) if (code !== classes[0]) return classes;
  return classes[0] as ClassCode;
}

/** Refuse a space on which one operator would not fit into memory, before it is made. */
export function requireSpace(space: Space): Space {
  try {
    requireRoom(space, space.dimension);
  } catch {
    const but = `one on ${space} has at least ${space.dimension} entries`;
    throw new ExpressionFault("limit", null, "have operators that fit into memory", but, { remedy: "take fewer levels or spaces" });
  }
  return space;
}

/** The space of some factors in the order that a section has them in. */
export function spaceOf(order: ReadonlyMap<string, number>, factors: Iterable<Factor>): Space {
  const different = new Map<string, Factor>();
  for (const factor of factors) different.set(factor.label, factor);
  const place = ({ label }: Factor) => order.get(label) ?? Number.MAX_SAFE_INTEGER;
  const space = new Space([...different.values()].sort((a, b) => place(a) - place(b)));
  return requireSpace(space);
}

/** The same part on a larger space. */
export function lifted(space: Space, part: Part): Part {
  if (part.operator.space.equals(space)) return part;
  const operator = lift(requireSpace(space), part.operator);
  if (typeof part.classes === "number") return { ...part, operator };
  return { ...part, operator, classes: liftedClasses(space, [part]) };
}

/** The tensor product of parts on different labels, on the space of all of them. */
export function tensored(space: Space, a: Part, b: Part): Part {
  const operator = lift(space, a.operator, b.operator);
  const [x, y] = [onlyClass(a), onlyClass(b)];
  const nature = product(a.nature, b.nature);
  const classes = x !== null && y !== null ? multiplied(x, y) : liftedClasses(space, [a, b]);
  return { operator, classes, nature };
}

/** What a product of commuting operators is. */
function product(a: Nature, b: Nature): Nature {
  if (a === "open" || b === "open" || a === "mixed" || b === "mixed") return "open";
  return a === b ? "hermitian" : "anti";
}

/** Classes as signs, which multiply as classes do: real 1, imaginary −1, complex 0. */
function signs({ operator, classes }: Part): Operator {
  const values = new Float64Array(operator.values.length);
  for (let e = 0; e < operator.count; e++) {
    const code = classAt(classes, e);
    values[2 * e] = code === REAL ? 1 : code === IMAGINARY ? -1 : 0;
  }
  return new Operator(operator.space, operator.rowStart, operator.columns, values);
}

function liftedClasses(space: Space, parts: readonly Part[]): Part["classes"] {
  return classesOfSigns(lift(space, ...parts.map(signs)));
}

function classesOfSigns({ values, count }: Operator): Part["classes"] {
  const classes = new Uint8Array(count);
  for (let e = 0; e < count; e++) classes[e] = values[2 * e] === 1 ? REAL : values[2 * e] === -1 ? IMAGINARY : COMPLEX;
  return compact(classes);
}

/** A Hermitian and an anti-Hermitian term make neither, also where one of them is 0 by value; more is not known. */
function sumOfNatures(natures: ReadonlySet<Nature>): Nature {
  if (natures.has("open") || natures.has("mixed")) return "open";
  return natures.size === 2 ? "mixed" : ([...natures][0] ?? "open");
}

/** Σ of parts on one space. */
export function summed(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0];
  const operator = plus(...parts.map((part) => part.operator));
  const nature = sumOfNatures(new Set(parts.map(({ nature }) => nature)));
  const codes = new Set(parts.filter(({ operator: { count } }) => count > 0).map(onlyClass));
  if (codes.size <= 1 && !codes.has(null)) return { operator, classes: [...codes][0] ?? REAL, nature };
  const classes = new Uint8Array(operator.count);
  const place = new Int32Array(operator.dimension);
  for (let i = 0; i < operator.dimension; i++) {
    for (let e = operator.rowStart[i]; e < operator.rowStart[i + 1]; e++) place[operator.columns[e]] = e;
    for (const { operator: A, classes: own } of parts) {
      for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) classes[place[A.columns[e]]] |= classAt(own, e);
    }
  }
  return { operator, classes: compact(classes), nature };
}

/** A·B on one space. */
export function multipliedParts(a: Part, b: Part): Part {
  const operator = times(a.operator, b.operator);
  const [x, y] = [onlyClass(a), onlyClass(b)];
  if (x !== null && y !== null) return { operator, classes: multiplied(x, y), nature: "open" };
  const [A, B] = [a.operator, b.operator];
  const classes = new Uint8Array(operator.count);
  const place = new Int32Array(operator.dimension);
  for (let i = 0; i < operator.dimension; i++) {
    for (let e = operator.rowStart[i]; e < operator.rowStart[i + 1]; e++) place[operator.columns[e]] = e;
    for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) {
      const k = A.columns[e];
      const code = classAt(a.classes, e);
      for (let f = B.rowStart[k]; f < B.rowStart[k + 1]; f++) classes[place[B.columns[f]]] |= multiplied(code, classAt(b.classes, f));
    }
  }
  return { operator, classes: compact(classes), nature: "open" };
}

/** A^k of one part, k ≥ 1. */
export function powerOfPart(part: Part, k: number): Part {
  let result = part;
  for (let n = 1; n < k; n++) result = multipliedParts(result, part);
  if (k === 1 || part.nature === "open" || part.nature === "mixed") return result;
  return { ...result, nature: part.nature === "anti" && k % 2 === 1 ? "anti" : "hermitian" };
}

/** c·A for a constant. */
export function scaled(part: Part, c: NumberValue): Part {
  const operator = scale(part.operator, c.re, c.im);
  return { operator, classes: mapClasses(part.classes, (code) => multiplied(code, c.code)), nature: turned(part.nature, c.code) };
}

/** A/c for a constant c ≠ 0, entry by entry. */
export function divided(part: Part, c: NumberValue): Part {
  const { operator } = part;
  const classes = mapClasses(part.classes, (code) => multiplied(code, c.code));
  const nature = turned(part.nature, c.code);
  if (c.code !== REAL) {
    const size = c.re * c.re + c.im * c.im;
    return { operator: scale(operator, c.re / size, (0 - c.im) / size), classes, nature };
  }
  const values = operator.values.map((value) => value / c.re);
  return { operator: new Operator(operator.space, operator.rowStart, operator.columns, values), classes, nature };
}

function turned(nature: Nature, code: ClassCode): Nature {
  if (nature === "open" || code === COMPLEX) return "open";
  if (code === REAL || nature === "mixed") return nature;
  return nature === "hermitian" ? "anti" : "hermitian";
}

function mapClasses(classes: Part["classes"], map: (code: ClassCode) => ClassCode): Part["classes"] {
  return typeof classes === "number" ? map(classes) : compact(classes.map((code) => map(code as ClassCode)));
}

/** A†. */
export function adjoint(part: Part): Part {
  const operator = dag(part.operator);
  if (typeof part.classes === "number") return { operator, classes: part.classes, nature: part.nature };
  return { operator, classes: classesOfSigns(dag(signs(part))), nature: part.nature };
}

/** c·1 on a space. */
export function multipleOfIdentity(space: Space, c: NumberValue): Part {
  return scaled(uniform(identity(requireSpace(space)), REAL, "hermitian"), c);
}

/** Whether an operator is known to equal its adjoint: by structure, else by pattern, classes and values. */
export function isSelfAdjoint(part: Part): boolean {
  if (part.nature !== "open") return part.nature === "hermitian";
  return equalsAdjoint(part, 1);
}

/** Whether an operator is known to be minus its adjoint. */
export function isAntiAdjoint(part: Part): boolean {
  if (part.nature !== "open") return part.nature === "anti";
  return equalsAdjoint(part, -1);
}

/** A = ±A† on pattern, classes and values (to 1e-12 of the largest entry). */
function equalsAdjoint(part: Part, sign: 1 | -1): boolean {
  const A = part.operator;
  const B = adjoint(part);
  const other = B.operator;
  if (A.count === 0) return sign === 1;
  let largest = 0;
  for (const value of A.values) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < A.dimension; i++) {
    if (A.rowStart[i + 1] !== other.rowStart[i + 1]) return false;
    for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) {
      if (A.columns[e] !== other.columns[e] || classAt(part.classes, e) !== classAt(B.classes, e)) return false;
      if (A.columns[e] === i && (classAt(part.classes, e) & (sign === 1 ? IMAGINARY : REAL)) !== 0) return false;
      const defect = Math.max(
        Math.abs(A.values[2 * e] - sign * other.values[2 * e]),
        Math.abs(A.values[2 * e + 1] - sign * other.values[2 * e + 1]),
      );
      if (defect > 1e-12 * largest) return false;
    }
  }
  return true;
}

/** The class of a whole part: what its entries' classes join to. */
export function wholeClass({ classes }: Part): ClassCode {
  if (typeof classes === "number") return classes;
  return classes.reduce<ClassCode>((all, code) => joined(all, code as ClassCode), classes[0] as ClassCode);
}
