/** What differs from the opened model: changed parameters as a table, then the text by lines. */
import { Name } from "../../draw/name-text.tsx";
import { documentText, facts, present, setValues, values } from "../../state/lab.ts";
import { type Line, lineDifference } from "./line-difference.ts";

export function Differences() {
  const state = present.value;
  const found = facts.value;
  if (state?.source.kind !== "document" || state.opened.kind !== "document" || !found) return null;
  const moved = found.parameters.filter(({ name, opened }) => JSON.stringify(values.value[name]) !== JSON.stringify(opened));
  const lines = lineDifference(state.opened.text, documentText.value ?? "");
  const same = lines.every(({ kind }) => kind === "same");
  if (same) return <p class="hint">Nothing differs from what was opened.</p>;
  return (
    <div class="differences">
      {moved.length > 0 && (
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">parameter</th>
              <th scope="col">opened</th>
              <th scope="col">now</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {moved.map(({ name, opened }) => (
              <tr key={name}>
                <th scope="row">
                  <Name name={name} />
                </th>
                <td>{JSON.stringify(opened)}</td>
                <td>{JSON.stringify(values.value[name])}</td>
                <td>
                  <button type="button" class="quiet" onClick={() => setValues({ [name]: opened }, "")}>
                    Restore
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre class="lines" tabIndex={0}>
        {aroundChanges(lines).map((line, k) => (
          <span key={k} class={line.kind}>
            {line.kind === "added" ? "+ " : line.kind === "removed" ? "− " : "  "}
            {line.text}
            {"\n"}
          </span>
        ))}
      </pre>
    </div>
  );
}

/** Changed lines with two lines around them. */
function aroundChanges(lines: readonly Line[]): readonly Line[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, k) => {
    if (kind !== "same") for (let at = k - 2; at <= k + 2; at++) near.add(at);
  });
  return lines.filter((_, k) => near.has(k));
}
