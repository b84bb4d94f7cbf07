/** Runs the programs and commands of docs/fluctuations.md as a reader would. */
import { afterAll, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("fluctuations");
const page = pageOf("fluctuations");
const [machine, level, pump, distribution] = blocksOf(page, "ts");
const commands = [...page.matchAll(/^ancilla (counting .*)$/gm)].map(([, line]) => line.replace(/ --out \S+ --format \S+/, ""));

afterAll(() => programs.cleanUp());

it("a qubit between hot and cold units", async () => {
  const [rates, covariance, product, symmetry] = (await programs.printed(machine)) as [number[], number, number, number];
  [0.0287444113787, 0.0831965577945, 0.009124930036554, 0.02545634553548].forEach((c, n) => expect(rates[n]).toBeCloseTo(c, 12));
  expect(covariance).toBeCloseTo(-rates[1], 14);
  expect(product).toBeCloseTo(2.026049157483, 10);
  expect(symmetry).toBeLessThan(1e-14);
});

it("a resonant level", async () => {
  const [fano, noise, P] = (await programs.printed(level)) as [number, number[], number[]];
  expect(fano).toBeCloseTo(0.5918367346939, 12);
  expect(noise[2]).toBeCloseTo(0.2473633748802, 12);
  expect(P.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
});

it("a pump", async () => {
  const [K, per, c] = (await programs.printed(pump)) as [number[], string, number[]];
  expect(per).toBe("period");
  expect(K.length).toBe(4);
  // the up rate is high while the down rate is low and the other way round: about one electron a period, with little noise
  expect(c[0]).toBeGreaterThan(1);
  expect(c[1]).toBeLessThan(c[0]);
});

it("a lattice of values", async () => {
  const printed = (await programs.printed(distribution)).flat() as number[];
  expect(printed[0]).toBe(101);
  expect(printed[1]).toBeCloseTo(1.166190379, 8);
  expect(printed[2] / 7.7717e-284).toBeCloseTo(1, 4);
});

it.each(commands)("ancilla %s", async (line) => {
  const { code, err, out } = await inProcess(line.split(" "));
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out.length).toBeGreaterThan(50);
});
