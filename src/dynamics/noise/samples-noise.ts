import { finite, integer, wrongKind, wrongValue } from "../../errors.ts";
import type { NoiseKind } from "./kind.ts";
import { type Process, uniforms } from "./process.ts";

export type SamplesFields = {
  readonly values: readonly number[];
  /** "bootstrap": rows at random; "replay": one after the other, from the first one; "anywhere": the same, each realisation from a row at random. */
  readonly order: "bootstrap" | "replay" | "anywhere";
  /** Rows that stay together in a bootstrap. */
  readonly block: number;
};

/** Numbers that one noise may hold. */
const MOST = 1_000_000;

/**
 * Noise that was measured: n rows of a file, drawn again.
 *
 *   bootstrap  row ⌊u n⌋, or for blocks of b rows (⌊u_q n⌋ + offset) mod n, each block with a draw of its own
 *   replay     row (k − 1) mod n;   anywhere: row (⌊u n⌋ + k − 1) mod n, u of the realisation
 */
export const samplesNoise: NoiseKind<SamplesFields> = {
  name: "samples",
  title: "rows of a file: drawn at random (in blocks), or replayed in their order",
  fields: ["values", "order", "block"],
  defaults: { order: "bootstrap", block: 1 },
  text: {
    form: "samples(FILE[:column] or value, …[, replay | anywhere | block=n])",
    read(words, rowsOf) {
      const last = words.at(-1) ?? "";
      const block = /^block=(\d+)$/.exec(last);
      const order = last === "replay" || last === "anywhere" ? { order: last } : block ? { block: Number(block[1]) } : {};
      const rows = Object.keys(order).length === 0 ? words : words.slice(0, -1);
      const file = rows.length === 1 && Number.isNaN(Number(rows[0]));
      return { values: file && rowsOf ? rowsOf(rows[0]) : rows.map(rowOf), ...order };
    },
    print: ({ values, order, block }) =>
      `${Array.from(values).join(",")}${order === "bootstrap" ? (block > 1 ? `,block=${block}` : "") : `,${order}`}`,
  },
  check({ values, order, block }) {
    if (!Array.isArray(values) && !ArrayBuffer.isView(values)) throw wrongKind("values", "be a list of numbers", values);
    if (values.length === 0) throw wrongValue("values", "hold at least one row", null, "", "is empty");
    if (values.length > MOST) throw wrongValue("values", `hold at most ${MOST} rows`, values.length, "", `has ${values.length}`);
    for (let k = 0; k < values.length; k++) finite(`values[${k}]`, values[k]);
    if (!["bootstrap", "replay", "anywhere"].includes(order)) throw wrongValue("order", 'be "bootstrap", "replay" or "anywhere"', order);
    integer("block", block, 1, values.length);
    if (block > 1 && order !== "bootstrap") throw wrongValue("block", "be left out of a replay", block);
  },
  support: ({ values }) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))],
  centre({ values }) {
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    return { mean, std: Math.sqrt(values.reduce((sum, value) => sum + ((value - mean) * (value - mean)) / values.length, 0)) };
  },
  autocovariance({ values, order, block }, lag) {
    const { mean } = samplesNoise.centre({ values, order, block });
    const n = values.length;
    const within = order === "bootstrap" ? Math.max(0, block - lag) / block : 1;
    return values.reduce((sum, value, k) => sum + ((value - mean) * (values[(k + lag) % n] - mean) * within) / n, 0);
  },
  remembers: ({ order, block }) => order !== "bootstrap" || block > 1,
  sampler({ values }) {
    return (draws, lanes) => {
      const room = draws.values();
      for (let l = 0; l < lanes; l++) room[l] = values[begun(room[l], values.length)];
    };
  },
  process: drawnRows,
  finite: true,
  quadrature: ({ values }) => ({ nodes: Float64Array.from(values), weights: new Float64Array(values.length).fill(1 / values.length) }),
};

function rowOf(word: string): number {
  const value = word === "" ? Number.NaN : Number(word);
  if (Number.isNaN(value)) throw wrongValue("values", "be numbers", word, "Files are read by the command line: samples(FILE).");
  return value;
}

function begun(u: number, n: number): number {
  return Math.min(n - 1, Math.floor(u * n));
}

/** The state is the row that the present block or realisation began with. */
function drawnRows({ values, order, block }: SamplesFields): Process {
  const n = values.length;
  return {
    streams: [order === "bootstrap" ? { suffix: "", shape: uniforms } : { suffix: "", shape: uniforms, once: true }],
    carried: 1,
    begin([u], lanes, state) {
      for (let l = 0; l < lanes; l++) state[l] = order === "anywhere" ? begun(u[l], n) : 0;
    },
    advance(position, count, lanes, [u], state, into) {
      for (let s = 0, at = 0; s < count; s++) {
        const k = position + s - 1;
        for (let l = 0; l < lanes; l++, at++) {
          if (order === "bootstrap" && k % block === 0) state[l] = begun(u[at], n);
          into[at] = values[(state[l] + (order === "bootstrap" ? k % block : k)) % n];
        }
      }
    },
  };
}
