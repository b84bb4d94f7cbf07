/** A plan: what will run, what it costs, and why it was chosen. Plain data that prints. */

/** One way to carry out a step. */
export interface Lowering {
  readonly name: string;
  /** Floating-point operations per step and realisation. */
  readonly flops: number;
  /** Linear memory of one realisation's state, tables and coefficients, in bytes. */
  readonly bytes: number;
}

export interface Plan {
  readonly model: string;
  /** For example `a:20 ⊗ b:20`. */
  readonly space: string;
  /** Dimension D of the Hilbert space. */
  readonly dimension: number;
  /** Live real coordinates of D², and whether the imaginary half is gone. Null when the whole dense matrix is used. */
  readonly sector: { readonly coordinates: number; readonly real: boolean } | null;
  readonly lowering: Lowering;
  /** The other ways that were priced. */
  readonly alternatives: readonly Lowering[];
  /** Realisations side by side. */
  readonly lanes: number;
  /** Linear memory of the whole bound plan in bytes. */
  readonly bytes: number;
  readonly notes: readonly string[];
  toString(): string;
}

/** Complete a plan with its printed form. */
export function printable(plan: Omit<Plan, "toString">): Plan {
  return { ...plan, toString: () => print(plan) };
}

function print(plan: Omit<Plan, "toString">): string {
  const whole = plan.dimension * plan.dimension;
  const sector = plan.sector
    ? `${count(plan.sector.coordinates)} ${plan.sector.real ? "real " : ""}coordinates of ${count(whole)}`
    : `the whole ${count(plan.dimension)} × ${count(plan.dimension)} matrix`;
  const lines = [
    `model     ${plan.model}`,
    `space     ${plan.space}  (dimension ${count(plan.dimension)})`,
    `sector    ${sector}`,
    `lowering  ${describe(plan.lowering)}`,
    ...plan.alternatives.map((other) => `   or     ${describe(other)}`),
    `lanes     ${plan.lanes}`,
    `memory    ${bytes(plan.bytes)}`,
    ...plan.notes.map((note) => `note      ${note}`),
  ];
  return lines.join("\n");
}

function describe({ name, flops, bytes: memory }: Lowering): string {
  return `${name}: ${count(flops)} flops per step, ${bytes(memory)}`;
}

/** 22140 → `22,140`, without the host's locale. */
function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Bytes with a binary unit. */
export function bytes(value: number): string {
  if (value < 1024) return `${Math.round(value)} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(1)} KiB`;
  return `${(value / 1024 / 1024).toFixed(1)} MiB`;
}
