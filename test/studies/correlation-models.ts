/** The models of the reference cases of correlations, spectra and periodic states. */
import {
  annihilate,
  collisionModel,
  dag,
  fock,
  fockState,
  generator,
  identity,
  levels,
  lift,
  type Model,
  numberOperator,
  Operator,
  plus,
  qubit,
  qubitState,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  tensor,
  thermal,
  times,
} from "../../src/index.ts";
import { modelOf } from "../solvers/model-of.ts";

export const atom = qubit("atom");
export const [sm, sp, sz, sx] = [sigmaMinus(atom), sigmaPlus(atom), sigmaZ(atom), sigmaX(atom)];

/** A jump with its rate. */
export type Loss = readonly [Operator, number];

/** A model of H and jumps, started in `initial` or in the last level. */
export function equation(H: Operator, losses: readonly Loss[], initial?: Operator): Model {
  const last = H.dimension - 1;
  const start = initial ?? Operator.fromEntries(H.space, [[last, last, 1]]);
  const jumps = losses.filter(([, rate]) => rate > 0).map(([operator, rate]) => ({ operator, rate }));
  return modelOf(generator({ system: H.space, H, jumps }), start);
}

/** The driven qubit in the frame of its drive. */
export function drivenQubit({ Omega = 0, Delta = 0, gamma = 1, gamma_z = 0 }): Model {
  return equation(plus(scaled(sz, Delta / 2), scaled(sx, Omega / 2)), [
    [sm, gamma],
    [sz, gamma_z],
  ]);
}

/** The qubit in a thermal bath, undriven. */
export function thermalQubit({ omega = 1, gamma = 1, nbar = 0 }): Model {
  return equation(scaled(sz, omega / 2), [
    [sm, gamma * (nbar + 1)],
    [sp, gamma * nbar],
  ]);
}

/** The damped oscillator with a coherent drive in its frame; started in the vacuum. */
export function oscillator({ levels: d = 24, omega = 0, F = 0, kappa = 1, nbar = 0 }): { model: Model; a: Operator; n: Operator } {
  const mode = fock(d, "mode");
  const a = annihilate(mode);
  const n = numberOperator(mode);
  const losses: Loss[] = [
    [a, kappa * (nbar + 1)],
    [dag(a), kappa * nbar],
  ];
  const H = F === 0 ? scaled(n, omega) : plus(scaled(n, omega), scaled(plus(a, dag(a)), F));
  return { model: equation(H, losses, fockState(mode, 0)), a, n };
}

/** Jaynes–Cummings with all the losses of the reference cases; started in the ground state, or in `start`. */
export function jaynesCummingsOf(
  { levels: d = 4, omega_c = 0, omega_q = 0, g = 1, kappa = 0, nbar = 0, gamma = 0, pump = 0 },
  excited = false,
) {
  const space = tensor(atom, fock(d, "mode"));
  const a = lift(space, annihilate(fock(d, "mode")));
  const [low, high] = [lift(space, sm), lift(space, sp)];
  const exchange = times(high, a);
  const H = plus(scaled(times(dag(a), a), omega_c), scaled(times(high, low), omega_q), scaled(plus(exchange, dag(exchange)), g));
  const at = excited ? 0 : d;
  const model = equation(
    H,
    [
      [a, kappa * (nbar + 1)],
      [dag(a), kappa * nbar],
      [low, gamma],
      [high, pump],
    ],
    Operator.fromEntries(space, [[at, at, 1]]),
  );
  return { model, a, low, high, space };
}

/** The ladder of three levels. */
export function ladder({ pump = 0, gamma1 = 1, gamma2 = 1 }) {
  const space = levels(3);
  const move = (to: number, from: number) => Operator.fromEntries(space, [[to, from, 1]]);
  const lines = [move(0, 1), move(1, 2)] as const;
  const model = equation(
    scaled(identity(space), 0),
    [
      [lines[0], gamma1],
      [lines[1], gamma2],
      [move(1, 0), pump],
      [move(2, 1), pump],
    ],
    Operator.fromEntries(space, [[0, 0, 1]]),
  );
  return { model, lines };
}

export const unit = qubit("unit");

/** A qubit that meets units of state η. */
export function stream({
  omega_S = 1,
  omega_E = 1,
  g = 0,
  gx = 0,
  tau = 1,
  drive = 0,
  eta,
  bloch = [0, 0, -1],
}: {
  omega_S?: number;
  omega_E?: number;
  g?: number;
  gx?: number;
  tau?: number;
  drive?: number;
  eta: Operator;
  bloch?: readonly number[];
}): Model {
  const pairs: (readonly [Operator, Operator])[] = [
    [scaled(sp, g), sigmaMinus(unit)],
    [scaled(sm, g), sigmaPlus(unit)],
  ];
  if (gx !== 0) pairs.push([scaled(sx, gx), sigmaX(unit)]);
  return collisionModel({
    HS: drive === 0 ? scaled(sz, omega_S / 2) : plus(scaled(sz, omega_S / 2), scaled(sx, drive / 2)),
    units: { HE: scaled(sigmaZ(unit), omega_E / 2), V: pairs, state: eta },
    tau,
    initial: qubitState(bloch as [number, number, number], atom),
  });
}

/** A state of a unit from its matrix. */
export function unitState(
  re: readonly (readonly number[])[],
  im: readonly (readonly number[])[] = [
    [0, 0],
    [0, 0],
  ],
): Operator {
  return Operator.fromEntries(
    unit,
    re.flatMap((row, i) => row.map((value, j) => [i, j, value, im[i][j]] as [number, number, number, number])),
  );
}

/** Thermal units with a real coherence. */
export function coherentUnit(omega: number, beta: number, coherence: number): Operator {
  const state = thermal(scaled(sigmaZ(unit), omega / 2), { beta });
  if (coherence === 0) return state;
  return plus(
    state,
    Operator.fromEntries(unit, [
      [0, 1, coherence],
      [1, 0, coherence],
    ]),
  );
}
