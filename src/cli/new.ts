/** `ancilla new`: a commented model document to start from. */
import { Argument, Command } from "commander";

/** `ancilla new collision|master-equation > my.yaml`. */
export function newDocument(): Command {
  return new Command("new")
    .description("print a commented model document to start from, which runs as it is")
    .addArgument(new Argument("<kind>", "what it describes").choices(Object.keys(starts)))
    .addHelpText(
      "after",
      "\nExamples:\n  ancilla new collision > my.yaml\n  ancilla run my.yaml\n  ancilla new master-equation | ancilla steady -",
    )
    .action((kind: keyof typeof starts) => {
      process.stdout.write(starts[kind]);
    });
}

const collision = `# A qubit that meets a stream of thermal qubits, one after the other.
# Check it with \`ancilla check FILE\`, run it with \`ancilla run FILE\`; expressions are text, and nothing here is code.
ancilla: 1
kind: collisions
name: my-qubit                          # letters, digits and hyphens: results are named after it
title: A qubit that thermalises by collisions

# What may change: --set g=0.3, --over T=0.1:2:20, --noise "g=normal(0.5,0.05)". Units: energy, 1/energy, 1 (hbar = k_B = 1).
parameters:
  omega: {default: 1, unit: energy, description: splitting of the qubits}
  g: {default: 0.5, unit: energy, noisy: true, description: coupling}
  T: {default: 1, unit: energy, atLeast: 0, description: temperature of the units}
  tau: {default: 0.1, unit: 1/energy, above: 0, description: duration of a collision}

# The system: a list of factors, the left one slowest. Kinds: qubit; fock with levels: d; spin with J: 1; levels with names: [a, b].
spaces:
  - {label: S, kind: qubit}
H: omega*sz(S)/2                        # its Hamiltonian

# What it meets. "h.c." is the Hermitian conjugate of all terms before it.
units:
  - bath: bath                          # its name in the ledger: Q_bath, or Q where there is one bath
    spaces: [{label: U, kind: qubit}]
    H: omega*sz(U)/2
    V: g*(sp(S)*sm(U) + h.c.)
    T: T                                # fresh units are thermal; or give a state: "pe*proj(U, e) + (1 - pe)*proj(U, g)"
tau: tau

initial: proj(S, e)                     # excited at the start

# Real numbers made of means. The ledger (dU, Q, W, Sigma), energy, purity and populations need no declaration.
observables:
  excited: {of: "mean(proj(S, e))", description: population of the upper level}

# The defaults of \`ancilla run\` and \`ancilla steady\`; what the command line says wins.
run: {steps: 200, saveEvery: 2, observe: [excited, energy, Q, Sigma]}
steady: {observe: [excited, purity]}
`;

const equation = `# An atom in a lossy, warm cavity: a master equation with a Hamiltonian, a thermal bath and jumps.
# Check it with \`ancilla check FILE\`, run it with \`ancilla run FILE\`; expressions are text, and nothing here is code.
ancilla: 1
kind: master-equation
name: my-cavity                         # letters, digits and hyphens: results are named after it
title: An atom in a lossy cavity

# What may change: --set g=0.3, --over T=0.1:2:20, --noise "g=normal(0.5,0.05)@realisation". Units: energy, 1/energy, 1.
parameters:
  omega: {default: 1, unit: energy, description: cavity and atom}
  g: {default: 0.5, unit: energy, noisy: true, description: coupling}
  kappa: {default: 0.1, unit: energy, atLeast: 0, description: loss of the cavity}
  gamma: {default: 0.05, unit: energy, atLeast: 0, description: decay of the atom}
  T: {default: 0.5, unit: energy, atLeast: 0, description: temperature of the walls}
  d: {default: 10, kind: integer, atLeast: 2, description: levels of the cavity}

# The system: a list of factors, the left one slowest. Kinds: qubit; fock with levels: d; spin with J: 1; levels with names: [a, b].
spaces:
  - {label: c, kind: fock, levels: d}
  - {label: A, kind: qubit}

# "h.c." is the Hermitian conjugate of all terms of the same sum before it; parentheses bound it. The time is t.
H: omega*n(c) + omega*sz(A)/2 + g*(a(c)*sp(A) + h.c.)

# A bath at temperature T: rate*(n + 1) D[a] + rate*n D[ad], n = 1/(exp(omega/T) - 1).
thermal:
  - {bath: walls, lowering: a(c), omega: omega, rate: kappa, T: T}
# Any other jump: rate * (L rho L^+ - (L^+L rho + rho L^+L)/2).
jumps:
  - {operator: sm(A), rate: gamma, bath: vacuum, T: 0}

initial: fock(c, 0)*proj(A, e)          # no photon, the atom excited

# Real numbers made of means; heat(bath) is the energy per unit time that comes from a bath.
observables:
  photons: mean(n(c))
  excited: mean(proj(A, e))
  heat_walls: heat(walls)

# The defaults of \`ancilla run\`, \`steady\` and \`sweep\`; what the command line says wins.
run: {until: 20, saveEvery: 0.2, observe: [photons, excited]}
steady: {observe: [photons, excited, heat_walls]}
sweep: {over: g, from: 0.05, to: 1, points: 20, observe: [photons]}
`;

const starts = { collision, "master-equation": equation } as const;
