/** Collisions of any kind: structured ancillae with their ledger, clusters by spin sectors. */
import { channelTerms } from "../../src/dynamics/channel.ts";
import { contactCollision } from "../../src/dynamics/contact.ts";
import { blochMap } from "../../src/dynamics/representations.ts";
import type { Panel } from "../../src/figures/figure.ts";
import { figures } from "../../src/figures/structured.ts";
import { composite, compositeContact } from "../../src/models/composite.ts";
import { structured } from "../../src/models/structured.ts";
import { run } from "../../src/solvers/run.ts";
import { type Case, same } from "../harness.ts";

/** Fig. 3: β = 1, κ = 0.3, α = 0.1; ⟨σz⟩ after 1e5 exact collisions is a reference value of the sheet. */
const fig3: Case = {
  name: "structured Fig. 3: 1e5 exact collisions with ledger, 100 records",
  notes:
    "prepared model; plan, powers of the map, sums of ΔU, Q, W, Σ since the start and entropies at the records included; pure JS steps the affine map and its functionals",
  prepare() {
    const model = structured();
    const { A, v } = blochMap(channelTermsOf(), 2);
    let end = 0;
    let plain = 0;
    return {
      wasm() {
        const { observables } = run(model, {
          steps: 100_000,
          saveEvery: 1000,
          observables: ["sz", "C_l1", "dU_total", "Q_total", "W_total", "Sigma_total"],
        });
        end = observables.sz[100] as number;
      },
      plain() {
        const r = new Float64Array([0, 0, -0.46211715726000979]);
        let heat = 0;
        for (let n = 0; n < 100_000; n++) {
          const [x, y, z] = r;
          heat += z;
          r[0] = A[0] * x + A[1] * y + A[2] * z + v[0];
          r[1] = A[3] * x + A[4] * y + A[5] * z + v[1];
          r[2] = A[6] * x + A[7] * y + A[8] * z + v[2];
        }
        plain = heat === 0 ? Number.NaN : r[2];
      },
      check: () => same("fig3", [end], [plain], 1e-9),
    };
  },
};

function channelTermsOf() {
  const { dynamics } = structured();
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant") throw new Error("a constant stream");
  return channelTerms(dynamics.system, dynamics.stream.collision);
}

/** Both panels of Fig. 5; the largest coherence at β = 1 is a reference value. */
const fig5: Case = {
  name: "structured Fig. 5: 2 panels, 200 points, 5 curves, exact and second order",
  prepare() {
    const figure = figures.find(({ id }) => id === "structured-5");
    if (!figure) throw new Error("no Fig. 5");
    let panels: readonly Panel[] = [];
    return {
      async wasm() {
        panels = await figure.panels({ full: true });
      },
      check() {
        const top = Math.max(...(panels[0].series[2].y as number[]));
        same("fig5", [top], [0.0486906303671], 1e-5);
      },
    };
  },
};

/** The channel of an eight-qubit cluster from its parameters. */
const cluster: Case = {
  name: "composite N = 8: affine map of one collision, by spin sectors",
  notes: "from parameters to the 3 × 3 map and vector; the dense joint space has dimension 512",
  prepare() {
    const values = composite({ f1: 0.42426406871192845, f2: 0.6, N: 8, T: 0.5, tau: 0.051 }).parameters;
    let A: Float64Array = new Float64Array(9);
    return {
      wasm() {
        const { contact } = compositeContact(values);
        A = blochMap(channelTerms(contact.system, contactCollision(contact)), 2).A;
      },
      check: () => same("N = 8", A.subarray(0, 3), [0.79875112563, -0.0407347757372, 0.0901630321117], 1e-10),
    };
  },
};

export const cases: readonly Case[] = [fig3, fig5, cluster];
