/** Sentences that a newcomer meets: each says what is wrong, and what to do. */
import { expect, it } from "vitest";
import { requestHandler } from "../src/ensembles/handler.ts";
import { didYouMean } from "../src/errors.ts";
import {
  collisionModel,
  ensemble,
  masterEquation,
  normal,
  qubit,
  qubitHamiltonian,
  qubitState,
  scaled,
  sigmaX,
  sigmaZ,
} from "../src/index.ts";

it("a suggestion keeps a letter of the word, and an empty list is called one", () => {
  expect(didYouMean("Delta", ["delta", "gamma"])).toBe('Did you mean "delta"?');
  expect(didYouMean("T", ["V", "beta"])).toBe("Known: V, beta.");
  expect(didYouMean("sp", [])).toBe("There is none.");
});

it("a temperature of units is asked for by its name here", () => {
  const [s, u] = [qubit("s"), qubit("u")];
  const units = { HE: qubitHamiltonian(u, 1), V: [[sigmaX(s), sigmaX(u)]] as const, temperature: 1 } as never;
  const make = () => collisionModel({ HS: qubitHamiltonian(s, 1), units, tau: 0.1, initial: qubitState([0, 0, 1], s) });
  expect(make).toThrow("Argument `units` must have only known names, but has `temperature`. Known: HE, V, visits, T, beta, state, bath.");
});

const family = masterEquation(({ delta }) => ({ H: scaled(sigmaZ(qubit()), delta), initial: [0, 1] }), { delta: 0 });

it("noise on a name that is no parameter says which there are", async () => {
  const options = { noise: { Delta: normal(0, 1) }, every: 0.1, until: 1, observables: ["sx"], trajectories: 4 };
  await expect(ensemble(family, options)).rejects.toThrow('has no parameter `Delta`. Did you mean "delta"?');
});

it("a thread says how a model of one's own can reach it", async () => {
  const points = [{}];
  const reply = await requestHandler()({ model: "mine", module: null, points, options: {} } as never);
  expect(reply).toMatchObject({ kind: "failed", error: { message: expect.stringContaining("or give the model as a document") } });
});
