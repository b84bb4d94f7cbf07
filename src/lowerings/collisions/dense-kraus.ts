/** Dense collisions: the whole matrix in linear memory, stepped by packed products; coordinates are made when they are read. */
import { Write } from "../../../bindings/dense.ts";
import { interleaveKraus, krausScratch, krausSum, Symmetry } from "../../../bindings/kraus.ts";
import type { TermMap } from "../../dynamics/terms.ts";
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import { type F64Block, type Scope, scope as shortScope } from "../../numerics/memory.ts";
import { plus, scale } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { discoverSector, Part, type Sector } from "../../sectors/sector.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { fillsWholeMatrix, operatorPairs, pairCount } from "./operator-pairs.ts";

export const denseKraus: CollisionLowering = {
  name: "dense Kraus products",
  fits(request) {
    if (exchangeCascadeOf(request.model)) return { refused: "most elements of the state never become nonzero" };
    if (!fillsWholeMatrix(request)) return { refused: "the operators leave most elements alone, or the collisions are not all alike" };
    const D = request.dynamics.system.dimension;
    const counts = request.patterns().map(pairCount);
    const flops = Math.max(...counts) * 16 * D * D * D;
    const bytes = counts.reduce((sum, count) => sum + 32 * count * D * D, 0) + 48 * D * D;
    return { seconds: flops / RATE.dense, flops, bytes };
  },
  sector: ({ dynamics }) => discoverSector([], dynamics.system.dimension, "full") as Sector,
  bind,
};

interface BoundPairs {
  readonly count: number;
  readonly left: F64Block;
  readonly right: F64Block;
  readonly symmetry: Symmetry;
}

function bind(request: CollisionRequest, scope: Scope): CollisionEngine {
  const { lanes } = request;
  const sector = denseKraus.sector(request);
  const D = sector.dimension;
  const { indexAt } = request.stream();
  const pairs = request.maps().map((map) => bindPairs(map, D, scope));
  const initial = request.model.initial.toMatrix().data;
  let rho = scope.f64(2 * D * D);
  let next = scope.f64(2 * D * D);
  const scratch = scope.f64(Math.max(...pairs.map(({ count }) => krausScratch(D, D, count))));
  const coordinates = scope.f64(sector.count * lanes);

  /** Put the matrix where its coordinates are read. */
  function gather(): F64Block {
    const matrix = rho.view();
    const out = coordinates.view();
    for (let q = 0; q < sector.count; q++) {
      const value = matrix[2 * (sector.row[q] * D + sector.column[q]) + (sector.part[q] === Part.Im ? 1 : 0)];
      out.fill(value, q * lanes, (q + 1) * lanes);
    }
    return coordinates;
  }

  return {
    sector,
    lanes,
    reset() {
      rho.view().set(initial);
    },
    step(n) {
      const { count, left, right, symmetry } = pairs[indexAt(n)];
      krausSum(D, D, count, left.pointer, right.pointer, rho.pointer, next.pointer, Write.Replace, 1, symmetry, scratch.pointer);
      [rho, next] = [next, rho];
    },
    state: () => gather().pointer,
    values: () => gather().view(),
    load(state) {
      const matrix = rho.view();
      for (let q = 0; q < sector.count; q++) {
        const [i, j] = [sector.row[q], sector.column[q]];
        const imaginary = sector.part[q] === Part.Im;
        const value = state[q * lanes];
        matrix[2 * (i * D + j) + (imaginary ? 1 : 0)] = value;
        if (i !== j) matrix[2 * (j * D + i) + (imaginary ? 1 : 0)] = imaginary ? -value : value;
        else matrix[2 * (i * D + j) + 1] = 0;
      }
    },
  };
}

function bindPairs(map: TermMap, D: number, scope: Scope): BoundPairs {
  const { left, right, kraus } = operatorPairs(map, (parts) => plus(...parts.map(([A, re, im]) => scale(A, re, im))));
  const leftStack = stackOf(left, D, scope);
  const symmetry = kraus ? Symmetry.Hermitian : Symmetry.General;
  return { count: left.length, left: leftStack, right: kraus ? leftStack : stackOf(right, D, scope), symmetry };
}

function stackOf(operators: readonly Operator[], D: number, scope: Scope): F64Block {
  const stack = scope.f64(2 * D * D * operators.length);
  const flat = new Float64Array(stack.length);
  operators.forEach((A, k) => {
    flat.set(A.toMatrix().data, 2 * D * D * k);
  });
  shortScope((s) => interleaveKraus(D, D, operators.length, s.f64(flat).pointer, stack.pointer));
  return stack;
}
