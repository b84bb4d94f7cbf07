/** Observables of the phaseonium model. */
import { outgoingUnit } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import { changeOperator } from "../dynamics/heisenberg.ts";
import { expectation, standardObservables, temperature } from "../observables/catalogue.ts";
import { correlationObservables, gaussianObservables } from "../observables/correlations.ts";
import type { Observable } from "../observables/observable.ts";
import { dag, plus, scale, times } from "../operators/algebra.ts";
import { annihilate, number } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { lift } from "../operators/tensor.ts";
import { type Space, tensor } from "../spaces/space.ts";
import { ledgerColumns } from "../thermodynamics/columns.ts";

/** T_k or n_k of a cavity, or null for another name: what most runs record, built one by one. */
export function photonObservable(system: Space, modes: readonly Space[], name: string): Observable | null {
  const match = /^([Tn])(\d+)$/.exec(name);
  const mode = match ? modes[Number(match[2]) - 1] : undefined;
  if (!match || !mode) return null;
  const photons = lift(system, number(mode));
  return match[1] === "T"
    ? cavityTemperature(name, match[2], photons)
    : expectation(name, photons, `mean photon number of cavity ${match[2]}`, undefined, "1");
}

/** T = 1/ln(1 + 1/⟨n⟩) of a cavity, in units of its ħω, as its temperatures among the parameters. */
export function cavityTemperature(name: string, cavity: string, photons: Operator): Observable {
  const description = `temperature of cavity ${cavity} from its mean photon number, T = 1/ln(1 + 1/⟨n⟩)`;
  return { ...temperature(name, photons), description, unit: "ħω/k_B" };
}

function photonObservables(system: Space, modes: readonly Space[]): Observable[] {
  return ["T", "n"].flatMap((letter) => modes.map((_, k) => photonObservable(system, modes, `${letter}${k + 1}`) as Observable));
}

/** All observables of `modes` crossed by the atoms of `collision` (built only when one needs it). */
export function phaseoniumObservables(system: Space, modes: readonly Space[], collision: () => Collision): Observable[] {
  const numbers = modes.map((mode) => lift(system, number(mode)));
  const total = plus(...numbers);
  return [
    ...photonObservables(system, modes),
    ...(modes.length > 1 ? pairObservables(system, modes) : []),
    ...modes.map((_, k) =>
      deferred(
        `dn${k + 1}`,
        `change of the photon number of cavity ${k + 1} in the next collision (E4)`,
        () => [changeOperator(system, collision(), lift(tensor(system, collision().unit), numbers[k]))],
        (e) => e[0],
      ),
    ),
    ...standardObservables(system, total),
    ...ledgerOfAtoms(),
    ...atomObservables(system, collision, "atom", undefined),
    ...(modes.length > 1 ? atomObservables(system, collision, "atom1", 1) : []),
  ];
}

/** The ledger; what the two cavities share is called `mutual_information`, so what they share with the atom takes the atom's name. */
function ledgerOfAtoms(): Observable[] {
  return ledgerColumns([{ name: "phaseonium", beta: null }]).map((column) =>
    column.name === "mutual_information" ? { ...column, name: "atom_mutual_information" } : column,
  );
}

function pairObservables(system: Space, modes: readonly Space[]): Observable[] {
  const gaussian = gaussianObservables(system, [modes[0], modes[1]]);
  const hop = times(lift(system, dag(annihilate(modes[0]))), lift(system, annihilate(modes[1])));
  return [
    expectation("adag_b", hop, "Re Tr[ρ a†b] of the first two cavities", "re", "1"),
    expectation("adag_b_im", hop, "Im Tr[ρ a†b] of the first two cavities", "im", "1"),
    // With two levels each the modes are also qubits, whose discord has the same name: these are modes.
    ...correlationObservables(system, [modes[0].factors[0].label]).filter(({ name }) => !gaussian.some((own) => own.name === name)),
    ...gaussian,
  ];
}

/** A pure number whose operators are built when first asked for. */
function deferred(
  name: string,
  description: string,
  build: () => readonly Operator[],
  value: (e: Float64Array) => number | null,
): Observable {
  let operators: readonly Operator[] | undefined;
  return {
    kind: "expectation",
    name,
    description,
    unit: "1",
    get operators() {
      operators ??= build();
      return operators;
    },
    value,
  };
}

/** The outgoing atom in the basis e, g₁, g₂ (Eqs. 20, 21), after all its crossings or the first `upTo` visits. */
function atomObservables(system: Space, collision: () => Collision, prefix: string, upTo: number | undefined): Observable[] {
  const where = `${upTo === undefined ? "after all cavities" : "after the first cavity"}, in the next collision`;
  const after = (combine: (at: (x: number, y: number) => Operator) => Operator) => () => [
    combine(outgoingUnit(system, collision(), upTo).at),
  ];
  const half = (...parts: readonly (readonly [number, Operator])[]) => plus(...parts.map(([sign, A]) => scale(A, sign / 2)));
  const ee = after((at) => at(0, 0));
  const g1g1 = after((at) => half([1, at(1, 1)], [1, at(2, 2)], [1, at(1, 2)], [1, at(2, 1)]));
  const g2g2 = after((at) => half([1, at(1, 1)], [1, at(2, 2)], [-1, at(1, 2)], [-1, at(2, 1)]));
  const g2g1 = after((at) => half([1, at(1, 1)], [-1, at(2, 2)], [1, at(1, 2)], [-1, at(2, 1)]));
  const eg1 = after((at) => plus(scale(at(0, 1), Math.sqrt(0.5)), scale(at(0, 2), Math.sqrt(0.5))));
  const re = (e: Float64Array) => e[0];
  return [
    deferred(`${prefix}_ee`, `excited population of the atom ${where}`, ee, re),
    deferred(`${prefix}_g1g1`, `population of g₁ of the atom ${where}`, g1g1, re),
    deferred(`${prefix}_g2g2`, `population of g₂ of the atom ${where}`, g2g2, re),
    deferred(`${prefix}_re_g2g1`, `real part of ⟨g₂|η|g₁⟩ ${where}`, g2g1, re),
    deferred(`${prefix}_im_g2g1`, `imaginary part of ⟨g₂|η|g₁⟩ ${where}`, g2g1, (e) => e[1]),
    deferred(`${prefix}_abs_eg1`, `|⟨e|η|g₁⟩| ${where}`, eg1, (e) => Math.sqrt(e[0] * e[0] + e[1] * e[1])),
  ];
}
