/** Programs of documents as pages ask for them: they run, and bad questions get a sentence. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { documentProgram } from "../../src/exchange/index.ts";
import { typescriptProgram } from "../../src/exchange/typescript.ts";
import { bloch } from "../../src/index.ts";

const model = (file: string) => documentModel(readDocument(readFileSync(`examples/${file}`, "utf8"), { file })).build({});

describe("documentProgram", () => {
  it("writes the parameters of the model, the length and the observables", () => {
    const text = documentProgram(model("thermalising-qubit.json").with({ g: 0.25 }), {
      to: "typescript",
      steps: 7,
      observables: ["energy"],
    });
    expect(text).toContain('"g": 0.25');
    expect(text).toContain('run(model, { steps: 7, saveEvery: 1, observables: ["energy"] })');
  });

  it("leaves the author's job out of the model", () => {
    const job = ["run", "steady", "noise", "sweep", "figure", "counting", "unravel", "correlate", "spectrum", "wigner"];
    const document = { ancilla: 1, name: "m", H: "sz(q)", ...Object.fromEntries(job.map((section) => [section, {}])) };
    const text = typescriptProgram({ document, values: {}, steps: 1, observe: ["energy"] });
    const [, written] = /documentFromData\((\{.*?\})\);/s.exec(text) as unknown as [string, string];
    expect(JSON.parse(written)).toEqual({ ancilla: 1, name: "m", H: "sz(q)" });
  });

  it("records a master equation evenly up to its end", () => {
    const text = documentProgram(model("driven-kerr-cavity.json"), { to: "typescript", until: 1, saveEvery: 0.25 });
    expect(text).toContain("times: [0,0.25,0.5,0.75,1]");
    expect(documentProgram(model("driven-kerr-cavity.json"), { to: "qutip", times: [0.5] })).toContain("AXIS = [0");
  });

  it("refuses what does not fit in a sentence", () => {
    const qubit = model("thermalising-qubit.json");
    expect(() => documentProgram(qubit, {} as never)).toThrow("Argument `to` must be given, but is missing");
    expect(() => documentProgram(qubit, { to: "julia" as never })).toThrow("`to`");
    expect(() => documentProgram(qubit, { to: "qutip", until: 3 })).toThrow("Argument `until` must be left out for a stream of collisions");
    expect(() => documentProgram(model("xxz-chain.yaml"), { to: "qutip", steps: 3 })).toThrow(
      "Argument `steps` must be left out for a master",
    );
    expect(() => documentProgram(bloch(), { to: "qutip" })).toThrow("must come from a model document, but bloch comes from code");
    expect(() => documentProgram(qubit, { to: "qutip", observables: [1] as never })).toThrow("must be the name of an observable");
    expect(() => documentProgram(qubit, { to: "qutip", step: 1 } as never)).toThrow("steps");
  });
});
