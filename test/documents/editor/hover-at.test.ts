/** What places of a text mean: the classes, units, values and matrices are those that the reader finds. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Hover, hoverAt } from "../../../src/documents/editor/index.ts";

const TEXT = `ancilla: 1
kind: master-equation
name: meanings
parameters:
  g: {default: 0.5, unit: energy, description: coupling}
  phi: {default: 0.3, unit: "1"}
let: {twice: 2*g, hop: "g*(sp(q[1])*sm(q[2]) + h.c.)"}
spaces: [{label: q, kind: qubit, count: 2}, {label: c, kind: fock, levels: 12}]
H: hop + sum(j, 1, 2, g*sz(q[j])/2) + g*cos(phi)*cos(t)*sx(q[1])
jumps:
  - {operator: "sm(q[k])", rate: k*g, for: [k, 2, 2], bath: cold}
initial: proj(q[1], e)*proj(q[2], g)*fock(c, 0)
observables: {up: "mean(proj(q[1], e))/2", flux: heat(cold)}
sweep: {over: g, values: [1]}
`;

/** What is meant at the bar that stands in front of a piece of the text. */
function meant(piece: string, before: string, options = {}): { readonly hover: Hover | null; readonly text: string } {
  const at = TEXT.indexOf(piece);
  if (at < 0) throw new Error(piece);
  const hover = hoverAt(TEXT, at + piece.indexOf(before), options);
  return { hover, text: hover === null ? "" : TEXT.slice(hover.from, hover.to) };
}

describe("numbers", () => {
  it("have class, unit and value, at the given parameters", () => {
    expect(meant("2*g, hop", "g")).toMatchObject({
      text: "g",
      hover: { kind: "number", class: "real", unit: "energy", value: 0.5, about: "coupling" },
    });
    expect(meant("2*g, hop", "*")).toMatchObject({ text: "2*g", hover: { text: "2*g", unit: "energy", value: 1 } });
    expect(meant("2*g, hop", "*", { parameters: { g: 3, other: 1 } }).hover?.value).toBe(6);
    expect(meant("cos(phi)", "cos")).toMatchObject({ text: "cos(phi)", hover: { class: "real", unit: "1" } });
    expect(meant("cos(t)", "cos")).toMatchObject({ text: "cos(t)", hover: { dependsOn: "time", value: null } });
    expect(meant("k*g, for", "*")).toMatchObject({ text: "k*g", hover: { value: 1 } });
    expect(meant("over: g", "g")).toMatchObject({ hover: { value: 0.5, about: "coupling" } });
    expect(meant("twice:", "tw")).toMatchObject({ hover: { value: 1, unit: "energy" } });
  });
});

describe("operators", () => {
  it("have class, space and a small matrix with the names of its states", () => {
    const { hover, text } = meant("g*sz(q[j])/2", "sz");
    expect(text).toBe("sz(q[j])");
    expect(hover).toMatchObject({ kind: "operator", class: "real", hermitian: true, space: "q1 (2)" });
    expect(hover?.matrix).toEqual({
      labels: ["e", "g"],
      entries: [
        [[1, 0], null],
        [null, [-1, 0]],
      ],
    });
    const hop = meant("(sp(q[1])*sm", "*").hover;
    expect(hop).toMatchObject({ hermitian: false, space: "q1 ⊗ q2 (2 × 2)" });
    expect(hop?.matrix?.labels).toEqual(["e e", "e g", "g e", "g g"]);
    expect(hop?.matrix?.entries[1]).toEqual([null, null, [1, 0], null]);
    expect(meant("fock(c, 0)", "fock").hover).toMatchObject({ kind: "operator", matrix: null });
  });

  it("name their spaces and levels", () => {
    expect(meant("proj(q[1], e)*proj", "q")).toMatchObject({ text: "q[1]", hover: { kind: "label", about: "a qubit" } });
    expect(meant("proj(q[1], e)*proj", "e")).toMatchObject({ hover: { kind: "level" } });
    expect(meant("heat(cold)", "cold")).toMatchObject({ hover: { kind: "bath" } });
    expect(meant("sum(j, 1", "j")).toMatchObject({ hover: { kind: "name" } });
  });
});

describe("observables and keys", () => {
  it("depend on the state, and say what they are", () => {
    expect(meant('"mean(proj(q[1], e))/2"', "/")).toMatchObject({
      text: "mean(proj(q[1], e))/2",
      hover: { kind: "number", dependsOn: "state", class: "real" },
    });
    expect(meant("mean(proj(q[1], e))/2", "mean").hover?.about).toBe("Tr ρX");
    expect(meant("jumps:", "jumps")).toMatchObject({ text: "jumps", hover: { kind: "key" } });
    expect(meant("label: c", "label").hover?.about).toMatch(/operators call it by/);
    expect(meant("kind: fock", "fock")).toMatchObject({ hover: { kind: "word" } });
  });
});

describe("a torn text", () => {
  it("still says what it can", () => {
    const torn = TEXT.replace("H: hop", "H: hop + nothing(");
    expect(hoverAt(torn, torn.indexOf("2*g, hop") + 1)).toMatchObject({ value: 1 });
    expect(hoverAt("H: [", 0)).toMatchObject({ kind: "key" });
    expect(hoverAt("", 0)).toBeNull();
  });

  const texts = readdirSync("examples")
    .filter((file) => /\.(json|yaml)$/.test(file))
    .map((file) => [file, readFileSync(`examples/${file}`, "utf8")] as const);

  it.each(texts)("never throws: %s", (file, text) => {
    for (let offset = 0; offset <= text.length; offset += Math.ceil(text.length / 16)) {
      const hover = hoverAt(text, offset, { file });
      expect(structuredClone(hover)).toEqual(hover);
      // A place on a quote means what stands inside.
      if (hover) expect(hover.from - 1 <= offset && offset <= hover.to + 1).toBe(true);
    }
  });
});
