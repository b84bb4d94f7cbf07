/** Rows behind a picture: the first ones as a real table, all of them by the export. */
import { Name } from "../draw/name-text.tsx";
import type { Table } from "../views/view.ts";
import { inWords } from "../words/numbers.ts";

const ROWS = 200;

export function DataTable({ table }: { readonly table: Table | null }) {
  if (!table) return null;
  const count = table.columns[0]?.length ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <section class="table" tabIndex={0} aria-label="Table of the curves">
      <table>
        <thead>
          <tr>
            {table.names.map((name, k) => (
              <th key={name} scope="col">
                <Name name={name} />
                {table.units[k] && table.units[k] !== "1" && <small>{table.units[k]}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(ROWS, count) }, (_, row) => (
            <tr key={String(table.columns[0]?.[row])}>
              {table.columns.map((column, k) => (
                <td key={table.names[k]}>{inWords(column[row] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {count > ROWS && (
        <p class="hint">
          The first {ROWS} of {count} rows; Export has them all.
        </p>
      )}
    </section>
  );
}
