/**
 * Closed forms of single papers, corrected where they were printed wrongly (docs/errata.md): what the models of the same names are
 * compared with. Units ħ = k_B = 1. Each function names its equation. Everything here runs in browsers.
 */

// Phaseonium as a fuel for cavities: F. Amato et al., Phys. Rev. A 109, 043705 (2024)

import "./numerics/carried-binary.ts";

export {
  alphaForTemperature,
  apparentAtomTemperature,
  averagedTemperature,
  continuousLimit,
  decoheredTemperature,
  fockDimension,
  largestAlpha,
  phaseForTemperature,
  photonOperators,
  photonRate,
  rates as phaseoniumRates,
  stationaryTemperature,
  type Trap,
  traps as phaseoniumTraps,
} from "./models/phaseonium-formulas.ts";
export { phaseoniumLimitGenerator } from "./models/phaseonium-limit.ts";

// Atoms in a common bath: B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, Phys. Rev. A 96, 032117 (2017)

export {
  catalan,
  dickePopulations,
  dipolePair,
  longTimeCaloric,
  longTimeCoherence,
  pairCoherence,
  pairPlateau,
  pairRates,
  saturatedCoherence,
} from "./models/atoms-formulas.ts";
export {
  type Couplings,
  chain as atomChain,
  collectiveCouplings,
  dipoleCouplings,
  independentCouplings,
  pairCoupling,
} from "./models/atoms-geometry.ts";
export { collectiveLimit, coupledBasis } from "./models/atoms-stationary.ts";

// Structured collision models: S. Cusumano and G. De Chiara, "Structured quantum collision models: generating coherence with thermal
// resources"

export {
  type AffineMap,
  criticalCoupling,
  type Drive as PairDrive,
  exchangeSteady,
  largeCouplingCoherence,
  type PairAncilla,
  type PairState,
  pairDrive,
  pairExchange,
  pairMap,
  pairState,
  pairSteady,
  thermalInversion,
} from "./models/structured-formulas.ts";

// Composite interactions: R. Román-Ancheyta, M. Kolář, G. Guarnieri and R. Filip, "Enhanced steady-state coherence via repeated
// system-bath interactions"

export {
  type BlochEquation,
  type ClusterKind,
  clusterMoments,
  correctedTransient,
  type HeatedOscillator,
  heatedOscillator,
  limitingCoherence,
  limitingPurity,
  type Moments as ClusterMoments,
  powerRatio as workCoherenceRatio,
  printedTransient,
  purityThreshold,
  type Rates as RotatingRates,
  rabiApproximation,
  rabiBloch,
  rabiPower,
  rabiRoughApproximation,
  rotatingAmplitude,
  rotatingBloch,
  rotatingCoherence,
  rotatingRates,
  rotatingSteady,
  type TransientEstimate,
} from "./models/composite-formulas.ts";

// A qubit fed by pairs of atoms: B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, Phys. Rev. A 96, 032117 (2017)

export {
  caloricCoherence,
  type FeedBloch,
  type FeedCoefficients,
  feedBloch,
  feedCurrents,
  feedPopulation,
  feedTemperature,
  ladderPopulations,
  pairCoefficients,
  pairUnitary,
} from "./models/harvest-formulas.ts";
