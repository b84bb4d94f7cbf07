import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { thermalRates } from "../dynamics/global-coupling.ts";
import { type Jump, generator as lindblad } from "../dynamics/lindblad.ts";
import { ohmic } from "../dynamics/spectral.ts";
import { thermalBath } from "../dynamics/thermal-baths.ts";
import { expm1 } from "../numerics/scalar.ts";
import { once } from "../once.ts";
import { plus, scale, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { collisionHeat, collisionPower, rotorCollisions } from "./rotor-collisions.ts";
import { type RotorValues, spontaneousRates } from "./rotor-parameters.ts";
import { globalHeat, rotorSpectrum, sharedOperators } from "./rotor-spectrum.ts";

/** Baths of the rotor model by the name under which the ledger lists them. */
export const BATHS = { first: "bath1", second: "bath2", load: "load" } as const;

function loadJumps({ I, gamma, betar }: RotorValues, load: readonly [Operator, Operator]): readonly Jump[] {
  return load.map((operator) => ({ operator, rate: (I * gamma) / betar, bath: BATHS.load, beta: betar }));
}

/** One form of the dynamics, with what its currents are made of. */
export interface RotorEquation {
  readonly dynamics: Generator | Collisions;
  /** Operators of the heat flows of the two baths. */
  readonly heat: () => readonly [Operator, Operator];
  /** Operator of the power that the baths' locality puts in. */
  readonly power: () => Operator;
  /** In a stationary state the heat of both baths is their splitting times the current through the coupling. */
  readonly tight: boolean;
}

/** The dynamics that the parameters ask for. */
export function rotorEquation(values: RotorValues): RotorEquation {
  if (values.tau !== null) return collisionEquation(values, values.tau);
  return values.me === "global" ? globalEquation(values) : localEquation(values);
}

/** The local master equation (13)–(17). */
function localEquation(values: RotorValues): RotorEquation {
  const { space, H, lower, excited, ground, load } = sharedOperators(values);
  const rates = spontaneousRates(values);
  const baths = [
    { bath: BATHS.first, beta: values.beta1, omega: 2 * values.B1 },
    { bath: BATHS.second, beta: values.beta2, omega: 2 * values.B2 },
  ];
  const jumps = baths.flatMap((bath, k) => [...thermalBath({ ...bath, lowering: lower[k], rate: rates[k] })]);
  const heat = () =>
    baths.map(({ beta, omega }, k) => {
      const n = 1 / expm1(beta * omega);
      return plus(scale(ground[k], omega * rates[k] * n), scale(excited[k], -omega * rates[k] * (n + 1)));
    }) as [Operator, Operator];
  const { HI } = sharedOperators(values);
  return {
    dynamics: lindblad({ system: space, H, jumps: [...jumps, ...loadJumps(values, load)] }),
    heat: once(heat),
    power: once(() => scale(HI, -dephasing(values))),
    tight: true,
  };
}

/** The global master equation (27), (A15)–(A17) with the load kept local. */
function globalEquation(values: RotorValues): RotorEquation {
  const { space, H, load } = sharedOperators(values);
  const { channels, largest } = rotorSpectrum(values, values.tol);
  const { g, chi, tol, neg } = values;
  const baths = [
    { bath: BATHS.first, beta: values.beta1, density: ohmic(g * g * (1 - chi) * (1 - chi), values.Omega ?? largest) },
    { bath: BATHS.second, beta: values.beta2, density: ohmic(g * g * (1 + chi) * (1 + chi), values.Omega ?? largest) },
  ];
  const rates = baths.map(({ beta, density }, k) =>
    channels[k].map(({ omega }) => thermalRates(Math.abs(omega) <= tol ? 0 : omega, density, beta, neg)),
  );
  const jumps = baths.flatMap(({ bath, beta }, k) =>
    channels[k].flatMap(({ operator, adjoint }, c) => [
      { operator, rate: rates[k][c][0], bath, beta },
      { operator: adjoint, rate: rates[k][c][1], bath, beta },
    ]),
  );
  return {
    dynamics: lindblad({ system: space, H, jumps: [...jumps, ...loadJumps(values, load)] }),
    heat: once(() => [globalHeat(channels[0], rates[0]), globalHeat(channels[1], rates[1])]),
    power: once(() => zero(space)),
    tight: false,
  };
}

/** Collisions with oscillators of both baths at once; the load acts between them. */
function collisionEquation(values: RotorValues, tau: number): RotorEquation {
  const operators = sharedOperators(values);
  const { g, chi, gamma, beta1, beta2, B1, B2, nmax1, nmax2 } = values;
  const still = zero(operators.space);
  const load = gamma > 0 ? lindblad({ system: operators.space, H: still, jumps: loadJumps(values, operators.load) }) : null;
  const dynamics = rotorCollisions(
    operators,
    [
      { bath: BATHS.first, qubit: "qubit1", beta: beta1, B: B1, g: g * (1 - chi), nmax: nmax1 },
      { bath: BATHS.second, qubit: "qubit2", beta: beta2, B: B2, g: g * (1 + chi), nmax: nmax2 },
    ],
    tau,
    load,
  );
  return { dynamics, heat: once(() => collisionHeat(dynamics)), power: once(() => collisionPower(dynamics)), tight: false };
}

/** Decay rate of the coupling's coherence under the local baths: ½ Σ_i g_i²(2n_i + 1), as in (23). */
function dephasing(values: RotorValues): number {
  const [rate1, rate2] = spontaneousRates(values);
  const [n1, n2] = [1 / expm1(2 * values.beta1 * values.B1), 1 / expm1(2 * values.beta2 * values.B2)];
  return 0.5 * (rate1 * (2 * n1 + 1) + rate2 * (2 * n2 + 1));
}
