/** Dense and sparse maps of states: Lindblad steps, collisions, Kraus sums, superoperators. */
import { Symmetry, Write } from "../../assembly/abi.ts";
import { krausScratch, krausSum } from "../../bindings/kraus.ts";
import { lindbladSparse, rk4Dense, rk4Scratch } from "../../bindings/lindblad.ts";
import { openScope } from "../../bindings/memory.ts";
import { realTimesLanes, superoperatorTimesVector } from "../../bindings/superoperator.ts";
import { hermitianPart } from "../../test/reference/level1.ts";
import * as twin from "../../test/reference/maps.ts";
import { randomValues } from "../../test/reference/random.ts";
import { randomSparse } from "../../test/reference/sparse.ts";
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

function sparseGenerator(n: number): Case {
  const density = 3 / n;
  return {
    name: `sparse Lindblad derivative, N = ${n}, 2 jumps`,
    prepare() {
      const owned = openScope();
      const operators = randomSparse(3 * n, n, density, 1);
      const start = randomState(n);
      const expected = new Float64Array(2 * n * n);
      const rows = {
        rowStart: owned.i32(operators.rowStart).pointer,
        columns: owned.i32(operators.columns).pointer,
        values: owned.f64(operators.values).pointer,
      };
      const rho = owned.f64(start).pointer;
      const out = owned.f64(2 * n * n);
      const scratch = owned.f64(2 * n * n).pointer;
      return {
        wasm: () => lindbladSparse(n, 2, rows, rho, out.pointer, scratch),
        plain: () => twin.lindbladSparse(n, 2, operators, start, expected),
        check: () => same("derivative", out.view(), expected),
        release: () => owned.release(),
      };
    },
  };
}

function superoperator(n: number): Case {
  const size = n * n;
  return {
    name: `complex superoperator, ${size} × ${size}`,
    flops: 8 * size * size,
    prepare() {
      const owned = openScope();
      const S = randomValues(2 * size * size, 1);
      const x = randomValues(2 * size, 2);
      const y = new Float64Array(2 * size);
      const pointers = [owned.f64(S).pointer, owned.f64(x).pointer];
      const out = owned.f64(2 * size);
      return {
        wasm: () => superoperatorTimesVector(size, size, pointers[0], size, pointers[1], out.pointer, Write.Replace),
        plain: () => twin.superoperatorTimesVector(size, size, S, size, x, y, Write.Replace),
        check: () => same("superoperator", out.view(), y),
        release: () => owned.release(),
      };
    },
  };
}

function realLanes(size: number, lanes: number): Case {
  return {
    name: `real ${size} × ${size} matrix, ${lanes} lane${lanes > 1 ? "s" : ""}`,
    flops: 2 * size * size,
    units: lanes,
    prepare() {
      const owned = openScope();
      const M = randomValues(size * size, 1);
      const x = randomValues(size * lanes, 2);
      const y = new Float64Array(size * lanes);
      const pointers = [owned.f64(M).pointer, owned.f64(x).pointer];
      const out = owned.f64(size * lanes);
      return {
        wasm: () => realTimesLanes(size, size, pointers[0], size, pointers[1], out.pointer, lanes, Write.Replace),
        plain: () => twin.realTimesLanes(size, size, M, size, x, y, lanes, Write.Replace),
        check: () => same("lanes", out.view(), y),
        release: () => owned.release(),
      };
    },
  };
}

export const cases: readonly Case[] = [
  rk4(64, 3),
  collision(2, 2),
  collision(8, 8),
  sparseGenerator(50),
  superoperator(16),
  realLanes(200, 1),
  realLanes(200, 2),
  realLanes(200, 8),
];
