/** What an editor offers: it fits where it is offered, and what it writes is what the reader takes. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkText, completeAt, type Proposal } from "../../../src/documents/editor/index.ts";

const BASE = `ancilla: 1
kind: collisions
name: offers
parameters: {g: {default: 0.5, unit: energy, noisy: true}, tau: 0.1, way: {default: exact, choices: [exact, second]}}
let: {drive: g*sx(S)}
spaces: [{label: S, kind: qubit}, {label: R, kind: qubit}, {label: c, kind: fock, levels: 5}, {label: s, kind: spin, J: 1, count: 2}]
units:
  - bath: hot
    spaces: [{label: U, kind: levels, names: [x, y, z]}]
    H: proj(U, x)
    V: g*(sp(S)*ketbra(U, y, x) + h.c.)
    T: 1
`;

/** The proposals at the bar. */
function offered(marked: string, options = {}): readonly Proposal[] {
  const at = marked.indexOf("|");
  return completeAt(marked.slice(0, at) + marked.slice(at + 1), at, options).proposals;
}
const inserts = (marked: string): string[] => offered(marked).map(({ insert }) => insert);

/** The text after a proposal is taken. */
function taken(marked: string, label: string): string {
  const at = marked.indexOf("|");
  const text = marked.slice(0, at) + marked.slice(at + 1);
  const { from, to, proposals } = completeAt(text, at);
  const found = proposals.find((one) => one.label === label);
  if (!found) throw new Error(`${label} is not offered: ${proposals.map((one) => one.label).join(", ")}`);
  return text.slice(0, from) + found.insert + text.slice(to);
}

describe("keys", () => {
  it("are those of the object that are not there yet, needed ones first", () => {
    const keys = offered(`${BASE}|`).filter(({ kind }) => kind === "key");
    expect(keys.slice(0, 2).map(({ insert }) => insert)).toEqual(["tau: ", "initial: "]);
    expect(keys.map(({ label }) => label)).not.toContain("units");
    expect(keys.map(({ label }) => label)).not.toContain("jumps");
    expect(inserts(`${BASE}  - |`)).toContain("spaces: ");
    expect(inserts(BASE.replace("    T: 1", "    |"))).toContain("beta: ");
    expect(inserts(BASE.replace("    T: 1", "    |"))).not.toContain("V: ");
    expect(inserts(`${BASE}run: {steps: 1, |}`)).toContain("saveEvery: ");
    expect(inserts(`${BASE}steady: {|}`)).toEqual(["observe: ", "period: ", "points: "]);
    expect(inserts(`${BASE}noise:\n  parameters: {|}`)).toEqual(["g: "]);
    expect(taken(`${BASE}ini|`, "initial")).toBe(`${BASE}initial: `);
    expect(taken(`${BASE}ini|: mixed(S)`, "initial")).toBe(`${BASE}initial: mixed(S)`);
  });

  it("stand in quotes in JSON", () => {
    expect(inserts('{"kind": "collisions", |}')).toContain('"units": ');
    expect(inserts('{"kind": "collisions", "un|": 1}')[0]).toBe("units");
    expect(inserts('{"kind": "master-equation", "jumps": [{|}]}')).toEqual(expect.arrayContaining(['"operator": ', '"rate": ']));
  });
});

describe("words and names", () => {
  it("are those of the field", () => {
    expect(inserts(`${BASE}evaluation: |`).slice(0, 3)).toEqual(["exact", "second", "generator"]);
    expect(inserts("kind: |")).toEqual(expect.arrayContaining(["collisions", "master-equation"]));
    expect(inserts(`${BASE}sweep: {over: |}`)).toEqual(["g", "tau"]);
    expect(inserts(`${BASE}stream: {kind: cyclic, order: [|]}`)).toEqual(["hot"]);
    expect(inserts(`${BASE}evaluation: {parameter: |}`)).toEqual(["way"]);
    expect(inserts(`${BASE}negativeRates: |`)).toEqual([]);
    expect(inserts("kind: master-equation\nnegativeRates: |")).toEqual(["true", "false"]);
  });

  it("of observables are those that the model has, though what is written is not right yet", () => {
    const whole = `${BASE}tau: tau\ninitial: mixed(S)*mixed(R)*mixed(c)*mixed(s[1])*mixed(s[2])\nobservables: {own: mean(n(c))}\n`;
    expect(inserts(`${whole}run: {steps: 3, observe: [|]}`)).toEqual(expect.arrayContaining(["own", "energy", "Q_hot", "Sigma"]));
    expect(inserts(`${whole}run: {steps: 3, observe: [ener|]}`)[0]).toBe("energy");
  });
});

describe("expressions", () => {
  it("have the functions that fit each space, on its labels", () => {
    const H = inserts(`${BASE}H: |`);
    expect(H).toEqual(expect.arrayContaining(["sz(S)", "a(c)", "Jz(s[])", "proj(S, e)", "g", "drive"]));
    expect(H).not.toContain("sz(c)");
    expect(H).not.toContain("sz(U)");
    expect(inserts(BASE.replace("H: proj(U, x)", "H: |"))).toContain("proj(U, y)");
    expect(inserts(BASE.replace("H: proj(U, x)", "H: |"))).not.toContain("sz(S)");
    expect(inserts(BASE.replace("V: g*(sp(S)*ketbra(U, y, x) + h.c.)", "V: |"))).toEqual(expect.arrayContaining(["sz(S)", "proj(U, y)"]));
  });

  it("have labels and levels where these are asked for", () => {
    expect(inserts(`${BASE}H: sz(|)`)).toEqual(["S", "R"]);
    expect(inserts(`${BASE}H: ad(|)`)).toEqual(["c"]);
    expect(inserts(`${BASE}H: Jx(|)`)).toEqual(["s[]"]);
    expect(inserts(BASE.replace("proj(U, x)", "proj(U, |)")).slice(0, 3)).toEqual(["x", "y", "z"]);
    expect(inserts(`${BASE}observables: {q: "mean(proj(S, |"`).slice(0, 2)).toEqual(["e", "g"]);
  });

  it("know what a field needs", () => {
    expect(offered(`${BASE}initial: |`)[0].kind).toBe("function");
    expect(inserts(`${BASE}initial: th|`)[0]).toBe("thermal(H, )");
    expect(inserts(`${BASE}tau: |`)[0]).toBe("g");
    expect(inserts(`${BASE}observables:\n  x: |`)[0]).toBe("mean()");
    expect(inserts(`${BASE}observables:\n  x: mean(|)`)).toContain("sz(S)");
    expect(inserts("kind: master-equation\nspaces: [{label: S, kind: qubit}]\nH: cos(|)")).toContain("t");
    expect(inserts(`${BASE}H: cos(|)`)).not.toContain("t");
    expect(
      inserts(
        "kind: master-equation\nspaces: [{label: S, kind: qubit}]\nH: 0\nobservables: {q: heat(|)}\njumps: [{operator: sm(S), rate: 1, bath: cold}]",
      ),
    ).toEqual(["cold"]);
    expect(inserts(`${BASE}H: sp(S)*a(c) + |`)[0]).toBe("h.c.");
    expect(inserts(`${BASE}H: sp(S) |`)).toEqual([]);
  });

  it("show parameters with their values, those that are asked for where they are given", () => {
    const at = `${BASE}tau: |`;
    expect(offered(at).find(({ label }) => label === "g")?.detail).toBe("0.5 energy");
    expect(offered(at, { parameters: { g: 0.7 } }).find(({ label }) => label === "g")?.detail).toBe("0.7 energy");
  });

  it("stand in quotes where a comma would end them", () => {
    expect(taken(`${BASE}observables: {q: conc|}`, "concurrence(S, B)")).toContain('{q: "concurrence(S, )"}');
    expect(inserts('{"kind": "master-equation", "spaces": [{"label": "S", "kind": "qubit"}], "H": |}')).toContain('"sz(S)"');
    expect(inserts('{"kind": "master-equation", "spaces": [{"label": "S", "kind": "qubit"}], "H": "|"}')).toContain("sz(S)");
  });
});

describe("whole entries", () => {
  const decay = `ancilla: 1
kind: master-equation
name: decay
parameters: {gamma: 0.1}
spaces: [{label: S, kind: qubit}]
H: sz(S)/2
initial: proj(S, e)
`;

  it("are right as they are written", () => {
    for (const [marked, label] of [
      [`${decay}jumps:\n  - |`, "jump"],
      [`${decay}jumps: [|]`, "jump"],
      [`${decay}thermal:\n  - |`, "thermal bath"],
      [`${decay}global: {couplings: [|]}`, "coupling"],
      [`${decay}run: |`, "run"],
      [`${decay}sweep: |`, "sweep"],
      [decay.replace("{gamma: 0.1}", "{gamma: 0.1, |}"), "parameter"],
      [`${BASE}  - |`, "unit"],
    ] as const) {
      const { problems } = checkText(taken(marked, label));
      expect([label, problems.filter(({ code }) => code !== "missing")]).toEqual([label, []]);
    }
    const json = JSON.stringify({
      ancilla: 1,
      kind: "master-equation",
      name: "d",
      spaces: [{ label: "S", kind: "qubit" }],
      H: 0,
      initial: "mixed(S)",
      jumps: [],
    });
    expect(checkText(taken(json.replace("[]", "[|]"), "jump")).problems).toEqual([]);
  });
});

describe("any place of any text", () => {
  const texts = readdirSync("examples")
    .filter((file) => /\.(json|yaml)$/.test(file))
    .map((file) => [file, readFileSync(`examples/${file}`, "utf8")] as const);

  it.each(texts)("%s", (file, text) => {
    for (let offset = 3; offset <= text.length; offset += Math.ceil(text.length / 12)) {
      const found = completeAt(text, offset, { file });
      expect(structuredClone(found)).toEqual(found);
      expect(found.from).toBeLessThanOrEqual(offset);
      expect(found.to).toBeGreaterThanOrEqual(offset);
      for (const { insert, cursor } of found.proposals) expect(cursor).toBeLessThanOrEqual(insert.length);
    }
  });

  it("refuses a place that is none", () => {
    expect(() => completeAt("", -1)).toThrow(/Argument `offset`/);
    expect(() => completeAt("", 0.5)).toThrow(/Argument `offset`/);
    expect(completeAt("", 5).proposals[0].insert).toBe("ancilla: ");
  });
});
