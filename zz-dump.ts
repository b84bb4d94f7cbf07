import { writeFileSync } from "node:fs";
import "./bindings/carried.ts";
import { generator } from "./src/dynamics/lindblad.ts";
import { collisionModel } from "./src/models/collision-model.ts";
import { equationModel } from "./src/models/equation.ts";
import { hermitianPart, plus, scale, diagonal } from "./src/operators/algebra.ts";
import { Operator } from "./src/operators/operator.ts";
import { basisState } from "./src/operators/states.ts";
import { steady } from "./src/solvers/steady.ts";
import { levels, qubit, tensor } from "./src/spaces/space.ts";
import { sigmaZ, sigmaX } from "./src/operators/named.ts";
import { randomOperator } from "./test/reference/random-generator.ts";
import { randomState } from "./src/operators/random-objects.ts";
let s = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 40);
const rnd = () => { s = (s * 1103515245 + 12345) % 2147483648; return s / 2147483648; };
const dec = (a: number, b: number) => 10 ** (a + rnd() * (b - a));
const ops = (A: Operator) => { const e: any[] = []; A.forEach((i, j, re, im) => { e.push([i, j, re, im]); }); return e; };
const out: any[] = [];
for (let c = 0; c < count; c++) {
  const kind = ["dense", "degenerate", "blocks", "sparse", "rates+coh", "map", "mapdecades"][c % 7];
  const n = 2 + Math.floor(rnd() * (kind.startsWith("map") ? 5 : 10));
  const system = levels(n);
  const seed = Math.floor(rnd() * 1e6);
  let rec: any = { kind, n, seed }; let model: any;
  if (!kind.startsWith("map")) {
    let H = hermitianPart(randomOperator(system, seed, kind === "sparse" ? 0.3 : 1));
    const jumps: any[] = [];
    if (kind === "dense") for (let k = 0; k < 2; k++) jumps.push({ operator: randomOperator(system, seed + 1 + k, 1), rate: dec(-9, 3) });
    if (kind === "sparse") for (let k = 0; k < 4; k++) jumps.push({ operator: randomOperator(system, seed + 1 + k, 0.3), rate: dec(-9, 3) });
    if (kind === "degenerate") {
      H = plus(diagonal(system, Array.from({ length: n }, (_, k) => Math.floor(k / 2) + (k % 2) * 1e-9 * rnd())), scale(H, dec(-12, -3)));
      for (let k = 0; k < 2; k++) jumps.push({ operator: randomOperator(system, seed + 1 + k, 0.6), rate: dec(-6, 0) });
    }
    if (kind === "blocks") {
      const half = Math.max(1, n >> 1);
      const w = dec(-12, -4);
      const cut = (A: Operator, v: number) => Operator.fromEntries(system, ops(A).map(([i, j, re, im]: any) => ((i < half) === (j < half) ? [i, j, re, im] : [i, j, v * re, v * im])) as any);
      H = cut(H, dec(-12, -4));
      for (let k = 0; k < 2; k++) jumps.push({ operator: cut(randomOperator(system, seed + 1 + k, 1), k === 0 ? w : 0), rate: dec(-3, 1) });
    }
    if (kind === "rates+coh") {
      H = plus(diagonal(system, Array.from({ length: n }, () => 3 * rnd())), scale(hermitianPart(randomOperator(system, seed, 0.2)), dec(-6, 0)));
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j && (Math.abs(i - j) === 1 || rnd() < 0.2)) jumps.push({ operator: Operator.fromEntries(system, [[i, j, 1, 0]]), rate: dec(-12, 0) });
    }
    const parts = { system, H, jumps };
    const initial = randomState(system, { seed });
    model = equationModel({ name: "f", parameters: {}, generator: generator(parts), initial, observables: [], defaults: ["purity"], rebuild: () => model });
    rec = { ...rec, H: ops(H), jumps: jumps.map((j) => ({ op: ops(j.operator), rate: j.rate })) };
  } else {
    const e = qubit("e"); const sys = levels(n, "s"); const joint = tensor(sys, e);
    const HS = scale(hermitianPart(randomOperator(sys, seed, 0.6)), kind === "map" ? 1 : dec(-4, 1));
    const HE = scale(sigmaZ(e), 0.5); const V = scale(hermitianPart(randomOperator(joint, seed + 1, 0.6)), kind === "map" ? 1 : dec(-5, 1));
    const tau = dec(-7, 0);
    model = collisionModel({ HS, units: { HE, V, beta: 1 }, tau, initial: randomState(sys, { seed }) });
    const { visits, state } = model.dynamics.stream.collision;
    rec = { ...rec, tau, H: ops(visits[0].H), t: visits[0].duration, eta: state.map((p: any) => ({ op: ops(p.state), w: p.weight })) };
  }
  try {
    const f = steady(model, { scope: "space" });
    rec = { ...rec, rho: Array.from(f.state.matrix().data), error: f.error, dimension: f.dimension, gap: f.gap, warnings: f.diagnostics.warnings, residual: f.residual, reasons: f.reasons };
  } catch (error: any) { rec.failed = error.message; }
  out.push(rec);
}
writeFileSync(process.argv[4], JSON.stringify(out));
