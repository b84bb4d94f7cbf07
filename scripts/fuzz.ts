/** Tries random input for as long as one likes: `npm run fuzz -- --seed S --count N [--target NAME]`. Exit code 1 when it finds a fault. */
import { parseArgs } from "node:util";
import { targets } from "../test/fuzz/targets.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000" },
    target: { type: "string", multiple: true },
  },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
const known = targets.map(({ name }) => name);
const unknown = values.target?.find((name) => !known.includes(name));
if (!Number.isSafeInteger(seed) || !(Number.isSafeInteger(count) && count > 0) || unknown) {
  console.error(
    unknown ? `There is no target "${unknown}". Known: ${known.join(", ")}.` : "--seed and --count must be integers, --count > 0.",
  );
  process.exit(2);
}
let faults = 0;
for (const target of targets.filter(({ name }) => values.target?.includes(name) ?? true)) {
  const begin = performance.now();
  const { tried, findings } = await target.run(seed, count);
  faults += findings.length;
  for (const { input, problem } of findings) console.log(`${target.name}: ${input}\n  ${problem}`);
  console.log(
    `${target.name}: ${tried} tried with seed ${seed}, ${findings.length} faults, ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
}
process.exitCode = faults > 0 ? 1 : 0;
