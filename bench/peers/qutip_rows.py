"""The rows with QuTiP 5: from parameters to numbers unless a row says prepared."""

from functools import reduce

import numpy as np
import qutip as qt
from inputs import ALPHA, THETA, bright, drawn, thermal
from qutip.core import data as layer
from serve import Last, serve
from sparse_cascade import kraus_operators, live_maps

OPTIONS = {"method": "vern7", "nsteps": 100_000, "progress_bar": ""}


def last_values(evolve):
    run = Last(evolve)
    return run, lambda: [np.real(values[-1]) for values in run.value.expect], 1


def stationary(build):
    def values():
        H, jumps, observables = build()
        rho = qt.steadystate(H, jumps)
        return [qt.expect(o, rho) for o in observables]

    run = Last(values)
    return run, lambda: run.value, 1


# Kerr oscillator


def kerr():
    a = qt.destroy(50)
    n = a.dag() * a
    H = -0.1 * n + 0.001 * a.dag() ** 2 * a**2 + 2 * (a + a.dag())
    return H, [np.sqrt(1.1) * a, np.sqrt(0.1) * a.dag()], [n]


def kerr_run():
    H, jumps, observables = kerr()
    return qt.mesolve(H, qt.fock_dm(50, 0), np.linspace(0, 10, 101), jumps, e_ops=observables, options=OPTIONS)


# Jaynes-Cummings


def jaynes_cummings():
    a, lower = qt.tensor(qt.qeye(2), qt.destroy(20)), qt.tensor(qt.sigmam(), qt.qeye(20))
    H = a * lower.dag() + a.dag() * lower
    jumps = [np.sqrt(0.1 * 1.15) * a, np.sqrt(0.1 * 0.15) * a.dag(), np.sqrt(0.05) * lower]
    return H, jumps, [a.dag() * a, lower.dag() * lower]


def jaynes_cummings_run():
    H, jumps, observables = jaynes_cummings()
    start = qt.tensor(qt.basis(2, 0), qt.basis(20, 3)).proj()
    return qt.mesolve(H, start, np.linspace(0, 10, 101), jumps, e_ops=observables, options=OPTIONS)


# XXZ chain


def chain(N):
    def on(operator, j):
        return qt.tensor([operator if k == j else qt.qeye(2) for k in range(N)])

    up, z = [on(qt.sigmap(), j) for j in range(N)], [on(qt.sigmaz(), j) for j in range(N)]
    hops = [up[j] * up[j + 1].dag() for j in range(N - 1)]
    H = sum(hop + hop.dag() for hop in hops) + sum(0.125 * z[j] * z[j + 1] for j in range(N - 1))
    jumps = [np.sqrt(0.75) * up[0], np.sqrt(0.25) * up[0].dag(), np.sqrt(0.25) * up[-1], np.sqrt(0.75) * up[-1].dag()]
    return H, jumps, [z[0], z[-1], 1j * (hops[0] - hops[0].dag())]


def chain_run():
    H, jumps, observables = chain(8)
    start = qt.tensor([qt.basis(2, 1)] * 8).proj()
    return qt.mesolve(H, start, np.linspace(0, 10, 101), jumps, e_ops=observables, options={**OPTIONS, "matrix_form": True})


# Seven atoms


def atoms(general):
    N, nbar = 7, 10
    if general:
        lower = [qt.tensor([qt.sigmam() if k == j else qt.qeye(2) for k in range(N)]) for j in range(N)]
        J = reduce(lambda a, b: a + b, lower)
        own = reduce(lambda a, b: a + b, [s.dag() * s for s in lower])
        ground = qt.tensor([qt.basis(2, 1)] * N)
    else:
        J = qt.spin_Jm(N / 2)
        own = qt.spin_Jz(N / 2) + N / 2
        ground = qt.basis(N + 1, N)
    H = J.dag() * J - own
    jumps = [np.sqrt(nbar + 1) * J, np.sqrt(nbar) * J.dag()]
    options = {**OPTIONS, "store_states": True, "matrix_form": general}
    rho = qt.mesolve(H, ground.proj(), [0, 1], jumps, options=options).states[-1].full()
    if general:
        return [np.abs(rho).sum() - np.abs(np.diag(rho)).sum()]
    choose = np.cumprod([1, *[(N - k) / (k + 1) for k in range(N)]])
    return [(rho.diagonal().real[::-1] * (choose - 1)).sum()]


def atoms_row(general):
    run = Last(lambda: atoms(general))
    return run, lambda: run.value, 1


# One qubit


def qubit(gamma):
    return 0.5 * qt.sigmax(), [np.sqrt(gamma) * qt.sigmam()] if gamma else [], [qt.sigmaz()]


TIMES = np.linspace(0, 20, 201)


def qubit_run(prepared):
    solver = qt.MESolver(qt.liouvillian(qubit(0)[0]), options=OPTIONS) if prepared else None

    def values():
        H, _, observables = qubit(0)
        made = solver or qt.MESolver(qt.liouvillian(H), options=OPTIONS)
        return made.run(qt.basis(2, 1).proj(), TIMES, e_ops=observables).expect[0]

    run = Last(values)
    return run, lambda: run.value, 1


def qubit_steady():
    H, jumps, (z,) = qubit(0.3)
    L = qt.liouvillian(H, jumps)
    run = Last(lambda: qt.expect(z, qt.steadystate(L)))
    return run, lambda: [run.value], 1


# Noisy collisions


def photons(rows, weights, d):
    return [weights @ (rows // d), weights @ (rows % d)]


def cascade_phase():
    """The two parts of the map as sparse superoperators on the live elements, made before; one realisation after the other."""
    d, count, steps = 20, 8, 100
    upper, lower, live = live_maps(d, *kraus_operators(d, THETA))
    upper, lower = (layer.to(layer.CSR, qt.Qobj(part).data) for part in (upper, lower))
    row, column = live // d**2, live % d**2
    p = np.kron(thermal(d), thermal(d))
    start = layer.Dense(np.where(row == column, p[row], 0)[:, None].astype(complex))
    down = bright(drawn("phi", count, steps))

    def evolve():
        ends = []
        for r in range(count):
            x = start
            for n in range(steps):
                y = layer.mul(x, 1 - ALPHA**2 - down[n, r])
                layer.matmul_csr_dense_dense(upper, x, ALPHA**2, y)  # adds to y
                layer.matmul_csr_dense_dense(lower, x, down[n, r], y)
                x = y
            ends.append(x)
        return ends

    run = Last(evolve)

    def value():
        mean = np.mean([x.as_ndarray()[:, 0].real for x in run.value], axis=0)
        on = row == column
        return photons(row[on], mean[on], d)

    return run, value, count * steps


def cascade_time():
    """Sparse Kraus operators, made anew for each duration, on a sparse state."""
    d, steps = 20, 100
    p = np.kron(thermal(d), thermal(d))
    weights = np.array([ALPHA**2, bright(2.404315987)])
    durations = drawn("theta", 8, steps)

    def evolve(count, until):
        ends = []
        for r in range(count):
            rho = qt.qdiags(p, 0)
            for n in range(until):
                after = (1 - weights.sum()) * rho
                for weight, group in zip(weights, kraus_operators(d, durations[n, r])):
                    for K in map(qt.Qobj, group):
                        after += weight * (K * rho * K.dag())
                rho = after
            ends.append(np.real(rho.diag()))
        return ends

    return lambda: evolve(1, 5), lambda: photons(np.arange(d * d), np.mean(evolve(8, steps), axis=0), d), 5


def cavity():
    """The parts of the map on populations as sparse operators, made before; realisations as columns of one dense matrix."""
    d, steps, count = 30, 100, 1024
    flow = np.sin(THETA * np.sqrt(2 * np.arange(1, d))) ** 2
    up = np.diag(np.append(1 - flow, 1)) + np.diag(flow, -1)
    down = np.diag(np.append(1, 1 - flow)) + np.diag(flow, 1)
    up, down = (layer.to(layer.CSR, qt.Qobj(part).data) for part in (up, down))
    draws = bright(drawn("phi", count, steps))

    def evolve(bright_weights):
        x = np.repeat(thermal(d)[:, None], bright_weights.shape[1], axis=1).astype(complex)
        means = []
        for n in range(steps):
            w = bright_weights[n]
            state = layer.Dense(x)
            x = ALPHA**2 * layer.matmul(up, state).as_ndarray() + w * layer.matmul(down, state).as_ndarray() + (1 - ALPHA**2 - w) * x
            if n % 10 == 9:
                means.append((np.arange(d) @ x.real).mean())
        return means

    return lambda: evolve(draws), lambda: evolve(draws[:, :8]), count


serve(
    "QuTiP",
    qt.__version__,
    {
        "cascade-phase": cascade_phase,
        "cascade-time": cascade_time,
        "cavity": cavity,
        "kerr": lambda: last_values(kerr_run),
        "kerr-steady": lambda: stationary(kerr),
        "jaynes-cummings": lambda: last_values(jaynes_cummings_run),
        "jaynes-cummings-steady": lambda: stationary(jaynes_cummings),
        "chain": lambda: last_values(chain_run),
        "chain-steady": lambda: stationary(lambda: chain(5)),
        "atoms-general": lambda: atoms_row(True),
        "atoms-symmetric": lambda: atoms_row(False),
        "qubit": lambda: qubit_run(False),
        "qubit-prepared": lambda: qubit_run(True),
        "qubit-steady": lambda: stationary(lambda: qubit(0.3)),
        "qubit-steady-prepared": qubit_steady,
    },
)
