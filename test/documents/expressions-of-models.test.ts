/** Expressions in questions to models of any origin: what they mean, at every parameter, and that they travel as text. */
import { describe, expect, it } from "vitest";
import { documentFromData, documentModel, observableExpression, operatorExpression, stateExpression } from "../../src/documents/index.ts";
import { requestHandler } from "../../src/ensembles/handler.ts";
import type { Job } from "../../src/ensembles/job.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import {
  bloch,
  coherent,
  collisionModel,
  ensemble,
  fock,
  Ket,
  masterEquation,
  modelByName,
  normal,
  parallelSweep,
  perRealisation,
  qubit,
  qubitHamiltonian,
  qubitState,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  steady,
  sweep,
} from "../../src/index.ts";

const [{ label }] = bloch().dynamics.system.factors;
const x = observableExpression(`mean(sx(${label}))/Omega`);

describe("an observable said in words", () => {
  it("is the library's own, at the parameters of every point", () => {
    const swept = sweep(bloch(), { over: "Omega", values: [0.5, 1, 2], observables: ["sx", { x }] });
    swept.observables.x.forEach((value, k) => {
      expect(value).toBeCloseTo((swept.observables.sx[k] as number) / [0.5, 1, 2][k], 14);
    });
    expect(run(bloch(), { until: 1, observables: { p: observableExpression("purity()") } }).observables.p).toEqual(
      run(bloch(), { until: 1, observables: ["purity"] }).observables.purity,
    );
  });

  it("gives the same bits on threads, in a worker, and here", async () => {
    const noise = { Delta: perRealisation(normal(0, 0.1)) };
    const options = { times: [0, 1], trajectories: 96, noise, observables: [{ x }], initial: stateExpression(`proj(${label}, e)`) };
    const [here, there] = await Promise.all([1, 2].map((threads) => ensemble(bloch(), { ...options, threads })));
    expect(there.mean).toEqual(here.mean);
    const { job, rebuildable } = await prepareEnsemble(bloch(), options);
    expect(rebuildable).toBe(true);
    expect(job.asked?.observables).toEqual({ x: { expression: x.expression } });
    const travelled = JSON.parse(JSON.stringify(job)) as Job;
    const reply = await requestHandler()({ id: 1, job: travelled, first: 0, count: 1 } as never);
    expect(reply.kind).toBe("batches");
    const points = await parallelSweep(bloch(), { over: "Omega", values: [0.5, 1, 2], observables: [{ x }], threads: 2 });
    expect(points.observables).toEqual(sweep(bloch(), { over: "Omega", values: [0.5, 1, 2], observables: [{ x }] }).observables);
  });

  it("sees the definitions and baths of a document", () => {
    const document = documentFromData({
      ancilla: 1,
      kind: "collisions",
      name: "own",
      parameters: { w: 2 },
      let: { up: "proj(S, e)" },
      spaces: [{ label: "S", kind: "qubit" }],
      H: "w*up",
      units: [{ spaces: [{ label: "U", kind: "qubit" }], H: "sz(U)", V: "sp(S)*sm(U) + h.c.", T: 1 }],
      tau: 0.1,
      initial: "ket(S, e)",
      memory: 0.3,
    });
    const model = documentModel(document).build({});
    const { observables } = run(model, {
      steps: 3,
      observables: [
        "energy",
        { e: observableExpression("w*mean(up)"), f: observableExpression("energy()"), p: observableExpression("purity()") },
        "purity",
      ],
    });
    expect(observables.e.at(-1)).toBeCloseTo(observables.energy.at(-1) as number, 14);
    expect(observables.p).toEqual(observables.purity);
    observables.f.forEach((value, k) => {
      expect(value).toBeCloseTo(observables.energy[k] as number, 14);
    });
    // The unit that stays with the system starts fresh.
    const again = run(model, { steps: 3, initial: stateExpression("up"), observables: ["energy"] });
    expect(again.observables.energy).toEqual(observables.energy);
  });

  it("is refused with its place where it is wrong, and where it does not fit", () => {
    expect(() => observableExpression("mean(")).toThrow(/Argument `expression` \(character 6\) must/);
    expect(() => observableExpression(1 as never)).toThrow(/Argument `expression` must be text/);
    expect(() => run(bloch(), { until: 1, observables: { q: observableExpression("mean(sx(Q))") } })).toThrow(
      /character 9\) must name a space/,
    );
    expect(() => run(bloch(), { until: 1, observables: { sz: observableExpression("purity()") } })).toThrow(/already/);
    const driven = masterEquation({ H: [[sigmaX(qubit("S")), (t: number) => t]], initial: [1, 0] });
    expect(() => run(driven, { until: 1, observables: { e: observableExpression("energy()") } })).toThrow(/H depends on t/);
  });
});

describe("a start said in words", () => {
  it("is that of the operators, and follows the parameters that it names", () => {
    const jc = modelByName("jaynes-cummings", { levels: 8 });
    const [atom, cavity] = jc.dynamics.system.factors.map((factor) => factor.label);
    const [q, c] = jc.dynamics.system.factors[0].kind === "qubit" ? [atom, cavity] : [cavity, atom];
    const text = `proj(${q}, g)*coherent(${c}, 0.3)`;
    const said = run(jc, { times: [0, 1], initial: stateExpression(text), observables: ["energy"] });
    expect(said.observables.energy[0]).not.toBeNull();
    const turned = { initial: stateExpression(`bloch(${label}, Omega/4, 0, 0)`), observables: ["sx"], until: 1e-9 };
    expect(sweep(bloch(), { over: "Omega", values: [1, 2], ...turned }).observables.sx[1]).toBeCloseTo(0.5, 8);
    expect(() => steady(bloch(), { initial: stateExpression(`2*proj(${label}, e)`) })).toThrow(/trace is 2/);
    expect(() => masterEquation({ H: sigmaX(qubit("S")), initial: stateExpression("proj(S, e)") as never })).toThrow(/initial/);
  });

  it("may be an operator that it stands for", () => {
    const model = bloch();
    expect(operatorExpression(`sx(${label})`).on(model).values).toEqual(sigmaX(qubit(label)).values);
    expect(operatorExpression("sx(U)").on(model, qubit("U")).space.factors[0].label).toBe("U");
  });
});

describe("a ket as a start", () => {
  const q = qubit("S");
  const psi = Ket.of(q, [1, [0, 1]]);
  const state = psi.state();

  it("is the state that it stands for, in builders and in questions", () => {
    const jumps = [[sigmaMinus(q), 0.2]] as const;
    const asked = { until: 1, observables: ["sx", "sy", "sz"] };
    const whole = run(masterEquation({ H: qubitHamiltonian(q, 1), jumps, initial: state }), asked);
    expect(run(masterEquation({ H: qubitHamiltonian(q, 1), jumps, initial: psi }), asked).observables).toEqual(whole.observables);
    expect(
      run(masterEquation({ H: qubitHamiltonian(q, 1), jumps, initial: qubitState([0, 0, 1], q) }), { ...asked, initial: psi }).observables,
    ).toEqual(whole.observables);
    const unit = qubit("U");
    const units = {
      HE: qubitHamiltonian(unit, 1),
      V: [
        [sigmaPlus(q), sigmaMinus(unit)],
        [sigmaMinus(q), sigmaPlus(unit)],
      ],
      T: 1,
    } as const;
    const model = (initial: typeof psi | typeof state) => collisionModel({ HS: qubitHamiltonian(q, 1), units, tau: 0.1, initial });
    const collided = { steps: 3, observables: ["energy", "sx"] };
    expect(run(model(psi), collided).observables).toEqual(run(model(state), collided).observables);
    expect(
      sweep(bloch(), { over: "Omega", values: [1], until: 1, initial: (space) => Ket.of(space, [1, 0]), observables: ["sz"] }).observables
        .sz,
    ).toHaveLength(1);
  });

  it("is brought to the order of the factors, and refused where it is none", () => {
    const c = fock(3, "c");
    const H = scaled(sigmaX(q), 1);
    const two = Ket.basis(c, 1).tensor(Ket.basis(q, "e"));
    expect(() => masterEquation({ H, initial: two })).toThrow(/initial/);
    expect(() => masterEquation({ H, initial: Ket.of(q, [0, 0]) })).toThrow(/must be a ket that is not 0/);
    expect(coherent(c, 0.1).space.dimension).toBe(3);
  });
});
