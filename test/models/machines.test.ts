/** Machines and batteries of one's own: cycles of collisions, of contacts, sudden turns, a maser, a ladder that is charged. */
import { describe, expect, it } from "vitest";
import {
  angularMomentum,
  basisState,
  collisionModel,
  dag,
  diagonal,
  heatFlow,
  levels,
  masterEquation,
  Operator,
  plus,
  projector,
  qubit,
  qubitHamiltonian,
  qubitState,
  rotorShift,
  rotorSpace,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  steady,
  thermal,
  times,
} from "../../src/index.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("dynamics-machines");
const q = qubit("S");
const u = qubit("U");
const up = projector(q, "e");

/** Expect every number of an entry that is given here. */
function expectAll(id: string, found: Readonly<Record<string, unknown>>): void {
  const entry = caseOf(cases, id);
  for (const [name, value] of Object.entries(found)) {
    if (typeof entry.expected[name] === "number") expectNear(entry, value, entry.expected[name]);
    else expect([name, value]).toEqual([name, entry.expected[name] ?? null]);
  }
}

/** What a cycle of two heats is. */
function machine(Q_hot: number, Q_cold: number) {
  const W = -(Q_hot + Q_cold);
  const engine = W < 0 && Q_hot > 0;
  const fridge = W > 0 && Q_cold > 0;
  return {
    Q_hot,
    Q_cold,
    W,
    eta: engine ? -W / Q_hot : null,
    cop: fridge ? Q_cold / W : null,
    mode: engine ? "engine" : fridge ? "refrigerator" : "heater",
  };
}

it("the conventions", () => {
  const { params } = caseOf(cases, "dynamics.conventions");
  const rho = qubitState(params.bloch, q);
  const mean = (A: Operator) => times(rho, A).trace();
  expectAll("dynamics.conventions", { sx: mean(sigmaX(q))[0], sy: mean(sigmaY(q))[0], sz: mean(sigmaZ(q))[0] });
  expect(rho.at(0, 1)).toEqual(caseOf(cases, "dynamics.conventions").expected.rho_eg);
  expect(mean(sigmaMinus(q))).toEqual(caseOf(cases, "dynamics.conventions").expected.sm);
});

it("a level that is swept through another", () => {
  const { v, Delta, T } = caseOf(cases, "landau_zener").params;
  const model = masterEquation({ H: [[sigmaZ(q), (t: number) => (v * (t - T)) / 2], scaled(sigmaX(q), Delta / 2)], initial: [1, 0] });
  const { observables } = run(model, { times: [2 * T], observables: { stay_diabatic: up } });
  const limit = Math.exp((-Math.PI * Delta * Delta) / (2 * v));
  expectAll("landau_zener", { stay_diabatic: observables.stay_diabatic.at(-1), limit_T_infinite: limit });
  // what is left of a finite sweep oscillates by Δ/(vT)
  expect(Math.abs((observables.stay_diabatic.at(-1) as number) - limit)).toBeLessThan(Delta / (v * T));
});

describe("an Otto cycle by collisions", () => {
  it.each(["machine.swap_otto", "machine.swap_otto_fridge"])("%s", (id) => {
    const { omega_h, omega_c, beta_h, beta_c, theta_h, theta_c } = caseOf(cases, id).params;
    const unit = (bath: string, omega: number, beta: number, theta: number) => {
      const V = [
        [scaled(sigmaPlus(q), theta), sigmaMinus(u)],
        [scaled(sigmaMinus(q), theta), sigmaPlus(u)],
      ] as const;
      return { bath, HE: qubitHamiltonian(u, omega), V, beta };
    };
    const model = collisionModel({
      HS: qubitHamiltonian(q, 1),
      units: [unit("hot", omega_h, beta_h, theta_h), unit("cold", omega_c, beta_c, theta_c)],
      tau: 1,
      picture: "interaction",
      initial: [0, 1],
      observables: { p: up },
    });
    const { observables, state } = steady(model, { observables: ["Q_hot", "Q_cold", "p"] });
    const [Q_hot, Q_cold] = [observables.Q_hot as number, observables.Q_cold as number];
    const again = run(model, { steps: 2, initial: state, observables: ["p"] }).observables.p as number[];
    const other = run(model, { steps: 2, initial: [1, 0], observables: ["p"] }).observables.p as number[];
    const here = run(model, { steps: 2, observables: ["p"] }).observables.p as number[];
    expectAll(id, {
      ...machine(Q_hot, Q_cold),
      p_after_hot: again[1],
      p_after_cold: again[2],
      // from the heats: both vanish with the flow, and their ratio is that of the splittings
      eta_otto: 1 + Q_cold / Q_hot,
      Sigma: -beta_h * Q_hot - beta_c * Q_cold,
      contraction: other[2] - here[2],
    });
  });
});

it("an Otto cycle by contacts with baths", () => {
  const { omega_h, omega_c, nbar_h, nbar_c, gamma, t_h, t_c } = caseOf(cases, "machine.stroke_otto").params;
  const stroke = (n: number) =>
    masterEquation({
      H: scaled(sigmaZ(q), 0),
      jumps: [
        [sigmaMinus(q), gamma * (n + 1)],
        [sigmaPlus(q), gamma * n],
      ],
      initial: [0, 1],
      observables: { p: up },
    });
  const [hot, cold] = [stroke(nbar_h), stroke(nbar_c)];
  let [state, before, after] = [hot.initial as Parameters<typeof run>[1]["initial"], 0, 0];
  for (let k = 0; k < 12; k++) {
    const heated = run(hot, { times: [t_h], initial: state as never, observables: ["p"] });
    const cooled = run(cold, { times: [t_c], initial: heated.final, observables: ["p"] });
    [before, after, state] = [heated.observables.p.at(-1) as number, cooled.observables.p.at(-1) as number, cooled.final];
  }
  const { cop: _, ...found } = machine(omega_h * (before - after), -omega_c * (before - after));
  expectAll("machine.stroke_otto", { ...found, p_after_hot: before, p_after_cold: after, power: -found.W / (t_h + t_c) });
});

it("an Otto cycle with sudden turns", () => {
  const { omega_h, omega_c, beta_h, beta_c, angle } = caseOf(cases, "machine.sudden_otto").params;
  const Hh = scaled(sigmaZ(q), omega_h / 2);
  const Hc = plus(scaled(sigmaZ(q), (omega_c / 2) * Math.cos(angle)), scaled(sigmaX(q), (omega_c / 2) * Math.sin(angle)));
  const [rh, rc] = [thermal(Hh, { beta: beta_h }), thermal(Hc, { beta: beta_c })];
  const mean = (rho: Operator, H: Operator) => times(rho, H).trace()[0];
  const [Q_hot, Q_cold] = [mean(rh, Hh) - mean(rc, Hh), mean(rc, Hc) - mean(rh, Hc)];
  expectAll("machine.sudden_otto", { Q_hot, Q_cold, W: -(Q_hot + Q_cold), Sigma: -beta_h * Q_hot - beta_c * Q_cold });
});

it("a three-level maser", () => {
  const { omega_h, omega_c, gamma_h, gamma_c, nbar_h, nbar_c, lambda } = caseOf(cases, "machine.maser3").params;
  const atom = levels(3, "atom");
  const [down_h, down_c, drive] = [projector(atom, 0, 2), projector(atom, 0, 1), projector(atom, 1, 2)];
  const bare = diagonal(atom, [0, omega_c, omega_h]);
  const model = masterEquation({
    H: scaled(plus(drive, dag(drive)), lambda),
    jumps: [
      { operator: down_h, rate: gamma_h * (nbar_h + 1), bath: "hot" },
      { operator: dag(down_h), rate: gamma_h * nbar_h, bath: "hot" },
      { operator: down_c, rate: gamma_c * (nbar_c + 1), bath: "cold" },
      { operator: dag(down_c), rate: gamma_c * nbar_c, bath: "cold" },
    ],
    initial: [1, 0, 0],
    observables: (generator) => ({ hot: heatFlow(generator, "hot", bare), cold: heatFlow(generator, "cold", bare) }),
  });
  const entry = caseOf(cases, "machine.maser3");
  const [real, coherence] = [{ element: [1, 2], part: "re" } as const, { element: [1, 2], part: "im" } as const];
  const { observables } = steady(model, { observables: ["p_0", "p_1", "p_2", "hot", "cold", { real, coherence }] });
  expectAll("machine.maser3", machine(observables.hot as number, observables.cold as number));
  entry.expected.p.forEach((value: number, k: number) => void expectNear(entry, observables[`p_${k}`], value));
  expectNear(entry, observables.real, entry.expected.coherence_12[0]);
  expectNear(entry, observables.coherence, entry.expected.coherence_12[1]);
});

describe("a ladder that units charge", () => {
  it.each(["battery.incoherent", "battery.coherent"])("%s", (id) => {
    const { q: share, coherence, theta, collisions, start, levels: count } = caseOf(cases, id).params;
    const ladder = rotorSpace(0, count - 1, "B");
    const state = Operator.fromEntries(u, [
      [0, 0, share],
      [0, 1, coherence],
      [1, 0, coherence],
      [1, 1, 1 - share],
    ]);
    const number = angularMomentum(ladder);
    const raise = rotorShift(ladder, 1);
    const V = [
      [scaled(raise, theta), sigmaMinus(u)],
      [scaled(dag(raise), theta), sigmaPlus(u)],
    ] as const;
    const model = collisionModel({
      HS: number,
      units: { HE: qubitHamiltonian(u, 1), V, state },
      tau: 1,
      picture: "interaction",
      initial: basisState(ladder, start),
      observables: { square: times(number, number) },
    });
    const { observables } = run(model, { steps: collisions, observables: ["energy", "square", "ergotropy", "purity"] });
    const entry = caseOf(cases, id);
    for (let k = 1; k <= collisions; k++) {
      const [energy, square] = [observables.energy[k] as number, observables.square[k] as number];
      expectNear(entry, energy - start, entry.expected.mean_gain[k - 1]);
      expectNear(entry, square - energy * energy, entry.expected.variance[k - 1]);
    }
    expectNear(entry, observables.ergotropy.at(-1), entry.expected.ergotropy_above_ladder_bottom);
    expectNear(entry, observables.purity.at(-1), entry.expected.purity);
  });
});
