/** dρ/dt by dense operators times the dense state: packed products whatever the structure. */
import { gemm, gemmScratch, Op, Write } from "../../../bindings/dense.ts";
import type { DerivativeLowering } from "../../plan/derivative-request.ts";
import { operatorPrice } from "./operator-price.ts";
import { operatorFlow } from "./operator-products.ts";

/** Any generator, also with functions of time and pairs of different jumps. */
export const denseFlow: DerivativeLowering = {
  name: "dense",
  sector: () => null,
  fits: (request) => operatorPrice(request, "dense"),
  bind(request, scope) {
    const N = request.generator.system.dimension;
    const scratch = scope.f64(gemmScratch(N, N, N)).pointer;
    return operatorFlow(request, scope, (A) => {
      const a = scope.f64(A.toMatrix().data).pointer;
      return (x, y, op) => gemm(Op.None, op, N, N, N, a, N, x, N, y, N, Write.Add, scratch);
    });
  },
};
