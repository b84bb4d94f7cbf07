/** Which version of a library is installed in this folder. */
import { readFileSync } from "node:fs";

/** The version that `node_modules` holds. */
export function installed(name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}
