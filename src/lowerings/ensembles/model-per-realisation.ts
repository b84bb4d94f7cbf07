/** Realisations one after the other, the model of each, or of each slice of time, built anew: any parameter of any model. */
import { RunFailure } from "../../errors.ts";
import type { Model, Parameters } from "../../models/model.ts";
import type { RealisationLowering } from "./realisation-lowering.ts";

/** What building, planning and binding a model of its own adds to each collision, in seconds: dear enough never to be taken without need. */
const BUILDING = 1e-2;

export const modelPerRealisation: RealisationLowering = {
  name: "one after the other, each built anew",
  together: false,
  fits: ({ whole, extent }) =>
    whole || extent === "slices"
      ? { seconds: BUILDING, flops: 0, bytes: 0, about: true }
      : { refused: "the noise is drawn anew for each collision" },
  bind: ({ model, noisy }) => ({
    kind: "models",
    modelOf: (values, trajectory) => variant(model, Object.fromEntries(noisy.map((name, p) => [name, values[p]])), trajectory),
  }),
};

/** The model at one realisation's parameters; what it chose by itself for the centre of the noise stays as it is. */
function variant(model: Model, drawn: Parameters, trajectory: number): Model {
  try {
    return model.with({ ...model.pinned, ...drawn });
  } catch (error) {
    const values = Object.entries(drawn).map(([name, value]) => `${name} = ${value}`);
    throw new RunFailure(`Realisation ${trajectory} (${values.join(", ")}) is no possible model. ${(error as Error).message}`);
  }
}
