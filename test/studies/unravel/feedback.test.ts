/** Feedback by the record and by the conditional state, and its books. */
import { describe, expect, it } from "vitest";
import type { Feedback } from "../../../src/dynamics/measurements.ts";
import {
  collisionModel,
  everyRecord,
  identity,
  lift,
  type Measurement,
  type Model,
  measured,
  type Operator,
  plus,
  qubit,
  qubitState,
  type Reading,
  recordLedger,
  recordRule,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  stateRule,
  tensor,
  unravel,
} from "../../../src/index.ts";
import { compiledFeedback } from "../../../src/studies/unravel/feedback.ts";
import { randomValues } from "../../reference/random.ts";
import { excitation, excited, ground, S, streamOf, swapCollision } from "../counting/models.ts";
import { drivenSwaps, reference, unit } from "./models.ts";

const meter = qubit("meter");

interface Demon {
  readonly theta: number;
  readonly beta0: number;
  readonly beta_hot: number;
  readonly heat_theta: number;
}

/** A thermal qubit that meets a hot unit, then a meter in +x that is turned by its σz. */
function demon({ theta, beta0, beta_hot, heat_theta }: Demon, meterState?: Operator, loss: readonly Operator[] = []): Model {
  const joint = tensor(S, meter);
  const pe = 1 / (1 + Math.exp(beta0));
  const reader = {
    unit: meter,
    state: [{ name: "meter", weight: 1, state: meterState ?? scaled(plus(identity(meter), sigmaX(meter)), 0.5) }],
    visits: [
      { kind: "unitary" as const, H: lift(joint, sigmaZ(S), sigmaY(meter)), duration: theta / 2 },
      ...(loss.length > 0 ? [{ kind: "channel" as const, kraus: loss }] : []),
    ],
    HE: null,
    beta: null,
    bath: "meter",
  };
  const stream = { kind: "cyclic" as const, collisions: [swapCollision("hot", beta_hot, heat_theta), reader] };
  return streamOf(stream, plus(scaled(excited(), pe), scaled(ground(), 1 - pe)), excitation(S));
}

const flip = (error: number) => [scaled(sigmaX(S), Math.sqrt(1 - error)), scaled(identity(S), Math.sqrt(error))];
const reading = (feedback?: Parameters<typeof measured>[0]["feedback"]): Reading =>
  measured({ observable: excitation(meter), names: ["e", "g"], units: "meter", ...(feedback ? { feedback } : {}) });

describe("a rule that clears", () => {
  it("begins anew with no last outcomes and counters at 0", () => {
    const told: object[] = [];
    const rule = recordRule({
      operations: { flip: sigmaX(S) },
      count: { e: 4 },
      decide: (memory) => {
        told.push(memory);
        return memory.counts.e === 2 ? { do: "flip", clear: true } : {};
      },
    });
    const { next, operation } = compiledFeedback(rule, ["g", "e"]) as Feedback;
    // of outcomes e in a row every second one
    let memory = 0;
    const done = Array.from({ length: 6 }, () => {
      const at = 2 * memory + 1;
      memory = next[at];
      return operation[at];
    });
    expect(done).toEqual([-1, 0, -1, 0, -1, 0]);
    expect(memory).toBe(0);
    expect(told).not.toContainEqual(expect.objectContaining({ counts: { e: 3 } }));
  });
});

describe("the cooling demon", () => {
  const { p, e, near } = reference("feedback-cooling");
  const model = demon(p);
  const operations = { flip: flip(p.error) };
  const last = recordRule({ operations, decide: ({ last: [m] }) => (m === "e" ? { do: "flip" } : {}) });
  const twice = recordRule({
    remember: 2,
    operations,
    decide: ({ last: [a, b] }) => (a === "e" && b === "e" ? { do: "flip", clear: true } : {}),
  });
  const filter = stateRule({ observable: excitation(S), above: 0.5, operation: flip(p.error) });

  it.each([
    ["after each e", last, e.E_A],
    ["after two in a row", twice, e.E_B],
    ["where the conditional state is more likely up", filter, e.E_F],
  ])("%s cools as exact enumeration says", (_, rule, wanted) => {
    for (const k of [1, 2, 5, 9]) {
      const found = everyRecord(model, { by: reading(rule), steps: 2 * k, observables: ["energy"] });
      near(found.mean.energy, wanted[k - 1]);
    }
  });

  it.each([
    ["after two in a row", twice, e.E_B],
    ["by a filter", filter, e.E_F],
  ])("cools trajectories alike: %s", async (_, rule, wanted) => {
    const found = await unravel(model, {
      by: reading(rule),
      steps: 18,
      saveEvery: 2,
      trajectories: 2000,
      seed: 3,
      observables: ["energy"],
    });
    wanted.forEach((value: number, k: number) => {
      expect(Math.abs((found.mean.energy[k + 1] as number) - value)).toBeLessThan(4.5 * (found.standardError.energy[k + 1] as number));
    });
  });

  it("pays for it with what the record tells", () => {
    const books = recordLedger(model, { by: reading(last), steps: 10 });
    expect(books.exact).toBe(true);
    expect(books.reason).toBeNull();
    expect(books.bound).toEqual({ smallest: Math.min(...books.I.map((I, k) => (books.Sigma?.[k] as number) + I)), holds: true });
    // entropy falls below what the bath takes: only the information allows it
    expect(books.Sigma?.[10]).toBeLessThan(0);
    expect(books.W_feedback[10]).toBeLessThan(0);
    books.dE.forEach((dE, k) => {
      near(dE, books.Q.hot[k] + books.Q.meter[k] + books.W[k] + books.W_feedback[k]);
      if (k > 0 && k % 2 === 0) near(dE, e.E_A[k / 2 - 1] - 1 / (1 + Math.exp(p.beta0)));
    });
    const none = recordLedger(model, { by: reading(), steps: 10 });
    expect(none.W_feedback[10]).toBe(0);
    expect(none.Sigma?.[10]).toBeGreaterThan(0);
  });

  it("meets the exact books with drawn records", () => {
    const exact = recordLedger(model, { by: reading(twice), steps: 20 });
    const drawn = recordLedger(model, { by: reading(twice), steps: 40, trajectories: 400, seed: 2 });
    expect([exact.exact, drawn.exact]).toEqual([true, false]);
    for (const k of [2, 10, 20]) expect(Math.abs(drawn.I[k] - exact.I[k])).toBeLessThan(4 * drawn.errorOfI[k] + 1e-12);
    for (const name of ["W_feedback", "dE", "W"] as const)
      for (const k of [2, 10, 20]) expect(Math.abs(drawn[name][k] - exact[name][k]), `${name} ${k}`).toBeLessThan(0.3);
    expect(exact.W_feedback[20]).toBeLessThan(-0.05);
    expect(drawn.bound?.holds).toBe(true);
  });

  it("holds what acts between collisions", () => {
    const unit = qubit("unit");
    const leaky = collisionModel({
      HS: excitation(S),
      units: { HE: excitation(unit), V: [[sigmaX(S), sigmaX(unit)]], beta: 1.2, bath: "unit" },
      tau: 0.4,
      between: { duration: 0.7, jumps: [{ operator: sigmaMinus(S), rate: 0.5 }] },
      initial: qubitState([0.3, 0, 0.8], S),
    });
    const { dE, Sigma, reason } = recordLedger(leaky, { by: measured({ observable: excitation(unit), units: "unit" }), steps: 6 });
    // nobody acts on the record: its mean is the plain run
    const { energy } = run(leaky, { steps: 6, observables: ["energy"] }).observables;
    dE.forEach((value, k) => near(value, (energy[k] as number) - (energy[0] as number)));
    expect([Sigma, reason]).toEqual([null, "what dissipates between collisions has no books"]);
  });

  it("claims no bound where a reading is not efficient or a bath has no temperature", () => {
    const mixed = demon(p, plus(scaled(identity(meter), 0.5), scaled(sigmaX(meter), 0.3)));
    const found = recordLedger(mixed, { by: reading(last), steps: 4 });
    expect([found.bound, found.reason]).toEqual([null, "readings are not efficient: the units come in a mixed state"]);
    const lossy = measured({ observable: excitation(meter), units: "meter", efficiency: 0.5 });
    expect(recordLedger(model, { by: lossy, steps: 4 }).reason).toMatch(/several states of the unit open/);
    const dephased = demon(p, undefined, [scaled(identity(meter), Math.sqrt(0.9)), scaled(sigmaZ(meter), Math.sqrt(0.1))]);
    const losing = recordLedger(dephased, { by: reading(last), steps: 4 });
    expect([losing.bound, losing.reason]).toEqual([null, "readings are not efficient: units lose something on their way"]);
    const cold = recordLedger(demon({ ...p, beta_hot: Number.POSITIVE_INFINITY }), { by: reading(last), steps: 4 });
    expect([cold.Sigma, cold.bound, cold.reason]).toEqual([null, null, "bath hot has no finite temperature"]);
  });

  it("never beats the second law on random demons", () => {
    for (let k = 0; k < 12; k++) {
      const [a, b, c, d, error] = randomValues(5, 100 + k).map((v) => (v + 1) / 2);
      const model_ = demon({ theta: 3 * a, beta0: 3 * b, beta_hot: 0.1 + 2 * c, heat_theta: 1.5 * d });
      const rule =
        k % 2 === 0
          ? recordRule({ operations: { flip: flip(error) }, decide: ({ last: [m] }) => (m === "g" ? { do: "flip" } : {}) })
          : stateRule({ observable: excitation(S), above: 0.4, operation: flip(0) });
      const books = recordLedger(model_, { by: reading(rule), steps: 8 });
      // operations with errors make entropy, which is on the safe side for unital ones
      expect(books.bound?.holds, `demon ${k}: ${books.bound?.smallest}`).toBe(true);
    }
  });
});

describe("the next collision by the record", () => {
  const model = drivenSwaps(1.1, 0.6, 0.5, 1.2);
  // a model with a parameter: the same stream with another angle
  const withAngle = (theta: number): Model => ({
    ...drivenSwaps(1.1, 0.6, theta, 1.2),
    parameters: { theta },
    with: (changes) => withAngle((changes.theta as number) ?? theta),
  });
  const by = (set: number): Reading =>
    measured({
      observable: excitation(unit),
      feedback: recordRule({ decide: ({ last: [m] }) => (m === "1" ? { set: { theta: set } } : {}) }),
    });

  it("is the model's own where the setting changes nothing, and else another one", () => {
    const all = everyRecord(withAngle(0.5), { by: by(0.5), steps: 6, observables: ["sz"] });
    const wanted = run(model, { steps: 6, saveEvery: 6, observables: ["sz"] }).observables.sz[1] as number;
    expect(all.mean.sz).toBeCloseTo(wanted, 13);
    const other = everyRecord(withAngle(0.5), { by: by(1.2), steps: 6, observables: ["sz"] });
    expect(Math.abs((other.mean.sz as number) - wanted)).toBeGreaterThan(1e-3);
  });

  it("is drawn as all records say", async () => {
    const all = everyRecord(withAngle(0.5), { by: by(1.2), steps: 6, observables: ["sz"] });
    const found = await unravel(withAngle(0.5), { by: by(1.2), steps: 6, saveEvery: 6, trajectories: 3000, observables: ["sz"] });
    expect(Math.abs((found.mean.sz[1] as number) - (all.mean.sz as number))).toBeLessThan(4 * (found.standardError.sz[1] as number));
    expect(Math.abs((found.std.sz[1] as number) ** 2 - (all.variance.sz as number))).toBeLessThan(0.1 * (all.variance.sz as number));
  });
});

describe("bad input", () => {
  const by = (options: object) => () =>
    measured({ observable: excitation(meter), names: ["e", "g"], feedback: recordRule(options as never) });
  it.each<[() => unknown, RegExp]>([
    [by({}), /`decide` must be given/],
    [
      by({ decide: () => ({ do: "flop" }), operations: { flip: sigmaX(S) } }),
      /`decide` must name one of `operations`, but is "flop"\. Did you mean "flip"/,
    ],
    [by({ decide: () => ({ dö: "flip" }) }), /have only known names/],
    [by({ decide: () => 3 }), /`decide` must be an object of named options/],
    [by({ decide: () => ({ set: { theta: Number.NaN } }) }), /`set\.theta` must be a finite number/],
    [by({ decide: () => ({}), count: { f: 3 } }), /`feedback\.count` must name outcomes \(e, g\), but is "f"/],
    [by({ decide: () => ({}), count: { e: 1 } }), /`count\.e` must be an integer/],
    [by({ decide: () => ({}), remember: 16 }), /`feedback` must need at most 4096 memories/],
    [by({ decide: () => ({ do: "flip" }), operations: { flip: scaled(sigmaX(S), 2) } }), /`operations\.flip` must be operators K/],
    [() => measured({ observable: excitation(meter), feedback: 3 as never }), /`feedback` must be a rule, or operations by outcome/],
    [() => stateRule({ observable: sigmaX(S), above: 0 } as never), /`operation` must be given/],
    [() => recordLedger(demon({ theta: 1, beta0: 1, beta_hot: 1, heat_theta: 1 }), { by: 3 as never, steps: 2 }), /`by` must be a reading/],
  ])("is told in a sentence: %#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });

  it("is told of parameters that the model has not", async () => {
    const rule = recordRule({ decide: () => ({ set: { angle: 1 } }) });
    const asked: Measurement = measured({ observable: excitation(meter), units: "meter", feedback: rule });
    const model = demon({ theta: 1, beta0: 1, beta_hot: 1, heat_theta: 1 });
    await expect(unravel(model, { by: asked, steps: 2, trajectories: 2 })).rejects.toThrow(
      /`feedback\.set` must name parameters of the model, but is "angle"/,
    );
  });
});
