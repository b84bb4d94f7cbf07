/** Sizes are known before anything is made: what cannot fit is refused in a sentence with the number, by a process with a small heap. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

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
