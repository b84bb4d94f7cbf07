/** Measurements that were made, and so checked, by this package: others are refused where they are used. */
const checked = new WeakSet<object>();

/** Freeze a measurement and remember it. */
export function checkedMeasurement<T extends object>(measurement: T): T {
  checked.add(measurement);
  return Object.freeze(measurement);
}

/** Was it made here? */
export function isChecked(value: unknown): boolean {
  return typeof value === "object" && value !== null && checked.has(value);
}
