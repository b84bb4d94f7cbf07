/**
 * A lowering is one way to do a kind of work: it says for a request whether it fits and what it costs, and binds the
 * request to linear memory when it is chosen.
 *
 *   request ──▶ fits ──▶ price or refusal ──▶ choose ──▶ bind ──▶ what a solver drives
 */
import type { Scope } from "../numerics/memory.ts";
import type { Price, Refusal } from "./price.ts";

/** One way to carry out requests of type R; what it binds is an E. */
export interface Lowering<R, E> {
  /** As the plan prints it. */
  readonly name: string;
  /** What the request would cost this way, or the reason why it does not fit. Pure: a function of the request alone. */
  fits(request: R): Price | Refusal;
  /** The numbers once this way is picked, where `fits` gives them about: the plan prints them, the choice stays. */
  exact?(request: R): Price;
  /** Bind the request; all linear memory comes from `scope`, which the caller releases, also after a throw. */
  bind(request: R, scope: Scope): E;
}
