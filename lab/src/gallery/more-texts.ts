/** The other documents that the lab carries: loaded when the first of them is opened, or after the first curve. */

import catInACavity from "../../../examples/cat-in-a-cavity.yaml?raw";
import compositeCluster from "../../../examples/composite-cluster.yaml?raw";
import drivenAtom from "../../../examples/driven-atom.yaml?raw";
import drivenKerr from "../../../examples/driven-kerr-cavity.json?raw";
import drivenMaser from "../../../examples/driven-maser.yaml?raw";
import engineQubit from "../../../examples/engine-qubit.yaml?raw";
import globalTwoQubits from "../../../examples/global-two-qubits.json?raw";
import heatMap from "../../../examples/heat-map.yaml?raw";
import jaynesCummingsLosses from "../../../examples/jaynes-cummings-losses.yaml?raw";
import micromaser from "../../../examples/micromaser.yaml?raw";
import noisyDetuning from "../../../examples/noisy-detuning.yaml?raw";
import ouDetuning from "../../../examples/ou-detuning.yaml?raw";
import phaseoniumCascade from "../../../examples/phaseonium-cascade.yaml?raw";
import qutritThermalQubits from "../../../examples/qutrit-thermal-qubits.yaml?raw";
import qutritTwoBaths from "../../../examples/qutrit-two-baths.yaml?raw";
import rotorLoad from "../../../examples/rotor-load.yaml?raw";
import structuredAncilla from "../../../examples/structured-ancilla.json?raw";
import swapMemory from "../../../examples/swap-memory.yaml?raw";
import twoBaths from "../../../examples/two-baths.yaml?raw";
import twoQubitsJoint from "../../../examples/two-qubits-joint.json?raw";
import xxzChain from "../../../examples/xxz-chain.yaml?raw";
import type { CarriedText } from "./texts.ts";

const json = (name: string, text: string): readonly [string, CarriedText] => [name, { text, file: `${name}.json` }];
const yaml = (name: string, text: string): readonly [string, CarriedText] => [name, { text, file: `${name}.yaml` }];

export const moreTexts: readonly (readonly [string, CarriedText])[] = [
  yaml("engine-qubit", engineQubit),
  yaml("qutrit-two-baths", qutritTwoBaths),
  yaml("micromaser", micromaser),
  yaml("swap-memory", swapMemory),
  yaml("composite-cluster", compositeCluster),
  json("driven-kerr-cavity", drivenKerr),
  yaml("ou-detuning", ouDetuning),
  yaml("phaseonium-cascade-lossy", phaseoniumCascade),
  json("structured-ancilla", structuredAncilla),
  yaml("rotor-load", rotorLoad),
  yaml("driven-maser", drivenMaser),
  yaml("jaynes-cummings-losses", jaynesCummingsLosses),
  yaml("xxz-chain", xxzChain),
  json("two-qubits-joint", twoQubitsJoint),
  json("global-two-qubits", globalTwoQubits),
  yaml("cat-in-a-cavity", catInACavity),
  yaml("driven-atom", drivenAtom),
  yaml("heat-map", heatMap),
  yaml("noisy-detuning", noisyDetuning),
  yaml("qutrit-thermal-qubits", qutritThermalQubits),
  yaml("two-baths", twoBaths),
];
