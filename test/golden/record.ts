/**
 * Writes bits.json anew: `npm run golden:record`. Only a change that is meant to change numbers may do so, and CHANGELOG.md names it
 * under "Numerics". Prints which requests changed.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ancilla, cleanUp } from "../cli/ancilla.ts";
import { bitsOf } from "./hash.ts";
import { requests } from "./requests.ts";
import { toolsOf } from "./tools.ts";

const file = new URL("./bits.json", import.meta.url);
const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
const tools = toolsOf(ancilla);
const bits: Record<string, string> = {};
const begin = performance.now();
for (const { name, make } of requests) {
  bits[name] = bitsOf(await make(tools));
  if (bits[name] !== before[name]) console.log(`${name}: ${before[name] ?? "new"} → ${bits[name]}`);
}
cleanUp();
writeFileSync(file, `${JSON.stringify(bits, null, 2)}\n`);
console.log(`${requests.length} requests in ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
