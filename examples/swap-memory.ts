// Units that partly swap with the next one before they leave: a memory that lets information come back.
import { collisionModel, qubit, qubitHamiltonian, run, sigmaMinus, sigmaPlus } from "ancilla";

const [system, unit] = [qubit("system"), qubit("unit")];
const withSwap = (memory: number) =>
  collisionModel({
    HS: qubitHamiltonian(system, 0),
    units: {
      HE: qubitHamiltonian(unit, 0),
      V: [
        [sigmaPlus(system), sigmaMinus(unit)],
        [sigmaMinus(system), sigmaPlus(unit)],
      ],
      beta: Number.POSITIVE_INFINITY,
    },
    tau: 0.3,
    initial: [1, 0],
    ...(memory > 0 ? { memory } : {}),
  });
for (const memory of [0, 0.9]) {
  const { observables } = run(withSwap(memory), { steps: 40, observables: ["sz"] });
  const sz = observables.sz as number[];
  console.log(
    memory,
    sz.some((value, n) => n > 0 && value > sz[n - 1] + 1e-9),
  ); // does excitation come back?
}
