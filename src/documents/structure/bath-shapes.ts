/** The shapes of dissipation: jumps, thermal baths, matrices of rates, and couplings to the whole Hamiltonian. */
import { atMostOne, either, type Field, list, missing, type ObjectShape, object, type Read } from "./compound-shapes.ts";
import { expression, name, nameProblem, truth, word } from "./leaf-shapes.ts";
import { isObject, type Place, type Shape } from "./shape.ts";
import { matrixRows } from "./space-shapes.ts";

const bath: Field = { shape: name("the name of a bath"), means: "its name in heat(…) and flow(…)" };
const T: Field = { shape: expression, means: "temperature of the bath, `inf` allowed" };
const beta: Field = { shape: expression, means: "inverse temperature, in place of T" };

/** `for: [j, 1, N]` repeats an entry. */
const repeated: Field = {
  shape: {
    words: "[index, first, last]",
    read(value, place) {
      if (!Array.isArray(value) || value.length !== 3) return place.wrongKind(this.words, value, "write for: [j, 1, N]");
      if (typeof value[0] !== "string") return place.at(0).wrongKind("the name of an index", value[0]);
      if (nameProblem(value[0], place.at(0), true)) return undefined;
      return [value[0], expression.read(value[1], place.at(1)), expression.read(value[2], place.at(2))];
    },
    schema: (definitions) => ({
      type: "array",
      prefixItems: [name("an index").schema(definitions), expression.schema(definitions), expression.schema(definitions)],
      minItems: 3,
      maxItems: 3,
    }),
  },
  means: "`[j, first, last]` repeats the entry for each j",
};

function warmth(what: string, needed: boolean) {
  return (read: Read, place: Place): undefined => {
    if (atMostOne(read, ["T", "beta"], what, place) && needed && read.T === undefined && read.beta === undefined) {
      missing(place, "T", what, { means: "a temperature T, or beta" });
    }
    return undefined;
  };
}

/** γ D[L]. */
const jump: ObjectShape = object({
  id: "jump",
  what: "a jump",
  fields: {
    operator: { shape: expression, required: true, means: "L of γ D[L]" },
    rate: { shape: expression, required: true, means: "γ ≥ 0" },
    bath,
    T,
    beta,
    for: repeated,
  },
  check: warmth("a jump", false),
});

/** γ(n + 1) D[A] + γ n D[A†]. */
const thermalBath: ObjectShape = object({
  id: "thermal-bath",
  what: "a thermal bath",
  fields: {
    bath,
    lowering: { shape: expression, required: true, means: "A, which takes omega out of the system" },
    omega: { shape: expression, required: true, means: "energy of one quantum" },
    rate: { shape: expression, required: true, means: "γ of γ(n + 1) D[A] + γ n D[A†]" },
    T,
    beta,
    statistics: {
      shape: word(["bosons", "fermions"], { parameter: true }),
      default: "bosons",
      means: "`bosons`, or `fermions`: γ(1 − f), γ f",
    },
    for: repeated,
  },
  check: warmth("a thermal bath", true),
});

/** Σ γ_ij (L_i ρ L_j† − …). */
const collective: ObjectShape = object({
  id: "collective-bath",
  what: "a collective bath",
  fields: {
    bath,
    operators: { shape: list(expression, "operators", { least: 1, most: 64 }), required: true, means: "L_1, L_2, …" },
    rates: { shape: matrixRows, required: true, means: "γ_ij, Hermitian and positive semidefinite; entries as in matrices" },
    T,
    beta,
  },
  check(read, place) {
    const { operators, rates } = read as { readonly operators?: readonly unknown[]; readonly rates?: readonly (readonly unknown[])[] };
    if (operators && rates && (rates.length !== operators.length || rates[0].length !== operators.length)) {
      const size = `${operators.length} × ${operators.length}`;
      place.at("rates").wrong("wrong-kind", `be ${size}, one row and column for each operator`, `is ${rates.length} × ${rates[0].length}`);
    }
    return warmth("a collective bath", false)(read, place);
  },
});

const ohmicDensity: ObjectShape = object({
  id: "ohmic-density",
  what: "an Ohmic density",
  fields: {
    kind: { shape: word(["ohmic"]), required: true, means: "`ohmic`: strength·ω with a cutoff" },
    strength: { shape: expression, required: true, means: "slope at ω = 0" },
    cutoff: { shape: expression, required: true, means: "frequency of the cutoff" },
    shape: { shape: word(["drude", "exponential", "hard"]), default: "drude", means: "`drude`, `exponential` or `hard`" },
  },
});

const flatDensity: ObjectShape = object({
  id: "flat-density",
  what: "a flat density",
  fields: {
    kind: { shape: word(["flat"]), required: true, means: "`flat`: the same rate at all frequencies" },
    rate: { shape: expression, required: true, means: "the rate" },
  },
});

const density: Shape = {
  words: "a density { kind: ohmic, … } or { kind: flat, rate }",
  read(value, place) {
    if (!isObject(value)) return place.wrongKind(this.words, value);
    if (value.kind === undefined) return missing(place, "kind", "a density", { means: "ohmic or flat" });
    const kind = word(["ohmic", "flat"]).read(value.kind, place.at("kind"));
    return kind === undefined ? undefined : (kind === "flat" ? flatDensity : ohmicDensity).read(value, place);
  },
  schema: (definitions) => ({ anyOf: [ohmicDensity.schema(definitions), flatDensity.schema(definitions)] }),
};

const coupling: ObjectShape = object({
  id: "coupling",
  what: "a coupling",
  fields: {
    bath,
    operator: { shape: expression, required: true, means: "the system's part of the coupling, Hermitian" },
    density: { shape: density, required: true, means: "spectral density of the bath" },
    T,
    beta,
  },
  check: warmth("a coupling", true),
});

const lambShift: ObjectShape = object({
  id: "lamb-shift",
  what: "a Lamb shift",
  fields: { S: { shape: expression, required: true, means: "S as a function of the frequency `w`" } },
});

/** Baths that see the whole Hamiltonian. */
export const global: ObjectShape = object({
  id: "global",
  what: "a global master equation",
  fields: {
    couplings: { shape: list(coupling, "couplings", { least: 1, most: 64 }), required: true, means: "what couples to which bath" },
    form: {
      shape: word(["secular", "unified", "partial", "redfield", "geometric"], { parameter: true }),
      default: "secular",
      means: "`secular`, `unified`, `partial`, `redfield` or `geometric`",
    },
    cluster: { shape: expression, means: "width of clusters of frequencies, for `unified` and `partial`" },
    tolerance: { shape: expression, default: 1e-9, means: "frequencies closer than this are one" },
    negativeFrequencies: {
      shape: word(["odd", "drop"]),
      default: "odd",
      means: "how the density goes on at ω < 0",
    },
    lambShift: {
      shape: either("false, or { S: expression in w }", [
        [(value) => value === false, truth],
        [isObject, lambShift],
      ]),
      default: false,
      means: "`false`, or `{ S: … }` with S an expression in `w`",
    },
  },
});

const jumps: Field = { shape: list(jump, "jumps", { most: 1024 }), default: [], means: "γ D[L] each" };
const thermal: Field = { shape: list(thermalBath, "thermal baths", { most: 1024 }), default: [], means: "γ(n + 1) D[A] + γ n D[A†] each" };
const matrices: Field = {
  shape: list(collective, "collective baths", { most: 64 }),
  default: [],
  means: "Σ γ_ij (L_i ρ L_j† − ½{L_j† L_i, ρ}) each",
};

/** Dissipation as master equations and the time between collisions have it. */
export const dissipation: Readonly<Record<"jumps" | "thermal" | "collective", Field>> = { jumps, thermal, collective: matrices };
