/** One collision at a time: what the unit does to the system, where energy and entropy go, and that they add up. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { lookOf } from "../../draw/look.ts";
import type { PlayerAnswer } from "../../engine/player.ts";
import { inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { PlayerDrawing } from "./drawing.tsx";
import { PlayerPanel } from "./panel.tsx";
import { rounded } from "./rounded.ts";

type Kinds = "player";

/** Collisions of a run that only says a time. */
const STEPS = 200;

export const player = defineView<Kinds>({
  ...offers.player,
  needs: { player: { lane: "live", ask: (lab) => askFor(lab), ahead } },
  picture,
  Panel: PlayerPanel,
  words,
  table,
});

export function stepsOf({ run, facts }: Lab): number {
  const { steps, until } = run.length;
  return steps ?? (until !== undefined && facts.tau ? Math.max(1, Math.round(until / facts.tau)) : STEPS);
}

/** How many collisions are over. */
export function placeOf(lab: Lab): number {
  return Math.min(stepsOf(lab), Math.max(0, Math.round(lab.cursor ?? 0)));
}

function askFor(lab: Lab, place = placeOf(lab)): AskOf<"player"> {
  const inside = typeof lab.own.inside === "number" ? lab.own.inside : null;
  return { source: lab.present.source, steps: stepsOf(lab), n: Math.max(0, place - 1), inside };
}

/** Levels up to which the collisions beside the one that is shown are computed before somebody steps there. */
const FEW = 64;

function ahead(lab: Lab): readonly AskOf<"player">[] {
  if (lab.facts.dimension > FEW) return [];
  const place = placeOf(lab);
  return [place + 1, place - 1].filter((one) => one >= 1 && one <= stepsOf(lab)).map((one) => askFor(lab, one));
}

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const answer = answers.player?.answer;
  if (!answer) return null;
  return (
    <PlayerDrawing
      answer={answer}
      place={placeOf(lab)}
      size={size}
      theme={theme}
      look={lookOf(lab.own)}
      ownScale={lab.own.ownScale === true}
      title={lab.facts.title}
    />
  );
}

/** What happened in the collision, in sentences. */
function words({ player: state }: Answers<Kinds>, lab: Lab): readonly string[] {
  const answer = state?.answer;
  if (!answer) return [];
  const place = placeOf(lab);
  if (place === 0) return [`The start: unit 1${bathOf(answer, lab)} arrives.`];
  const { Sigma, I, D } = answer;
  const { Q, W, dU } = rounded(answer);
  const say = (value: number | null): string => inWords(value, 6);
  return [
    `Collision ${place}${bathOf(answer, lab)}: heat ${say(Q)}, work ${say(W)}, the system's energy changes by ${say(dU)}.`,
    Sigma === null
      ? ""
      : `Entropy production ${say(Sigma)}${I === null || D === null ? "" : ` is correlation ${say(I)} and distance of the unit ${say(D)}`}.`,
    ...Object.entries(answer.reasons)
      .filter(([name]) => name !== "inside")
      .map(([name, reason]) => `${name} has no value: ${reason}`),
  ].filter(Boolean);
}

const bathOf = (answer: PlayerAnswer, lab: Lab): string => (lab.facts.baths.length > 1 ? ` of ${answer.bath}` : "");

function table({ player: state }: Answers<Kinds>): Table | null {
  const answer = state?.answer;
  if (!answer) return null;
  const names = ["dU", "Q", "W", "Sigma", "I", "D", "dS"] as const;
  return {
    names: ["collision", ...names],
    units: ["", "energy", "energy", "energy", "nats", "nats", "nats", "nats"],
    columns: [[answer.n + 1], ...names.map((name) => [answer[name]])],
  };
}
