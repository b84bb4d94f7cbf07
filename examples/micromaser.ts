// Excited atoms cross a cavity that loses photons between them: pumping against loss.
import {
  annihilate,
  basisState,
  collisionModel,
  dag,
  fock,
  numberOperator,
  plus,
  qubit,
  qubitHamiltonian,
  run,
  sigmaPlus,
  steady,
  tensorOperators,
} from "ancilla";

const [mode, atom] = [fock(24, "mode"), qubit("atom")];
const exchange = tensorOperators(annihilate(mode), sigmaPlus(atom));
const micromaser = collisionModel(
  (p) => ({
    HS: numberOperator(mode),
    units: { HE: qubitHamiltonian(atom, 1), V: plus(exchange, dag(exchange)), state: basisState(atom, "e"), bath: "atoms" },
    picture: "interaction",
    tau: p.gtau,
    between: { duration: 1, baths: { walls: { lowering: annihilate(mode), omega: 1, rate: p.kappa, T: 0 } } },
    initial: basisState(mode, 0),
  }),
  { gtau: 0.4, kappa: 0.15 },
);
const { observables } = run(micromaser, { steps: 60, observables: ["energy", "dU_total", "Q_walls_idle_total"] });
console.log(observables.energy.at(-1), observables.dU_total.at(-1), observables.Q_walls_idle_total.at(-1));
console.log(steady(micromaser, { observables: ["energy", "dU", "dU_idle"] }).observables); // what atoms bring, walls take
