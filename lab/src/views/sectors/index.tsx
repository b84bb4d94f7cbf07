/** The density matrix as a picture of what lives in it: filled lives now, outlined may live, hatched never will. */

import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { AskOf } from "../../compute/protocol.ts";
import { colourMap, css } from "../../draw/colour-maps.ts";
import { Svg } from "../../draw/svg.tsx";
import type { Theme } from "../../draw/theme.ts";
import type { SectorsAnswer } from "../../engine/sectors.ts";
import { grouped, inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab } from "../view.ts";
import { countsImage } from "./counts-image.ts";

type Kinds = "sectors";

/** Dimension up to which single elements are drawn. */
const SINGLE = 64;

export const sectors = defineView<Kinds>({
  ...offers.sectors,
  needs: {
    sectors: {
      lane: "aside",
      ask: ({ present, run, cursor }: Lab): AskOf<"sectors"> => ({ source: present.source, length: run.length, at: cursor }),
    },
  },
  picture,
  Panel,
  words,
});

const side = ({ width, height }: { readonly width: number; readonly height: number }): number =>
  Math.min(width > 700 ? width - 300 : width, Math.max(320, height), 560);

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const found = answers.sectors?.answer;
  if (!found) return null;
  const all = side(size);
  return (
    <Svg width={all} height={all} theme={theme} title={`Elements of the density matrix of ${lab.facts.title}`}>
      {found.dimension <= SINGLE ? <Elements found={found} side={all} theme={theme} /> : <Counts found={found} side={all} theme={theme} />}
    </Svg>
  );
}

interface Props {
  readonly found: SectorsAnswer;
  readonly side: number;
  readonly theme: Theme;
}

/** Margin for names of kets. */
export const MARGIN = 34;

/** log₁₀|ρ| from 1e-12 to 1 as a colour. */
export const sizeMap = (dark: boolean) => colourMap(-12, 0, dark, false);

function Elements({ found, side: all, theme }: Props) {
  const cell = (all - MARGIN - 2) / found.dimension;
  const map = sizeMap(theme.dark);
  const gap = cell > 8 ? 1 : 0;
  const every = Math.ceil(14 / cell);
  return (
    <g>
      <Never side={cell * found.dimension} theme={theme} />
      {Array.from(found.rows, (row, e) => {
        const column = found.columns[e] as number;
        const size = found.sizes?.[e] ?? 0;
        const fill = size > 0 ? css(map.at(Math.log10(size))) : "none";
        const box = (i: number, j: number) => (
          <rect
            x={MARGIN + j * cell + gap}
            y={MARGIN + i * cell + gap}
            width={Math.max(1, cell - 2 * gap)}
            height={Math.max(1, cell - 2 * gap)}
            fill={size > 0 ? fill : theme.ground}
            stroke={size > 0 ? "none" : theme.muted}
            stroke-width={cell > 8 ? 1 : 0.5}
          />
        );
        return (
          <g key={`${row} ${column}`}>
            {box(row, column)}
            {row !== column && box(column, row)}
          </g>
        );
      })}
      {found.kets.map((ket, k) =>
        k % every === 0 ? (
          <g key={ket} fill={theme.muted} font-size="10">
            <text x={MARGIN - 4} y={MARGIN + (k + 0.5) * cell} dy="0.35em" text-anchor="end">
              {ket}
            </text>
            {cell * every > 26 && (
              <text x={MARGIN + (k + 0.5) * cell} y={MARGIN - 6} text-anchor="middle">
                {ket}
              </text>
            )}
          </g>
        ) : null,
      )}
    </g>
  );
}

/** What never lives, beneath everything else: hatched. */
function Never({ side: all, theme }: Pick<Props, "side" | "theme">) {
  return (
    <g>
      <defs>
        <pattern id="never" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill={theme.ground} />
          <line x1="0" y1="0" x2="0" y2="6" stroke={theme.fill} stroke-width="4" />
        </pattern>
      </defs>
      <rect x={MARGIN} y={MARGIN} width={all} height={all} fill="url(#never)" />
    </g>
  );
}

function Counts({ found, side: all, theme }: Props) {
  const inner = all - MARGIN - 2;
  return (
    <g>
      <Never side={inner} theme={theme} />
      <image href={countsImage(found, theme)} x={MARGIN} y={MARGIN} width={inner} height={inner} style="image-rendering: pixelated" />
    </g>
  );
}

function Panel({ answers, picture: drawn, size, theme }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const [over, setOver] = useState<readonly [number, number] | null>(null);
  const state = answers.sectors;
  if (state?.refused) return null;
  const found = state?.answer;
  if (!found) return <p class="hint">Looking …</p>;
  const cell = (side(size) - MARGIN - 2) / found.dimension;
  const map = sizeMap(theme.dark);
  return (
    <div class="view columns">
      <div
        class="picture"
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const [i, j] = [(event.clientY - box.top - MARGIN) / cell, (event.clientX - box.left - MARGIN) / cell].map(Math.floor) as [
            number,
            number,
          ];
          setOver(i >= 0 && j >= 0 && i < found.dimension && j < found.dimension ? [i, j] : null);
        }}
        onPointerLeave={() => setOver(null)}
      >
        {drawn}
      </div>
      <div class="legend">
        <p class="big">
          <b class="numbers">{grouped(found.coordinates)}</b> of {grouped(found.of)} real numbers live.
        </p>
        <ul>
          <li>
            <span class="box" style={{ background: css(map.at(-2)) }} /> lives, coloured by size:{" "}
            {found.live === null ? "" : grouped(found.live)} of the upper triangle
          </li>
          <li>
            <span class="box open" /> may live, is 0 in this state:{" "}
            {found.live === null ? grouped(found.elements) : grouped(found.elements - found.live)}
          </li>
          <li>
            <span class="box never" /> never will: {grouped(found.never)}
          </li>
        </ul>
        <div
          class="ramp"
          aria-hidden="true"
          style={{ background: `linear-gradient(90deg, ${[-12, -9, -6, -3, 0].map((v) => css(map.at(v))).join(", ")})` }}
        />
        <p class="hint ends">
          <span>10⁻¹²</span>
          <span>|ρ|</span>
          <span>1</span>
        </p>
        <p class="hint">{found.real ? "All of it is real." : "Some of it is complex."}</p>
        <p class="reading numbers" style={{ minHeight: "3em" }}>
          {over ? elementInWords(found, over) : ""}
        </p>
      </div>
    </div>
  );
}

function elementInWords(found: SectorsAnswer, [i, j]: readonly [number, number]): string {
  const [row, column] = i <= j ? [i, j] : [j, i];
  const at = found.rows.findIndex((one, e) => one === row && found.columns[e] === column);
  const name = `${found.kets[i]}${bra(found.kets[j] ?? "")}`;
  if (at < 0) return `${name}: never lives`;
  const size = found.sizes?.[at];
  const kind = { 1: "real", 2: "imaginary" }[found.parts[at] as number] ?? "complex";
  return size === undefined || size === 0 ? `${name}: may live (${kind}), 0 now` : `${name}: |ρ| = ${inWords(size)} (${kind})`;
}

const bra = (ket: string): string => ket.replace("|", "⟨").replace("⟩", "|");

function words({ sectors: state }: Answers<Kinds>): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  return [
    `${grouped(found.coordinates)} of ${grouped(found.of)} real numbers of the density matrix live${found.real ? ", all of them real" : ""}; the others stay 0 whatever the parameters are.`,
    found.dimension > SINGLE ? "Above 64 levels the picture counts elements per pixel." : "",
  ].filter(Boolean);
}
