/** The author's own job against the model: lengths that fit its kind, observables that it has, values that its parameters take. */
import { checkCorrelations } from "../../dynamics/noise/correlated-parameters.ts";
import { checkNoise, type Noise } from "../../dynamics/noise/known-kinds.ts";
import { parseCorrelations, parseNoise } from "../../dynamics/noise/notation.ts";
import { COLLISIONS, checkSlots, isOnSlots } from "../../dynamics/noise/slots.ts";
import { requireRepeating } from "../../dynamics/repeating.ts";
import type { Model } from "../../models/model.ts";
import { operatorOf } from "../../models/operator-names.ts";
import { checkParameter } from "../../models/parameters.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import type { CanonicalDocument, Expression } from "../canonical.ts";
import { asOperator, evaluate, parseExpression } from "../expression/index.ts";
import { nearestName } from "../expression/nearest-name.ts";
import { DocumentFault, type Problem } from "../problem.ts";
import type { Check } from "./check-meaning.ts";
import { fromCore, saysOf } from "./core-refusals.ts";
import { parametersOf } from "./definition-of-document.ts";
import { realAt } from "./numbers.ts";
import { Reading } from "./reading.ts";
import { keyOf } from "./section.ts";
import { systemSection } from "./sections-of-document.ts";

type Section = Readonly<Record<string, unknown>>;

/** Check the sections of a document whose model could be built. */
export function checkJob(data: CanonicalDocument, model: Model, check: Check): void {
  const axes = [(data.sweep ?? []) as Section | readonly Section[]].flat() as readonly Section[];
  const sweeps = axes.map((axis, k) => ({ section: axis, pointer: Array.isArray(data.sweep) ? `/sweep/${k}` : "/sweep" }));
  const runs = [{ section: data.run, pointer: "/run" }, { section: data.noise, pointer: "/noise" }, ...sweeps];
  for (const { section, pointer } of runs) checkLength(section, pointer, model, check);
  for (const { section, pointer } of [...runs, { section: data.steady, pointer: "/steady" }])
    checkObserved(section, pointer, data, model, check);
  for (const section of ["steady", "counting"] as const) checkPeriod(section, data, model, check);
  for (const { section, pointer } of sweeps) checkAxis(section, pointer, data, check);
  checkQuestions(data, model, check);
  const noise = (data.noise?.parameters ?? {}) as Section;
  for (const [name, given] of Object.entries(noise)) checkKind(name, given, parametersOf(data), check);
  if (isOnSlots(COLLISIONS, parametersOf(data)) && Object.hasOwn(noise, COLLISIONS)) checkCollisions(model, check);
  const { correlate } = data.noise ?? {};
  if (correlate)
    told(check, "/noise/correlate", "structure", () => checkCorrelations(parseCorrelations(correlate as string[]), kindsOf(noise)));
}

/** A number of collisions per slot needs collisions, and nothing between them. */
function checkCollisions({ dynamics }: Model, check: Check): void {
  if (dynamics.kind === "collisions" && !dynamics.idle) return;
  const what = dynamics.kind === "generator" ? "this is a master equation" : "the system evolves between its collisions";
  const says = `must name a parameter, but collisions is the number of collisions in a slot, and ${what}`;
  refuse(check, { code: "structure", pointer: `/noise/parameters/${COLLISIONS}`, says, found: COLLISIONS });
}

function kindsOf(noise: Section): Readonly<Record<string, Noise>> {
  return Object.fromEntries(
    Object.entries(noise).map(([name, given]) => (typeof given === "string" ? parseNoise(`${name}=${given}`) : [name, checkNoise(given)])),
  );
}

/** Operators that a section names are there, frequencies are those of the kind, and phase space belongs to a mode. */
function checkQuestions(data: CanonicalDocument, model: Model, check: Check): void {
  for (const name of ["correlate", "spectrum"] as const) {
    const { of = [], units } = (data[name] ?? {}) as { readonly of?: readonly string[]; readonly units?: boolean };
    // What leaves a stream is looked at where it is asked for.
    if (!units) of.forEach((text, k) => check.field(() => operatorAt(data, model, `/${name}/of/${k}`, text)));
  }
  const over = data.spectrum?.over;
  const axis = model.dynamics.kind === "generator" ? "omega" : "phi";
  if (typeof over === "string" && !over.startsWith(`${axis}=`)) {
    const says = `must go over ${axis}, but is ${over}; write "${axis}=start:end:points"`;
    refuse(check, { code: "structure", pointer: "/spectrum/over", says });
  }
  const mode = data.wigner?.of;
  const modes = model.dynamics.system.factors.filter(({ kind }) => kind === "fock").map(({ label }) => label);
  if (typeof mode === "string" && !modes.includes(mode)) {
    const { nearest, remedy } = nearestName(mode, modes);
    const says = `must name a mode, but ${mode} is none${remedy ? `; ${remedy}` : ""}`;
    refuse(check, { code: "unknown-name", pointer: "/wigner/of", says, found: mode, ...(nearest ? { nearest } : {}) });
  }
}

/** An operator as the command line finds it: by name, else as an expression. */
function operatorAt(data: CanonicalDocument, model: Model, pointer: string, text: string): Operator {
  const reading = new Reading(data, model.parameters);
  const expression = (space: Space, written: string): Operator => {
    const surroundings = reading.surroundings({ ...systemSection(reading), key: keyOf("operators", space), space, time: false });
    const tree = parseExpression(written);
    return asOperator(evaluate(tree, surroundings), tree, space);
  };
  return fromCore(pointer, () => reading.at(pointer, () => operatorOf(model, text, "of", expression)), "unknown-name");
}

function refuse(check: Check, problem: Omit<Problem, "character">): void {
  check.field(() => {
    throw new DocumentFault({ character: null, ...problem });
  });
}

/** Steps count collisions; a master equation runs until a time. */
function checkLength(section: Section | undefined, pointer: string, { dynamics }: Model, check: Check): void {
  const odd = dynamics.kind === "generator" ? ["steps"] : ["times"];
  for (const key of odd) {
    if (section?.[key] === undefined) continue;
    const says =
      dynamics.kind === "generator"
        ? "must be left out of a master equation, but it is given; say until or times"
        : "must be left out of collisions, but it is given; say steps";
    refuse(check, { code: "structure", pointer: `${pointer}/${key}`, says });
  }
}

/** A period belongs to a master equation; at the parameters' defaults it is a time after which all coefficients repeat. */
function checkPeriod(section: "steady" | "counting", data: CanonicalDocument, { dynamics, parameters }: Model, check: Check): void {
  const period = data[section]?.period as Expression | undefined;
  if (period === undefined) return;
  const pointer = `/${section}/period`;
  if (dynamics.kind === "collisions") {
    const says = "must be left out of collisions, but it is given; a cycle of collisions has a stationary state of its own";
    refuse(check, { code: "structure", pointer, says });
    return;
  }
  check.field(() => {
    const reading = new Reading(data, parameters);
    const found = realAt(reading, pointer, period, systemSection(reading), { above: 0 });
    told(check, pointer, "out-of-bounds", () => requireRepeating(dynamics, found));
  });
}

function checkObserved(section: Section | undefined, pointer: string, data: CanonicalDocument, model: Model, check: Check): void {
  const names = section?.observe;
  if (!Array.isArray(names)) return;
  names.forEach((name: unknown, k) => {
    if (typeof name !== "string" || Object.hasOwn(data.observables ?? {}, name) || knows(model, name)) return;
    const known = [...Object.keys(data.observables ?? {}), ...model.observableNames];
    const { nearest, remedy } = nearestName(name, known);
    const says = `must name an observable, but there is no ${name}${remedy ? `; ${remedy}` : ""}`;
    refuse(check, { code: "unknown-name", pointer: `${pointer}/observe/${k}`, says, found: name, ...(nearest ? { nearest } : {}) });
  });
}

/** The library's word: a family such as p_3 has members that no list names. */
function knows(model: Model, name: string): boolean {
  try {
    model.observable(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return false;
    throw error;
  }
}

/** The ends and values of a sweep are values of its parameter. */
function checkAxis(section: Section, pointer: string, data: CanonicalDocument, check: Check): void {
  const spec = parametersOf(data)[String(section.over)];
  if (!spec) return;
  const values = (section.values ?? []) as readonly unknown[];
  const given = [
    ...["from", "to"].flatMap((key) => (typeof section[key] === "number" ? [[key, section[key]] as const] : [])),
    ...values.map((value, k) => [`values/${k}`, value] as const),
  ];
  for (const [key, value] of given) {
    told(check, `${pointer}/${key}`, "out-of-bounds", () =>
      checkParameter(String(section.over), { ...spec, kind: kindBetween(spec.kind, key) }, value as never),
    );
  }
}

/** Points between the ends of an integer's range are rounded where they are made. */
function kindBetween(kind: ReturnType<typeof parametersOf>[string]["kind"], key: string): typeof kind {
  return kind === "integer" && !key.startsWith("values") ? "number" : kind;
}

function checkKind(name: string, given: unknown, parameters: Readonly<Record<string, unknown>>, check: Check): void {
  told(check, `/noise/parameters/${name}`, "out-of-bounds", () => {
    const noise = typeof given === "string" ? parseNoise(`${name}=${given}`)[1] : checkNoise(given);
    if (isOnSlots(name, parameters)) checkSlots(noise);
  });
}

function told(check: Check, pointer: string, code: Problem["code"], act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    refuse(check, { code, pointer, says: saysOf(error.message) });
  }
}
