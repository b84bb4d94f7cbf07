// Jumps by document: a file says what the model is, a program asks it what the file does not.
import { readFile } from "node:fs/promises";
import { correlation, g2, run, steady, sweep } from "ancilla";
import { documentModel, observableExpression, operatorExpression, readDocument } from "ancilla/documents";

const file = process.argv[2] ?? "examples/driven-atom.yaml";
const atom = documentModel(readDocument(await readFile(file, "utf8"), { file }));
const model = atom.build({ Omega: 2 });
const light = operatorExpression("sm(S)").on(model);
console.log(steady(model, { observables: ["excited"] }).observables.excited); // Ω²/(γ² + 2Ω²)
console.log(g2(model, { of: light, times: [0, 1, 20] }).re); // from 0 to 1
console.log(correlation(model, { A: light, B: operatorExpression("sp(S)").on(model), times: [0] }).re);
const inversion = observableExpression("2*mean(proj(S, e)) - 1");
console.log(run(model, { times: [0, 10], observables: { inversion } }).observables.inversion);
console.log(sweep(model, { over: "Omega", values: [1, 10], observables: { inversion } }).observables.inversion);
