/** What can be done with one parameter besides moving it: noise on it, a sweep over it. */
import { useState } from "preact/hooks";
import { Name } from "../draw/name-text.tsx";
import type { ParameterFacts } from "../engine/describe.ts";
import { facts } from "../state/lab.ts";
import { rangeOf, scaled } from "../state/ranges.ts";
import { scales, viewKey } from "../state/shown.ts";
import { isSweepable, noise, setNoise, setSweep, sweptOver } from "../state/studies.ts";

export function ParameterMenu({ spec, close }: { readonly spec: ParameterFacts; readonly close: () => void }) {
  const { name, noisy, kind } = spec;
  const swept = sweptOver.value;
  const sweep = (axis: "x" | "y"): void => {
    const chosen = swept[axis] !== name;
    setSweep(axis, chosen ? name : null);
    viewKey.value = axis === "y" && chosen ? "heat-map" : "sweep";
    close();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls that belong to one parameter
    <div class="menu" role="group" aria-label={`${name} options`}>
      {spec.description && (
        <p>
          <Name name={name} />: {spec.description}
          {spec.unit && spec.unit !== "1" ? ` (${spec.unit})` : ""}
        </p>
      )}
      {isSweepable(spec) && (
        <div class="row">
          <button type="button" aria-pressed={swept.x === name} onClick={() => sweep("x")}>
            Sweep as x
          </button>
          <button type="button" aria-pressed={swept.y === name} onClick={() => sweep("y")} disabled={swept.x === null || swept.x === name}>
            Sweep as y
          </button>
        </div>
      )}
      <ScaleRow spec={spec} />
      {kind === "number" && noisy && <NoiseRow spec={spec} />}
    </div>
  );
}

/** Logarithmic where there is a logarithm: the range of the slider is that of the document, with 0 as a stop of its own. */
function ScaleRow({ spec }: { readonly spec: ParameterFacts }) {
  const found = facts.value;
  if (!found || spec.kind !== "number") return null;
  const sweeps = [(found.sections.sweep ?? []) as object].flat() as Readonly<Record<string, unknown>>[];
  const range = rangeOf(spec, { lab: found.lab, sweeps });
  const log = scales.value[spec.name] ?? range.log;
  if (scaled(range, !range.log) === null) return null;
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={log}
        checked={log}
        onChange={(event) => (scales.value = { ...scales.value, [spec.name]: event.currentTarget.checked })}
      />
      <span>logarithmic slider</span>
    </label>
  );
}

const KINDS = ["none", "normal", "uniform"] as const;

function NoiseRow({ spec }: { readonly spec: ParameterFacts }) {
  const { name } = spec;
  const now = noise.value[name];
  const [width, setWidth] = useState(() => widthOf(now) ?? Math.max(1e-3, Math.abs(Number(spec.opened)) * 0.1));
  const kind = now === undefined ? "none" : now.startsWith("uniform") ? "uniform" : now.startsWith("normal") ? "normal" : "other";
  const each = now?.endsWith("@realisation") ?? false;
  const put = (next: string, w: number, perRealisation: boolean): void => {
    if (next === "none") setNoise(name, null);
    else setNoise(name, { kind: next as "normal" | "uniform", width: w, perRealisation });
  };
  return (
    <div class="row">
      <span>Noise</span>
      <select aria-label={`Noise of ${name}`} value={kind} onChange={(event) => put(event.currentTarget.value, width, each)}>
        {KINDS.map((word) => (
          <option key={word}>{word}</option>
        ))}
        {kind === "other" && <option value="other">{now}</option>}
      </select>
      {kind !== "none" && kind !== "other" && (
        <>
          <input
            type="text"
            class="number numbers"
            aria-label={`Width of the noise of ${name}`}
            value={String(width)}
            onChange={(event) => {
              const next = Number(event.currentTarget.value);
              if (!(next > 0)) return;
              setWidth(next);
              put(kind, next, each);
            }}
          />
          <label class="switch">
            <input type="checkbox" checked={each} onChange={(event) => put(kind, width, event.currentTarget.checked)} />
            <span>per realisation</span>
          </label>
        </>
      )}
    </div>
  );
}

/** The width that a noise of ours was made with. */
function widthOf(text: string | undefined): number | null {
  const normal = /^normal\([^,]+,\s*([^)]+)\)/.exec(text ?? "");
  if (normal) return Number(normal[1]);
  const uniform = /^uniform\(([^,]+),\s*([^)]+)\)/.exec(text ?? "");
  return uniform ? (Number(uniform[2]) - Number(uniform[1])) / 2 : null;
}
