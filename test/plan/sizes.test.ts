/** Sizes are known before anything is made: what cannot fit is refused in a sentence with the number, by a process with a small heap. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { annihilate, collisionModel, composite, create, fock, fockState, numberOperator, plan, rotor } from "../../src/index.ts";
import { collisionRequest } from "../../src/plan/collision-request.ts";
import { lowerTerms } from "../../src/sectors/matrices.ts";
import type { Sector } from "../../src/sectors/sector.ts";

const program = `
  import { averaged, kerr, normal, phaseonium, plan, run } from "./src/index.ts";
  const coherent = [["coherent", 2, 0], ["coherent", 2, 0]];
  const attempts = {
    levels: () => plan(phaseonium({ levels: 700 })),
    records: () => run(phaseonium({ levels: 8 }), { steps: 1e9, saveEvery: 1 }),
    coherent: () => plan(phaseonium({ levels: 150, initial: coherent })),
    average: () => averaged(phaseonium({ levels: 8 }), { steps: 1e9, saveEvery: 1, noise: { phi: normal(2, 0.1) } }),
    times: () => run(kerr({ levels: 4 }), { until: 1, saveEvery: 1e-12 }),
    whole: () => String(plan(kerr({ levels: 2000 }))),
  };
  const said = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try { said[name] = String(attempt()); } catch (error) { said[name] = error.code + ": " + error.message; }
  }
  console.log(JSON.stringify(said));
`;

it("refuses what is too large, and does not abort", () => {
  const words = ["--max-old-space-size=512", "--import", "tsx", "--input-type=module", "-e", program];
  const said = JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Record<string, string>;
  expect(said.levels).toMatch(/^WRONG_VALUE: .*would hold 114578450 coordinates, which need 6\.8 GiB/);
  expect(said.records).toMatch(/^WRONG_VALUE: .*1000000001 records of 2 observables take 72000000072/);
  expect(said.coherent).toMatch(/^WRONG_VALUE: .*would store 506250000, which need 10125000000 bytes/);
  expect(said.average).toMatch(/^WRONG_VALUE: .*1000000001 records/);
  expect(said.times).toMatch(/^WRONG_VALUE: .*`saveEvery` must keep the records/);
  expect(said.whole).toMatch(/the whole 2,000 × 2,000 matrix/);
}, 120_000);

it("plans large unitaries by their pattern, in seconds", () => {
  const begin = process.cpuUsage();
  expect(String(plan(composite({ target: "oscillator", bath: "oscillators", levels: 40 })))).toMatch(/sector +1,600 coordinates of 1,600/);
  // Half a minute and ten minutes when the evolutions themselves were computed.
  expect(() => plan(rotor({ tau: 0.1 }))).toThrow(/need 31944112 entries, 638882240 bytes\. Give smaller `nmax1` and `nmax2`/);
  expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(10);
}, 60_000);

it("a pattern has every place and class that the numbers have", () => {
  const [mode, unit] = [fock(24, "mode"), fock(22, "unit")];
  const V = [
    [annihilate(mode), create(unit)],
    [create(mode), annihilate(unit)],
  ] as const;
  const units = { HE: numberOperator(unit), V, beta: 0.5 };
  const model = collisionModel({ HS: numberOperator(mode), units, tau: 0.3, initial: fockState(mode, 3) });
  const request = collisionRequest(model, { steps: 1 });
  const [map] = request.maps();
  const [pattern] = request.patterns();
  expect(pattern).not.toBe(map);
  expect(pattern.terms.length).toBe(map.terms.length);
  map.terms.forEach(({ left }, t) => {
    expect(pattern.terms[t].left.columns).toEqual(left.columns);
    left.values.forEach((value, e) => {
      if (value !== 0) expect(pattern.terms[t].left.values[e]).not.toBe(0);
    });
  });
  expect(lowerTerms(map, request.sector() as Sector).n).toBe(24);
}, 60_000);
