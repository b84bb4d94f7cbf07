/** A model of one's own: a qubit that meets thermal qubits. */
export default {
  ancilla: 1,
  kind: "collisions",
  name: "thermalising-qubit",
  parameters: { omega: 1, g: { default: 0.5, noisy: true }, T: 1, tau: { default: 0.1, above: 0 } },
  spaces: [{ label: "S", kind: "qubit" }],
  H: "omega*sz(S)/2",
  units: [{ spaces: [{ label: "U", kind: "qubit" }], H: "omega*sz(U)/2", V: "g*(sp(S)*sm(U) + h.c.)", T: "T" }],
  tau: "tau",
  initial: "proj(S, e)",
};
