/** The columns of a record that a caller hands over. */
import { requireRecord } from "./parse.ts";
import { type AnyRecord, type Column, columnsOf as columnsOfRecord } from "./record.ts";

/**
 * The columns of a record as a table: the axis, then every observable (`mean_T1`, `std_T1` … for an ensemble). A grid gives a long
 * table, one row per point with the values of both axes before it.
 * @throws TypeError or RangeError when it is no record
 */
export function columnsOf(record: AnyRecord): Record<string, Column> {
  requireRecord("record", record);
  return columnsOfRecord(record);
}
