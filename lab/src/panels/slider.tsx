/** One number: a native range for keys and fingers, a field that takes a number or an expression, and the way back. */
import { useRef, useState } from "preact/hooks";
import { aside } from "../compute/lanes.ts";
import { Name } from "../draw/name-text.tsx";
import type { ParameterFacts } from "../engine/describe.ts";
import { dragging, endGesture, notice, setValues, tryValues } from "../state/lab.ts";
import { POSITIONS, positionOf, type Range, valueAt, widened } from "../state/ranges.ts";
import { exactly, inWords } from "../words/numbers.ts";

interface Props {
  readonly spec: ParameterFacts;
  readonly value: number;
  readonly range: Range;
  readonly menu: () => void;
}

export function Slider({ spec, value, range: given, menu }: Props) {
  const [own, setOwn] = useState<Range | null>(null);
  const range = widened(own ?? given, value);
  const field = useRef<HTMLInputElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const { name, unit, description } = spec;
  const moved = value !== spec.opened;
  const move = (position: number): void => {
    const next = valueAt(range, position, spec);
    if (next !== value) setValues({ [name]: next }, name);
  };
  return (
    <div class={`parameter${moved ? " moved" : ""}`}>
      <label class="label" for={`slider-${name}`} title={description || undefined}>
        <Name name={name} />
        <small>{[description, unit && unit !== "1" ? unit : ""].filter(Boolean).join(", ")}</small>
      </label>
      <input
        ref={slider}
        id={`slider-${name}`}
        class="range"
        type="range"
        aria-label={name}
        aria-valuetext={`${inWords(value)}${unit && unit !== "1" ? ` ${unit}` : ""}`}
        min={0}
        max={POSITIONS}
        step="any"
        value={positionOf(range, value)}
        style={{
          "--opened": `${(positionOf(range, Number(spec.opened)) / POSITIONS) * 100}%`,
          "--filled": `${(positionOf(range, value) / POSITIONS) * 100}%`,
        }}
        onPointerDown={() => {
          dragging.value = true;
        }}
        onPointerUp={endGesture}
        onPointerCancel={endGesture}
        onInput={(event) => move(Number(event.currentTarget.value))}
        onKeyDown={(event) => {
          const by = stepOf(event, spec);
          if (event.key === "Enter") field.current?.select();
          else if (event.key === "Delete" || event.key === "Backspace") setValues({ [name]: spec.opened }, "");
          else if (by === null) return;
          else if (spec.kind === "integer" && Math.abs(by) <= 1) {
            const next = Math.min(range.to, Math.max(range.from, value + Math.sign(by)));
            setValues({ [name]: next }, name);
          } else move(positionOf(range, value) + by);
          event.preventDefault();
        }}
      />
      <NumberField inputRef={field} spec={spec} value={value} onTyped={() => setOwn(null)} />
      <button
        type="button"
        class="icon reset"
        aria-label={`Reset ${name}`}
        title={`Back to ${String(spec.opened)}`}
        hidden={!moved}
        onClick={() => {
          // The button goes away with what it did.
          slider.current?.focus();
          setValues({ [name]: spec.opened }, "");
        }}
      >
        ⟲
      </button>
      <button type="button" class="icon" aria-label={`${name} menu`} title="Noise, sweep, scale" onClick={menu}>
        ⋯
      </button>
    </div>
  );
}

/** Ticks that a key moves by; null for other keys. */
function stepOf({ key, shiftKey }: KeyboardEvent, { kind }: ParameterFacts): number | null {
  const one = shiftKey && kind !== "integer" ? 0.1 : 1;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return one;
    case "ArrowLeft":
    case "ArrowDown":
      return -one;
    case "PageUp":
      return 10;
    case "PageDown":
      return -10;
    case "Home":
      return Number.NEGATIVE_INFINITY;
    case "End":
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}

interface FieldProps {
  readonly spec: ParameterFacts;
  readonly value: number;
  readonly inputRef: { current: HTMLInputElement | null };
  readonly onTyped: () => void;
}

/** Types all digits; `pi/3` is evaluated by the language of documents. What is refused leaves the old value, and says why. */
function NumberField({ spec, value, inputRef, onTyped }: FieldProps) {
  const { name } = spec;
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const take = async (): Promise<void> => {
    if (typed === null || typed.trim() === "" || typed === exactly(value)) {
      setTyped(null);
      setRefused(null);
      return;
    }
    const plain = Number(typed.replace("−", "-"));
    const found = Number.isFinite(plain) ? { value: plain, reason: null } : await aside.wait("evaluate", { text: typed });
    const reason = found.value === null ? found.reason : await tryValues({ [name]: found.value });
    setRefused(reason);
    notice.value = reason ? { text: reason, tone: "alert" } : null;
    if (reason === null) onTyped();
    setTyped(null);
  };
  return (
    <input
      ref={inputRef}
      class="number numbers"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      aria-label={`${name} value`}
      aria-invalid={refused !== null}
      style={{ "--digits": (typed ?? exactly(value)).length }}
      value={typed ?? exactly(value)}
      title={`${exactly(value)}${spec.unit && spec.unit !== "1" ? ` ${spec.unit}` : ""}`}
      onDblClick={(event) => event.currentTarget.select()}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") void take();
        if (event.key === "Escape") {
          setTyped(null);
          setRefused(null);
        }
      }}
      onBlur={() => void take()}
    />
  );
}
