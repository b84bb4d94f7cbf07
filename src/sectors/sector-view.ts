/** A state on a sector, as observables see it. */
import type { StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import type { Space } from "../spaces/space.ts";
import { Part, type Sector } from "./sector.ts";

/** Lane `lane` of a state stored [coordinate][lane], copied out. */
export function sectorView(space: Space, sector: Sector, x: Float64Array, lanes = 1, lane = 0): StateView {
  return stateView(space, sectorEntries(sector, x, lanes, lane));
}

/** Elements of both triangles, and the coordinates of their real and imaginary parts (or −1); imaginary parts below the diagonal change sign. */
interface Places {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly re: Int32Array;
  readonly im: Int32Array;
}

const places = new WeakMap<Sector, Places>();

function placesOf(sector: Sector): Places {
  let known = places.get(sector);
  if (!known) places.set(sector, (known = makePlaces(sector)));
  return known;
}

function makePlaces(sector: Sector): Places {
  const [rows, columns, re, im]: number[][] = [[], [], [], []];
  const add = (i: number, j: number, real: number, imaginary: number) => {
    rows.push(i);
    columns.push(j);
    re.push(real);
    im.push(imaginary);
  };
  for (let q = 0; q < sector.count; q++) {
    const [i, j] = [sector.row[q], sector.column[q]];
    const isReal = sector.part[q] === Part.Re;
    if (!isReal && sector.indexOf(i, j, Part.Re) >= 0) continue;
    const [real, imaginary] = isReal ? [q, sector.indexOf(i, j, Part.Im)] : [-1, q];
    add(i, j, real, i === j ? -1 : imaginary);
    if (i !== j) add(j, i, real, imaginary);
  }
  return { rows: Int32Array.from(rows), columns: Int32Array.from(columns), re: Int32Array.from(re), im: Int32Array.from(im) };
}

/** The elements of both triangles, each once with its complex value. */
export function sectorEntries(sector: Sector, x: Float64Array, lanes = 1, lane = 0) {
  const { rows, columns, re: realAt, im: imaginaryAt } = placesOf(sector);
  const re = new Float64Array(rows.length);
  const im = new Float64Array(rows.length);
  for (let e = 0; e < rows.length; e++) {
    if (realAt[e] >= 0) re[e] = x[realAt[e] * lanes + lane];
    const value = imaginaryAt[e] >= 0 ? x[imaginaryAt[e] * lanes + lane] : 0;
    im[e] = rows[e] > columns[e] ? -value : value;
  }
  return { rows, columns, re, im, fixed: true as const };
}
