/** Realisations side by side in SIMD lanes: each collision takes the noisy parameters of every lane. */
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { RealisationRequest, Realisations } from "../../plan/ensemble-request.ts";
import type { Lowering } from "../../plan/lowering.ts";

export const sideBySide: Lowering<RealisationRequest, Realisations> = {
  name: "side by side in lanes",
  fits(request) {
    const { extent, whole, model, noisy } = request;
    if (extent === "times") return { refused: "a master equation runs by itself" };
    if (whole) {
      const outside = request.outside();
      if (outside !== null) return { refused: `the noise changes ${outside}` };
      const taken = exchangeCascadeOf(model)?.parameters ?? [];
      const other = noisy.find((name) => !taken.includes(name));
      if (other !== undefined) return { refused: `\`${other}\` would rebuild the same coefficients at every collision` };
    }
    return request.collisions().price;
  },
  bind: (request, scope) => ({ kind: "lanes", engine: request.collisions().bind(scope) }),
};
