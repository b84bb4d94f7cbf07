import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelTerms } from "../../src/dynamics/channel.ts";
import type { Collision, Collisions } from "../../src/dynamics/collisions.ts";
import { type Contact, contactCollision } from "../../src/dynamics/contact.ts";
import { unitAfter } from "../../src/dynamics/heisenberg.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { Operator } from "../../src/operators/operator.ts";
import { thermal } from "../../src/operators/states.ts";
import { levels, tensor } from "../../src/spaces/space.ts";
import { ledgerFunctionals, requireTemperature } from "../../src/thermodynamics/ledger.ts";
import * as D from "../reference/complex-dense.ts";

/** A random contact of the given dimensions; thermal units unless `beta` is null. */
function randomContact(n: number, u: number, seed: number, beta: number | null): Contact {
  const next = D.numbers(seed);
  const system = levels(n, "s");
  const unit = levels(u, "e");
  const HS = Operator.fromMatrix(system, D.toMatrix(D.randomHermitian(n, next)));
  const HE = Operator.fromMatrix(unit, D.toMatrix(D.randomHermitian(u, next)));
  const V = Operator.fromMatrix(tensor(system, unit), D.toMatrix(D.randomHermitian(n * u, next)));
  const state = beta === null ? Operator.fromMatrix(unit, D.toMatrix(D.randomState(u, next))) : thermal(HE, { beta });
  return { system, unit, HS, HE, V, state, beta, tau: 0.7, scaling: "1", bath: "bath" };
}

function entropy(rho: D.Dense): number {
  return Array.from(eigvalsh(D.toMatrix(rho))).reduce((s, p) => s - (p > 0 ? p * Math.log(p) : 0), 0);
}

const expectation = (X: Operator, rho: D.Dense) => D.mean(D.fromMatrix(X.toMatrix()), rho);
const of = (A: Operator) => D.fromMatrix(A.toMatrix());

function apply(collision: Collision, contact: Contact, rho: D.Dense): D.Dense {
  const map = channelTerms(contact.system, collision);
  let sum = D.times(rho, 0);
  for (const { left, right, re, im, group } of map.terms) {
    sum = D.add(sum, D.mul(D.mul(of(left), rho), D.dag(of(right))), re * map.weights[group], im * map.weights[group]);
  }
  return sum;
}

const models = fc.record({
  n: fc.integer({ min: 2, max: 4 }),
  u: fc.integer({ min: 2, max: 3 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  beta: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 3, noNaN: true })),
});

describe("the ledger of random collisions", () => {
  it("books what brute force finds, and both laws hold to 1e-12", () => {
    fc.assert(
      fc.property(models, ({ n, u, seed, beta }) => {
        const contact = randomContact(n, u, seed, beta);
        const collision = contactCollision(contact);
        const model: Collisions = {
          kind: "collisions",
          system: contact.system,
          HS: contact.HS,
          stream: { kind: "constant", collision },
          tau: 0.7,
        };
        const books = ledgerFunctionals(model, collision);
        const rho = D.randomState(n, D.numbers(seed + 7));
        const [hs, he, v, eta] = [of(contact.HS), of(contact.HE), of(contact.V), of(contact.state)];
        const one = (k: number) => D.eye(k);
        const H = D.add(D.add(D.kron(hs, one(u)), D.kron(one(n), he)), v);
        const U = D.propagator(H, 0.7);
        const R = D.kron(rho, eta);
        const after = D.mul(D.mul(U, R), D.dag(U));
        const [rho1, eta1] = [D.traceRight(after, u), D.traceLeft(after, u)];
        const change = D.add(after, R, -1);
        const [dU, Q, W] = [D.mean(hs, D.add(rho1, rho, -1)), -D.mean(he, D.add(eta1, eta, -1)), -D.mean(v, change)];
        expect(expectation(books.dU as Operator, rho)).toBeCloseTo(dU, 12);
        expect(expectation(books.Q as Operator, rho)).toBeCloseTo(Q, 12);
        expect(expectation(books.W as Operator, rho)).toBeCloseTo(W, 12);
        expect(Math.abs(dU - Q - expectation(books.W as Operator, rho))).toBeLessThan(1e-12);
        // Σ = I + D with entropies of the full states.
        const dS = entropy(rho1) - entropy(rho);
        const mutual = entropy(rho1) + entropy(eta1) - entropy(rho) - entropy(eta);
        const sigma = dS + expectation(books.flux as Operator, rho);
        if (beta !== null) expect(sigma).toBeCloseTo(dS - beta * Q, 11);
        expect(sigma).toBeGreaterThan(mutual - 1e-12);
        expect(mutual).toBeGreaterThan(-1e-12);
        expect(D.distance(apply(collision, contact, rho), rho1)).toBeLessThan(1e-12);
        const left = unitAfter(contact.system, collision, Operator.fromMatrix(contact.system, D.toMatrix(rho)));
        expect(D.distance(of(left), eta1)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the first law for the second-order map, and gives its exact expansion", () => {
    fc.assert(
      fc.property(models, ({ n, u, seed, beta }) => {
        const contact = { ...randomContact(n, u, seed, beta), tau: 0.05 };
        const collision = contactCollision(contact, "second");
        const model: Collisions = {
          kind: "collisions",
          system: contact.system,
          HS: contact.HS,
          stream: { kind: "constant", collision },
          tau: 0.05,
        };
        const books = ledgerFunctionals(model, collision);
        const rho = D.randomState(n, D.numbers(seed + 9));
        const [hs, he, v, eta] = [of(contact.HS), of(contact.HE), of(contact.V), of(contact.state)];
        const H = D.times(D.add(D.add(D.kron(hs, D.eye(u)), D.kron(D.eye(n), he)), v), 0.05);
        const R = D.kron(rho, eta);
        const H2 = D.mul(H, H);
        let after = D.add(R, D.add(D.mul(H, R), D.mul(R, H), -1), 0, -1);
        after = D.add(after, D.mul(D.mul(H, R), H));
        after = D.add(after, D.add(D.mul(H2, R), D.mul(R, H2)), -0.5);
        expect(D.distance(apply(collision, contact, rho), D.traceRight(after, u))).toBeLessThan(1e-13);
        const left = unitAfter(contact.system, collision, Operator.fromMatrix(contact.system, D.toMatrix(rho)));
        expect(D.distance(of(left), D.traceLeft(after, u))).toBeLessThan(1e-13);
        const [dU, Q, W] = [books.dU, books.Q, books.W].map((X) => expectation(X as Operator, rho));
        expect(dU).toBeCloseTo(D.mean(hs, D.add(D.traceRight(after, u), rho, -1)), 12);
        expect(Math.abs(dU - Q - W)).toBeLessThan(1e-13);
      }),
      { numRuns: 20 },
    );
  });

  it("books all of the work of several visits to second order, which no single visit has by itself", () => {
    const [n, u, seed] = [3, 2, 41];
    const contact = randomContact(n, u, seed, 0.8);
    const [hs, he, v, eta] = [of(contact.HS), of(contact.HE), of(contact.V), of(contact.state)];
    const free = D.add(D.kron(hs, D.eye(u)), D.kron(D.eye(n), he));
    const [H1, H2] = [D.add(free, v), D.add(free, D.randomHermitian(n * u, D.numbers(seed + 1)))];
    const [a, b] = [0.05, 0.08];
    const joint = tensor(contact.system, contact.unit);
    const visit = (H: D.Dense, duration: number) => ({ kind: "unitary" as const, H: Operator.fromMatrix(joint, D.toMatrix(H)), duration });
    const collision: Collision = { ...contactCollision(contact, "second"), visits: [visit(H1, a), visit(H2, b)] };
    const model: Collisions = {
      kind: "collisions",
      system: contact.system,
      HS: contact.HS,
      stream: { kind: "constant", collision },
      tau: a + b,
    };
    const books = ledgerFunctionals(model, collision);
    const rho = D.randomState(n, D.numbers(seed + 9));
    // R′ = R − i[G₁, R] + G₁RG₁ + G₂R + RG₂†,  G₂ = −½(a²H₁² + b²H₂²) − ab H₂H₁
    const [R, G1] = [D.kron(rho, eta), D.add(D.times(H1, a), H2, b)];
    const G2 = D.add(D.add(D.times(D.mul(H1, H1), (-a * a) / 2), D.mul(H2, H2), (-b * b) / 2), D.mul(H2, H1), -a * b);
    let after = D.add(R, D.add(D.mul(G1, R), D.mul(R, G1), -1), 0, -1);
    after = D.add(D.add(D.add(after, D.mul(D.mul(G1, R), G1)), D.mul(G2, R)), D.mul(R, D.dag(G2)));
    const [dU, Q, W] = [books.dU, books.Q, books.W].map((X) => expectation(X as Operator, rho));
    expect(dU).toBeCloseTo(D.mean(hs, D.add(D.traceRight(after, u), rho, -1)), 13);
    expect(Q).toBeCloseTo(-D.mean(he, D.add(D.traceLeft(after, u), eta, -1)), 13);
    expect(W).toBeCloseTo(D.mean(free, D.add(after, R, -1)), 13);
  });

  it("says why entropy production does not exist", () => {
    const contact = { ...randomContact(2, 2, 3, 1), beta: Number.POSITIVE_INFINITY };
    const cold = contactCollision({ ...contact, state: thermal(contact.HE, { T: 0 }) });
    const model: Collisions = {
      kind: "collisions",
      system: contact.system,
      HS: contact.HS,
      stream: { kind: "constant", collision: cold },
      tau: 0.7,
    };
    const books = ledgerFunctionals(model, cold);
    expect(books.flux).toBeNull();
    expect(books.fluxProblem).toMatch(/not finite for bath "bath".*eigenvalue 0/);
    expect(() => requireTemperature(cold)).toThrow(/Argument `beta` must be a finite inverse temperature of bath "bath"/);
    expect(() => requireTemperature({ ...cold, beta: null })).toThrow(/Its units are not in a thermal state/);
  });

  it("makes the functionals of one collision once", () => {
    const contact = randomContact(2, 2, 5, 1);
    const collision = contactCollision(contact);
    const model: Collisions = {
      kind: "collisions",
      system: contact.system,
      HS: contact.HS,
      stream: { kind: "constant", collision },
      tau: 0.7,
    };
    expect(ledgerFunctionals(model, collision)).toBe(ledgerFunctionals(model, collision));
  });
});
