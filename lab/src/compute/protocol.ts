/**
 * What travels between the page and its workers: plain data both ways. The page holds nothing of the engine; whatever needs a model is asked
 * for by kind. Each kind is one entry of `Kinds` here and one file in `src/engine`.
 */
import type { BitsAnswer, BitsAsk } from "../engine/bits.ts";
import type { CountingAnswer, CountingAsk } from "../engine/counting.ts";
import type { DescribeAsk, Described } from "../engine/describe.ts";
import type { EnsembleAnswer, EnsembleAsk } from "../engine/ensemble.ts";
import type { EvaluateAsk, Evaluated } from "../engine/evaluate.ts";
import type { ExportAnswer, ExportAsk } from "../engine/export.ts";
import type { FlowAnswer, FlowAsk } from "../engine/flow.ts";
import type { LinkAnswer, LinkAsk, OpenedLink, OpenLinkAsk } from "../engine/links.ts";
import type { PlanAnswer, PlanAsk } from "../engine/plan.ts";
import type { PlayerAnswer, PlayerAsk } from "../engine/player.ts";
import type { RunAnswer, RunAsk } from "../engine/run.ts";
import type { SectorsAnswer, SectorsAsk } from "../engine/sectors.ts";
import type { SpectrumAnswer, SpectrumAsk } from "../engine/spectrum.ts";
import type { SteadyAnswer, SteadyAsk } from "../engine/steady.ts";
import type { SweepAnswer, SweepAsk } from "../engine/sweep.ts";
import type { CheckAnswer, CheckAsk, CompleteAnswer, CompleteAsk, HoverAnswer, HoverAsk } from "../engine/text.ts";
import type { TrajectoriesAnswer, TrajectoriesAsk } from "../engine/trajectories.ts";
import type { WignerAnswer, WignerAsk } from "../engine/wigner.ts";

/** A parameter's value, as it stands in JSON. */
export type Value = number | string | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** What a model is made from: a document as it is written, or a name of the catalogue; and the values that differ from it. */
export type Source =
  | {
      readonly kind: "document";
      readonly text: string;
      readonly file: string;
      readonly values: Values;
      /** One of the documents that the lab carries: known to be good. */
      readonly carried?: true;
    }
  | { readonly kind: "catalogue"; readonly name: string; readonly values: Values };

/** Every kind of work: what is asked, and what comes back. */
export interface Kinds {
  readonly describe: { readonly ask: DescribeAsk; readonly answer: Described };
  readonly evaluate: { readonly ask: EvaluateAsk; readonly answer: Evaluated };
  readonly check: { readonly ask: CheckAsk; readonly answer: CheckAnswer };
  readonly complete: { readonly ask: CompleteAsk; readonly answer: CompleteAnswer };
  readonly hover: { readonly ask: HoverAsk; readonly answer: HoverAnswer };
  readonly run: { readonly ask: RunAsk; readonly answer: RunAnswer };
  readonly steady: { readonly ask: SteadyAsk; readonly answer: SteadyAnswer };
  readonly player: { readonly ask: PlayerAsk; readonly answer: PlayerAnswer };
  readonly flow: { readonly ask: FlowAsk; readonly answer: FlowAnswer };
  readonly sectors: { readonly ask: SectorsAsk; readonly answer: SectorsAnswer };
  readonly bits: { readonly ask: BitsAsk; readonly answer: BitsAnswer };
  readonly plan: { readonly ask: PlanAsk; readonly answer: PlanAnswer };
  readonly sweep: { readonly ask: SweepAsk; readonly answer: SweepAnswer };
  readonly ensemble: { readonly ask: EnsembleAsk; readonly answer: EnsembleAnswer };
  readonly wigner: { readonly ask: WignerAsk; readonly answer: WignerAnswer };
  readonly counting: { readonly ask: CountingAsk; readonly answer: CountingAnswer };
  readonly trajectories: { readonly ask: TrajectoriesAsk; readonly answer: TrajectoriesAnswer };
  readonly spectrum: { readonly ask: SpectrumAsk; readonly answer: SpectrumAnswer };
  readonly link: { readonly ask: LinkAsk; readonly answer: LinkAnswer };
  readonly openLink: { readonly ask: OpenLinkAsk; readonly answer: OpenedLink };
  readonly export: { readonly ask: ExportAsk; readonly answer: ExportAnswer };
}
export type Kind = keyof Kinds;
export type AskOf<K extends Kind> = Kinds[K]["ask"];
export type AnswerOf<K extends Kind> = Kinds[K]["answer"];

/** Why there is no answer, as the library says it. */
export interface Refused {
  readonly message: string;
  /** The library's code (`WRONG_VALUE`, `RUN_FAILURE`, …), or that of a document's problem; `INTERNAL` for what should not happen. */
  readonly code: string;
  /** Of a document: every problem with its place. */
  readonly problems?: readonly Problem[];
}

/** One thing that is wrong with a document. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly character: number | null;
  readonly nearest: string | null;
}

/** To a worker. */
export type ToWorker =
  | { readonly kind: "ask"; readonly number: number; readonly what: Kind; readonly ask: unknown }
  | { readonly kind: "stop"; readonly number: number }
  /** Of the one file: the worker's own script, to start threads from. */
  | { readonly kind: "script"; readonly script: Blob };

/** From a worker. `part` is an answer of an unfinished work, as good as it is by then. */
export type FromWorker =
  | { readonly kind: "answer" | "part"; readonly number: number; readonly answer: unknown; readonly milliseconds: number }
  | { readonly kind: "refused"; readonly number: number; readonly refused: Refused };

/** What a piece of work may do while it goes on. */
export interface Work<A> {
  /** Show what there is so far. */
  part(answer: A): void;
  /** Fires when the page wants no more of it; what is complete is then the answer. */
  readonly signal: AbortSignal;
}
