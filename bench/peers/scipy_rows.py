"""The rows with NumPy and SciPy: linear algebra, and the prepared noisy maps on the elements that live."""

import numpy as np
import scipy
import scipy.linalg
import scipy.sparse as sp
from sparse_cascade import kraus_operators, live_maps
from inputs import ALPHA, bright, complex_matrix, drawn, hermitian, jumps, system, thermal
from serve import Last, serve


def interleaved(C):
    return np.ascontiguousarray(C).view(float).ravel()


def product(n, into):
    A, B = complex_matrix(n, 1), complex_matrix(n, 2)
    out = np.empty((n, n), complex)
    run = Last(lambda: np.matmul(A, B, out=out) if into else A @ B)
    return run, lambda: interleaved(run.value), 1


def eigen(n):
    A = hermitian(n)
    run = Last(lambda: np.linalg.eigh(A))

    def value():
        values, vectors = run.value
        return np.concatenate([values, (np.abs(vectors) ** 2) @ values])

    return run, value, 1


def solved(n):
    A, b = system(n)
    run = Last(lambda: np.linalg.solve(A, b))
    return run, lambda: run.value, 1


def exponential(n):
    A = jumps(n)
    run = Last(lambda: scipy.linalg.expm(A))
    return run, lambda: run.value.ravel(), 1


def cascade_phase():
    """The three parts of the map as one sparse matrix on the real live elements; realisations as columns."""
    d, count, steps = 20, 64, 100
    upper, lower, live = live_maps(d, *kraus_operators(d, 0.2))
    both = sp.vstack([upper, lower]).tocsr()
    size, row, column = len(live), live // d**2, live % d**2
    p = np.kron(thermal(d), thermal(d))
    start = np.where(row == column, p[row], 0)[:, None]
    draws = bright(drawn("phi", count, steps))

    def evolve(down):
        x = np.repeat(start, down.shape[1], axis=1)
        for n in range(steps):
            y = both @ x
            x = ALPHA**2 * y[:size] + down[n] * y[size:] + (1 - ALPHA**2 - down[n]) * x
        return x

    def value():
        on = row == column
        mean = evolve(draws[:, :8])[on].mean(axis=1)
        return [mean @ (row[on] // d), mean @ (row[on] % d)]

    return lambda: evolve(draws), value, count * steps


def cavity():
    """All realisations as columns of one matrix."""
    d, steps, count = 30, 100, 1024
    draws = bright(drawn("phi", count, steps))
    flows = np.sin(0.2 * np.sqrt(2 * np.arange(1, d)))[:, None] ** 2

    def evolve(down):
        x = np.repeat(thermal(d)[:, None], down.shape[1], axis=1)
        photons = []
        for n in range(steps):
            flux = flows * (ALPHA**2 * x[:-1] - down[n] * x[1:])
            x[:-1] -= flux
            x[1:] += flux
            if n % 10 == 9:
                photons.append((np.arange(d) @ x).mean())
        return photons

    return lambda: evolve(draws), lambda: evolve(draws[:, :8]), count


def each(name, sizes, make, *more):
    return {f"{name}-{n}": (lambda n=n: make(n, *more)) for n in sizes}


serve(
    "NumPy and SciPy",
    f"{np.__version__}, {scipy.__version__}",
    {
        **each("product", (4, 8, 16, 32, 64), product, False),
        **each("product-out", (4, 8, 16, 32, 64), product, True),
        **each("eigen", (16, 64), eigen),
        **each("solve", (16, 64), solved),
        **each("exponential", (16, 64), exponential),
        "cascade-phase": cascade_phase,
        "cavity": cavity,
    },
)
