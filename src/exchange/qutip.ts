/** A model document as a QuTiP 5 script: a master equation for `mesolve`, or a stream of collisions by their Kraus operators. */

import type { Generator } from "../dynamics/generator.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";
import { type Fields, fieldsOf, listOf, scopeOf, textOf } from "./document-fields.ts";
import { pythonOf } from "./python-expression.ts";
import { cannot, type ExportLength, matrixOf, stateOf, type Writing, writeJumps, writeSpaces } from "./qutip-parts.ts";
import { preamble, preambleNames, pythonNames } from "./qutip-preamble.ts";
import { writeStream } from "./qutip-stream.ts";
import { Names, Script } from "./script.ts";

/** What to write: a document at given values of its parameters, and what the script does with it. */
export interface QutipExport extends ExportLength {
  /** The document as plain data. */
  readonly document: Fields;
  /** The parameters' values, which the script defines at its beginning. */
  readonly values: Parameters;
  /** The model that the document gives there: dissipation that QuTiP has no words for is taken from it as matrices. */
  readonly model?: Model;
  /** Names of observables to print; what QuTiP has no words for (the ledger) is left out with a comment. */
  readonly observe: readonly string[];
}

/**
 * Write a document as a runnable script for QuTiP 5. It prints one JSON object: the axis, and a list per observable that QuTiP has.
 * @throws RangeError for parts of a document that are not translated, by name
 */
export function qutipScript({ document, values, model, observe, ...length }: QutipExport): string {
  const names = new Names([...pythonNames, ...preambleNames()]);
  const script = new Script();
  const title = typeof document.title === "string" ? `: ${document.title.replace(/["\\\r\n]+/g, " ")}` : "";
  script.add(
    `"""${textOf(document.name)}${title}. A script for QuTiP 5, written by ancilla."""`,
    "",
    ...preamble.trimEnd().split("\n"),
    "",
    "",
  );
  const scope = scopeOf(document, values, names);
  const writing: Writing = { script, names, document, values, scope, python: (expression, bound) => pythonOf(expression, scope, bound) };
  writeParameters(writing, values);
  writeSpaces(writing, "SYSTEM_FACTORS", document.spaces);
  script.add("FACTORS.update(SYSTEM_FACTORS)", "SYSTEM.extend(SYSTEM_FACTORS)", "");
  writeDefinitions(writing);
  script.block("def H_PART(t=0.0):", () => script.add(`return ${writing.python(document.H ?? 0)}`)).add("", "");
  script.add("H_SYSTEM = H_PART", "", "");
  script.block("def H(t=0.0):", () => script.add("return on_system(H_SYSTEM(t))")).add("", "");
  script.add("NOW.H, t = H, 0.0", `START = on_system(${stateOf(writing, document.initial)})`, "");
  if (document.kind === "collisions") writeStream(writing, length);
  else writeEquation(writing, length, model);
  writeObservables(writing, observe);
  return String(script);
}

/** Names that a document uses for several things are kept apart: parameters and definitions under `names`, labels as strings. */
function writeParameters({ script, names }: Writing, values: Parameters): void {
  script.add("# Parameters");
  for (const [name, value] of Object.entries(values)) script.add(`${names.of(name)} = ${literal(value)}`);
  script.add("");
}

function literal(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Definitions are functions, so that their order does not matter and they may hold the time. */
function writeDefinitions({ script, names, document, python }: Writing): void {
  for (const [name, value] of Object.entries(fieldsOf(document.let ?? {}))) {
    const own = names.of(name);
    const form = typeof value === "object" && value !== null ? fieldsOf(value) : null;
    if (form && "table" in form) {
      const { times, values, interpolation = "linear" } = fieldsOf(form.table);
      if (interpolation === "cubic") throw cannot(`/let/${name}`, "a cubic table");
      script.add(`${own} = table(${literal(times)}, ${literal(values)}, ${JSON.stringify(interpolation)})`, "");
      continue;
    }
    const body = form ? matrixOf(python, form) : python(value);
    script.block(`def ${own}(t=0.0):`, () => script.add(`return ${body}`)).add("");
  }
}

function writeEquation(writing: Writing, { times }: ExportLength, model: Model | undefined): void {
  const { script, document } = writing;
  const moving = movingNames(fieldsOf(document.let ?? {}));
  if (mentions([document.jumps, document.thermal], moving)) throw cannot("/jumps", "a rate that depends on time");
  const derived = document.global !== undefined || document.collective !== undefined;
  if (derived && model?.dynamics.kind === "generator") writeDerived(writing, model.dynamics);
  else writeJumps(writing, document, "");
  const last = times?.at(-1) ?? 0;
  script.add(`MOVING, STEP_LIMIT = ${mentions(document.H, moving) ? `True, ${last / 2000}` : "False, 0"}`);
  script.add("JUMPS = [c for jumps in BATHS.values() for c in jumps] + EXTRA", `AXIS = ${literal(times ?? [0])}`);
  script.add('OPTIONS = {"method": "dop853", "atol": 1e-14, "rtol": 1e-12, "nsteps": 10**8, "progress_bar": "", "max_step": STEP_LIMIT}');
  script.add("STATES = qt.mesolve(qt.QobjEvo(H) if MOVING else H(), START, AXIS, JUMPS, options=OPTIONS).states", "");
}

/** Dissipation as it was derived at these parameters, matrix by matrix; the Hamiltonian with what the derivation added to it. */
function writeDerived({ script }: Writing, { dissipators, hamiltonian }: Generator): void {
  if (hamiltonian.some(({ coefficient }) => typeof coefficient !== "number"))
    throw cannot("/H", "a Hamiltonian of time with a derived bath");
  script.add("# The dissipation at these parameters, derived from the Hamiltonian: L rho R^+ - {R^+ L, rho}/2");
  script.add("DERIVED = []");
  for (const { left, right, rate, bath } of dissipators) {
    if (typeof rate !== "number") throw cannot("/jumps", "a rate that depends on time");
    const R = right === left ? "None" : entriesOf(right);
    script.add(`DERIVED.append((${JSON.stringify(bath)}, ${rate}, ${entriesOf(left)}, ${R}))`);
  }
  script.add("derive(DERIVED)");
  const total = hamiltonian.map(({ operator, coefficient }) => `${coefficient} * entries(${entriesOf(operator)})`).join(" + ");
  script.block("def H(t=0.0):", () => script.add(`return ${total}`)).add("", "");
}

/** The entries of an operator, as places and values. */
function entriesOf(A: Operator): string {
  const entries: string[] = [];
  A.forEach((i, j, re, im) => entries.push(`(${i}, ${j}, ${im === 0 ? re : `complex(${re}, ${im})`})`));
  return `[${entries.join(", ")}]`;
}

/** The time, and the definitions that hold it. */
function movingNames(definitions: Fields): ReadonlySet<string> {
  const moving = new Set(["t"]);
  for (let more = true; more; ) {
    const found = Object.keys(definitions).filter((name) => !moving.has(name) && mentions(definitions[name], moving));
    for (const name of found) moving.add(name);
    more = found.length > 0;
  }
  return moving;
}

/** Does an expression, or anything within a section, name one of these? Its keys and its texts are looked at alike. */
function mentions(section: unknown, names: ReadonlySet<string>): boolean {
  const words: readonly string[] = JSON.stringify(section ?? null).match(/[A-Za-z_]\w*(?!\w*["]:)/g) ?? [];
  return words.some((word) => names.has(word));
}

/** Where each observable is evaluated, and the print at the end. */
function writeObservables({ script, document, python }: Writing, observe: readonly string[]): void {
  const own = fieldsOf(document.observables ?? {});
  script.block("OBSERVABLES = {", () => {
    for (const name of observe) {
      const body = Object.hasOwn(own, name) ? python(ofField(own[name])) : standard(name, listOf(document.spaces).map(fieldsOf));
      if (body === null) script.add(`# ${JSON.stringify(name)} is not translated`);
      else script.add(`${JSON.stringify(name)}: lambda t: ${partOf(own[name], body)},`);
    }
  });
  script.add("}", "").block("def value(f, t, rho):", () => {
    script.add("NOW.rho, NOW.t = rho, t");
    script
      .block("try:", () => script.add("return real(f(t))"))
      .block("except (ZeroDivisionError, ValueError):", () => script.add("return None"));
  });
  script.add("", "", "FOUND = {name: [value(f, t, rho) for t, rho in zip(AXIS, STATES)] for name, f in OBSERVABLES.items()}");
  script.add('print(json.dumps({"axis": AXIS, "observables": FOUND}))');
}

function ofField(value: unknown): unknown {
  return typeof value === "object" && value !== null ? fieldsOf(value).of : value;
}

function partOf(value: unknown, body: string): string {
  const part = typeof value === "object" && value !== null ? fieldsOf(value).part : undefined;
  return part === "im" ? `im(complex(${body}))` : part === "abs" ? `abs(${body})` : body;
}

/** The library's own observables that QuTiP has words for. */
function standard(name: string, spaces: readonly Fields[]): string | null {
  const only = spaces.length === 1 && spaces[0].kind === "qubit" && spaces[0].count === undefined ? spaces[0].label : null;
  if (only !== null && /^s[xyz]$/.test(name)) return `mean(${name}(${JSON.stringify(only)}))`;
  if (["energy", "purity", "entropy", "C_l1", "ergotropy"].includes(name)) return `${name}()`;
  const population = /^p_(\d+)$/.exec(name);
  return population ? `NOW.rho.diag()[${population[1]}]` : null;
}
