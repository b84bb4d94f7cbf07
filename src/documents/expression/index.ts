/** The expression language of model documents: text → tree → value → what a field needs. */

export { evaluate } from "./evaluate.ts";
export { ExpressionFault, type FaultCode } from "./fault.ts";
export { type ArgumentKind, FUNCTIONS, type FunctionEntry, type FunctionGroup } from "./function-catalogue.ts";
export { matrixValue, tableValue } from "./given-data.ts";
export { asCoefficient, asHermitian, asInteger, asKet, asNumber, asOperator, asReal, asState } from "./narrow.ts";
export { asObservable, type ObservableOptions } from "./observable-of.ts";
export { operatorOf as operatorOfPart } from "./operator-algebra.ts";
export { parseExpression } from "./parse-expression.ts";
export { printExpression } from "./print.ts";
export { MOST_CHARACTERS } from "./scan.ts";
export type { Recording, Surroundings } from "./surroundings.ts";
export { asTermsOfTime, type TermOfTime } from "./terms-of-time.ts";
export { type BinaryOperator, namesOf, partsOf, RESERVED, type SumTerm, type Tree, termsOf, WORDS } from "./tree.ts";
export { exponentOf, type Unit, type UnitWarning, unitInWords, unitOf, unitWarnings } from "./units.ts";
export {
  type KetValue,
  type ListValue,
  type NumberValue,
  numberOf,
  type OperatorValue,
  parameterValue,
  realNumber,
  type TableValue,
  type Value,
} from "./value.ts";
