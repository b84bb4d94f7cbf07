/** Turns Bloch spheres: by steps about z, and along an axis. The keys x, y, z and the brackets do the same. */
import { looked, lookOf } from "../draw/look.ts";
import type { Acts, Lab } from "./view.ts";

const BUTTONS: readonly (readonly [key: string, text: string, title: string])[] = [
  ["]", "turn", "Turn the sphere by 15° ( ] and [ )"],
  ["x", "x", "Look along x (x)"],
  ["y", "y", "Look along y (y)"],
  ["z", "z", "Look along z (z)"],
];

export function LookButtons({ lab, acts }: { readonly lab: Lab; readonly acts: Acts }) {
  return (
    <fieldset class="looks" aria-label="Look at the sphere">
      {BUTTONS.map(([key, text, title]) => (
        <button
          key={key}
          type="button"
          class="quiet"
          title={title}
          aria-label={title.replace(/ \(.*/, "")}
          onClick={() => look(lab, acts, key)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}

/** Look as a key says; false for keys that say nothing. */
export function look({ own }: Pick<Lab, "own">, acts: Pick<Acts, "keep">, key: string): boolean {
  const next = looked(lookOf(own), key);
  if (next) acts.keep("look", next);
  return next !== null;
}
