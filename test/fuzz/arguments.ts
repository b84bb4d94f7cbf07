/**
 * Arguments of every public function under random changes: left out, exchanged, replaced by anything, changed inside. Whatever is handed
 * over, the answer is a result or an error of ours (a code and a sentence), within seconds.
 */
import { callables, strays, whole } from "./callables.ts";
import { changed, excused, scraps, written } from "./scraps.ts";
import { type Dice, dice, type Finding, type FuzzTarget } from "./target.ts";

type Callable = (typeof callables)[number];

/** Seconds after which an answer counts as none. */
const LONG = 20;

/** One to three wrong arguments, or a change of right ones. */
export function wrongArguments({ valid }: Callable, roll: Dice): readonly unknown[] {
  if (valid === null) return Array.from({ length: roll.below(4) }, () => roll.pick(roll.once(3) ? strays : scraps));
  const given: unknown[] = [...valid()];
  for (let k = 0; k <= roll.below(2); k++) {
    if (given.length === 0 || roll.once(20)) given.push(roll.pick(scraps));
    const at = roll.below(given.length);
    const way = roll.below(10);
    if (way === 0) given.length = at;
    else if (way === 1) {
      const other = roll.below(given.length);
      [given[at], given[other]] = [given[other], given[at]];
    } else given[at] = changed(given[at], roll, strays, whole);
  }
  return given;
}

async function tried(callable: Callable, roll: Dice): Promise<Finding | null> {
  const given = wrongArguments(callable, roll);
  const begin = performance.now();
  let problem: string | null = null;
  try {
    const answer = await callable.call(given);
    (answer as { release?: () => void } | null)?.release?.();
  } catch (error) {
    problem = excused(error);
  }
  if (problem === null && performance.now() - begin > 1000 * LONG) problem = `no answer for ${(performance.now() - begin) / 1000} s`;
  return problem === null ? null : { input: `${callable.name}(${given.map(written).join(", ").slice(0, 500)})`, problem };
}

/** Try the functions one after the other, each with a change of its own. */
export const positionalArguments: FuzzTarget = {
  name: "arguments",
  async run(seed, count, until = Number.POSITIVE_INFINITY) {
    const findings: Finding[] = [];
    let tries = 0;
    for (; tries < count && performance.now() < until; tries++) {
      const found = await tried(callables[tries % callables.length], dice(seed, tries));
      if (found) findings.push(found);
    }
    return { tried: tries, findings };
  },
};

/** The functions with the arguments that they take answer without an error. */
export async function validCalls(): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { name, valid, call } of callables) {
    if (valid === null) wrong.push(`${name}: no arguments are known`);
    else
      try {
        const answer = await call(valid());
        (answer as { release?: () => void } | null)?.release?.();
      } catch (error) {
        wrong.push(`${name}: ${String(error)}`);
      }
  }
  return wrong;
}
