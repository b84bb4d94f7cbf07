/** What was made of a document before, with the values of the parameters that it was made from: a changed parameter makes anew only what reads it. */
import type { ParameterValue } from "../../models/model.ts";

/** A result, with each parameter that was read on the way and its value. */
interface Entry {
  readonly reads: ReadonlyMap<string, ParameterValue | undefined>;
  readonly value: unknown;
}

/** Results of one key that are kept: a noisy parameter comes back to its centre between its draws. */
const MOST_KEPT = 4;

/** Keys that are kept: schedules and sweeps over sizes would go on for ever. */
const MOST_KEYS = 4096;

/** Results of one definition, shared by all models that it builds. */
export class Memory {
  readonly #entries = new Map<string, Entry[]>();

  /** The result of a key at these values; undefined where there is none. */
  find(key: string, at: (name: string) => ParameterValue | undefined): Entry | undefined {
    const list = this.#entries.get(key);
    return list?.find(({ reads }) => {
      for (const [name, value] of reads) if (!sameValue(value, at(name))) return false;
      return true;
    });
  }

  keep(key: string, entry: Entry): void {
    const list = this.#entries.get(key);
    if (!list) {
      if (this.#entries.size >= MOST_KEYS) this.#entries.clear();
      this.#entries.set(key, [entry]);
      return;
    }
    // the first result stays: it is the one of the defaults, or of the centre of a noise
    if (list.length >= MOST_KEPT) list.splice(1, 1);
    list.push(entry);
  }
}

function sameValue(a: ParameterValue | undefined, b: ParameterValue | undefined): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, k) => sameValue(item, b[k]));
}
