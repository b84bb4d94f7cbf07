/**
 * The command line under random words. Whatever is typed: the exit code is 0, 1 or 2; a failure is one line without a trace; nothing
 * is left on disk at exit 2; standard output is JSON or empty with --json; no control character reaches the terminal.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "../../src/models/index.ts";
import { inProcess } from "../cli/inprocess.ts";
import { type Dice, dice, type Finding, type FuzzTarget } from "./target.ts";

/** Models that build and run within milliseconds, with settings that keep them small. */
const small: readonly (readonly string[])[] = [
  ["bloch"],
  ["phaseonium", "--set", "levels=4", "--set", "T0=0.2"],
  ["phaseonium", "--set", "levels=4", "--set", "T0=[0.2]", "--set", "cavities=1"],
  ["harvest"],
  ["atoms", "--set", "N=2"],
  ["composite", "--set", "N=2"],
];

const scraps: readonly string[] = [
  "",
  " ",
  "-",
  "--",
  "=",
  "x",
  "-1",
  "0",
  "1",
  "2",
  "1e309",
  "NaN",
  "null",
  "true",
  "[1,2",
  "{}",
  "__proto__",
  "constructor",
  "toString",
  "1e-320",
  "0.5,1",
  "1,0.5",
  "0.1:0.2:3",
  "1:2:1e9",
  ":::",
  "\u001b[31m",
  "\u202e",
  "ß🙂",
  "a\nb",
  "%s%n",
  "../..",
  "'; ls",
  "x".repeat(3000),
];

const commands =
  "list plan run steady ensemble sweep correlate spectrum counting unravel records figures new check print export show status retry cancel merge submit worker help robustness".split(
    " ",
  );

const options: readonly string[] =
  "--set --observe --steps --until --save-every --times --method --out --format --force --json --noise --trajectories --seed --quantiles --window --cut --over --redis --queue --chunk --threads --drain --partial --list --full --of --from --units --absorption --net --by --efficiency --dark --dt --orders --scheme --distribution --period --waiting --records --g2 --windows --spectrum --after --allow-module --lanes --help --version --jsn".split(
    " ",
  );

/** Values that an option may well have, so that a good part of what is tried gets through to the model. */
const values: Readonly<Record<string, readonly string[]>> = {
  "--steps": ["0", "1", "3", "7"],
  "--until": ["0", "0.5", "1"],
  "--save-every": ["1", "2", "0.25"],
  "--times": ["0.5,1", "0.1"],
  "--method": ["auto", "rk4(dt=0.1)", "krylov", "dormandPrince(rtol=1e-6)", "exponential", "rk5"],
  "--format": ["csv", "json", "npz,parquet", "json,csv", "pdf"],
  "--noise": ["phi=normal(2.4,0.1)", "theta=uniform(0.1,0.2)@realisation", "Delta=normal(0,0.1)", "alpha=normal(0.9,0.5)", "x=normal(0,1)"],
  "--trajectories": ["2", "33", "64"],
  "--seed": ["0", "7", "9007199254740991"],
  "--quantiles": ["0.5", "0.05,0.95"],
  "--window": ["0,1", "1,3"],
  "--cut": ["0", "1"],
  "--over": ["alpha=0.1:0.2:3", "alpha=0.2,0.9", "Omega=0.1:10:3:log", "gamma=0,1", "tau=1,2"],
  "--observe": ["T1", "sz", "energy,purity", "p_0", "p_99", "C_l1"],
  "--set": ["alpha=0.2", "phi=1", "theta=0.1", "gamma=0.1", "Omega=2", "N=2", "tau=0.1", "levels=4", "T0=[0.2,0.3]"],
  "--of": ["sm", "sp,sm", "sz,energy", "a", "n,n", "dag(a),a", "x", "sm(,"],
  "--from": ["steady", "0", "0.5", "2"],
  "--queue": ["q", "a:b"],
  "--chunk": ["32", "33"],
  "--threads": ["1"],
  "--lanes": ["1", "8", "9"],
  "--allow-module": ["file:///x.js", "data:text/javascript,0"],
};

const counts = [
  "N",
  "Q,W",
  "Q",
  "c=jumps(bath)",
  "c=jumps(bath,1,2)",
  "Y=current(bath,1)",
  "x=sz@bath",
  "x=leaving(1+",
  "n=arrivals(bath)",
  "=",
  "x=",
  "Q,Q",
];

/** Options that would start threads, drawings of all papers, or a connection elsewhere, are held down by what always follows. */
function ending(command: string, folder: string): string[] {
  if (command === "figures") return ["--list"];
  if (command === "robustness") return ["--trajectories", "1"];
  if (["submit", "worker", "status", "retry", "cancel", "merge"].includes(command)) return ["--redis", "redis://:hunter2@127.0.0.1:1"];
  return command === "show" ? [join(folder, "..", "foreign.json")] : [];
}

function randomWords(random: Dice, folder: string): string[] {
  const command = random.once(20) ? random.pick(scraps) : random.pick(commands);
  const words = [command];
  const takesModel = [
    "list",
    "plan",
    "run",
    "steady",
    "ensemble",
    "sweep",
    "correlate",
    "spectrum",
    "counting",
    "unravel",
    "submit",
  ].includes(command);
  if (takesModel && !random.once(10)) words.push(...(command === "list" ? [random.pick(catalogue).name] : random.pick(small)));
  if (["run", "ensemble", "submit"].includes(command) && !random.once(5))
    words.push(...(random.once(2) ? ["--steps", "3"] : ["--until", "0.5"]));
  if (["ensemble", "submit"].includes(command) && !random.once(5))
    words.push("--trajectories", "33", "--noise", random.pick(values["--noise"]));
  if (command === "sweep" && !random.once(5)) words.push("--over", random.pick(values["--over"]));
  if (command === "sweep" && random.once(4)) words.push("--over", random.pick(values["--over"]));
  if (["new", "check", "print", "export"].includes(command))
    words.push(random.pick(["collision", "my.yaml", "rotor", "package.json", "-"]));
  if (["correlate", "spectrum"].includes(command) && !random.once(5)) words.push("--of", random.pick(values["--of"]));
  if (command === "correlate" && !random.once(5)) words.push("--times", random.pick(["0,1", "0:2:3", "1:2:1e9"]));
  if (command === "spectrum" && !random.once(5)) words.push("--over", random.pick(["omega=0:1:3", "phi=0,1", "omega=0:1:1e9"]));
  if (command === "counting" && !random.once(5)) words.push("--of", random.pick(counts));
  if (command === "unravel" && !random.once(5))
    words.push(
      "--by",
      random.pick(["jumps", "measured", "homodyne", "x"]),
      "--trajectories",
      "3",
      ...random.pick([
        ["--until", "0.5"],
        ["--steps", "3"],
      ]),
    );
  if (command === "records") words.push(join(folder, random.pick(["missing.npz", "missing.parquet", "x.txt"])), "--g2", "0,1");
  for (let more = random.below(4); more > 0; more--) {
    const option = random.pick(options);
    words.push(option);
    if (option === "--records") words.push(...(random.once(2) ? [join(folder, "kept.npz")] : []));
    else if (option === "--out") words.push(random.once(6) ? join(folder, random.pick(scraps).replaceAll("/", "_")) : join(folder, "out"));
    else if (values[option] && !random.once(4)) words.push(random.pick(values[option]));
    else if (random.once(2)) words.push(random.pick(scraps));
  }
  // An --out without a place of its own would write into the working folder.
  const safe = words.map((word, i) => (words[i - 1] === "--out" && !word.startsWith(folder) ? join(folder, "out") : word));
  if (safe.at(-1) === "--out") safe.push(join(folder, "out"));
  return [...safe, ...ending(command, folder)];
}

/** What is wrong with how a command ended; null when nothing is. */
function judge(
  words: readonly string[],
  { code, out, err }: { code: number | null; out: string; err: string },
  folder: string,
): string | null {
  if (code !== 0 && code !== 1 && code !== 2) return `exit code ${code}`;
  if (/\n {4}at |node:internal|ANCILLA_TRACE/.test(out + err)) return `a trace or a raw error: ${err}`;
  if (/[\p{Cc}\p{Cf}]/u.test((out + err).replaceAll("\n", ""))) return "a control character reached the terminal";
  if ((out + err).includes("hunter2")) return "a password was printed";
  if (code === 2 && existsSync(folder) && readdirSync(folder).length > 0) return `files were left: ${readdirSync(folder).join(", ")}`;
  if (code === 2 && err === "") return "no sentence at exit 2";
  const help = err.startsWith("Usage:");
  if (code !== 0 && !help && err.split("\n").filter((line) => line.startsWith("ancilla: ")).length !== 1) return `not one sentence: ${err}`;
  const json = words.includes("--json") && !["help", "--help", "--version", "-h"].some((word) => words.includes(word));
  if (code === 0 && json && !isJson(out)) return `standard output is no JSON: ${out.slice(0, 200)}`;
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const commandLine: FuzzTarget = {
  name: "command-line",
  async run(seed, count, until = Number.POSITIVE_INFINITY) {
    const top = mkdtempSync(join(tmpdir(), "ancilla-fuzz-"));
    writeFileSync(join(top, "foreign.json"), '{ "model": 1 }');
    const findings: Finding[] = [];
    let tried = 0;
    try {
      for (; tried < count && performance.now() < until; tried++) {
        const folder = join(top, `case-${tried}`);
        mkdirSync(folder);
        const words = randomWords(dice(seed, tried), folder);
        const outcome = await inProcess(words).catch((error: Error) => ({ code: null, out: "", err: String(error.stack) }));
        const problem = judge(words, outcome, folder);
        if (problem) findings.push({ input: JSON.stringify(words), problem });
        rmSync(folder, { recursive: true, force: true });
      }
    } finally {
      rmSync(top, { recursive: true, force: true });
    }
    return { tried, findings };
  },
};
