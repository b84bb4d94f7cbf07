/** Documents as QuTiP scripts: the translation of expressions, what is refused, and (where QuTiP is) the numbers. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_BY_NAME } from "../../src/documents/expression/function-catalogue.ts";
import { documentFromData, documentModel, readDocument } from "../../src/documents/index.ts";
import { documentProgram } from "../../src/exchange/index.ts";
import { pythonOf, type Scope } from "../../src/exchange/python-expression.ts";
import { type QutipExport, qutipScript } from "../../src/exchange/qutip.ts";
import { preambleNames } from "../../src/exchange/qutip-preamble.ts";
import { exponential } from "../../src/methods/method.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus } from "../../src/operators/named.ts";
import { basisState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { qubit } from "../../src/spaces/space.ts";

const python = process.env.PYTHON ?? "python3";

const hasQutip = (() => {
  try {
    return execFileSync(python, ["-W", "ignore", "-c", "import qutip; print(qutip.__version__)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).startsWith("5");
  } catch {
    return false;
  }
})();

const scope: Scope = {
  labels: new Map([
    ["S", ["e", "g"]],
    ["s", ["e", "g"]],
    ["c", []],
  ]),
  families: new Set(["s"]),
  value: (name) => ({ g: "g", e: "e", w: "w", lambda: "lambda_", X: "X(t)", pulse: "pulse" })[name] ?? null,
  tables: new Set(["pulse"]),
  H: "H_PART(t)",
};

describe("expressions in Python", () => {
  it.each([
    ["g*(sp(S)*sm(S) + h.c.)", 'g * (with_conjugate(sp("S") * sm("S"), +1))'],
    ["X + sm(S) - h.c. - g*sz(S)", 'with_conjugate(X(t) + sm("S"), -1) - g * sz("S")'],
    ["-g^2", "-g**2"],
    ["2^-g", "2**-g"],
    ["g^2^3", "g**2**3"],
    ["proj(S, e) + e*ketbra(S, g, e)", 'proj("S", "e") + e * ketbra("S", "g", "e")'],
    ["proj(c, e)", 'proj("c", e)'],
    ["sum(j, 1, 3, w[j]*sz(s[j])*sz(s[j + 1]))", 'total(1, 3, lambda j_: w[int(j_) - 1] * sz(at("s", j_)) * sz(at("s", j_ + 1)))'],
    ["prod(j, 1, 3, proj(s[j], g))", 'product(1, 3, lambda j_: proj(at("s", j_), "g"))'],
    ["exp(i*lambda)*n(c)", 'exp(1j * lambda_) * n("c")'],
    ["if(g > 0 and not g == 2, sqrt(g), id(S))", '(sqrt(g) if g > 0 and not g == 2 else identity("S"))'],
    ["displace(c, g)*squeeze(c, g, 0)*ket(c, 0)", 'displace("c", g) * squeeze("c", g, 0) * ket("c", 0)'],
    ["swap(S, s[1]) + outer(ket(S, e), ket(S, 1))", 'swap("S", at("s", 1)) + outer(ket("S", "e"), ket("S", 1))'],
    ["pulse(t - 1)", "pulse(t - 1)"],
    ["thermal(H, 1/g)", "thermal(H_PART(t), 1 / g)"],
    ["heat(S) + flow(S, sz(S))", 'heat("S") + flow("S", sz("S"))'],
    ["mutual_information(S, c)", 'mutual_information("S", "c")'],
    ["mod(g, 2) + length(w)", "(g % 2) + len(w)"],
    ['if(g == "x", 1, 2)', '(1 if g == "x" else 2)'],
  ])("%s", (text, expected) => {
    expect(pythonOf(text, scope)).toBe(expected);
  });

  it("are refused where they are none", () => {
    for (const text of ["g +", "g g", "(g", "nothing", "g ? 1", "sum(j, 1"]) {
      expect(() => pythonOf(text, scope), text).toThrow(/^Argument `(document|expression)`/);
    }
    expect(pythonOf(-2, scope)).toBe("(-2)");
    expect(() => pythonOf("fad(s[1])*fa(s[2])", scope)).toThrow(
      /fad\(…\) has no words in a QuTiP script\. Write it by hand: QuTiP has fermions/,
    );
    expect(() => pythonOf("power() + 1", scope)).toThrow(
      /power\(…\) has no words in a QuTiP script\. Write it by hand: it is the mean of dH\/dt\./,
    );
  });

  it("know every function of documents, or refuse it", () => {
    const own = ["sum", "prod", "if", "mod", "fa", "fad", "power"];
    const builtin = ["abs", "min", "max", "round", "math", "len"];
    const words = [...preambleNames(), ...builtin];
    for (const name of FUNCTION_BY_NAME.keys()) {
      if (own.includes(name)) continue;
      const [, written] = /^\(?(\w+)/.exec(pythonOf(`${name}(1, 1, 1, 1)`, scope)) as unknown as [string, string];
      expect(words, name).toContain(written);
    }
  });
});

const atom = { label: "S", kind: "qubit" } as const;
const equation = {
  ancilla: 1,
  kind: "master-equation",
  name: "cavity",
  title: 'A "cavity"',
  parameters: { g: 0.4, lambda: 0.1, d: 4 },
  let: { coupling: "g*(a(c)*sp(S) + h.c.)" },
  spaces: [{ label: "c", kind: "fock", levels: "d" }, atom],
  H: "n(c) + sz(S)/2 + coupling",
  jumps: [{ operator: "a(c)", rate: "lambda" }],
  initial: "fock(c, 0)*proj(S, e)",
  observables: { photons: "mean(n(c))", excited: "mean(proj(S, e))", ratio: "mean(n(c))/mean(proj(S, e))" },
};
const stream = {
  ancilla: 1,
  kind: "collisions",
  name: "stream",
  parameters: { g: 0.5, tau: 0.3 },
  spaces: [atom],
  H: "sz(S)/2",
  units: [{ spaces: [{ label: "U", kind: "qubit" }], H: "sz(U)/2", V: "g*(sp(S)*sm(U) + h.c.)", T: 1 }],
  tau: "tau",
  initial: "proj(S, e)",
};
const ofEquation: QutipExport = {
  document: equation,
  values: equation.parameters,
  times: [0, 1, 4],
  observe: ["photons", "excited", "ratio"],
};
const ofStream: QutipExport = { document: stream, values: stream.parameters, steps: 12, observe: ["sz", "energy", "Sigma"] };

const unit = (more: object) => ({ spaces: [{ label: "U", kind: "qubit" }], H: "sz(U)/2", V: "0.7*(sp(S)*sm(U) + h.c.)", ...more });
const hot = unit({ bath: "hot", beta: 0.5, V: "0.5*sx(S)*sx(U)" });
const cold = unit({ bath: "cold", T: 0.4 });
const visits = [{ V: "0.7*(sp(S)*sm(U) + h.c.)" }, { channel: ["sqrt(0.8)*id(U)", "sqrt(0.2)*sz(U)"] }, { V: "0.4*sx(S)*sy(U)", tau: 0.5 }];
const tilted = { state: "bloch(U, 0.3, 0.2, -0.4)" };
const equationOf = (more: object) => ({ ...equation, parameters: {}, let: {}, jumps: [], observables: {}, spaces: [atom], ...more });
const streamOf = (more: object) => ({
  ...stream,
  parameters: {},
  H: "sz(S)/2 + 0.2*sx(S)",
  tau: 0.3,
  initial: "ket(S, e) + i*ket(S, g)",
  ...more,
});
const table = (interpolation: string, values: readonly number[]) => ({ table: { times: [0, 0.5, 0.8], values, interpolation } });

/** Documents by what they have, with lines that say it in Python. */
const features: Readonly<Record<string, readonly [document: object, ...lines: string[]]>> = {
  "kets without jumps": [equationOf({ H: "sz(S)/2 + 0.3*sx(S)", initial: "ket(S, e)" })],
  "thermal pairs": [
    equationOf({
      spaces: [atom, { label: "c", kind: "fock", levels: 4 }],
      H: "sz(S)/2 + n(c) + 0.2*(sp(S)*a(c) + h.c.)",
      initial: "ket(S, e)*ket(c, 1)",
      thermal: [
        { lowering: "a(c)", omega: 1, rate: 0.3, T: 0.7, bath: "light" },
        { lowering: "sm(S)", omega: 1.2, rate: 0.4, beta: 1.5, statistics: "fermions", bath: "lead" },
      ],
      observables: { n: "mean(n(c))", z: "mean(sz(S))", light: "heat(light)", lead: "heat(lead)" },
    }),
    'jump("light", a("c"), (0.3) * (1 + bose(1, 0.7)))',
    'jump("light", dag(a("c")), (0.3) * bose(1, 0.7))',
    'jump("lead", sm("S"), (0.4) * (1 - fermi(1.2, 1 / (1.5))))',
    'jump("lead", dag(sm("S")), (0.4) * fermi(1.2, 1 / (1.5)))',
  ],
  families: [
    equationOf({
      spaces: [{ label: "s", kind: "qubit", count: 3 }],
      parameters: { w: [0.5, 1, 1.7] },
      H: "sum(j, 1, 3, w[j]*sz(s[j])/2) + 0.3*sum(j, 1, 2, sp(s[j])*sm(s[j + 1]) + h.c.)",
      jumps: [{ operator: "sm(s[j])", rate: "0.1*w[j]*j", for: ["j", 1, 3] }],
      initial: "prod(j, 1, 3, ket(s[j], e))",
      observables: { z1: "mean(sz(s[1]))", z3: "mean(sz(s[3]))" },
    }),
    "for j_ in range(int(1), int(3) + 1):",
    'jump("bath", sm(at("s", j_)), 0.1 * w[int(j_) - 1] * j_)',
  ],
  "measures, and the heat of a bath without a name": [
    equationOf({
      spaces: [atom, { label: "L3", kind: "levels", names: ["g", "m", "x"] }],
      let: {
        X: {
          matrix: [
            [0, [0, 1]],
            [[0, -1], 0.3],
          ],
          on: ["S"],
        },
        w: "0.3 + mod(7, 4)/10",
      },
      H: "w*proj(L3, x) + 0.4*(ketbra(L3, g, m) + h.c.) + X*proj(L3, m) - (sz(S) - 0.2)^2/5",
      jumps: [{ operator: "ketbra(L3, m, x)", rate: "max(0.1, min(0.2, 0.4))*atan2(1, 2)" }],
      initial: "(ket(L3, x) - i*ket(L3, 1)/2)*ket(S, 0)",
      observables: {
        heat: "heat(bath)",
        none: "1/mean(proj(L3, g))",
        log_negativity: "log_negativity(S)",
        mutual: "mutual_information(S)",
        S_S: "entropy(S)",
        work: "ergotropy()",
        flip: { of: "mean(ketbra(L3, m, g)*sp(S))", part: "im" },
      },
    }),
    'jump("bath", ketbra("L3", "m", "x"), max(0.1, min(0.2, 0.4)) * math.atan2(1, 2))',
  ],
  tables: [
    equationOf({
      let: { f: table("linear", [0, 1, 0.2]), g: table("previous", [0.4, -1, 2]) },
      H: "f(t)*sx(S) + g(t)*sz(S)/4",
      jumps: [{ operator: "sm(S)", rate: 0.2 }],
      initial: "proj(S, e)",
    }),
  ],
  "kets of units": [streamOf({ units: [unit({ state: "ket(U, g) + 0.5*ket(U, e)" })] })],
  "an order": [
    streamOf({ stream: { kind: "cyclic", order: ["hot", "hot", "cold"] }, units: [cold, hot] }),
    "ORDER, AXIS, STATES = [1, 1, 0]",
  ],
  "a mixture, and what is between": [
    streamOf({
      stream: { kind: "mixture", probabilities: [0.3, 0.7] },
      units: [cold, hot],
      between: { duration: 0.4, H: "sz(S)", jumps: [{ operator: "sm(S)", rate: 0.3 }] },
    }),
    "rho = (0.3) * applied(UNITS[0], STATES[-1]) + (0.7) * applied(UNITS[1], STATES[-1])",
    "IDLE = (BETWEEN * (0.4)).expm()",
  ],
  arrivals: [
    streamOf({
      arrivals: 0.8,
      stream: { kind: "mixture", probabilities: [0.3, 0.7] },
      units: [cold, hot],
      between: { thermal: [{ lowering: "sm(S)", omega: 1, rate: 0.1, T: 0.5, bath: "air" }] },
    }),
    "math.sqrt((0.8) * share) * K for share, unit in zip([0.3, 0.7], UNITS)",
  ],
  "visits and a channel": [
    streamOf({ units: [{ spaces: cold.spaces, H: cold.H, T: 0.9, visits }] }),
    'steps.append([on_system(sqrt(0.8) * identity("U"), both), on_system(sqrt(0.2) * sz("U"), both)])',
    'steps.append([(-1j * (0.5) * (H0 + 1 * on_system(0.4 * sx("S") * sy("U"), both))).expm()])',
  ],
  "the second order": [
    streamOf({ evaluation: "second", tau: 0.05, scaling: "1/sqrt(tau)", units: [unit({ T: 0.9 })] }),
    "steps.append((0.05, H0 + 1 / math.sqrt(0.05) * on_system(",
  ],
  "the interaction picture": [
    streamOf({ picture: "interaction", scaling: "1/sqrt(tau)", units: [unit(tilted)] }),
    "H0 = 0 * on_system(1, both)",
  ],
  memory: [
    streamOf({ memory: 0.4, units: [unit(tilted)] }),
    "three = math.cos(PHI)**2 * three + math.sin(PHI)**2 * swapped + math.cos(PHI) * math.sin(PHI) * turned",
  ],
  "joint units": [
    streamOf({
      stream: "joint",
      units: [cold, { spaces: [{ label: "B", kind: "qubit" }], H: "sz(B)", V: "0.5*sx(S)*sx(B)", bath: "hot", beta: 0.5 }],
    }),
    'G = G + on_system(H_PART(), both) + 1 * on_system(0.5 * sx("S") * sx("B"), both)',
  ],
};

describe("a script", () => {
  it.each(Object.entries(features))("says it: %s", (_, [document, ...lines]) => {
    const model = documentModel(documentFromData(document)).build({});
    const text = documentProgram(model, { to: "qutip" });
    for (const line of lines) expect(text).toContain(line);
  });

  it("has its parameters on top, under names that Python has not taken", () => {
    const text = qutipScript(ofEquation);
    expect(text).toContain("\ng = 0.4\nlambda_ = 0.1\nd = 4\n");
    expect(text).toMatch(/^"""cavity: A\s+cavity/);
    expect(text).toContain('"excited": lambda t: mean(proj("S", "e")),');
    expect(qutipScript(ofStream)).toContain('# "Sigma" is not translated');
  });

  it("is refused for what it cannot say, with the place", () => {
    const refusals: [object, RegExp][] = [
      [{ ...stream, evaluation: "generator" }, /`\/evaluation` is the limit of short collisions\. Run it here/],
      [{ ...stream, stream: { kind: "schedule" } }, /`\/stream` is a schedule/],
      [{ ...equation, negativeRates: true }, /`\/negativeRates` is negative rates/],
      [{ ...equation, jumps: [{ operator: "a(c)", rate: "exp(-t)" }] }, /`\/jumps` is a rate that depends on time/],
      [
        { ...equation, let: { r: "exp(-t)", coupling: "0" }, jumps: [{ operator: "a(c)", rate: "r" }] },
        /`\/jumps` is a rate that depends on time/,
      ],
      [{ ...equation, global: { couplings: [] } }, /`\/global` is/],
    ];
    for (const [document, sentence] of refusals) {
      expect(() => qutipScript({ ...ofEquation, document: document as never })).toThrow(sentence);
    }
  });
});

/** What a script prints. */
function printed(script: string): { axis: number[]; observables: Record<string, (number | null)[]> } {
  writeFileSync(join(folder, "script.py"), script);
  return JSON.parse(execFileSync(python, ["-W", "ignore", "script.py"], { cwd: folder, encoding: "utf8" }));
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-qutip-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasQutip)("QuTiP (PYTHON names the interpreter that has it)", () => {
  const close = (found: readonly (number | null)[], expected: readonly (number | null)[]) =>
    expected.forEach((value, k) => {
      if (value === null) expect(found[k]).toBeNull();
      else expect(Math.abs((found[k] as number) - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    });

  it("gives the numbers of a master equation", () => {
    const model = jaynesCummings({ g: 0.4, kappa: 0.1, gamma: 0, levels: 4 });
    const here = run(model, { times: [0, 1, 4], observables: ["n", "pe"], method: exponential() });
    const { observables } = printed(qutipScript(ofEquation));
    close(observables.photons, here.observables.n);
    close(observables.excited, here.observables.pe);
    close(observables.ratio, [0, ...[1, 2].map((k) => (here.observables.n[k] as number) / (here.observables.pe[k] as number))]);
  });

  it("gives the numbers of kets, displacements, exchanges and functions of operators", () => {
    const text = `ancilla: 1
kind: master-equation
name: functions
parameters: { g: 0.5, w: 0.3 }
spaces: [{ label: c, kind: fock, levels: 10 }, { label: A, kind: qubit }, { label: B, kind: qubit }]
let: { psi: "2*displace(c, 0.6 + 0.2*i)*squeeze(c, 0.2, 0.4)*ket(c, 0)*ket(A, 0)*ket(B, 1)" }
H: "n(c) + g*(sp(A)*a(c) + h.c.) + w*swap(A, B) + outer(ket(B, 0), ket(B, 0))/10 + sqrt(exp(sz(A)))/20 + inv(2 + sx(B))/20 + log(2 + sx(A))/50"
jumps: [{ operator: a(c), rate: 0.2 }]
initial: psi
observables: { photons: mean(n(c)), za: mean(sz(A)), zb: mean(sz(B)), x: mean(a(c) + ad(c)) }
`;
    const model = documentModel(readDocument(text, { file: "functions.yaml" })).build({});
    const observables = ["photons", "za", "zb", "x"];
    const here = run(model, { times: [0, 1, 2], observables });
    const there = printed(documentProgram(model, { to: "qutip", times: [0, 1, 2], observables }));
    for (const name of observables) close(there.observables[name], here.observables[name]);
  });

  it.each(Object.entries(features))("gives the numbers of documents with %s", (_, [document]) => {
    const model = documentModel(documentFromData(document)).build({});
    const own = Object.keys((document as { observables?: object }).observables ?? {});
    const observables = own.length > 0 ? own : ["sx", "sy", "sz", "energy"];
    const length = model.dynamics.kind === "collisions" ? { steps: 5 } : { times: [0, 0.5, 1] };
    const here = run(model, { ...length, observables, ...(model.dynamics.kind === "collisions" ? { saveEvery: 1 } : {}) });
    const there = printed(documentProgram(model, { to: "qutip", ...length, observables }));
    for (const name of observables) close(there.observables[name], here.observables[name]);
  });

  it("gives the numbers of a stream of collisions", () => {
    const [S, U] = [qubit("S"), qubit("U")];
    const V = [
      [sigmaPlus(S), sigmaMinus(U)],
      [sigmaMinus(S), sigmaPlus(U)],
    ] as const;
    const model = collisionModel({
      HS: qubitHamiltonian(S, 1),
      units: { HE: qubitHamiltonian(U, 1), V, beta: 1 },
      tau: 0.3,
      initial: basisState(S, 0),
    });
    const here = run(model, { steps: 12, saveEvery: 1, observables: ["sz", "energy"] });
    const document = { ...stream, parameters: { g: 1, tau: 0.3 } };
    const { axis, observables } = printed(qutipScript({ ...ofStream, document, values: document.parameters }));
    expect(axis).toEqual(here.axis.values);
    for (const name of ["sz", "energy"]) close(observables[name], here.observables[name]);
  });
});
