/** dρ/dt by sparse operators times the dense state. */
import { Op } from "../../../bindings/dense.ts";
import { adjointOf, sparseTimesInto } from "../../../bindings/operators.ts";
import type { DerivativeLowering } from "../../plan/derivative-request.ts";
import { operatorPrice } from "./operator-price.ts";
import { operatorFlow } from "./operator-products.ts";

/** Any generator; one row update per entry of an operator. */
export const sparseFlow: DerivativeLowering = {
  name: "sparse",
  sector: () => null,
  fits: (request) => operatorPrice(request, "sparse"),
  bind(request, scope) {
    const N = request.generator.system.dimension;
    const turned = scope.f64(2 * N * N).pointer;
    return operatorFlow(request, scope, (A) => {
      const bound = {
        n: N,
        rowStart: scope.i32(A.rowStart).pointer,
        columns: scope.i32(A.columns).pointer,
        values: scope.f64(A.values).pointer,
      };
      return (x, y, op) => {
        if (op !== Op.None) adjointOf(N, x, turned);
        sparseTimesInto(bound, op === Op.None ? x : turned, y);
      };
    });
  },
};
