/** Names of a document against each other: what is there twice, what hides what, and what is meant by a reference. */
import type { CanonicalDocument, CollisionsDocument, SpaceEntry } from "./canonical.ts";
import { FUNCTIONS } from "./expression/index.ts";
import { nearestName } from "./expression/nearest-name.ts";
import { checkJobNames } from "./job-names.ts";
import { structuralParameters } from "./structural.ts";
import { Place, type Reading } from "./structure/shape.ts";
import { bathNames } from "./structure/unit-shapes.ts";

/** Check the names of a document that is right in structure. */
export function checkNames(data: CanonicalDocument, reading: Reading): void {
  const top = new Place("", reading);
  checkDefinitions(data, top);
  checkLabels(data, top);
  checkWords(data, top);
  if (data.kind === "collisions") checkBaths(data, top);
  const noisy = Object.entries(data.parameters ?? {}).filter(([, { noisy }]) => noisy === true);
  if (noisy.length === 0 && data.noise === undefined) {
    checkJobNames(data, new Map(), top);
    return;
  }
  const structural = structuralParameters(data);
  for (const [name] of noisy) {
    const what = structural.get(name);
    if (what === undefined) continue;
    const at = top.at("parameters").at(name).at("noisy");
    at.wrong("structure", "be said of parameters that size nothing", `${name} ${what}`, {
      remedy: "it may be swept, but it takes no noise",
    });
  }
  checkJobNames(data, structural, top);
}

function checkDefinitions({ parameters = {}, let: definitions = {} }: CanonicalDocument, top: Place): void {
  const functions = FUNCTIONS.map(({ name }) => name);
  for (const [name, form] of Object.entries(definitions)) {
    const at = top.at("let").at(name);
    if (Object.hasOwn(parameters, name)) {
      at.wrong("duplicate", "have a name of its own", `${name} is already a parameter`, { remedy: "choose another name", found: name });
    }
    if (typeof form === "object" && "table" in form && functions.includes(name)) {
      at.wrong("duplicate", "have a name of its own", `${name} is already a function`, { remedy: "choose another name", found: name });
    }
  }
}

function checkLabels(data: CanonicalDocument, top: Place): void {
  const system = new Map<string, string>();
  labelsOf(data.spaces, top.at("spaces"), system, "the system");
  if (data.kind !== "collisions") return;
  const joint = data.stream?.kind === "joint" && data.units.length > 1;
  const together = new Map(system);
  data.units.forEach((unit, k) => {
    const labels = joint ? together : new Map(system);
    labelsOf(unit.spaces, top.at("units").at(k).at("spaces"), labels, joint ? "another unit of the joint stream" : "this unit");
  });
}

function labelsOf(spaces: readonly SpaceEntry[], at: Place, known: Map<string, string>, where: string): void {
  spaces.forEach(({ label }, k) => {
    const taken = known.get(label);
    if (taken === undefined) known.set(label, where);
    else at.at(k).at("label").wrong("duplicate", "be a label of its own", `${label} is already a label of ${taken}`);
  });
}

function checkBaths(data: CollisionsDocument, top: Place): void {
  const names = bathNames(data.units);
  names.forEach((name, k) => {
    if (names.indexOf(name) === k) return;
    top
      .at("units")
      .at(k)
      .at("bath")
      .wrong("duplicate", "name one unit", `${name} is already the bath of another`, { remedy: "choose another name" });
  });
  const stream = top.at("stream");
  const known = (name: string, at: Place): void => {
    if (!names.includes(name)) at.wrong("unknown-name", "be the bath of a unit", `there is no ${name}`, nearestName(name, names));
  };
  data.stream?.order?.forEach((name, k) => known(name, stream.at("order").at(k)));
  data.stream?.phases?.forEach(({ unit }, k) => known(unit, stream.at("phases").at(k).at("unit")));
  const { probabilities } = data.stream ?? {};
  if (probabilities && probabilities.length !== names.length) {
    const must = `have ${names.length} probabilities, one for each unit`;
    stream.at("probabilities").wrong("wrong-kind", must, `has ${probabilities.length}`);
  }
}

/** The words that a choice parameter may hold where a field names it. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  scaling: ["1", "1/sqrt(tau)"],
  picture: ["schroedinger", "interaction"],
  evaluation: ["exact", "second", "generator"],
  kind: ["constant", "cyclic", "joint", "mixture", "schedule"],
  form: ["secular", "unified", "partial", "redfield", "geometric"],
  statistics: ["bosons", "fermions"],
};

function checkWords(data: CanonicalDocument, top: Place): void {
  const fields: (readonly [Place, string, unknown])[] = [];
  if (data.kind === "collisions") {
    for (const key of ["scaling", "picture", "evaluation"] as const) fields.push([top.at(key), key, data[key]]);
    fields.push([top.at("stream").at("kind"), "kind", data.stream?.kind]);
  } else {
    fields.push([top.at("global").at("form"), "form", data.global?.form]);
  }
  const thermal = data.kind === "collisions" ? (data.between?.thermal ?? []) : (data.thermal ?? []);
  const baths = data.kind === "collisions" ? top.at("between").at("thermal") : top.at("thermal");
  thermal.forEach(({ statistics }, k) => fields.push([baths.at(k).at("statistics"), "statistics", statistics]));
  for (const [at, key, value] of fields) {
    if (typeof value === "object" && value !== null)
      checkChoice(data, at.at("parameter"), (value as { parameter: string }).parameter, WORDS[key]);
  }
}

function checkChoice({ parameters = {} }: CanonicalDocument, at: Place, name: string, words: readonly string[]): void {
  if (!Object.hasOwn(parameters, name)) {
    at.wrong("unknown-name", "name a choice parameter", `${name} is not defined`, nearestName(name, Object.keys(parameters)));
    return;
  }
  const { kind, choices = [] } = parameters[name];
  if (kind !== "choice") {
    at.wrong("wrong-kind", "name a choice parameter", `${name} is a ${kind}`, { remedy: `give it choices: ${words.join(", ")}` });
    return;
  }
  const odd = choices.find((choice) => !words.includes(choice));
  if (odd !== undefined)
    at.wrong("unknown-name", `name a parameter with choices among ${words.join(", ")}`, `${name} may be ${odd}`, nearestName(odd, words));
}
