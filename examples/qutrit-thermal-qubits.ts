// A qutrit meets thermal qubits, resonant with its lower and its upper gap in turn: it ends between their temperatures.
import {
  collisionModel,
  dag,
  diagonal,
  levels,
  plus,
  projector,
  qubit,
  qubitHamiltonian,
  run,
  sigmaMinus,
  steady,
  tensorOperators,
} from "ancilla";

const system = levels(["low", "middle", "high"], "qutrit");
const unit = (label: string, up: string, down: string, omega: number, beta: number) => {
  const atom = qubit(label);
  const raise = tensorOperators(projector(system, up, down), sigmaMinus(atom));
  return { bath: label, HE: qubitHamiltonian(atom, omega), V: plus(raise, dag(raise)), beta };
};
const model = collisionModel({
  HS: diagonal(system, [0, 1, 2.5]),
  units: [unit("cold", "middle", "low", 1, 2), unit("hot", "high", "middle", 1.5, 0.5)],
  tau: 0.4,
  initial: [1, 0, 0],
});
const { observables, diagnostics } = run(model, { steps: 300, observables: ["energy", "Q_hot_total", "Q_cold_total", "Sigma_total"] });
console.log(observables.energy.at(-1), observables.Sigma_total.at(-1), diagnostics.firstLawResidual);
console.log(steady(model, { observables: { high: projector(system, "high") } }).observables.high);
