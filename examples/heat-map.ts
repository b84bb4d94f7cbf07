// Heat through a qubit between two baths, over both temperatures: a map of one number over two parameters.
import { masterEquation, qubit, qubitHamiltonian, sigmaMinus, sweep } from "ancilla";

const q = qubit();
const model = masterEquation(
  (p) => ({
    H: qubitHamiltonian(q, 1),
    baths: {
      cold: { lowering: sigmaMinus(q), omega: 1, rate: 0.1, T: p.cold },
      hot: { lowering: sigmaMinus(q), omega: 1, rate: 0.1, T: p.hot },
    },
    initial: [0, 1],
  }),
  { cold: 0.5, hot: 1 },
);
const values = Array.from({ length: 8 }, (_, k) => 0.25 * (k + 1));
const { axes, observables } = sweep(model, { over: ["cold", "hot"], values: [values, values], observables: ["Q_hot"] });
console.log(
  axes.map(({ name, values: { length } }) => `${name}: ${length}`),
  observables.Q_hot.length,
);
console.log(observables.Q_hot[0], observables.Q_hot[7]); // equal temperatures, and the largest difference
