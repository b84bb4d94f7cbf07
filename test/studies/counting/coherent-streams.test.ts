/** Units with coherence that come at random times, and that pass two systems: first moments are the ledger's, second ones agree between schemes. */
import { describe, expect, it } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  collisionModel,
  counting,
  lift,
  type Model,
  plus,
  qubit,
  qubitState,
  run,
  scaled,
  sigmaX,
  sigmaY,
  sigmaZ,
  tensor,
} from "../../../src/index.ts";
import { exchange, excitation, S, streamOf } from "./models.ts";

const schemes = ["tpm", "kd", "mh", "sym"] as const;
const u = qubit("u");
const eta = qubitState([0.3, -0.4, 0.2], u);

const arriving: Model = collisionModel({
  HS: scaled(sigmaX(S), 0.4),
  units: [
    { HE: excitation(u), V: plus(exchange(tensor(S, u), S, u), lift(tensor(S, u), sigmaZ(S), sigmaX(u))), state: eta, bath: "light" },
  ],
  tau: 0.7,
  arrivals: 1.3,
  initial: qubitState([0.1, 0.5, -0.3], S),
});

function passing(): Model {
  const [A, B] = [qubit("A"), qubit("B")];
  const system = tensor(A, B);
  const joint = tensor(system, u);
  const collision: Collision = {
    unit: u,
    state: [{ name: "u", weight: 1, state: eta }],
    visits: [
      { kind: "unitary", H: plus(exchange(joint, A, u), scaled(lift(joint, sigmaX(u)), 0.3)), duration: 0.6 },
      { kind: "unitary", H: plus(exchange(joint, B, u), scaled(lift(joint, sigmaZ(B), sigmaX(u)), 0.5)), duration: 0.8 },
    ],
    HE: excitation(u),
    beta: null,
    bath: "light",
  };
  const start = lift(system, qubitState([0.2, 0.1, 0.4], A), qubitState([-0.3, 0.2, 0.1], B));
  return streamOf({ kind: "constant", collision }, start, plus(lift(system, excitation(A)), lift(system, excitation(B))));
}

it("work from a start with coherence has the ledger's mean, and one second cumulant, in the schemes that do not measure it", () => {
  const { W_total } = run(passing(), { steps: 4, observables: ["W_total"] }).observables;
  const [kd, mh, sym] = (["kd", "mh", "sym"] as const).map((scheme) => {
    const { cumulants } = counting(passing(), { of: ["W"], scheme, orders: 2, steps: 4, steady: false, theorems: false });
    return cumulants.W.map((list) => list.at(-1) as number);
  });
  for (const [mean, second] of [kd, mh, sym]) {
    expect(mean).toBeCloseTo(W_total[4] as number, 12);
    expect(second).toBeCloseTo(mh[1], 12);
  }
});

describe.each([
  ["units at random times", () => arriving, { until: 2 }],
  ["units that pass two systems", passing, { steps: 4 }],
] as const)("%s", (_, model, length) => {
  const found = Object.fromEntries(schemes.map((scheme) => [scheme, counting(model(), { of: ["Q"], scheme, orders: 3, ...length })]));

  it("have the ledger's heat in every scheme that keeps the dynamics, and another one when they are measured", () => {
    // of arrivals the rates are held against the ledger, in the state that lasts; of passes what came so far
    const held =
      "until" in length ? Object.fromEntries(schemes.map((scheme) => [scheme, counting(model(), { of: ["Q"], scheme })])) : found;
    for (const scheme of ["kd", "mh", "sym"] as const) {
      expect(Math.abs(held[scheme].firstMoments.Q.difference)).toBeLessThan(1e-12);
      expect(found[scheme].cumulants.Q[0].at(-1)).toBeCloseTo(found.kd.cumulants.Q[0].at(-1) as number, 12);
    }
    expect(Math.abs((found.tpm.cumulants.Q[0].at(-1) as number) - (found.kd.cumulants.Q[0].at(-1) as number))).toBeGreaterThan(1e-3);
  });

  it("have one second cumulant in the three schemes, finite and in the long run, and third ones that differ", () => {
    const secondOf = (scheme: (typeof schemes)[number]) => found[scheme].cumulants.Q[1].at(-1) as number;
    expect(secondOf("mh")).toBeCloseTo(secondOf("sym"), 12);
    expect(secondOf("kd")).toBeCloseTo(secondOf("sym"), 12);
    expect(found.mh.rates?.cumulants.Q[1]).toBeCloseTo(found.sym.rates?.cumulants.Q[1] as number, 11);
    expect(Math.abs((found.mh.cumulants.Q[2].at(-1) as number) - (found.sym.cumulants.Q[2].at(-1) as number))).toBeGreaterThan(1e-5);
  });
});

describe("coherent units that take turns", () => {
  const second = qubit("v");
  const both = tensor(S, second);
  const turns = collisionModel({
    HS: scaled(sigmaZ(S), 0.45),
    units: [
      {
        HE: plus(excitation(u), scaled(sigmaX(u), 0.37), scaled(sigmaY(u), 0.21)),
        V: exchange(tensor(S, u), S, u),
        state: qubitState([0.5, 0.2, 0.3], u),
        bath: "one",
      },
      {
        HE: scaled(excitation(second), 1.4),
        V: scaled(plus(exchange(both, S, second), lift(both, sigmaX(S), sigmaX(second))), 0.7),
        state: qubitState([0.1, -0.6, 0.2], second),
        bath: "two",
      },
    ],
    tau: 0.6,
    initial: qubitState([0.2, 0.1, 0.4], S),
  });
  const of = ["Q_one", "Q_two"];

  it("have rates in complex quasi-probabilities, too: those of one late cycle", () => {
    const [far, further] = [120, 122].map((steps) => counting(turns, { of, scheme: "kd", orders: 3, steps, steady: false }));
    const { rates } = counting(turns, { of, scheme: "kd", orders: 3 });
    const mh = counting(turns, { of, scheme: "mh", orders: 2 }).rates;
    for (const name of of) {
      [0, 1, 2].forEach((k) => {
        const grown = (further.cumulants[name][k].at(-1) as number) - (far.cumulants[name][k].at(-1) as number);
        expect(rates?.cumulants[name][k]).toBeCloseTo(grown, 9);
      });
      [0, 1].forEach((k) => expect(rates?.cumulants[name][k]).toBeCloseTo(mh?.cumulants[name][k] as number, 12));
    }
  });
});
