/** Makes the checked build where it is missing or older than its sources. */
import { execFileSync } from "node:child_process";

export default function setup(): void {
  const script = ["node_modules/tsx/dist/cli.mjs", "scripts/build-wasm.ts", "--checked", "--if-changed"];
  execFileSync(process.execPath, script, { stdio: ["ignore", "ignore", "inherit"] });
}
