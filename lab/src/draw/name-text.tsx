/** A name with its subscript inside an SVG text. */
import { written } from "../words/names.ts";

export function NameText({ name }: { readonly name: string }) {
  const { letter, subscript } = written(name);
  if (subscript === "") return <tspan>{letter}</tspan>;
  // ⟨σx⟩ closes its bracket behind the subscript.
  const [low, close] = subscript.endsWith("⟩") ? [subscript.slice(0, -1), "⟩"] : [subscript, ""];
  return (
    <>
      <tspan>{letter}</tspan>
      <tspan dy="0.28em" font-size="0.78em">
        {low}
      </tspan>
      {close && <tspan dy="-0.22em">{close}</tspan>}
    </>
  );
}

/** The same in HTML. */
export function Name({ name }: { readonly name: string }) {
  const { letter, subscript } = written(name);
  if (subscript === "") return <span class="name">{letter}</span>;
  const [low, close] = subscript.endsWith("⟩") ? [subscript.slice(0, -1), "⟩"] : [subscript, ""];
  return (
    <span class="name">
      {letter}
      <sub>{low}</sub>
      {close}
    </span>
  );
}

/** About how wide a name is, in pixels at 12 px. */
export function nameWidth(name: string): number {
  const { letter, subscript } = written(name);
  return 7.2 * letter.length + 5.6 * subscript.length;
}

const SUBSCRIPT = /(?<=(?:^|[\s(|/⟨Δ])\p{L})_([\p{L}\d]+(?:,[\p{L}\d]+)*)/u;

/** The same inside an SVG text. */
export function SentenceText({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(SUBSCRIPT).map((part, k) =>
        k % 2 === 1 ? (
          <tspan key={`${k} ${part}`} dy="0.28em" font-size="0.78em">
            {part}
          </tspan>
        ) : (
          <tspan key={`${k} ${part}`} {...(k === 0 ? {} : { dy: "-0.22em" })}>
            {part}
          </tspan>
        ),
      )}
    </>
  );
}

/** A sentence of plain names (`⟨σ_z⟩`, `Q_hot`) with their subscripts where they belong. */
export function Sentence({ text }: { readonly text: string }) {
  const parts = text.split(SUBSCRIPT);
  return <>{parts.map((part, k) => (k % 2 === 1 ? <sub key={`${k} ${part}`}>{part}</sub> : part))}</>;
}
