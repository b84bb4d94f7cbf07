/** Documents as QuTiP scripts: the translation of expressions, what is refused, and (where QuTiP is) the numbers. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { documentProgram } from "../../src/exchange/index.ts";
import { pythonOf, type Scope } from "../../src/exchange/python-expression.ts";
import { type QutipExport, qutipScript } from "../../src/exchange/qutip.ts";
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
    expect(() => pythonOf("fad(s[1])*fa(s[2])", scope)).toThrow(/fad\(…\) has no words in a QuTiP script\. Write it by hand/);
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

describe("a script", () => {
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
