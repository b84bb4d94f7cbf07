/** The first picture of the home page, made while the site is built: it is there before the engine, and without scripts. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Cascade, cascade, first } from "./cascade.ts";

declare const data: Cascade;

export { data };

export default {
  load: async (): Promise<Cascade> =>
    cascade(
      (await import(pathToFileURL(resolve(import.meta.dirname, "../../../dist/index.js")).href)) as typeof import("../../../src/index.ts"),
      first,
    ),
};
