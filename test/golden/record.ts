/**
 * Writes bits.json anew: `npm run golden:record`. Only a change that is meant to change numbers may do so, and CHANGELOG.md names it
 * under "Numerics". Prints which requests changed. With `-- --new` it makes only requests that have no record yet, and keeps the others.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ancilla, built, cleanUp } from "../cli/ancilla.ts";
import { bitsOf } from "./hash.ts";
import { requests } from "./requests.ts";
import { toolsOf } from "./tools.ts";

const file = new URL("./bits.json", import.meta.url);
const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
const tools = toolsOf(ancilla, built);
const bits: Record<string, string> = {};
const onlyNew = process.argv.includes("--new");
let made = 0;
const begin = performance.now();
for (const { name, make } of requests) {
  if (onlyNew && before[name] !== undefined) {
    bits[name] = before[name];
    continue;
  }
  bits[name] = bitsOf(await make(tools));
  made++;
  if (bits[name] !== before[name]) console.log(`${name}: ${before[name] ?? "new"} → ${bits[name]}`);
}
cleanUp();
writeFileSync(file, `${JSON.stringify(bits, null, 2)}\n`);
console.log(`${made} requests in ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
