/** Exchange cascades: the fused kernel with its tables. */
import { type F64Block, offset, openScope } from "../../../bindings/memory.ts";
import { exchangeScratch, exchangeStep, exchangeTables } from "../../../bindings/sector.ts";
import type { Model, ModelStructure, ParameterValue } from "../../models/model.ts";
import type { ExchangeShape } from "../../plan/exchange.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import type { Engine } from "./engine.ts";

/** Bind an exchange cascade. `noisy` names the parameters that `step` will be given, in order. */
export function bindExchange(model: Model, shape: ExchangeShape, sector: Sector, lanes: number, noisy: readonly string[]): Engine {
  const structure = model.structure as ModelStructure;
  const scope = openScope();
  const initial = toCoordinates(sector, model.initial);
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  const weights = scope.f64(3 * lanes);
  const theta = scope.f64(lanes);
  const scratch = scope.f64(exchangeScratch(shape.d2, lanes));
  const blocks = [shape.d1, shape.d1, shape.d2, shape.d2].map((d) => scope.f64((d + 1) * lanes));
  const [c1, s1, c2, s2] = blocks.map((block: F64Block) => offset(block.pointer, lanes));
  const tables = { c1, s1, c2, s2 };
  const kernelShape = { ...shape, lanes };
  const parameters: Record<string, ParameterValue> = { ...model.parameters };
  const thetaMoves = noisy.includes(structure.angle);

  function refresh(draws: Float64Array | null): void {
    const w = weights.view();
    const angles = theta.view();
    for (let lane = 0; lane < lanes; lane++) {
      if (draws) for (let p = 0; p < noisy.length; p++) parameters[noisy[p]] = draws[p * lanes + lane];
      const { excited, bright, dark, theta: angle } = structure.coefficients(parameters);
      w[lane] = excited;
      w[lanes + lane] = bright;
      w[2 * lanes + lane] = dark;
      angles[lane] = angle;
    }
  }

  function fillTables(): void {
    exchangeTables(shape.d1, lanes, theta.pointer, c1, s1);
    exchangeTables(shape.d2, lanes, theta.pointer, c2, s2);
  }

  refresh(null);
  fillTables();
  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
    },
    step(_n, draws) {
      if (draws) {
        refresh(draws);
        if (thetaMoves) fillTables();
      }
      exchangeStep(kernelShape, weights.pointer, tables, x.pointer, y.pointer, scratch.pointer);
      [x, y] = [y, x];
    },
    state: () => x.pointer,
    release: () => scope.release(),
  };
}
