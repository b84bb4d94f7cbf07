// A cat state in a lossy cavity: its Wigner function is negative between the heads, and loss takes that away.
import { annihilate, fock, ket, masterEquation, numberOperator, run, wigner } from "ancilla";

const mode = fock(20, "mode");
const alpha = 1.5;
const amplitudes = Array.from({ length: 20 }, () => 0);
for (let n = 0, c = 1; n < 20; n++, c *= alpha / Math.sqrt(n)) amplitudes[n] = n % 2 === 1 ? c : 0;
const cat = ket(mode, amplitudes, { normalise: true });
const cavity = masterEquation({ H: numberOperator(mode), jumps: [[annihilate(mode), 0.2]], initial: cat });
const { states = [] } = run(cavity, { times: [1, 5], states: true, observables: [] });
for (const { at, state } of states) console.log(at, wigner(state, [0], [0]).values[0]);
