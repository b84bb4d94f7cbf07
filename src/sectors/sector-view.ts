/** A state on a sector, as observables see it. */
import type { StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import type { Space } from "../spaces/space.ts";
import { Part, type Sector } from "./sector.ts";

/** Lane `lane` of a state stored [coordinate][lane], copied out. */
export function sectorView(space: Space, sector: Sector, x: Float64Array, lanes = 1, lane = 0): StateView {
  return stateView(space, sectorEntries(sector, x, lanes, lane));
}

/** The elements of the upper triangle, each once with its complex value; the view adds their conjugates. */
export function sectorEntries(sector: Sector, x: Float64Array, lanes = 1, lane = 0) {
  const rows: number[] = [];
  const columns: number[] = [];
  const re: number[] = [];
  const im: number[] = [];
  for (let q = 0; q < sector.count; q++) {
    const value = x[q * lanes + lane];
    const i = sector.row[q];
    const j = sector.column[q];
    const other = sector.part[q] === Part.Re ? sector.indexOf(i, j, Part.Im) : -1;
    if (sector.part[q] === Part.Im && sector.indexOf(i, j, Part.Re) >= 0) continue;
    const real = sector.part[q] === Part.Re ? value : 0;
    const imaginary = sector.part[q] === Part.Im ? value : other >= 0 ? x[other * lanes + lane] : 0;
    rows.push(i);
    columns.push(j);
    re.push(real);
    im.push(imaginary);
    if (i !== j) {
      rows.push(j);
      columns.push(i);
      re.push(real);
      im.push(-imaginary);
    }
  }
  return { rows, columns, re, im };
}
