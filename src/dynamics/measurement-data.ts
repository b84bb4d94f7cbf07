/** Measurements as plain data, for threads, files and queues, and back: checked where they arrive, nothing of them is executed. */
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { type OperatorData, operatorData, operatorFromData } from "../operators/operator-data.ts";
import type { ByDetector, Current, Detection, Feedback, Measurement, Reading } from "./measurements.ts";

interface FeedbackData extends Omit<Feedback, "operations" | "filter"> {
  readonly operations: readonly { readonly name: string; readonly kraus: readonly OperatorData[] }[];
  readonly filter: { readonly observable: OperatorData; readonly above: number; readonly operation: number } | null;
}

interface ReadingData extends Omit<Reading, "effects" | "feedback"> {
  readonly effects: readonly OperatorData[];
  readonly feedback: FeedbackData | null;
}

interface DetectionData extends Omit<Detection, "feedback"> {
  /** Absent where nothing is done. */
  readonly feedback?: FeedbackData & { readonly detectors: readonly string[] };
}

/** A measurement as JSON holds it. */
export type MeasurementData = ReadingData | DetectionData | Current;

/** Write a measurement down. */
export function measurementData(by: Measurement): MeasurementData {
  if (by.kind === "current") return by;
  if (by.kind === "jumps") {
    const { feedback, ...rest } = by;
    return feedback === null ? rest : { ...rest, feedback: { ...feedbackData(feedback), detectors: feedback.detectors } };
  }
  const { effects, feedback } = by;
  return { ...by, effects: effects.map(operatorData), feedback: feedback && feedbackData(feedback) };
}

function feedbackData(feedback: Feedback): FeedbackData {
  const operations = feedback.operations.map(({ name, kraus }) => ({ name, kraus: kraus.map(operatorData) }));
  const filter = feedback.filter && { ...feedback.filter, observable: operatorData(feedback.filter.observable) };
  const { memories, next, operation, settings } = feedback;
  return { memories, next, operation, operations, settings, filter };
}

/** The measurement that data describes. Throws in the error grammar when it describes none. */
export function measurementFromData(data: MeasurementData): Measurement {
  switch (data?.kind) {
    case "measured":
      return readingFromData(data);
    case "jumps":
      return detectionFromData(data);
    case "current":
      return currentFromData(data);
    default:
      throw wrongKind("by", "be a measurement", data);
  }
}

function detectionFromData({ efficiency, dark, feedback }: DetectionData): Detection {
  return {
    kind: "jumps",
    efficiency: byDetector("efficiency", efficiency, 1),
    dark: byDetector("dark", dark),
    feedback: feedback ? { ...feedbackFromData(feedback, feedback.detectors.length), detectors: feedback.detectors.map(String) } : null,
  };
}

function byDetector(name: string, given: ByDetector, atMost?: number): ByDetector {
  const bounds = { atLeast: 0, ...(atMost === undefined ? {} : { atMost }) };
  if (typeof given === "number") return finite(name, given, bounds);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, finite(`${name}.${key}`, value, bounds)]));
}

function currentFromData({ name, dt, efficiency, quadratures, bath, exact }: Current): Current {
  if (name !== "homodyne" && name !== "heterodyne") throw wrongValue("by.name", "be a current", name);
  return {
    kind: "current",
    name,
    dt: finite("dt", dt, { above: 0 }),
    efficiency: finite("efficiency", efficiency, { atLeast: 0, atMost: 1 }),
    quadratures: quadratures.map(({ phase, share }) => ({
      phase: finite("phase", phase),
      share: finite("share", share, { above: 0, atMost: 1 }),
    })),
    bath: bath === null ? null : String(bath),
    exact: typeof exact === "boolean" ? exact : null,
  };
}

function readingFromData({ names, effects, units, feedback }: ReadingData): Reading {
  if (!Array.isArray(names) || !Array.isArray(effects) || names.length !== effects.length)
    throw wrongKind("by", "have a name for each outcome", names);
  return {
    kind: "measured",
    names: names.map(String),
    effects: effects.map((E) => operatorFromData(E, "by")),
    units: units === null ? null : String(units),
    feedback: feedback === null ? null : feedbackFromData(feedback, names.length),
  };
}

function feedbackFromData({ memories, next, operation, operations, settings, filter }: FeedbackData, outcomes: number): Feedback {
  const size = memories.length * outcomes;
  if (next.length !== size || operation.length !== size || settings.length !== memories.length)
    throw wrongValue("feedback", "say what follows each outcome in each memory", null, "", "its lists have other lengths");
  const done = (k: number) => integer("feedback.operation", k, -1, operations.length - 1);
  return {
    memories: memories.map(String),
    next: next.map((memory) => integer("feedback.next", memory, 0, memories.length - 1)),
    operation: operation.map(done),
    operations: operations.map(({ name, kraus }) => ({ name: String(name), kraus: kraus.map((K) => operatorFromData(K, "feedback")) })),
    settings: settings.map((own) =>
      Object.fromEntries(Object.entries(own).map(([key, value]) => [key, finite(`feedback.set.${key}`, value)])),
    ),
    filter: filter && {
      observable: operatorFromData(filter.observable, "feedback.when"),
      above: finite("feedback.above", filter.above),
      operation: integer("feedback.operation", filter.operation, 0, operations.length - 1),
    },
  };
}
