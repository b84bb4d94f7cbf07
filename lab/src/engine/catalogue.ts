/** Models of the catalogue by name. */
export { modelDefinition as definitionByName } from "ancilla";
