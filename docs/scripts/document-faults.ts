/** One small document for each code with which a document is refused, for the pages of the errors. What is said is the library's own. */

/** The document that each of the others is made from by one change. */
export const sound = `ancilla: 1
kind: master-equation
name: decay
spaces:
  - { label: q, kind: qubit }
parameters:
  gamma: { default: 0.1, atLeast: 0 }
H: 0.5*sz(q)
jumps:
  - { operator: sm(q), rate: gamma }
initial: proj(q, g)
`;

const changed = (from: string, to: string) => {
  if (!sound.includes(from)) throw new Error(`The document has no "${from}".`);
  return sound.replace(from, to);
};

/** By code: the document that is refused. */
export const faults: Readonly<Record<string, string>> = {
  syntax: changed("H: 0.5*sz(q)", "H: [0.5*sz(q)"),
  duplicate: changed("H: 0.5*sz(q)", "H: 0.5*sz(q)\nH: sz(q)"),
  forbidden: changed("initial: proj(q, g)", "initial: !js proj(q, g)"),
  limit: changed("0.5*sz(q)", `${"(".repeat(200)}sz(q)${")".repeat(200)}`),
  version: changed("ancilla: 1", "ancilla: 7"),
  missing: changed("initial: proj(q, g)\n", ""),
  "unknown-key": changed("initial:", "intial:"),
  "unknown-name": changed("sz(q)", "sq(q)"),
  cycle: changed("H: 0.5*sz(q)", "let: { a: 2*b, b: 3*a }\nH: a*sz(q)"),
  expression: changed("0.5*sz(q)", "0.5**sz(q)"),
  hc: changed("0.5*sz(q)", "0.5*sz(q) + h.c."),
  "wrong-kind": changed("rate: gamma", "rate: sz(q)"),
  "wrong-factor": changed("sm(q)", "a(q)"),
  domain: changed("0.5*sz(q)", "sqrt(-1)*sz(q)"),
  structure: changed("initial:", "evaluation: generator\ninitial:"),
  "out-of-bounds": changed("default: 0.1", "default: -0.1"),
  "negative-rate": changed("rate: gamma", "rate: -gamma"),
  "not-hermitian": changed("0.5*sz(q)", "sp(q)"),
  "not-a-state": changed("proj(q, g)", "2*proj(q, g)"),
  "not-a-channel": `ancilla: 1
kind: collisions
name: dephased-units
spaces:
  - { label: S, kind: qubit }
H: 0.5*sz(S)
units:
  - spaces: [{ label: c, kind: qubit }]
    H: 0.5*sz(c)
    visits:
      - { V: "sp(S)*sm(c) + h.c.", tau: 0.1 }
      - channel: ["sqrt(0.9)*id(c)", "sqrt(0.2)*sz(c)"]
    T: 0.5
tau: 0.1
initial: proj(S, e)
`,
};
