// A run that is saved, reopened and continued: the numbers are those of one long run.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { phaseonium, run } from "ancilla";
import { readState, saveStates } from "ancilla/node";

const model = phaseonium({ cavities: 2, levels: 6, alpha: 0.2 });
const file = join(tmpdir(), `cascade-${process.pid}.npz`);
const first = run(model, { steps: 40, saveEvery: 10, states: [20, 40], observables: ["T1", "T2"] });
await saveStates(file, first.states);
const later = run(model, { initial: await readState(file, 20), steps: 20, saveEvery: 10, observables: ["T1", "T2"] });
console.log(later.axis.values, later.observables.T2.at(-1) === first.observables.T2.at(-1));
