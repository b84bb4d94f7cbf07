/** Names in the author's own job: parameters that are swept or noisy, and what a figure shows. */
import { isOnSlots } from "../dynamics/noise/slots.ts";
import type { CanonicalDocument, ParameterEntry } from "./canonical.ts";
import { nearestName } from "./expression/nearest-name.ts";
import type { Read } from "./structure/compound-shapes.ts";
import type { Place } from "./structure/shape.ts";

/** Check them against the parameters; `structural` are those that size something. */
export function checkJobNames(data: CanonicalDocument, structural: ReadonlyMap<string, string>, top: Place): void {
  const { parameters = {}, noise, sweep } = data;
  const known = Object.keys(parameters);
  for (const name of Object.keys((noise?.parameters ?? {}) as Read)) {
    if (isOnSlots(name, parameters)) continue;
    const at = top.at("noise").at("parameters").at(name);
    if (!known.includes(name)) at.wrong("unknown-name", "name a parameter", `${name} is not defined`, nearestName(name, known));
    else checkNoisy(name, parameters[name], structural, at);
  }
  const axes = [(sweep ?? []) as Read | readonly Read[]].flat() as readonly Read[];
  axes.forEach((axis, k) => {
    const at = Array.isArray(sweep) ? top.at("sweep").at(k) : top.at("sweep");
    checkAxis(axis, data, at);
    if (k > 0 && axis.over === axes[0].over) {
      at.at("over").wrong("duplicate", "go over another parameter than the first axis", `both go over ${axis.over}`);
    }
  });
  const { x } = (data.figure ?? {}) as { readonly x?: string };
  const shown = ["step", "time", ...axes.map(({ over }) => String(over))];
  if (x !== undefined && !shown.includes(x)) {
    top.at("figure").at("x").wrong("unknown-name", "be step, time or the parameter that is swept", `is ${x}`, nearestName(x, shown));
  }
}

function checkNoisy(name: string, { kind, noisy }: ParameterEntry, structural: ReadonlyMap<string, string>, at: Place): void {
  const what = structural.get(name) ?? (kind === "integer" ? "counts something" : undefined);
  const remedy = "it may be swept, but it takes no noise";
  if (what !== undefined) at.wrong("structure", "be noise on a number that sizes nothing", `${name} ${what}`, { remedy, found: name });
  else if (kind !== "number") {
    const a = kind === "numbers" ? "a list of numbers" : `a ${kind}`;
    at.wrong("structure", "be noise on a number", `${name} is ${a}`, { found: name });
  } else if (noisy !== true) {
    at.wrong("structure", "be noise on a parameter that says so", `${name} does not`, {
      remedy: `write noisy: true at ${name}`,
      found: name,
    });
  }
}

function checkAxis(axis: Read, { parameters = {}, run }: CanonicalDocument, at: Place): void {
  const over = String(axis.over);
  if (!Object.hasOwn(parameters, over)) {
    at.at("over").wrong("unknown-name", "name a parameter", `${over} is not defined`, nearestName(over, Object.keys(parameters)));
    return;
  }
  const { kind } = parameters[over];
  if (kind !== "number" && kind !== "integer") {
    at.at("over").wrong("wrong-kind", "name a parameter that is a number", `${over} is a ${kind}`);
  }
  const length = (section: Read | undefined): boolean => ["steps", "until", "times"].some((key) => section?.[key] !== undefined);
  if (axis.of === "run" && !length(axis) && !length(run)) {
    at.at("of").wrong("structure", "have a length", "neither the sweep nor run says how far to run", { remedy: "say steps or until" });
  }
}
