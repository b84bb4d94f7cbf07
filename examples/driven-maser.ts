// A three-level maser between two baths, driven near its upper transition: it gains energy from heat.
import { dag, diagonal, levels, masterEquation, plus, projector, scaled, steady, sweep } from "ancilla";

const atom = levels(["g", "m", "e"], "atom");
const up = projector(atom, "e", "m");
const maser = masterEquation(
  (p) => ({
    H: plus(diagonal(atom, [0, 0, p.detuning]), scaled(plus(up, dag(up)), p.drive)),
    baths: {
      cold: { lowering: projector(atom, "g", "m"), omega: 1, rate: 0.1, T: 0.3 },
      hot: { lowering: projector(atom, "g", "e"), omega: 3, rate: 0.1, T: 3 },
    },
    initial: [1, 0, 0],
  }),
  { drive: 0.05, detuning: 0 },
);
const inversion = {
  inversion: plus(projector(atom, "e"), scaled(projector(atom, "m"), -1)),
  coherence: { element: [2, 1], part: "abs" },
} as const;
console.log(steady(maser, { observables: inversion }).observables);
console.log(sweep(maser, { over: "detuning", values: [-0.4, -0.2, 0, 0.2, 0.4], observables: inversion }).observables.coherence);
