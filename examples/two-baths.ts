// A qubit between a cold and a hot bath: heat flows through it, entropy is produced.
import { carnotEfficiency, masterEquation, qubit, qubitHamiltonian, run, sigmaMinus, steady } from "ancilla";

const q = qubit();
const bath = (T: number, rate: number) => ({ lowering: sigmaMinus(q), omega: 1, rate, T });
const model = masterEquation({
  H: qubitHamiltonian(q, 1),
  baths: { cold: bath(0.3, 0.2), hot: bath(2, 0.1) },
  initial: [0, 1],
});
const limit = steady(model, { observables: ["Q_hot", "Q_cold", "Sigma", "sz"] }).observables;
console.log(limit.Q_hot, limit.Q_cold, limit.Sigma, carnotEfficiency(1 / 0.3, 1 / 2));
const path = run(model, { until: 40, initial: [1, 0], observables: ["energy", "Sigma"] });
console.log(path.observables.energy.at(-1), Math.min(...(path.observables.Sigma as number[]).slice(1)));
