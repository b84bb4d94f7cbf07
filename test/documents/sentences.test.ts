/** Mistakes that one would make: one sentence each, about what is wrong and not about what follows from it. */
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/documents/index.ts";
import { refusalOf } from "./refusal.ts";

/** A driven qubit with one line changed, or lines added. */
function changed(find: string, replacement: string, more = ""): string {
  const text = `ancilla: 1
kind: master-equation
name: qubit
parameters: { g: { default: 0.5, noisy: true } }
spaces: [{ label: S, kind: qubit }]
H: g*sx(S)/2
jumps: [{ operator: sm(S), rate: 0.1 }]
initial: bloch(S, 0, 0, -1)
`;
  if (!text.includes(find)) throw new Error(`No ${find}.`);
  return text.replace(find, replacement) + more;
}

describe("a document is refused with one sentence", () => {
  it.each<[string, string, string, RegExp]>([
    [
      "where a grid is enormous",
      changed("name: qubit", "name: qubit", "sweep: { over: g, from: 0, to: 1, points: 1000000000, of: steady }\n"),
      "/sweep/points",
      /must be an integer ≥ 1 and ≤ 1000000, but is 1000000000/,
    ],
    [
      "where a sweep has no end",
      changed("name: qubit", "name: qubit", "sweep: { over: g, from: 0, points: 3 }\n"),
      "/sweep/to",
      /must be given, but a sweep needs to/,
    ],
    [
      "where a number is in quotes",
      changed("default: 0.5", 'default: "0.5"'),
      "/parameters/g/default",
      /must be a number, but is "0\.5"\. Write it without quotes\.$/,
    ],
    [
      "where a number in quotes stands alone",
      changed("g: { default: 0.5, noisy: true }", 'g: "0.5"'),
      "/parameters/g/default",
      /must be a number, but is "0\.5"\. Write it without quotes\.$/,
    ],
    [
      "where a choice has none",
      changed("default: 0.5, noisy: true", "default: fast"),
      "/parameters/g/choices",
      /must be given, but a choice needs choices/,
    ],
    ["where a space is too small", changed("kind: qubit", "kind: fock, levels: -2"), "/spaces/0/levels", /must be ≥ 2, but is -2/],
    ["where a word was written for a rate", changed("rate: 0.1", "rate: slow"), "/jumps/0/rate", /must be a known name, but slow is not/],
  ])("%s", (_, text, pointer, sentence) => {
    const refusal = refusalOf(() => readDocument(text, { file: "my.yaml" }));
    expect(refusal.message).toMatch(sentence);
    expect(refusal.problems.map((problem) => problem.pointer)).toEqual([pointer]);
    expect(refusal.line).toBeGreaterThan(0);
  });
});
