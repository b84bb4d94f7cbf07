/** The functions of the state that observables are made of. */
import { ergotropy } from "../../observables/energetics.ts";
import { concurrence, logNegativity, negativity } from "../../observables/entanglement.ts";
import { coherenceL1, entropy, mutualInformation, purity } from "../../observables/entropy.ts";
import type { StateView } from "../../observables/observable.ts";
import { stateView, subspace } from "../../observables/view.ts";
import type { Operator } from "../../operators/operator.ts";
import { liveNumber } from "./arithmetic.ts";
import type { Call } from "./call.ts";
import { ExpressionFault } from "./fault.ts";
import { nearestName } from "./nearest-name.ts";
import { requireFactor } from "./operator-functions.ts";
import { isSelfAdjoint, lifted } from "./operator-parts.ts";
import type { Recording } from "./surroundings.ts";
import { COMPLEX, type NumberValue, REAL } from "./value.ts";

function recordingOf(call: Call): Recording {
  const { recording } = call.surroundings;
  if (recording) return recording;
  throw new ExpressionFault("structure", call.at, "be known before the state is", `${call.name} is a function of the state`, {
    remedy: "it stands in observables",
  });
}

function meanOf(operator: Operator, hermitian: boolean): NumberValue {
  return liveNumber(hermitian ? REAL : COMPLEX, { op: "mean", args: [], of: "state", operator });
}

function functional(key: string, value: (state: StateView) => number | null): NumberValue {
  return liveNumber(REAL, { op: "functional", args: [], of: "state", functional: { key, value } });
}

function mean(call: Call): NumberValue {
  recordingOf(call);
  const { space } = call.surroundings;
  const part = lifted(space, call.part(0));
  return meanOf(part.operator, isSelfAdjoint(part));
}

/** The labels of all arguments, which are one part of a system with others. */
function partOf(call: Call, whole: boolean): readonly string[] {
  recordingOf(call);
  const labels = call.args.map((_, k) => call.factor(k).label);
  const twice = labels.findIndex((label, k) => labels.indexOf(label) !== k);
  if (twice >= 0) throw call.fault("duplicate", twice, "name different spaces", `${labels[twice]} is there twice`);
  if (!whole && labels.length === call.surroundings.space.factors.length) {
    throw new ExpressionFault("structure", call.at, "leave some spaces for the rest", `${call.name} names all of them`);
  }
  return labels;
}

function ofPart(measure: (state: StateView, labels: readonly string[]) => number): (call: Call) => NumberValue {
  return (call) => {
    const labels = partOf(call, false);
    return functional(`${call.name} ${labels.join(" ")}`, (state) => measure(state, labels));
  };
}

function ofState(measure: (state: StateView) => number): (call: Call) => NumberValue {
  return (call) => {
    recordingOf(call);
    return functional(call.name, measure);
  };
}

function entropyOf(call: Call): NumberValue {
  const labels = partOf(call, true);
  if (labels.length === 0 || labels.length === call.surroundings.space.factors.length) return functional("entropy", entropy);
  return functional(`entropy ${labels.join(" ")}`, (state) => entropy(state.reduced(labels)));
}

function concurrenceOf(call: Call): NumberValue {
  recordingOf(call);
  const [a, b] = [requireFactor(call, 0, "two levels").label, requireFactor(call, 1, "two levels").label];
  if (a === b) throw call.fault("duplicate", 1, "name different spaces", `${a} is there twice`);
  const all = call.surroundings.space.factors.length === 2;
  return functional(`concurrence ${[a, b].sort().join(" ")}`, (state) => concurrence(all ? state : twoQubits(call, state, [a, b])));
}

function twoQubits(call: Call, state: StateView, labels: readonly string[]): StateView {
  const space = subspace(call.surroundings.space, labels);
  return stateView(space, state.reduced(labels));
}

function energy(call: Call): NumberValue {
  return meanOf(recordingOf(call).energy(), true);
}

function work(call: Call): NumberValue {
  const { energy: H } = recordingOf(call);
  return functional("ergotropy", (state) => ergotropy(state, H()));
}

function flow(call: Call): NumberValue {
  const { baths, flow: of } = recordingOf(call);
  if (of === null)
    throw new ExpressionFault("structure", call.at, "belong to a master equation", `collisions have no ${call.name}(); they record Q`);
  const tree = call.args[0];
  if (tree.kind !== "name") throw call.fault("wrong-kind", 0, "name a bath", "this is none", `known: ${baths.join(", ")}`);
  if (!baths.includes(tree.name)) {
    const found = nearestName(tree.name, baths);
    throw new ExpressionFault("unknown-name", tree.at, "name a bath", `there is no bath ${tree.name}`, found);
  }
  if (call.name === "heat") return meanOf(of(tree.name, null), true);
  const X = lifted(call.surroundings.space, call.part(1));
  return meanOf(of(tree.name, X.operator), isSelfAdjoint(X));
}

function power(call: Call): NumberValue {
  const { power: of } = recordingOf(call);
  if (of === null)
    throw new ExpressionFault("structure", call.at, "belong to a master equation", "collisions have no power(); they record W");
  return meanOf(of(), true);
}

/** By name. */
export const RECORDING_FUNCTIONS: ReadonlyMap<string, (call: Call) => NumberValue> = new Map<string, (call: Call) => NumberValue>([
  ["mean", mean],
  ["energy", energy],
  ["purity", ofState(purity)],
  ["entropy", entropyOf],
  ["C_l1", ofState(coherenceL1)],
  ["ergotropy", work],
  ["mutual_information", ofPart(mutualInformation)],
  ["negativity", ofPart(negativity)],
  ["log_negativity", ofPart(logNegativity)],
  ["concurrence", concurrenceOf],
  ["heat", flow],
  ["flow", flow],
  ["power", power],
]);
