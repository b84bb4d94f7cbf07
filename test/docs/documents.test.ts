/** The page on model documents: its programs run, its documents are right, its refusal is the one that is given, its reference is that of the tables. */
import { resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withReference } from "../../scripts/documents-reference.ts";
import { DocumentError, documentHash, readDocument } from "../../src/documents/index.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const page = pageOf("documents");
const programs = new Programs("documents");
const [decay, said, edited, links] = blocksOf(page, "ts").map((text) =>
  text.replaceAll('"ancilla/editor"', JSON.stringify(resolve("src/documents/editor/index.ts"))),
);
const [first, torn, parameters, bounded, family, fermions, stream, equation, observed, job] = blocksOf(page, "yaml");

afterAll(() => programs.cleanUp());

/** What the pieces of the page stand in. */
const collisions = `ancilla: 1
kind: collisions
name: piece
`;
const master = collisions.replace("collisions", "master-equation");
const read = (text: string) => readDocument(text, { file: "my.yaml" });

describe("the programs", () => {
  it("decay as exp(-1), and change a default", async () => {
    const [excited] = await programs.printed(decay);
    expect(excited).toBeCloseTo(0.36787944117144233, 7);
    expect(await programs.printed(links)).toEqual([true, 2]);
  });

  it("say what they mean, and what is wrong with a text", async () => {
    const [x] = (await programs.printed(said)) as readonly (readonly number[])[];
    expect(x.every((value) => value > 0 && value < 1)).toBe(true);
    const [says, token, label, labels, entries] = await programs.printed(edited);
    expect([token, labels]).toEqual(["zs", ["S"]]);
    expect(says).toMatch(/must be a known function, but there is no function zs/);
    expect(label === null || /^Write /.test(String(label))).toBe(true);
    expect(entries).toEqual([
      [[1, 0], null],
      [null, [-1, 0]],
    ]);
  });
});

describe("the documents", () => {
  it("are right where they are whole", () => {
    expect(documentHash(read(first))).toMatch(/^[0-9a-f]{64}$/);
  });

  it("are right where they are pieces", () => {
    const levels = "spaces: [{label: A, kind: levels, names: [e, m, g]}]\ninitial: proj(A, g)\nH: proj(A, e)\nparameters: {gamma: 1}\n";
    read(master + levels + torn);
    read(
      `${collisions}${parameters}spaces: [{label: S, kind: qubit, count: 1}, {label: T, kind: qubit}]
H: g*sz(T)
units: [{spaces: [{label: U, kind: qubit}], V: "omegas[2]*sx(U)*sx(T)", T: 1}]
evaluation: {parameter: how}
tau: 0.1
initial: mixed(S[1])*proj(T, e)
`
        .replaceAll("on: [S]", "on: [T]")
        .replace("lower: sm(S)", "lower: sm(T)"),
    );
    const cavity = "spaces: [{label: c, kind: fock, levels: 3}, {label: A, kind: qubit}]\ninitial: fock(c, 0)*proj(A, g)\n";
    read(`${master}${cavity}${bounded}parameters: {omega: 1, g: 0.1}\n`);
    read(`${master}${family}parameters: {N: {default: 3, kind: integer}, J: 1, h: 0.3}\n`);
    const empty = 'initial: "prod(j, 1, N, proj(f[j], g))"\n';
    read(`${master}${fermions}${empty}parameters: {N: {default: 3, kind: integer}, hop: 1, pairing: 0.3}\n`);
    read(
      `${collisions}${stream}spaces: [{label: S, kind: qubit}]\nparameters: {w: 1, g: 0.3, q: 0.1, tau: 0.5}\ntau: tau\ninitial: proj(S, e)\n`,
    );
    const chain = "spaces: [{label: c, kind: fock, levels: 3}, {label: A, kind: qubit}, {label: s, kind: qubit, count: N}]\n";
    const start = 'initial: "fock(c, 0)*proj(A, g)*prod(j, 1, N, proj(s[j], g))"\n';
    const values =
      "parameters: {N: {default: 2, kind: integer}, omega: 1, F: 0.2, gamma: 0.1, phi: 0.2, kappa: 0.3, T: 1, g: {default: 0.4, noisy: true}}\n";
    const whole = read(master + chain + start + values + equation + observed.replace("mean(sm(S))", "mean(sm(A))") + job);
    expect(Object.keys(whole.data.observables ?? {})).toEqual(["coherence", "heat_in", "mandel", "photons"]);
  });

  it("are refused as the page says", () => {
    const [said] = blocksOf(page, "text");
    let message = "";
    try {
      read(first.replace("sm(U)", "sm(Unit)"));
    } catch (error) {
      if (error instanceof DocumentError) ({ message } = error);
    }
    expect(`${message}\n`).toBe(said);
    expect(() =>
      read(
        `${master}spaces: [{label: c, kind: fock, levels: 2}]\nparameters: {omega: 1}\nH: omega*n(c) + a(c) + h.c.\ninitial: fock(c, 0)`,
      ),
    ).toThrow(/would double/);
  });
});

it("the reference is that of the tables", () => {
  const lines = pageOf("documents-reference");
  expect(withReference(lines)).toBe(lines);
});
