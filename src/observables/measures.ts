/** Every measure of states in one place, for import. */

export { classicalCorrelations, discord } from "./discord.ts";
export { buresAngle, fidelity, hilbertSchmidtDistance, traceDistance } from "./distance.ts";
export {
  apparentTemperature,
  blochVector,
  effectiveTemperature,
  ergotropy,
  meanEnergy,
  passiveState,
  qubitTemperature,
} from "./energetics.ts";
export { concurrence, entanglementOfFormation, logNegativity, negativity, partialTranspose } from "./entanglement.ts";
export {
  coherenceEntropy,
  coherenceL1,
  entropy,
  mutualInformation,
  purity,
  relativeEntropy,
  shannonEntropy,
  spectrum,
  trace,
} from "./entropy.ts";
export {
  covarianceDiscord,
  covarianceLogNegativity,
  covarianceMutualInformation,
  gaussianDiscord,
  gaussianEntropy,
  gaussianMutualInformation,
  symplecticEigenvalues,
  thermalEntropy,
} from "./gaussian.ts";
export { covarianceMatrix, type GaussianState, gaussianState, modeMoments, momentsOf, passiveMoments } from "./moments.ts";
export { husimi, wigner } from "./phasespace.ts";
