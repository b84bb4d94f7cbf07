// A driven qubit whose detuning differs from run to run: averages lose what each run keeps.
import { ensemble, masterEquation, normal, perRealisation, plus, qubit, scaled, sigmaX, sigmaZ } from "ancilla";

const q = qubit();
const driven = masterEquation((p) => ({ H: plus(scaled(sigmaZ(q), p.detuning / 2), scaled(sigmaX(q), 0.5)), initial: [0, 1] }), {
  detuning: 0,
});
const result = await ensemble(driven, {
  times: [5, 10, 20, 40],
  trajectories: 256,
  seed: 1,
  noise: { detuning: perRealisation(normal(0, 0.3)) },
  observables: { z: sigmaZ(q) },
});
console.log(result.mean.z, result.std.z, result.standardError.z.at(-1));
