/** A page as users write one: an ensemble on the workers that the library starts by itself. */
import { browserWorkers, ensemble, normal, phaseonium, runAsync } from "ancilla";
import { documentFromData, documentModel } from "ancilla/documents";
import qubit from "./qubit.js";

async function compute() {
  const executor = browserWorkers({ threads: 2 });
  const model = phaseonium({ cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 8 });
  const options = { steps: 30, saveEvery: 10, trajectories: 100, seed: 7, observables: ["T1", "T2"] };
  const { mean, std, execution } = await ensemble(model, { ...options, noise: { phi: normal(2.404315987, 0.2) }, executor });
  const own = documentModel(documentFromData(qubit)).build({});
  const described = await ensemble(own, { steps: 20, saveEvery: 10, trajectories: 300, seed: 3, noise: { g: normal(0.5, 0.1) }, executor });
  const { observables } = await runAsync(own, { steps: 20, saveEvery: 5, executor });
  await executor.close();
  return { mean, std, execution: execution.executor, described: { mean: described.mean, on: described.execution.executor }, observables };
}

compute().then(
  (result) => {
    globalThis.result = JSON.stringify(result);
  },
  (error) => {
    globalThis.result = `failed: ${error?.stack ?? error}`;
  },
);
