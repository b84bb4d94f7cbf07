/** Whether plain data that a caller may have written by hand are dynamics: generators, collisions, streams, maps as terms. */

import { finite, wrongKind, wrongValue } from "../errors.ts";
import { requireOperator } from "../operators/operator.ts";
import { aName, oneOf } from "../options.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { requireCoefficient } from "./coefficient.ts";
import type { Collision, Collisions } from "./collisions.ts";
import type { Contact } from "./contact.ts";
import type { Generator } from "./generator.ts";
import type { TermMap } from "./terms.ts";

/** What each object was found to be: plain data are not changed after they were made. */
const passed = new WeakMap<object, string>();

/** Check an object of a kind once. */
function once<T extends object>(kind: string, value: T, check: (value: T) => void): T {
  if (passed.get(value) === kind) return value;
  check(value);
  passed.set(value, kind);
  return value;
}

function anObject(argument: string, value: unknown, remedy = ""): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongKind(argument, "be an object", value, remedy);
  return value;
}

function each<T>(argument: string, list: readonly T[], check: (item: T, argument: string) => void): void {
  if (!Array.isArray(list)) throw wrongKind(argument, "be a list", list);
  Array.from(list).forEach((item, k) => {
    anObject(`${argument}[${k}]`, item);
    check(item, `${argument}[${k}]`);
  });
}

function onSpace(argument: string, value: unknown, space: Space): void {
  const operator = requireOperator(argument, value);
  if (!operator.space.equals(space)) throw wrongValue(argument, `act on ${space}`, null, "Use `lift`.", `it acts on ${operator.space}`);
}

/** Check a master equation, and return it. */
export function requireGenerator(value: Generator, argument = "generator"): Generator {
  const given = anObject(argument, value, "Make one with `generator({ H, jumps })`.") as Generator;
  if (given.kind !== "generator")
    throw wrongKind(argument, "be a generator", value, "Make one with `generator({ H, jumps })`; a model has its own as `model.dynamics`.");
  return once("generator", given, ({ system, hamiltonian, dissipators, baths }) => {
    requireSpace(system, `${argument}.system`);
    anObject(`${argument}.baths`, baths);
    each(`${argument}.hamiltonian`, hamiltonian, ({ operator, coefficient }, at) => {
      onSpace(`${at}.operator`, operator, system);
      requireCoefficient(`${at}.coefficient`, coefficient);
    });
    each(`${argument}.dissipators`, dissipators, ({ left, right, rate }, at) => {
      onSpace(`${at}.left`, left, system);
      onSpace(`${at}.right`, right, system);
      requireCoefficient(`${at}.rate`, rate);
    });
  });
}

/** Check a collision, and return it. */
export function requireCollision(value: Collision, argument = "collision"): Collision {
  return once(
    "collision",
    anObject(argument, value, "Make one with `contactCollision`.") as Collision,
    ({ unit, state, visits, HE, beta, bath }) => {
      requireSpace(unit, `${argument}.unit`);
      if (typeof bath !== "string") throw wrongKind(`${argument}.bath`, "be the name of a bath", bath);
      each(`${argument}.state`, state, (part, at) => {
        finite(`${at}.weight`, part.weight);
        onSpace(`${at}.state`, part.state, unit);
      });
      if (state.length === 0) throw wrongValue(`${argument}.state`, "have at least one part", null, "", "it is empty");
      each(`${argument}.visits`, visits, (visit, at) => {
        if (visit.kind === "unitary") {
          requireOperator(`${at}.H`, visit.H);
          finite(`${at}.duration`, visit.duration);
        } else each(`${at}.kraus`, visit.kraus, (K, place) => void requireOperator(place, K));
      });
      if (HE !== null) onSpace(`${argument}.HE`, HE, unit);
      if (beta !== null && typeof beta !== "number") throw wrongKind(`${argument}.beta`, "be a number or null", beta);
      aName(`${argument}.bath`, bath);
    },
  );
}

/** Check a stream of collisions, and return it. */
export function requireCollisions(value: Collisions, argument = "collisions"): Collisions {
  const given = anObject(argument, value) as Collisions;
  if (given.kind !== "collisions")
    throw wrongKind(argument, "be a stream of collisions", value, "A model has its own as `model.dynamics`.");
  return once("collisions", given, ({ system, HS, stream, tau, carried }) => {
    requireSpace(system, `${argument}.system`);
    if (HS !== null) onSpace(`${argument}.HS`, HS, system);
    if (tau !== null) finite(`${argument}.tau`, tau, { atLeast: 0 });
    if (carried !== undefined)
      onSpace(`${argument}.carried.energy`, (anObject(`${argument}.carried`, carried) as typeof carried).energy, system);
    const at = `${argument}.stream`;
    anObject(at, stream);
    if (stream.kind === "constant") requireCollision(stream.collision, `${at}.collision`);
    else if (stream.kind === "cyclic" || stream.kind === "joint") each(`${at}.collisions`, stream.collisions, requireCollision);
    else if (stream.kind === "mixture")
      each(`${at}.parts`, stream.parts, (part, place) => void requireCollision(part.collision, `${place}.collision`));
    else if (stream.kind !== "schedule" || typeof stream.collisionAt !== "function")
      throw wrongKind(at, "be constant, cyclic, a schedule, a mixture or joint", stream);
  });
}

/** Check a map that is given by its terms, on a space of this dimension, and return it. */
export function requireTerms(map: TermMap, dimension: number, argument = "map"): TermMap {
  return once("terms", anObject(argument, map, "Make one with `channelTerms`.") as TermMap, ({ terms, groups, weights }) => {
    if (!Array.isArray(groups) || !Array.isArray(weights)) throw wrongKind(argument, "have `groups` and `weights`", map);
    each(`${argument}.terms`, terms, ({ left, right, re, im, group }, at) => {
      finite(`${at}.re`, re);
      finite(`${at}.im`, im);
      finite(`${argument}.weights[${group}]`, weights[group]);
      for (const [name, factor] of [
        ["left", left],
        ["right", right],
      ] as const) {
        if (requireOperator(`${at}.${name}`, factor).dimension !== dimension)
          throw wrongValue("dimension", `be that of ${factor.space}`, dimension);
      }
    });
  });
}

/** Check a contact, and return it. */
export function requireContact(value: Contact, argument = "contact"): Contact {
  return once("contact", anObject(argument, value) as Contact, ({ system, unit, HS, HE, V, state, beta, tau, scaling }) => {
    requireSpace(system, `${argument}.system`);
    requireSpace(unit, `${argument}.unit`);
    for (const [name, operator] of Object.entries({ HS, HE, V, state })) requireOperator(`${argument}.${name}`, operator);
    if (beta !== null && typeof beta !== "number") throw wrongKind(`${argument}.beta`, "be a number or null", beta);
    finite("tau", tau, { above: 0 }, "A collision takes time.");
    oneOf("1", "1/sqrt(tau)")(`${argument}.scaling`, scaling);
  });
}
