/** What a document may still be run with, but its author should know: declared units that do not fit. */
import type { CanonicalDocument, CollisionsDocument, EquationDocument, Expression, SpaceEntry } from "../canonical.ts";
import { exponentOf, type Unit, type UnitWarning, unitOf, unitWarnings } from "../expression/index.ts";
import { treeOf } from "./trees.ts";

/** A warning with its place. */
export interface DocumentWarning {
  readonly pointer: string;
  readonly character: number;
  readonly says: string;
}

/** An expression with its place and the exponent of energy that its field needs; null needs none. */
type Field = readonly [pointer: string, form: unknown, need: number | null];

/** The unit that each name of a document has, as far as it is declared; null for a document without declared units. */
export function unitsOfNames(data: CanonicalDocument): ((name: string) => Unit) | null {
  const declared = new Map<string, number>();
  for (const [name, { unit }] of Object.entries(data.parameters ?? {})) {
    const exponent = unit === undefined ? null : exponentOf(unit);
    if (exponent !== null) declared.set(name, exponent);
  }
  if (declared.size === 0) return null;
  const units = new Map<string, Unit>();
  const unit = (name: string): Unit => {
    const own = declared.get(name);
    if (own !== undefined) return own;
    if (Object.hasOwn(data.parameters ?? {}, name)) return "unknown";
    const form = Object.hasOwn(data.let ?? {}, name) ? data.let?.[name] : undefined;
    if (typeof form === "number") return "bare";
    if (typeof form !== "string") return form === undefined ? "bare" : "unknown";
    const known = units.get(name);
    if (known !== undefined) return known;
    units.set(name, "unknown");
    const found = unitOf(treeOf(form), unit);
    units.set(name, found);
    return found;
  };
  return unit;
}

/** Fields whose declared units do not fit; nothing for a document without declared units. */
export function warningsOf(data: CanonicalDocument): readonly DocumentWarning[] {
  const unit = unitsOfNames(data);
  if (unit === null) return [];
  return fieldsOf(data).flatMap(([pointer, form, need]) =>
    typeof form === "string" ? unitWarnings(treeOf(form), unit, need).map((warning: UnitWarning) => ({ pointer, ...warning })) : [],
  );
}

function fieldsOf(data: CanonicalDocument): readonly Field[] {
  return [
    ...Object.entries(data.let ?? {}).map(([name, form]): Field => [`/let/${name}`, form, null]),
    ...spaceFields("/spaces", data.spaces),
    ["/H", data.H, 1],
    ["/initial", data.initial, null],
    ...(data.kind === "collisions" ? collisionFields(data) : equationFields(data)),
    ...Object.entries(data.observables ?? {}).map(([name, { of }]): Field => [`/observables/${name}`, of, null]),
  ];
}

function spaceFields(pointer: string, spaces: readonly SpaceEntry[]): readonly Field[] {
  return spaces.flatMap(({ levels }, k): Field[] => {
    if (typeof levels !== "object") return [];
    return [
      [`${pointer}/${k}/levels/temperature`, levels.temperature, levels.omega === undefined ? null : 1],
      [`${pointer}/${k}/levels/omega`, levels.omega, 1],
    ];
  });
}

function collisionFields(data: CollisionsDocument): readonly Field[] {
  const coupling = data.scaling === "1/sqrt(tau)" ? 0.5 : typeof data.scaling === "object" ? null : 1;
  return [
    ["/tau", data.tau, usesInteractionUnits(data) ? null : -1],
    ["/arrivals", data.arrivals, 1],
    ["/memory", data.memory, 0],
    ["/between/duration", data.between?.duration, -1],
    ["/between/H", data.between?.H, 1],
    ...dissipationFields("/between", data.between ?? {}),
    ...data.units.flatMap((unit, k): Field[] => {
      const at = `/units/${k}`;
      return [
        ...spaceFields(`${at}/spaces`, unit.spaces),
        [`${at}/H`, unit.H, 1],
        [`${at}/V`, unit.V, coupling],
        [`${at}/T`, unit.T, 1],
        [`${at}/beta`, unit.beta, -1],
        [`${at}/state`, unit.state, null],
        ...(unit.visits ?? []).flatMap((visit, j): Field[] =>
          "channel" in visit
            ? []
            : [
                [`${at}/visits/${j}/V`, visit.V, usesInteractionUnits(data) ? null : coupling],
                [`${at}/visits/${j}/tau`, visit.tau, usesInteractionUnits(data) ? null : -1],
              ],
        ),
      ];
    }),
  ];
}

/** In an interaction picture only V·τ matters: authors write angles for τ there. */
function usesInteractionUnits({ picture }: CollisionsDocument): boolean {
  return picture !== undefined && picture !== "schroedinger";
}

function equationFields(data: EquationDocument): readonly Field[] {
  return [
    ...dissipationFields("", data),
    ...(data.global?.couplings ?? []).flatMap((coupling, k): Field[] => {
      const at = `/global/couplings/${k}`;
      const { density } = coupling;
      return [
        [`${at}/T`, coupling.T, 1],
        [`${at}/beta`, coupling.beta, -1],
        ...(density.kind === "ohmic"
          ? ([[`${at}/density/cutoff`, density.cutoff, 1]] satisfies Field[])
          : ([[`${at}/density/rate`, density.rate, 1]] satisfies Field[])),
      ];
    }),
    ["/global/cluster", data.global?.cluster, 1],
    ["/global/tolerance", data.global?.tolerance, 1],
  ];
}

type Lists = Pick<EquationDocument, "jumps" | "thermal" | "collective">;

function dissipationFields(pointer: string, { jumps = [], thermal = [], collective = [] }: Lists): readonly Field[] {
  return [
    ...jumps.flatMap((jump, k): Field[] => [
      [`${pointer}/jumps/${k}/rate`, jump.rate, rateNeed(jump.operator)],
      [`${pointer}/jumps/${k}/T`, jump.T, 1],
      [`${pointer}/jumps/${k}/beta`, jump.beta, -1],
    ]),
    ...thermal.flatMap((bath, k): Field[] => [
      [`${pointer}/thermal/${k}/omega`, bath.omega, 1],
      [`${pointer}/thermal/${k}/rate`, bath.rate, rateNeed(bath.lowering)],
      [`${pointer}/thermal/${k}/T`, bath.T, 1],
      [`${pointer}/thermal/${k}/beta`, bath.beta, -1],
    ]),
    ...collective.flatMap((group, k) =>
      group.rates.flatMap((row, i) => row.map((entry, j): Field => [`${pointer}/collective/${k}/rates/${i}/${j}`, entry, 1])),
    ),
  ];
}

/** A jump operator may carry parameters, and then part of the unit. */
function rateNeed(operator: Expression): number | null {
  return typeof operator === "string" && /^[a-z]+\([A-Za-z_][\w[\], ]*\)$/i.test(operator) ? 1 : null;
}
