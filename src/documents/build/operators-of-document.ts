/** The operators and states that both kinds of documents have. */
import { plus, zero } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Expression, MatrixEntryForm } from "../canonical.ts";
import { asHermitian, asOperator, asState, asTermsOfTime, type TermOfTime } from "../expression/index.ts";
import type { Bound, Reading } from "./reading.ts";
import type { Section } from "./section.ts";
import { systemSection } from "./sections-of-document.ts";

/** A Hermitian operator on the whole section; 0 where there is none. */
export function hermitianAt(reading: Reading, pointer: string, form: Expression | undefined, section: Section): Operator {
  return reading.once(`${pointer} hermitian ${section.key}`, () => {
    if (form === undefined) return zero(section.space);
    return reading.at(pointer, () => {
      const { value, tree, surroundings } = reading.evaluate(form, section);
      return asHermitian(value, tree, surroundings);
    });
  });
}

/** Any operator on the whole section. */
export function operatorAt(
  reading: Reading,
  pointer: string,
  form: Expression | MatrixEntryForm,
  section: Section,
  bound?: Bound,
  key = "",
): Operator {
  return reading.once(`${pointer} operator ${section.key} ${key}`, () =>
    reading.at(pointer, () => {
      const { value, tree } = reading.evaluate(form, section, bound);
      return asOperator(value, tree, section.space);
    }),
  );
}

/** A state of every label of the section, where H is that of the section. */
export function stateAt(
  reading: Reading,
  pointer: string,
  form: Expression | MatrixEntryForm,
  section: Section,
  H: Section["H"],
): Operator {
  return reading.once(`${pointer} state ${section.key}`, () =>
    reading.at(pointer, () => {
      const { value, tree, surroundings } = reading.evaluate(form, { ...section, H });
      return asState(value, tree, surroundings);
    }),
  );
}

/** The system's Hamiltonian: Σ c_k(t) O_k, a single term with the coefficient 1 where it is constant. */
export function hamiltonianOf(reading: Reading): readonly TermOfTime[] {
  const { H } = reading.data;
  return reading.once("/H terms", () => {
    const section = systemSection(reading);
    if (H === undefined) return [];
    return reading.at("/H", () => {
      const { value, tree, surroundings } = reading.evaluate(H, section);
      return asTermsOfTime(value, tree, surroundings);
    });
  });
}

/** H_S of collisions. */
export function energyOf(reading: Reading): Operator {
  return hermitianAt(reading, "/H", reading.data.H, systemSection(reading));
}

/** What H means in states and observables of a section whose Hamiltonian stands at a pointer. */
export function namedHamiltonian(reading: Reading, form: Expression | undefined, section: Section): Section["H"] {
  return () => reading.evaluate(form ?? 0, section).value;
}

/** The start. */
export function startOf(reading: Reading): Operator {
  const section = systemSection(reading);
  return stateAt(reading, "/initial", reading.data.initial, section, namedHamiltonian(reading, reading.data.H, section));
}

/** Whether Σ K†K differs from 1 by more than 1e-9 somewhere. */
export function defectOf(sum: Operator, one: Operator): number {
  const difference = plus(sum, one);
  return difference.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
