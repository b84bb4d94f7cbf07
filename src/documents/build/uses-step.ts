/** Which units of a schedule change from collision to collision. */
import type { CanonicalDocument } from "../canonical.ts";
import { namesOf } from "../expression/index.ts";
import { treeOf } from "./trees.ts";

/** Whether an expression of a unit names `step`, itself or through a definition. */
export function usesStep(data: CanonicalDocument, k: number): boolean {
  if (data.kind !== "collisions") return false;
  const { H, V, visits, T, beta, state } = data.units[k];
  return [H, V, visits, T, beta, state].some((form) => names(data, form, []));
}

function names(data: CanonicalDocument, form: unknown, seen: readonly string[]): boolean {
  if (Array.isArray(form)) return form.some((entry) => names(data, entry, seen));
  if (typeof form === "object" && form !== null) return Object.values(form).some((entry) => names(data, entry, seen));
  if (typeof form !== "string" || !maybeTree(form)) return false;
  return namesOf(treeOf(form)).some((name) => {
    if (name === "step") return true;
    const definition = Object.hasOwn(data.let ?? {}, name) && !seen.includes(name) ? data.let?.[name] : undefined;
    return definition !== undefined && names(data, definition, [...seen, name]);
  });
}

/** Labels in `on` are no expressions. */
function maybeTree(text: string): boolean {
  try {
    treeOf(text);
    return true;
  } catch {
    return false;
  }
}
