/** One number: a native range for keys and fingers, a field that takes a number or an expression, and the way back. */
import { useRef, useState } from "preact/hooks";
import { aside } from "../compute/lanes.ts";
import type { Values } from "../compute/protocol.ts";
import { Name } from "../draw/name-text.tsx";
import type { ParameterFacts } from "../engine/describe.ts";
import { dragging, endGesture, notice, setValues, tryValues } from "../state/lab.ts";
import { POSITIONS, positionOf, type Range, scaled, valueAt, widened } from "../state/ranges.ts";
import { scales } from "../state/shown.ts";
import { noise } from "../state/studies.ts";
import { exactly, inWords } from "../words/numbers.ts";

interface Props {
  readonly spec: ParameterFacts;
  readonly value: number;
  readonly range: Range;
  /** Left out where the value is one of a list. */
  readonly menu?: () => void;
  /** What moves with it: the parameter of its name unless given. */
  readonly put?: (value: number) => Values;
}

export function Slider({ spec, value, range: given, menu, put = (next) => ({ [spec.name]: next }) }: Props) {
  const [own, setOwn] = useState<Range | null>(null);
  const chosen = scales.value[spec.name];
  const range = widened((chosen === undefined ? null : scaled(own ?? given, chosen)) ?? own ?? given, value);
  const field = useRef<HTMLInputElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const { name, unit, description } = spec;
  const moved = value !== spec.opened;
  const move = (position: number): void => {
    const next = valueAt(range, position, spec);
    if (next !== value) setValues(put(next), name);
  };
  const step = (by: number): void => setValues(put(Math.min(range.to, Math.max(range.from, value + by))), name);
  return (
    <div class={`parameter${moved ? " moved" : ""}${spec.kind === "integer" ? " whole" : ""}`}>
      <label class="label" for={`slider-${name}`} title={description || undefined}>
        <Name name={name} />
        {noise.value[name] !== undefined && <span title={`Noisy: ${noise.value[name]}`}>≈</span>}
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
          else if (event.key === "Delete" || event.key === "Backspace") setValues(put(Number(spec.opened)), "");
          else if (by === null) return;
          else if (spec.kind === "integer" && Math.abs(by) <= 1) step(Math.sign(by));
          else move(positionOf(range, value) + by);
          event.preventDefault();
        }}
      />
      {spec.kind === "integer" && <Steps name={name} value={value} range={range} step={step} />}
      <NumberField inputRef={field} spec={spec} value={value} put={put} onTyped={() => setOwn(null)} />
      <button
        type="button"
        class="icon reset"
        aria-label={`Reset ${name}`}
        title={`Back to ${String(spec.opened)}`}
        hidden={!moved}
        onClick={() => {
          // The button goes away with what it did.
          slider.current?.focus();
          setValues(put(Number(spec.opened)), "");
        }}
      >
        ⟲
      </button>
      {menu && (
        <button type="button" class="icon" aria-label={`${name} menu`} title="Noise, sweep, scale" onClick={menu}>
          ⋯
        </button>
      )}
    </div>
  );
}

interface StepsProps {
  readonly name: string;
  readonly value: number;
  readonly range: Range;
  step(by: number): void;
}

/** One less, one more. They stay where they are at an end, so that the focus stays too. */
function Steps({ name, value, range, step }: StepsProps) {
  return (
    <span class="steps">
      <button type="button" class="icon" aria-label={`${name} less`} aria-disabled={value <= range.from} onClick={() => step(-1)}>
        −
      </button>
      <button type="button" class="icon" aria-label={`${name} more`} aria-disabled={value >= range.to} onClick={() => step(1)}>
        +
      </button>
    </span>
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
  readonly put: (value: number) => Values;
  readonly onTyped: () => void;
}

/** Types all digits; `pi/3` is evaluated by the language of documents. What is refused leaves the old value, and says why. */
function NumberField({ spec, value, inputRef, put, onTyped }: FieldProps) {
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
    const reason = found.value === null ? found.reason : await tryValues(put(found.value));
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
