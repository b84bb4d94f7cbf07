/** Everything that is wrong with the text, in its order, each with its place and the remedy that one click writes. */
import type { TextMark } from "ancilla/editor";

interface Props {
  readonly problems: readonly TextMark[];
  readonly warnings: readonly TextMark[];
  readonly go: (problem: TextMark) => void;
  readonly fix: (problem: TextMark) => void;
}

export function Problems({ problems, warnings, go, fix }: Props) {
  return (
    <>
      {problems.length > 0 && <Marks name="Problems" marks={problems} go={go} fix={fix} />}
      {warnings.length > 0 && <Marks name="Doubts" marks={warnings} go={go} fix={fix} />}
    </>
  );
}

interface MarksProps extends Pick<Props, "go" | "fix"> {
  readonly name: string;
  readonly marks: readonly TextMark[];
}

function Marks({ name, marks, go, fix }: MarksProps) {
  return (
    <ul class={`problems ${name.toLowerCase()}`} aria-label={name}>
      {marks.map((mark) => (
        <li key={`${mark.pointer} ${mark.from} ${mark.message}`} data-pointer={mark.pointer}>
          <button type="button" class="quiet" onClick={() => go(mark)}>
            {mark.message}
          </button>
          <code title="Code of this fault">{mark.code}</code>
          {mark.fix && mark.fixLabel && (
            <button type="button" onClick={() => fix(mark)}>
              {mark.fixLabel}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
