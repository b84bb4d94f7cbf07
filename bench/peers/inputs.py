"""The seeded input of inputs.ts, number by number, and the drawn noise of the collision rows."""

import numpy as np
from scipy.special import ndtri

ALPHA, PHI, PHI_SPREAD, THETA, THETA_SPREAD, T0, SEED = 0.25, 2.404315987, 0.2, 0.2, 0.02, 1.0, 7
U32 = np.uint64(0xFFFFFFFF)


def random_values(length, seed):
    """Numbers in [-1, 1) from a 32-bit mixing counter."""
    x = (np.uint64(seed) + np.uint64(0x9E3779B9) * np.arange(1, length + 1, dtype=np.uint64)) & U32
    x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x21F0AAAD)) & U32
    x = ((x ^ (x >> np.uint64(15))) * np.uint64(0x735A2D97)) & U32
    x ^= x >> np.uint64(15)
    return x / 2147483648 - 1


def complex_matrix(n, seed):
    return random_values(2 * n * n, seed).view(complex).reshape(n, n)


def hermitian(n):
    lower = np.tril(complex_matrix(n, 3), -1)
    return lower + lower.conj().T + np.diag(complex_matrix(n, 3).diagonal().real)


def system(n):
    return random_values(n * n, 5).reshape(n, n), random_values(n, 6)


def jumps(n):
    A = np.abs(random_values(n * n, 8)).reshape(n, n)
    np.fill_diagonal(A, 0)
    return A - np.diag(A.sum(axis=0))


def uniform(stream, trajectories, steps):
    """Philox 4x32-10 at the counters (trajectory, step from 1, stream, 0); one row per step."""
    step, trajectory = np.meshgrid(np.arange(1, steps + 1), np.arange(trajectories), indexing="ij")
    x0, x1 = trajectory.astype(np.uint64), step.astype(np.uint64)
    x2, x3 = np.full_like(x0, stream), np.zeros_like(x0)
    k0, k1 = SEED, 0
    for _ in range(10):
        p0, p1 = x0 * np.uint64(0xD2511F53), x2 * np.uint64(0xCD9E8D57)
        high0, high1 = p0 >> np.uint64(32), p1 >> np.uint64(32)
        x0, x1, x2, x3 = high1 ^ x1 ^ np.uint64(k0), p1 & U32, high0 ^ x3 ^ np.uint64(k1), p0 & U32
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return (x0 * np.uint64(2097152) + (x1 >> np.uint64(12)) * np.uint64(2) + np.uint64(1)) * 2.0**-53


def drawn(name, trajectories, steps):
    """The noisy values of one parameter, [step][trajectory]."""
    stream = 0x811C9DC5
    for letter in name:
        stream = ((stream ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF) * 0x01000193 & 0xFFFFFFFF
    centre, spread = {"phi": (PHI, PHI_SPREAD), "theta": (THETA, THETA_SPREAD)}[name]
    return centre + spread * ndtri(uniform(stream, trajectories, steps))


def bright(phi):
    """Population of the bright ground state; the excited one is ALPHA**2."""
    return (1 - ALPHA**2) / 2 * (1 + np.cos(phi))


def thermal(d):
    p = np.exp(-np.arange(d) / T0)
    return p / p.sum()
