/** Installs the peers where they are missing: libraries by the lock file of this folder, Python packages in a virtual environment. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: path("."), stdio: ["ignore", "ignore", "inherit"] });

/** `npm ci` in this folder, unless it was done. */
export function installLibraries(): void {
  if (existsSync(path("node_modules/.package-lock.json"))) return;
  console.error("Installing the libraries to compare with in bench/peers …");
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: path("."), stdio: "inherit", shell: process.platform === "win32" });
}

/** The interpreter of the virtual environment that has QuTiP, made where it is missing; null where Python is not there. */
export function pythonWithPeers(): string | null {
  const python = path(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python");
  try {
    if (!existsSync(path(".venv/.complete"))) {
      console.error("Installing QuTiP in bench/peers/.venv …");
      run("python3", ["-m", "venv", ".venv"]);
      run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"]);
      run(python, ["-c", "import pathlib, qutip; pathlib.Path('.venv/.complete').touch()"]);
    }
    return python;
  } catch (error) {
    console.error(`Without Python: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    return null;
  }
}
