import { describe, expect, it } from "vitest";
import { derivativeLowerings } from "../../src/lowerings/derivatives/index.ts";
import { atoms } from "../../src/models/atoms.ts";
import type { Parameters } from "../../src/models/model.ts";
import { choose } from "../../src/plan/choose.ts";
import { derivativeRequest } from "../../src/plan/derivative-request.ts";
import type { Sector } from "../../src/sectors/sector.ts";
import { run } from "../../src/solvers/run.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("thermal-coherence");

/** C_l1 at the given times, of which t = 0 is added in front. */
function coherence(parameters: Parameters, times: readonly number[]): readonly number[] {
  const { observables } = run(atoms(parameters), { times: [0, ...times], observables: ["C_l1"] });
  return observables.C_l1.slice(1) as number[];
}

describe("the atoms in time", () => {
  for (const reduction of ["auto", "none"]) {
    for (const entry of cases.filter(({ id }) => /^(eq5-fig2|fig4-transient)/.test(id))) {
      it(`meet ${entry.id} ${reduction === "auto" ? "on the symmetric ladder" : "on the 2^N basis states"}`, () => {
        const { times, ...params } = entry.params;
        for (const [k, value] of coherence({ ...params, reduction }, times).entries()) expectNear(entry, value, entry.expected[k]);
      });
    }
  }

  for (const entry of cases.filter(({ id }) => /^fig3[ab]-f/.test(id))) {
    it(`meet ${entry.id}`, () => {
      const { times, psi_ee_eg_ge_gg, initial, ...params } = entry.params;
      for (const start of [initial, psi_ee_eg_ge_gg]) {
        for (const [k, value] of coherence({ ...params, initial: start }, times).entries()) expectNear(entry, value, entry.expected[k]);
      }
    });
  }

  it("meet finite-xi-decay: at a finite distance coherence is only metastable", () => {
    const entry = caseOf(cases, "finite-xi-decay");
    const { times, xi, ...params } = entry.params;
    xi.forEach((distance: number, i: number) => {
      for (const [k, value] of coherence({ ...params, xi: distance }, times).entries()) expectNear(entry, value, entry.expected[i][k]);
    });
  });

  for (const id of ["a1-a", "a1-b"]) {
    it(`meet ${id}: the dipole coupling alone`, () => {
      const entry = caseOf(cases, id);
      const { f, t, gamma0, psi_ee_eg_ge_gg } = entry.params;
      const { final } = run(atoms({ N: 2, f0: f, gamma0, initial: psi_ee_eg_ge_gg }), { times: [0, t], observables: ["C_l1"] });
      const rho = final.matrix().data;
      expectNear(entry, rho[2 * 5], entry.expected.rho22);
      expectNear(entry, rho[2 * 10], entry.expected.rho33);
      expectNear(entry, rho[2 * 6], entry.expected.rho23[0]);
      expectNear(entry, rho[2 * 6 + 1], entry.expected.rho23[1]);
    });
  }

  it("meet structure-counts: what each reduction keeps", () => {
    const entry = caseOf(cases, "structure-counts");
    entry.params.N.forEach((N: number, k: number) => {
      const symmetric = derivativeRequest(atoms({ N }));
      const picked = choose(symmetric, derivativeLowerings, { argument: "model", value: N, must: "fit", remedy: "" });
      const general = derivativeRequest(atoms({ N, reduction: "none" })).sector() as Sector;
      expect(picked.name).toBe("sector");
      expect(symmetric.sector()?.count).toBe(entry.expected.ladder[k]);
      // real coordinates: each off-diagonal pair of elements is one complex number, here real
      const off = general.row.reduce((n, row, q) => n + (row === general.column[q] ? 0 : 1), 0);
      const places = new Set(Array.from(general.row, (row, q) => `${row},${general.column[q]}`)).size;
      expect(2 * places - (general.count - off)).toBe(entry.expected.u1_elements[k]);
    });
  });
});
