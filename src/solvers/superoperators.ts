/** Generators and maps of models as objects to hold. */

import { elementTerms, streamElements } from "../dynamics/channel.ts";
import { coefficientAt, isTimeFunction } from "../dynamics/coefficient.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import { requireSmall, superoperator } from "../dynamics/representations.ts";
import { Superoperator } from "../dynamics/superoperator.ts";
import { finite, integer, wrongValue } from "../errors.ts";
import { auto, type Method } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { denseOf } from "../numerics/envelope.ts";
import { expmReal } from "../numerics/expm.ts";
import { identityMatrix, zeros } from "../numerics/matrix.ts";
import { Operator } from "../operators/operator.ts";
import { aNumber, anInteger, checkOptions } from "../options.ts";
import { superoperatorMatrix } from "../sectors/real-superoperator.ts";
import { carryOperand } from "./operand.ts";
import { aMethod } from "./runoptions.ts";
import { wholeEquation } from "./whole-equation.ts";

/** The time at which a generator is taken. */
export interface LiouvillianOptions {
  /** 0 unless given; of no effect where nothing depends on time. */
  readonly at?: number;
}

/**
 * The generator of a master equation as an object:  dρ/dt = L(ρ).
 *
 * Returns a `Superoperator` with the d² × d² matrix, its action and its adjoint. Throws a RangeError for a stream of collisions and
 * for more than 32 levels.
 *
 * @example
 * liouvillian(bloch({ Omega: 0, gamma: 0.5 })).apply(basisState(qubit(), "e")).at(0, 0); // [-0.5, 0]
 */
export function liouvillian(model: Model, options: LiouvillianOptions = {}): Superoperator {
  requireRunnable(model);
  const { at = 0 } = checkOptions<LiouvillianOptions>("options", options, { at: aNumber() });
  const { dynamics } = model;
  if (dynamics.kind !== "generator") {
    const but = `${model.name} is a collision model`;
    throw wrongValue("model", "be a master equation for `liouvillian`", null, "Use `collisionMap`.", but);
  }
  requireSmall(dynamics.system.dimension);
  const terms = generatorTerms(dynamics);
  const weights = terms.coefficients.map((coefficient) => coefficientAt(coefficient, at));
  return new Superoperator(dynamics.system, "generator", superoperator({ ...terms, weights }, dynamics.system.dimension));
}

/** How a propagator that depends on time is made. */
export interface PropagatorOptions {
  /** Where it starts; 0 unless given. */
  readonly from?: number;
  /** How to step where coefficients depend on time. */
  readonly method?: Method;
}

/**
 * The propagator of a master equation over a time t ≥ 0:  ρ(from + t) = V(t) ρ(from),  V = e^{Lt} or the ordered product.
 *
 * Returns a `Superoperator` with Kraus, Choi, χ, Stinespring and Bloch forms. Throws a RangeError for a stream of collisions, for more than
 * 32 levels, and for more than 16 where the generator depends on time (d² runs are carried out then).
 *
 * @example
 * propagator(bloch({ Omega: 0, gamma: 0.3 }), 1).apply(qubitState([0, 0, 1])).at(0, 0); // [0.74081822, 0]
 */
export function propagator(model: Model, t: number, options: PropagatorOptions = {}): Superoperator {
  requireRunnable(model);
  finite("t", t, { atLeast: 0 });
  const { from = 0, method } = checkOptions<PropagatorOptions>("options", options, { from: aNumber({ atLeast: 0 }), method: aMethod });
  const { dynamics } = model;
  if (dynamics.kind !== "generator") {
    const remedy = "Use `collisionMap(model, { collisions })`.";
    throw wrongValue("model", "be a master equation for `propagator`", null, remedy, `${model.name} is a collision model`);
  }
  const { system } = dynamics;
  requireSmall(system.dimension);
  if (t === 0) return new Superoperator(system, "map", identityMatrix(system.dimension * system.dimension));
  if (generatorTerms(dynamics).coefficients.some(isTimeFunction)) return carriedPropagator(model, t, from, method);
  const { sector, matrix } = wholeEquation(model);
  const V = expmReal(
    sector.count,
    denseOf(matrix).map((value) => value * t),
  );
  return new Superoperator(system, "map", superoperatorMatrix(sector, V));
}

/** Largest dimension whose basis operators are carried one by one. */
const CARRIED = 16;

function carriedPropagator(model: Model, t: number, from: number, method: Method = auto({ rtol: 1e-11, atol: 1e-13 })): Superoperator {
  const { system } = model.dynamics;
  const d = system.dimension;
  if (d > CARRIED) throw wrongValue("model", `act on at most ${CARRIED} levels where its generator depends on time`, d, "Use `run`.");
  const S = zeros(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      const image = carryOperand(model, Operator.fromEntries(system, [[k, l, 1]]), { from, times: [t], read: [], method }).last();
      image.forEach((i, j, re, im) => {
        const at = 2 * ((i * d + j) * d * d + k * d + l);
        S.data[at] += re;
        S.data[at + 1] += im;
      });
    }
  }
  return new Superoperator(system, "map", S);
}

/** How many collisions a map holds. */
export interface CollisionMapOptions {
  /** Collisions in a row; one, or a whole cycle of a cyclic stream, unless given. */
  readonly collisions?: number;
}

/**
 * The map of a collision, or of a whole cycle of a cyclic stream, with the evolution between collisions after each:  ρ ↦ Λ(ρ).
 *
 * Returns a `Superoperator`. Throws a RangeError for a master equation, for a schedule unless `collisions` is given, and for more than
 * 32 levels.
 *
 * @example
 * const [atom, unit] = [qubit("atom"), qubit("unit")];
 * const exchange = [[sigmaPlus(atom), sigmaMinus(unit)], [sigmaMinus(atom), sigmaPlus(unit)]];
 * const units = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: Infinity };
 * const model = collisionModel({ HS: qubitHamiltonian(atom, 1), units, tau: 0.3, initial: [1, 0] });
 * collisionMap(model).apply(basisState(atom, "e")).at(0, 0); // [0.912668, 0]
 */
export function collisionMap(model: Model, options: CollisionMapOptions = {}): Superoperator {
  requireRunnable(model);
  const { collisions } = checkOptions<CollisionMapOptions>("options", options, { collisions: anInteger(1, 1e6) });
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") {
    const remedy = "Use `propagator(model, t)`.";
    throw wrongValue("model", "be a collision model for `collisionMap`", null, remedy, `${model.name} is a master equation`);
  }
  requireSmall(dynamics.system.dimension);
  const { stream } = dynamics;
  if (stream.kind === "schedule" && collisions === undefined) {
    throw wrongValue("collisions", "be given for a schedule of collisions", undefined, "It has no cycle.", "it is missing");
  }
  const count = collisions ?? (stream.kind === "cyclic" ? stream.collisions.length : 1);
  const { elements, indexAt } = streamElements(dynamics, integer("collisions", count, 1));
  const d = dynamics.system.dimension;
  const own = elements.map(
    (element) => new Superoperator(dynamics.system, "map", superoperator(elementTerms(dynamics.system, element), d)),
  );
  const between = betweenCollisions(model, dynamics);
  const whole = own.map((map) => (between ? between.after(map) : map));
  if (whole.length === 1) return power(whole[0], count);
  let product = whole[indexAt(1)];
  for (let n = 2; n <= count; n++) product = whole[indexAt(n)].after(product);
  return product;
}

function power(map: Superoperator, count: number): Superoperator {
  let result: Superoperator | null = null;
  let square = map;
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result ? square.after(result) : square;
    if (left > 1) square = square.after(square);
  }
  return result as Superoperator;
}

/** The evolution between collisions as a map; null where there is none. */
function betweenCollisions(model: Model, { idle }: Collisions): Superoperator | null {
  if (!idle || idle.duration === 0) return null;
  return propagator({ ...model, dynamics: idle.generator }, idle.duration);
}
