/** Realisations side by side in SIMD lanes: each collision, or slice of time, takes the noisy parameters of every lane. */
import { internalFault } from "../../errors.ts";
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { RealisationLowering } from "./realisation-lowering.ts";

export const sideBySide: RealisationLowering = {
  name: "side by side in lanes",
  together: true,
  fits(request) {
    const { extent, whole, model, noisy } = request;
    if (extent === "slices") {
      const slices = request.slices();
      return "refused" in slices ? slices : slices.price;
    }
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
  bind(request, scope) {
    const chosen = request.extent === "slices" ? request.slices() : request.collisions();
    if ("refused" in chosen) throw internalFault(chosen.refused);
    return { kind: "lanes", engine: chosen.bind(scope) };
  },
};
