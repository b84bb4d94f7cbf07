/** A model whose book of observables is put together when somebody asks for it: most runs look at a few of them, noise at none. */
import type { Model, Parameters } from "../../models/model.ts";

/** What is known at once. */
export type KnownParts = Pick<Model, "dynamics" | "initial"> &
  Partial<Pick<Model, "noStationaryState" | "weightsAt" | "pinned" | "sizesFor">>;

/** What names the model and makes it anew. */
export interface Identity {
  readonly name: string;
  readonly parameters: Parameters;
  readonly with: (changes: Parameters) => Model;
  readonly document: unknown;
}

/** Put a model together; `make` gives the one with all observables. */
export function lazyModel(identity: Identity, parts: KnownParts, make: () => Model): Model {
  let whole: Model | undefined;
  const made = () => (whole ??= make());
  return {
    ...identity,
    ...parts,
    start: parts.initial,
    observable: (name) => made().observable(name),
    get observableNames() {
      return made().observableNames;
    },
    get defaultObservables() {
      return made().defaultObservables;
    },
    get warnings() {
      return made().warnings;
    },
  };
}
