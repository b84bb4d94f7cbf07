/** Files that are devices, names that collide, and disks that are full: one sentence each, and nothing half-written. */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { built, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

const folder = mkdtempSync(join(tmpdir(), "ancilla-hostile-"));
afterAll(() => {
  cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** A document of a decaying qubit with one observable under this name. */
function observing(name: string, initial = "proj(q, e)"): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `ancilla: 1
kind: master-equation
name: decay
parameters: {g: 0.1}
spaces: [{label: q, kind: qubit}]
H: sz(q)/2
jumps: [{operator: sm(q), rate: g}]
initial: ${initial}
observables: {${name}: "mean(sz(q))/0"}
`,
  );
  return file;
}

describe("observables and columns", () => {
  it.each([
    ["time", "run", ["--until", "1"]],
    ["stationary", "steady", []],
    ["g", "sweep", ["--over", "g=0.1:1:3"]],
  ])("%s cannot be recorded where it is an axis", async (name, command, more) => {
    const out = join(folder, `out-${name}`);
    const { code, err } = await inProcess([command, observing(name), ...more, "--out", out]);
    expect(code).toBe(2);
    expect(err).toBe(
      `ancilla: The observable "${name}" has the name of the column along which results are listed. Give it another name.\n`,
    );
    expect(existsSync(out)).toBe(false);
  });

  it("one without any value says so", async () => {
    const { code, out } = await inProcess(["run", observing("x"), "--until", "1"]);
    expect(code).toBe(0);
    expect(out).toContain("\nx has no finite value at any point.\n");
  });
});

describe("persistent oscillations", () => {
  it("are told with their signs, and not as certain", async () => {
    const file = join(folder, "turning.yaml");
    writeFileSync(
      file,
      'ancilla: 1\nkind: master-equation\nname: turning\nspaces: [{label: q, kind: qubit}]\nH: sz(q)/2\njumps: []\ninitial: "ket(q, e) + ket(q, g)"\n',
    );
    const { out } = await inProcess(["steady", file]);
    expect(out).toContain("Persistent oscillations (no decay above rounding): 0 − 1i, 0 + 1i.");
  });
});

describe.skipIf(!existsSync("/dev/zero"))("a device", () => {
  it.each([
    ["yaml", "run", 'must|The document ".*" is too large. A document has at most 1048576 bytes'],
    ["yaml", "show", 'The document ".*" is too large'],
  ])("that never ends is read so far as a .%s may go: %s", async (ending, command, sentence) => {
    const file = join(folder, `endless-${command}.${ending}`);
    symlinkSync("/dev/zero", file);
    const { code, err } = await inProcess([command, file]);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(sentence));
  });

  it("holds no samples", async () => {
    const file = join(folder, "endless.csv");
    symlinkSync("/dev/zero", file);
    const words = ["ensemble", "bloch", "--until", "1", "--trajectories", "64", "--every", "0.1", "--noise", `gamma=samples(${file})`];
    const { code, err } = await inProcess(words);
    expect([code, err]).toEqual([2, `ancilla: "${file}" is no file of samples.\n`]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a full disk", () => {
  it("under standard output is one sentence", async () => {
    const full = openSync("/dev/full", "w");
    const words = [join(await built(), "cli.js"), "run", "bloch", "--until", "1"];
    const { status, stderr } = spawnSync(process.execPath, words, { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
    closeSync(full);
    expect([status, stderr]).toEqual([
      1,
      "ancilla: Standard output is on a full disk. Send it elsewhere, or have files written with --out.\n",
    ]);
  });

  it("leaves no notes about files that were never written", async () => {
    const out = join(folder, "full");
    // as much as notes need, and less than a result
    const line = `ulimit -f 8 && exec "${process.execPath}" "${join(await built(), "cli.js")}" run bloch --until 1 --save-every 0.001 --out "${out}"`;
    const { status, stderr } = spawnSync("sh", ["-c", line], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /cannot be written into ".*": it takes no file of this size\. They are on standard output instead, as JSON\.\n$/,
    );
    expect(existsSync(out)).toBe(false);
  });
});
