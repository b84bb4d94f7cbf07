/** Dormand–Prince 5(4), and what takes over from it where the plan is free to leave it. */
import type { F64Block, Scope } from "../../../bindings/memory.ts";
import type { TimeMesh } from "../../dynamics/time-mesh.ts";
import { krylov, magnus } from "../../methods/method.ts";
import { type DormandPrince, dormandPrince as withOptions } from "../../methods/rungekutta.ts";
import type { Flow, Save, Stepper, Steps, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { AdaptiveMemory, type AdaptiveReport, AdaptiveSteps } from "./adaptive-steps.ts";
import { evolutionPrice, explicitFlops, otherAsked, takenExactly } from "./evolution-price.ts";
import { bindExponentials, SMALL } from "./exponential-steps.ts";
import { KrylovSubspaces } from "./krylov-subspaces.ts";
import { bindMagnus } from "./magnus-steps.ts";
import { bindRadau } from "./radau-steps.ts";

/** Every generator, with functions of time too. */
export const dormandPrince: EvolutionLowering = { name: "dormandPrince", fits, bind };

/** Vectors beside those that count with the right-hand side. */
const MORE_VECTORS = 2;

function fits(request: EvolutionRequest): Price | Refusal {
  return (
    otherAsked(request, "dormandPrince") ??
    takenExactly(request) ??
    evolutionPrice(request, explicitFlops(request), 8 * MORE_VECTORS * request.n)
  );
}

function tolerancesOf({ rtol, atol }: { rtol: number; atol: number }): { rtol: number; atol: number } {
  return { rtol, atol };
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const { method } = request;
  const asked = method.kind === "dormandPrince" ? method : withOptions(tolerancesOf(method as { rtol: number; atol: number }));
  const flow = request.flow.bind(scope);
  const leave = method.kind === "auto" && (request.constant || request.onSector) ? () => bindTakeover(request, flow, asked, scope) : null;
  return new AdaptiveStepper(flow, new AdaptiveMemory(scope, flow.n), asked, request.meshes(), leave);
}

/** What carries the state once the flow is found stiff. */
type Takeover = (stretch: Stretch, x: F64Block, save: Save, due: Due) => Work<Omit<Steps, "warnings">>;

/** Largest sector that an implicit method takes over unasked; above, subspaces cost less than its systems. */
const IMPLICIT = 256;

/**
 * Of constant generators exact exponentials on small sectors, Krylov subspaces else; with functions of time an implicit method on small
 * sectors, exponentials of averages else. Their memory is taken when they are needed.
 */
function bindTakeover(request: EvolutionRequest, flow: Flow, { rtol, atol, maxSteps }: DormandPrince, scope: Scope): Takeover {
  const tolerance = Math.max(rtol, 1e-12);
  if (!request.constant) {
    const options = { rtol, atol, firstStep: null, maxStep: Number.POSITIVE_INFINITY, maxSteps };
    const implicit = request.n <= IMPLICIT;
    const steps = implicit ? bindRadau(request, options, scope) : bindMagnus(request, magnus({ tolerance }), flow, scope);
    return function* (stretch, x, save, due) {
      return { method: implicit ? "radau" : "magnus", ...(yield* steps.carry(stretch, x, save, due)) };
    };
  }
  const M = request.matrix();
  if (M && M.n <= SMALL) {
    const exact = bindExponentials(M, scope);
    return function* (stretch, x, save, due) {
      return { method: "exponential", rejected: 0, ...(yield* exact(stretch, x, save, due)) };
    };
  }
  const subspaces = new KrylovSubspaces(scope, flow, krylov({ tolerance }));
  return function* (stretch, x, save, due) {
    return { method: "krylov", ...(yield* subspaces.carry(stretch, x, save, due)) };
  };
}

/** Carries the last step length, and whether the flow is stiff, from stretch to stretch. */
class AdaptiveStepper implements Stepper {
  private firstStep: number | null = null;
  private takeover: Takeover | null = null;

  constructor(
    readonly flow: Flow,
    private readonly memory: AdaptiveMemory,
    private readonly method: DormandPrince,
    private readonly meshes: readonly TimeMesh[],
    private readonly leave: (() => Takeover) | null,
  ) {}

  *carry(stretch: Stretch, x: F64Block, save: Save, due: Due): Work<Steps> {
    if (this.takeover) return this.over(yield* this.takeover(stretch, x, save, due), []);
    const { memory, flow, method, meshes } = this;
    const own = yield* new AdaptiveSteps(memory, flow, method, this.leave !== null, x, stretch, save, meshes).run(this.firstStep, due);
    this.firstStep = own.nextStep;
    const { accepted, rejected, stopped, stiffAt } = own;
    const alone = { method: "dormandPrince", accepted, rejected, stopped };
    if (stopped || stiffAt === null) return { ...alone, warnings: [] };
    if (!this.leave) {
      const advice = "the step is bounded by fast rates. `auto()` would use exponentials.";
      return { ...alone, warnings: [`The equation is stiff from t = ${stiffAt} on: ${advice}`] };
    }
    this.takeover = this.leave();
    const warnings = [
      `The equation is stiff from t = ${stiffAt} on: ${this.flow.constant ? "exponentials" : "a method for stiff equations"} took over.`,
    ];
    return own.reached >= stretch.to ? { ...alone, warnings } : yield* this.rest(own, stretch, x, save, warnings, due);
  }

  /** The part of a stretch that is left when the flow is found stiff. */
  private *rest(own: AdaptiveReport, { to, times }: Stretch, x: F64Block, save: Save, warnings: readonly string[], due: Due): Work<Steps> {
    const left = { from: own.reached, to, times: times.filter((t) => t > own.reached) };
    const steps = yield* (this.takeover as Takeover)(left, x, save, due);
    return this.over({ ...steps, accepted: own.accepted + steps.accepted, rejected: own.rejected + steps.rejected }, warnings);
  }

  private over(steps: Omit<Steps, "warnings">, warnings: readonly string[]): Steps {
    return { ...steps, method: `dormandPrince, then ${steps.method}`, warnings };
  }
}
