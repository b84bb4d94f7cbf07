/** Every function of the language as data: the reference page, the completion of names, and the check of arguments come from it. */

/** What a function is about. */
export type FunctionGroup = "operators" | "sums" | "numbers" | "time" | "states" | "observables";

/** What an argument of a function is. */
export type ArgumentKind = "label" | "level" | "operator" | "ket" | "bath" | "index" | "number" | "value";

/** A function of expressions, for completion and for reference. */
export interface FunctionEntry {
  readonly name: string;
  readonly group: FunctionGroup;
  /** How it is written: `quad(c, phi)`. */
  readonly signature: string;
  /** What it means, in one line. */
  readonly meaning: string;
  /** Fewest and most arguments. */
  readonly arguments: readonly [number, number];
  /** What each argument is; the last one stands for all that follow. */
  readonly takes: readonly ArgumentKind[];
  /** Where it acts, for operators and states: the kinds of factors; empty for any. */
  readonly on?: readonly string[];
}

/** What the arguments of a signature are, by what they are called there. */
const CALLED: Readonly<Record<string, ArgumentKind>> = { X: "operator", Y: "operator", psi: "ket", phi: "ket", bath: "bath", j: "index" };

const entry = (
  group: FunctionGroup,
  signature: string,
  meaning: string,
  count: readonly [number, number],
  on?: readonly string[],
  takes?: readonly ArgumentKind[],
): FunctionEntry => ({
  name: signature.slice(0, signature.indexOf("(")),
  group,
  signature,
  meaning,
  arguments: count,
  takes: takes ?? named(signature, on !== undefined),
  ...(on ? { on } : {}),
});

/** Arguments are numbers, but for those whose names say more; what acts somewhere names that first. */
function named(signature: string, acts: boolean): readonly ArgumentKind[] {
  const words = signature
    .slice(signature.indexOf("(") + 1, -1)
    .split(", ")
    .filter(Boolean);
  return words.map((word, k) => {
    if (acts && (k === 0 || /^(?:[AB]|c2)$/.test(word))) return "label";
    return word === "phi" && acts ? "number" : (CALLED[word] ?? "number");
  });
}

const levelsOf = (count: number): readonly ArgumentKind[] => ["label", ...new Array<ArgumentKind>(count).fill("level")];
const one = [1, 1] as const;
const two = [2, 2] as const;
const three = [3, 3] as const;
const four = [4, 4] as const;

const OPERATORS = [
  entry("operators", "sx(S)", "σx = |e⟩⟨g| + |g⟩⟨e|", one, ["two levels"]),
  entry("operators", "sy(S)", "σy = -i|e⟩⟨g| + i|g⟩⟨e|", one, ["two levels"]),
  entry("operators", "sz(S)", "σz = |e⟩⟨e| - |g⟩⟨g|", one, ["two levels"]),
  entry("operators", "sp(S)", "σ⁺ = |e⟩⟨g|", one, ["two levels"]),
  entry("operators", "sm(S)", "σ⁻ = |g⟩⟨e|", one, ["two levels"]),
  entry("operators", "a(c)", "annihilation of a photon", one, ["fock"]),
  entry("operators", "ad(c)", "creation of a photon", one, ["fock"]),
  entry("operators", "n(c)", "number of photons", one, ["fock"]),
  entry("operators", "parity(c)", "(-1)^n", one, ["fock"]),
  entry("operators", "quad(c, phi)", "the quadrature (exp(-i*phi)*a + exp(i*phi)*a†)/√2", two, ["fock"]),
  entry("operators", "Jx(J)", "(J₊ + J₋)/2 of a spin", one, ["spin"]),
  entry("operators", "Jy(J)", "(J₊ - J₋)/2i of a spin", one, ["spin"]),
  entry("operators", "Jz(J)", "Σ m|m⟩⟨m| of a spin", one, ["spin"]),
  entry("operators", "Jp(J)", "J₊ of a spin", one, ["spin"]),
  entry("operators", "Jm(J)", "J₋ of a spin", one, ["spin"]),
  entry("operators", "L(r)", "angular momentum of a rotor", one, ["rotor"]),
  entry("operators", "shift(r, k)", "exp(i*k*φ) of a rotor: l to l + k", two, ["rotor"]),
  entry("operators", "cosphi(r)", "cos φ of a rotor", one, ["rotor"]),
  entry("operators", "sinphi(r)", "sin φ of a rotor", one, ["rotor"]),
  entry("operators", "id(A)", "the identity", one, []),
  entry("operators", "proj(A, x)", "|x⟩⟨x|, x a level's name or quantum number", two, [], levelsOf(1)),
  entry("operators", "ketbra(A, x, y)", "|x⟩⟨y|", three, [], levelsOf(2)),
  entry("operators", "swap(A, B)", "exchanges two spaces of equal dimension", two, []),
  entry("operators", "displace(c, alpha)", "exp(alpha*a† - conj(alpha)*a) within the cut", two, ["fock"]),
  entry("operators", "squeeze(c, r, phi)", "exp((conj(z)*a² - z*a†²)/2), z = r*exp(i*phi), within the cut", three, ["fock"]),
  entry("operators", "fa(s)", "annihilation of a fermion at s[k], signs by Jordan and Wigner along the family s", one, ["two levels"]),
  entry("operators", "fad(s)", "creation of a fermion at s[k]", one, ["two levels"]),
  entry("operators", "dag(X)", "the adjoint X†", one),
  entry("operators", "comm(X, Y)", "X*Y - Y*X", two),
  entry("operators", "acomm(X, Y)", "X*Y + Y*X", two),
  entry("operators", "inv(X)", "the inverse of an operator", one),
  entry("operators", "outer(psi, phi)", "|ψ⟩⟨φ| of two kets", two),
];

const SUMS = [
  entry("sums", "sum(j, 1, N, X)", "Σ of X over the integers j from 1 to N", four, undefined, ["index", "number", "number", "value"]),
  entry("sums", "prod(j, 1, N, X)", "Π of X over the integers j from 1 to N, from left to right", four, undefined, [
    "index",
    "number",
    "number",
    "value",
  ]),
  entry("sums", "if(c, x, y)", "x where c is true, else y; operators keep both patterns", three, undefined, ["value"]),
  entry("sums", "length(list)", "how many numbers a list has", one, undefined, ["value"]),
];

const NUMBERS = [
  entry("numbers", "sqrt(x)", "√x of x ≥ 0, or of an operator without negative eigenvalues", one),
  entry("numbers", "exp(z)", "e^z of a real or complex number, or of an operator", one),
  entry("numbers", "log(x)", "natural logarithm of x > 0, or of an operator with positive eigenvalues", one),
  ...["sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan"].map((name) =>
    entry("numbers", `${name}(x)`, `${name} of a real number`, one),
  ),
  entry("numbers", "atan2(y, x)", "the angle of the point (x, y)", two),
  entry("numbers", "abs(z)", "|z|", one),
  entry("numbers", "sign(x)", "-1, 0 or 1", one),
  entry("numbers", "floor(x)", "largest integer ≤ x", one),
  entry("numbers", "ceil(x)", "smallest integer ≥ x", one),
  entry("numbers", "round(x)", "nearest integer, halves up", one),
  entry("numbers", "min(x, y)", "the smallest of its arguments", [1, 64]),
  entry("numbers", "max(x, y)", "the largest of its arguments", [1, 64]),
  entry("numbers", "mod(x, y)", "x - y*floor(x/y)", two),
  entry("numbers", "re(z)", "real part", one),
  entry("numbers", "im(z)", "imaginary part", one),
  entry("numbers", "conj(z)", "complex conjugate", one),
  entry("numbers", "arg(z)", "phase of a complex number", one),
  entry("numbers", "bose(w, T)", "1/(exp(w/T) - 1), 0 at T = 0 for w > 0", two),
  entry("numbers", "fermi(w, T)", "1/(exp(w/T) + 1), 0 at T = 0 for w > 0", two),
];

const TIME = [
  entry("time", "step(x)", "1 for x ≥ 0, else 0", one),
  entry("time", "square(x, a, b)", "1 for a ≤ x < b, else 0", three),
  entry("time", "ramp(x, a, b)", "0 to x = a, then a straight line, 1 from x = b", three),
  entry("time", "gauss(x, m, s)", "exp(-(x - m)^2/(2*s^2))", three),
  entry("time", "sech(x)", "1/cosh(x)", one),
];

const STATES = [
  entry("states", "thermal(X, T)", "exp(-X/T)/Z on the labels of X; the lowest level at T = 0, 1/d at T = inf", two),
  entry("states", "fock(c, n)", "n photons", two, ["fock"], levelsOf(1)),
  entry("states", "coherent(c, alpha)", "the coherent state of amplitude alpha", two, ["fock"]),
  entry("states", "squeezed(c, r, phi)", "the squeezed vacuum", three, ["fock"]),
  entry("states", "twomode(c1, c2, r, phi)", "the two-mode squeezed vacuum", four, ["fock"]),
  entry("states", "bloch(S, x, y, z)", "(1 + x*sx + y*sy + z*sz)/2", four, ["two levels"]),
  entry("states", "mixed(A)", "the maximally mixed state", one, []),
  entry("states", "ket(A, x)", "the ket |x⟩", two, [], levelsOf(1)),
  entry("states", "pure(psi)", "|ψ⟩⟨ψ|/⟨ψ|ψ⟩ of a ket", one),
];

const OBSERVABLES = [
  entry("observables", "mean(X)", "Tr ρX", one),
  entry("observables", "energy()", "Tr ρH", [0, 0]),
  entry("observables", "purity()", "Tr ρ²", [0, 0]),
  entry("observables", "entropy(A)", "von Neumann entropy in nats, of the whole or of some labels", [0, 64], undefined, ["label"]),
  entry("observables", "C_l1()", "l1 norm of coherence", [0, 0]),
  entry("observables", "ergotropy()", "most work that a cyclic unitary extracts", [0, 0]),
  entry("observables", "mutual_information(A)", "mutual information of some labels with the rest, in nats", [1, 64], undefined, ["label"]),
  entry("observables", "negativity(A)", "negativity between some labels and the rest", [1, 64], undefined, ["label"]),
  entry("observables", "log_negativity(A)", "logarithmic negativity, base 2", [1, 64], undefined, ["label"]),
  entry("observables", "concurrence(A, B)", "concurrence of two qubits", two, ["two levels"]),
  entry("observables", "heat(bath)", "Tr H D_b(ρ): energy per unit time from a bath", one),
  entry("observables", "flow(bath, X)", "Tr X D_b(ρ)", two),
  entry("observables", "power()", "Tr Ḣρ: work per unit time of the drives", [0, 0]),
];

/** All functions, in the order of the reference page. */
export const FUNCTIONS: readonly FunctionEntry[] = [...OPERATORS, ...SUMS, ...NUMBERS, ...TIME, ...STATES, ...OBSERVABLES];

/** The same by name. */
export const FUNCTION_BY_NAME: ReadonlyMap<string, FunctionEntry> = new Map(FUNCTIONS.map((f) => [f.name, f]));
