/** Dense collisions: the whole matrix in linear memory, stepped by packed products; coordinates are made when they are read. */
import { Write } from "../../../bindings/dense.ts";
import { interleaveKraus, krausScratch, krausSum, Symmetry } from "../../../bindings/kraus.ts";
import { type F64Block, openScope } from "../../../bindings/memory.ts";
import type { TermMap } from "../../dynamics/terms.ts";
import type { Model } from "../../models/model.ts";
import { plus, scale } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { CollisionPlan } from "../../plan/collisions.ts";
import { operatorPairs } from "../../plan/dense.ts";
import { Part } from "../../sectors/sector.ts";
import type { Engine } from "./engine.ts";

interface BoundPairs {
  readonly count: number;
  readonly left: F64Block;
  readonly right: F64Block;
  readonly symmetry: Symmetry;
}

/** Bind a dense plan; nothing is noisy. The coordinates of `plan.sector` are all of them. */
export function bindDense(model: Model, plan: CollisionPlan, maps: readonly TermMap[], lanes: number): Engine {
  const { sector } = plan;
  const D = sector.dimension;
  const scope = openScope();
  const pairs = maps.map((map) => bindPairs(map));
  const initial = model.initial.toMatrix().data;
  let rho = scope.f64(2 * D * D);
  let next = scope.f64(2 * D * D);
  const scratch = scope.f64(Math.max(...pairs.map(({ count }) => krausScratch(D, D, count))));
  const coordinates = scope.f64(sector.count * lanes);

  function bindPairs(map: TermMap): BoundPairs {
    const { left, right, kraus } = operatorPairs(map, (parts) => plus(...parts.map(([A, re, im]) => scale(A, re, im))));
    const leftStack = stackOf(left);
    const symmetry = kraus ? Symmetry.Hermitian : Symmetry.General;
    return { count: left.length, left: leftStack, right: kraus ? leftStack : stackOf(right), symmetry };
  }

  function stackOf(operators: readonly Operator[]): F64Block {
    const stack = scope.f64(2 * D * D * operators.length);
    const flat = new Float64Array(stack.length);
    operators.forEach((A, k) => {
      flat.set(A.toMatrix().data, 2 * D * D * k);
    });
    const plain = openScope();
    try {
      interleaveKraus(D, D, operators.length, plain.f64(flat).pointer, stack.pointer);
    } finally {
      plain.release();
    }
    return stack;
  }

  return {
    sector,
    lanes,
    reset() {
      rho.view().set(initial);
    },
    step(n) {
      const { count, left, right, symmetry } = pairs[plan.indexAt(n)];
      krausSum(D, D, count, left.pointer, right.pointer, rho.pointer, next.pointer, Write.Replace, 1, symmetry, scratch.pointer);
      [rho, next] = [next, rho];
    },
    state() {
      const matrix = rho.view();
      const out = coordinates.view();
      for (let q = 0; q < sector.count; q++) {
        const value = matrix[2 * (sector.row[q] * D + sector.column[q]) + (sector.part[q] === Part.Im ? 1 : 0)];
        out.fill(value, q * lanes, (q + 1) * lanes);
      }
      return coordinates.pointer;
    },
    release: () => scope.release(),
  };
}
