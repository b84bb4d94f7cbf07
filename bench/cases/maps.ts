/** Dense maps of states: Lindblad steps and collisions as Kraus sums. */
import { Symmetry, Write } from "../../assembly/abi.ts";
import { krausScratch, krausSum } from "../../bindings/kraus.ts";
import { rk4Dense, rk4Scratch } from "../../bindings/lindblad.ts";
import { openScope } from "../../bindings/memory.ts";
import { hermitianPart } from "../../test/reference/level1.ts";
import * as twin from "../../test/reference/maps.ts";
import { randomValues } from "../../test/reference/random.ts";
import { hermitianElements, lindbladFlops } from "../flops.ts";
import { type Case, same } from "../harness.ts";

function randomState(n: number): Float64Array {
  const rho = randomValues(2 * n * n, 7);
  hermitianPart(n, rho, n);
  return rho;
}

function rk4(n: number, jumps: number): Case {
  const steps = 5;
  return {
    name: `RK4 step, dense random generator N = ${n}, ${jumps} jumps`,
    flops: 4 * lindbladFlops(n, jumps),
    units: steps,
    prepare() {
      const owned = openScope();
      const stack = randomValues(2 * n * n * (jumps + 1), 1).map((x) => 0.1 * x);
      const start = randomState(n);
      const plain = start.slice();
      const S = owned.f64(stack).pointer;
      const rho = owned.f64(start);
      const scratch = owned.f64(rk4Scratch(n, jumps)).pointer;
      return {
        wasm() {
          rho.view().set(start);
          rk4Dense(n, jumps, S, rho.pointer, 1e-3, steps, scratch);
        },
        plain() {
          plain.set(start);
          twin.rk4((x, dx) => twin.lindblad(n, jumps, stack, x, dx), plain, 1e-3, steps);
        },
        check: () => same("RK4", rho.view(), plain),
        release: () => owned.release(),
      };
    },
  };
}

function collision(s: number, a: number): Case {
  const count = a * a;
  const units = Math.max(1, Math.round(2e5 / (s * s * s * count)));
  return {
    name: `collision, system ${s} × unit ${a}`,
    flops: 8 * s ** 3 * count + 8 * hermitianElements(s) * s * count,
    units,
    prepare() {
      const owned = openScope();
      const stack = randomValues(2 * s * s * count, 1);
      const start = randomState(s);
      const out = new Float64Array(2 * s * s);
      const A = owned.f64(stack).pointer;
      const rho = owned.f64(start).pointer;
      const after = owned.f64(2 * s * s);
      const scratch = owned.f64(krausScratch(s, s, count)).pointer;
      return {
        wasm() {
          for (let i = 0; i < units; i++) krausSum(s, s, count, A, A, rho, after.pointer, Write.Replace, 1, Symmetry.Hermitian, scratch);
        },
        plain() {
          for (let i = 0; i < units; i++) twin.krausSum(s, s, count, stack, stack, start, out, Write.Replace, 1, Symmetry.Hermitian);
        },
        check: () => same("collision", after.view(), out),
        release: () => owned.release(),
      };
    },
  };
}

export const cases: readonly Case[] = [rk4(64, 3), collision(2, 2), collision(8, 8)];
