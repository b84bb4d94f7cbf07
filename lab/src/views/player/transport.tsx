/** Buttons, scrubber and speed of a player: one step at a time, by hand or by the clock, never by itself. */
import { useEffect, useRef, useState } from "preact/hooks";

interface Props {
  /** The accessible name of the scrubber. */
  readonly name: string;
  readonly says: string;
  readonly reading: string;
  /** What one step is. */
  readonly unit: string;
  readonly place: number;
  readonly steps: number;
  /** The answer of the last step is there. */
  readonly ready: boolean;
  readonly speed: number;
  setSpeed(speed: number): void;
  go(to: number): void;
  /** Other keys of the player; false for those that it does not know. */
  more?(key: string): boolean;
  /** Key of the view, whose tab passes keys on. */
  readonly tab: string;
}

const SPEEDS = [0.5, 1, 2, 5, 10, 30, 60];

export function Transport({ name, says, reading, unit, place, steps, ready, speed, setSpeed, go: put, more, tab }: Props) {
  const [playing, setPlaying] = useState(false);
  const go = (to: number): void => put(Math.min(steps, Math.max(0, Math.round(to))));
  const now = useRef({ place, ready, go });
  now.current = { place, ready, go };
  useEffect(() => {
    if (!playing) return;
    // A step waits for the answer of the one before: nothing is skipped.
    const timer = setInterval(() => {
      if (!now.current.ready) return;
      if (now.current.place >= steps) setPlaying(false);
      else now.current.go(now.current.place + 1);
    }, 1000 / speed);
    return () => clearInterval(timer);
  }, [playing, speed, steps]);
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === " ") setPlaying(!playing);
    else if (by !== undefined) go(place + (event.shiftKey ? 10 : 1) * by);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(steps);
    else if (!more?.(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keys = useRef(press);
  keys.current = press;
  useEffect(() => {
    // Keys of the player act wherever nothing else takes them.
    const listener = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      const onTab = target.closest?.('[role="tab"]')?.getAttribute("data-key") === tab;
      const elsewhere = target.closest?.("input, select, textarea, button, .cm-editor, [role=separator]");
      if (elsewhere && !(onTab && event.key !== "ArrowLeft")) return;
      keys.current(event);
    };
    addEventListener("keydown", listener, true);
    return () => removeEventListener("keydown", listener, true);
  }, [tab]);
  return (
    <div class="transport">
      <button type="button" class="icon" aria-label="To the start" onClick={() => go(0)}>
        ❘◀
      </button>
      <button type="button" class="icon" aria-label={`One ${unit} back`} onClick={() => go(place - 1)}>
        ◀
      </button>
      <button type="button" aria-pressed={playing} onClick={() => setPlaying(!playing)}>
        {playing ? "❚❚ Pause" : "▶ Play"}
      </button>
      <button type="button" class="icon" aria-label={`One ${unit} on`} onClick={() => go(place + 1)}>
        ▶❘
      </button>
      <input
        type="range"
        class="range"
        aria-label={name}
        aria-valuetext={says}
        min={0}
        max={steps}
        step={1}
        value={place}
        style={{ "--filled": `${(100 * place) / steps}%` }}
        onInput={(event) => go(Number(event.currentTarget.value))}
        onKeyDown={press}
      />
      <output class="numbers">{reading}</output>
      <label>
        <span class="hint">speed</span>{" "}
        <select
          aria-label={`${unit[0]?.toUpperCase()}${unit.slice(1)}s per second`}
          value={String(speed)}
          onChange={(event) => setSpeed(Number(event.currentTarget.value))}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={String(one)}>
              {one}/s
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
