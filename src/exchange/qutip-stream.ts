/** Streams of collisions as Python: each unit's Kraus operators, and the order in which units come. */
import { type Fields, fieldsOf, listOf, scopeWithUnit } from "./document-fields.ts";
import { pythonOf } from "./python-expression.ts";
import { cannot, type ExportLength, stateOf, type Writing, writeJumps, writeSpaces } from "./qutip-parts.ts";

/** Write units, what happens between collisions, and the loop. */
export function writeStream(writing: Writing, length: ExportLength): void {
  const { script, document, python } = writing;
  const units = listOf(document.units).map(fieldsOf);
  const stream = typeof document.stream === "object" ? fieldsOf(document.stream) : { kind: document.stream ?? "cyclic" };
  if (stream.kind === "schedule") throw cannot("/stream", "a schedule");
  const evaluation = word(writing, document.evaluation, "exact");
  if (evaluation === "generator") throw cannot("/evaluation", "the limit of short collisions");
  const form: Form = {
    scale: word(writing, document.scaling, "1") === "1/sqrt(tau)" ? `1 / math.sqrt(${python(document.tau)})` : "1",
    free: word(writing, document.picture, "schroedinger") !== "interaction",
    second: evaluation === "second",
  };
  const { free } = form;
  if (form.second && document.arrivals !== undefined) throw cannot("/evaluation", "the second order with arrivals");
  if (document.memory !== undefined) {
    writeMemory(writing, units[0], form, length);
    return;
  }
  if (stream.kind === "joint" && units.length > 1) writeJoint(writing, units, form);
  else units.forEach((unit, k) => writeUnit(writing, unit, k, form));
  const made = stream.kind === "joint" && units.length > 1 ? 1 : units.length;
  script.add(`UNITS = [${Array.from({ length: made }, (_, k) => `unit_${k}()`).join(", ")}]`);
  script.add("FACTORS.clear()", "FACTORS.update(SYSTEM_FACTORS)", "");
  const between = fieldsOf(document.between ?? {});
  const shares = stream.kind === "mixture" ? listOf(stream.probabilities).map((p) => python(p)) : null;
  if (document.arrivals !== undefined) writeArrivals(writing, between, free, made, shares, length);
  else writeLoop(writing, between, free, orderOf(stream, units, made), shares, length);
}

/** How collisions are written down: the factor of V, whether H stands in U, and whether the map is of second order. */
interface Form {
  readonly scale: string;
  readonly free: boolean;
  readonly second: boolean;
}

/** An enumerated word, which may be left to a parameter. */
function word({ values }: Writing, value: unknown, standard: string): string {
  const { parameter } = fieldsOf(value);
  return String(parameter === undefined ? (value ?? standard) : values[String(parameter)]);
}

/** The same, where a unit's labels stand beside the system's. */
function within(writing: Writing, unit: Fields): Writing {
  const scope = scopeWithUnit(writing.scope, writing.document, unit);
  return { ...writing, scope, python: (expression, bound) => pythonOf(expression, scope, bound) };
}

/** The function that makes one unit's map: from its Kraus operators, or of second order. */
function writeUnit(outside: Writing, unit: Fields, k: number, form: Form): void {
  const writing = within(outside, unit);
  const { script, python } = writing;
  writeSpaces(writing, `UNIT_${k}`, unit.spaces);
  script.block(`def unit_${k}():`, () => {
    begin(script, `UNIT_${k}`);
    script.block("def H_PART(t=0.0):", () => script.add(`return ${python(unit.H ?? 0)}`));
    script.add("unit, both = [c for c in FACTORS if c not in SYSTEM], list(FACTORS)", `eta = ${etaOf(writing, unit)}`);
    script.add(form.free ? "H0 = on_system(H_PART(), both) + on_system(H_SYSTEM(), both)" : "H0 = 0 * on_system(1, both)", "steps = []");
    const visits = unit.visits === undefined ? [{ V: unit.V }] : listOf(unit.visits);
    for (const visit of visits.map(fieldsOf)) script.add(`steps.append(${stepOf(writing, visit, form)})`);
    script.add(form.second ? "return second_order(steps, eta)" : "return kraus(steps, eta, unit)");
  });
  script.add("", "");
}

/** One step of a visit: Kraus operators of a channel, a unitary, or duration and generator for the second order. */
function stepOf({ python, document }: Writing, { V, tau, channel }: Fields, { scale, second }: Form): string {
  if (channel !== undefined)
    return `[${listOf(channel)
      .map((K) => `on_system(${python(K)}, both)`)
      .join(", ")}]`;
  const [duration, G] = [python(tau ?? document.tau), `H0 + ${scale} * on_system(${python(V)}, both)`];
  return second ? `(${duration}, ${G})` : `[(-1j * (${duration}) * (${G})).expm()]`;
}

function begin(script: Writing["script"], unit: string): void {
  script.add("t = 0.0", "FACTORS.clear()", `FACTORS.update({**SYSTEM_FACTORS, **${unit}})`);
}

function etaOf(writing: Pick<Writing, "python">, { state, T, beta }: Fields): string {
  const { python } = writing;
  if (state !== undefined) return `on_system(${stateOf(writing, state)}, unit)`;
  return `thermal(Part(unit, on_system(H_PART(), unit)), ${T === undefined ? `1 / (${python(beta)})` : python(T)}).q`;
}

/** All units at once: one unitary on the system and all of them, with the system's Hamiltonian in it once. */
function writeJoint(writing: Writing, units: readonly Fields[], { scale, free, second }: Form): void {
  const { script, python, document } = writing;
  units.forEach((unit, k) => writeSpaces(writing, `UNIT_${k}`, unit.spaces));
  script
    .block("def unit_0():", () => {
      begin(script, units.map((_, k) => `UNIT_${k}`).join(", **"));
      script.add("all_units, both = [c for c in FACTORS if c not in SYSTEM], list(FACTORS)", "etas = []");
      script.add(free ? "G = on_system(H_SYSTEM(), both)" : "G = 0 * on_system(1, both)");
      units.forEach((unit, k) => {
        if (unit.visits !== undefined) throw cannot(`/units/${k}/visits`, "a visit in a joint stream");
        script.add(`unit = list(UNIT_${k})`, `H_PART = lambda t=0.0: ${python(unit.H ?? 0)}`, `etas.append(${etaOf(writing, unit)})`);
        script.add(`G = G + ${free ? "on_system(H_PART(), both) + " : ""}${scale} * on_system(${python(unit.V)}, both)`);
      });
      script.add(
        second
          ? `return second_order([(${python(document.tau)}, G)], qt.tensor(*etas))`
          : `return kraus([[(-1j * (${python(document.tau)}) * G).expm()]], qt.tensor(*etas), all_units)`,
      );
    })
    .add("", "");
}

/** The units' places in UNITS, in the order of a cycle. */
function orderOf(stream: Fields, units: readonly Fields[], made: number): readonly number[] {
  if (!Array.isArray(stream.order)) return Array.from({ length: made }, (_, k) => k);
  const baths = units.map(({ bath }, k) => (bath === undefined ? (units.length === 1 ? "bath" : `bath${k + 1}`) : String(bath)));
  return stream.order.map((bath) => baths.indexOf(String(bath)));
}

/** What acts between collisions, as the Liouvillian BETWEEN. */
function writeBetween(writing: Writing, between: Fields, free: boolean): void {
  const { script, python } = writing;
  writeJumps(writing, between, "/between");
  script.add("JUMPS = [c for jumps in BATHS.values() for c in jumps]");
  const H = between.H === undefined ? (free ? "H()" : "0 * H()") : `on_system(${python(between.H)})`;
  script.add(`BETWEEN = qt.liouvillian(${H}, JUMPS)`);
}

function writeLoop(
  writing: Writing,
  between: Fields,
  free: boolean,
  order: readonly number[],
  shares: readonly string[] | null,
  { steps = 0 }: ExportLength,
): void {
  const { script, python } = writing;
  const idle = Object.keys(between).length > 0;
  if (idle) {
    writeBetween(writing, between, free);
    script.add(`IDLE = (BETWEEN * (${python(between.duration ?? 0)})).expm()`);
  }
  script.add(`ORDER, AXIS, STATES = [${order.join(", ")}], list(range(${steps + 1})), [START]`);
  script
    .block(`for k in range(${steps}):`, () => {
      const one = "applied(UNITS[ORDER[k % len(ORDER)]], STATES[-1])";
      const mixed = (shares ?? []).map((p, k) => `(${p}) * applied(UNITS[${k}], STATES[-1])`).join(" + ");
      script.add(`rho = ${shares ? mixed : one}`);
      if (idle) script.add("rho = qt.vector_to_operator(IDLE * qt.operator_to_vector(rho))");
      script.add("STATES.append(rho)");
    })
    .add("");
}

/** The unit that has collided meets the next one in exp(−iφ SWAP), sin²φ the strength, and leaves: the state is that of system and unit. */
function writeMemory(writing: Writing, unit: Fields, { scale, free, second }: Form, { steps = 0 }: ExportLength): void {
  const { script, python, document } = writing;
  if (second) throw cannot("/evaluation", "the second order with memory");
  writeSpaces(writing, "UNIT_0", unit.spaces);
  begin(script, "UNIT_0");
  script.add(`H_PART = lambda t=0.0: ${python(unit.H ?? 0)}`);
  script.add("unit, both = [c for c in FACTORS if c not in SYSTEM], list(FACTORS)", `eta = ${etaOf(writing, unit)}`);
  script.add(free ? "H0 = on_system(H_PART(), both) + on_system(H_SYSTEM(), both)" : "H0 = 0 * on_system(1, both)");
  script.add(`U = (-1j * (${python(document.tau)}) * (H0 + ${scale} * on_system(${python(unit.V)}, both))).expm()`);
  script.add(`PHI = math.asin(math.sqrt(${python(document.memory)}))`, "s, u = len(SYSTEM), len(unit)");
  script.add("order = list(range(s)) + list(range(s + u, s + 2 * u)) + list(range(s, s + u))");
  script.add(`AXIS, STATES, rho = list(range(${steps + 1})), [START], qt.tensor(START, eta)`);
  script.block(`for k in range(${steps}):`, () => {
    script.add("rho = U * rho * U.dag()", "STATES.append(rho.ptrace(list(range(s))))");
    script.add("three = qt.tensor(rho, eta)", "# exp(-i PHI SWAP) = cos(PHI) - i sin(PHI) SWAP");
    script.add("swapped, turned = three.permute(order), SWAPPED(three, order)");
    script.add("three = math.cos(PHI)**2 * three + math.sin(PHI)**2 * swapped + math.cos(PHI) * math.sin(PHI) * turned");
    script.add("rho = three.ptrace(list(range(s)) + list(range(s + u, s + 2 * u)))");
  });
  script.add("FACTORS.clear()", "FACTORS.update(SYSTEM_FACTORS)", "");
}

/** Units that arrive at random: p(Φ − 1) is the dissipator of Φ's Kraus operators, because Σ K†K = 1. */
function writeArrivals(
  writing: Writing,
  between: Fields,
  free: boolean,
  count: number,
  shares: readonly string[] | null,
  { times = [0] }: ExportLength,
): void {
  const { script, python, document } = writing;
  writeBetween(writing, between, free);
  const parts = Array.from({ length: count }, (_, k) => shares?.[k] ?? `1 / ${count}`);
  script.add(
    `PASSING = [math.sqrt((${python(document.arrivals)}) * share) * K for share, unit in zip([${parts.join(", ")}], UNITS) for K in unit]`,
  );
  script.add(`AXIS = [${times.join(", ")}]`, "WHOLE = BETWEEN + qt.liouvillian(0 * H(), PASSING)");
  script.add('OPTIONS = {"method": "dop853", "atol": 1e-14, "rtol": 1e-12, "nsteps": 10**8, "progress_bar": ""}');
  script.add("STATES = qt.mesolve(WHOLE, START, AXIS, options=OPTIONS).states", "");
}
