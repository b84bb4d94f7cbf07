/** The author's own job against the model: lengths that fit its kind, observables that it has, values that its parameters take. */
import { checkNoise, noiseKinds } from "../../dynamics/noise/known-kinds.ts";
import { parseNoise } from "../../dynamics/noise/notation.ts";
import type { Model } from "../../models/model.ts";
import { checkParameter } from "../../models/parameters.ts";
import type { CanonicalDocument } from "../canonical.ts";
import { nearestName } from "../expression/nearest-name.ts";
import { DocumentFault, type Problem } from "../problem.ts";
import type { Check } from "./check-meaning.ts";
import { saysOf } from "./core-refusals.ts";
import { parametersOf } from "./definition-of-document.ts";

type Section = Readonly<Record<string, unknown>>;

/** Check the sections of a document whose model could be built. */
export function checkJob(data: CanonicalDocument, model: Model, check: Check): void {
  const axes = [(data.sweep ?? []) as Section | readonly Section[]].flat() as readonly Section[];
  const sweeps = axes.map((axis, k) => ({ section: axis, pointer: Array.isArray(data.sweep) ? `/sweep/${k}` : "/sweep" }));
  const runs = [{ section: data.run, pointer: "/run" }, { section: data.noise, pointer: "/noise" }, ...sweeps];
  for (const { section, pointer } of runs) checkLength(section, pointer, model, check);
  for (const { section, pointer } of [...runs, { section: data.steady, pointer: "/steady" }])
    checkObserved(section, pointer, data, model, check);
  for (const { section, pointer } of sweeps) checkAxis(section, pointer, data, check);
  const noise = (data.noise?.parameters ?? {}) as Section;
  for (const [name, given] of Object.entries(noise)) checkKind(name, given, check);
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

/** Kinds of noise that hold for a time are drawn elsewhere: their reader checks them there. */
const HELD_IN_TIME = /^\s*ou\s*\(\s*[^(),]+,[^(),]+,[^(),]+\)((@\w+)*)\s*$/;

function checkKind(name: string, given: unknown, check: Check): void {
  const held = typeof given === "string" ? HELD_IN_TIME.test(given) : (given as Section | null)?.kind === "ou";
  if (held && !noiseKinds.includes("ou")) return;
  told(check, `/noise/parameters/${name}`, "out-of-bounds", () => {
    if (typeof given === "string") parseNoise(`${name}=${given}`);
    else checkNoise(given);
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
