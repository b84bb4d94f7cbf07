"""One collision of the two-cavity cascade as sparse operators: Kraus operators, and the map on the elements that live."""

import numpy as np
import scipy.sparse as sp


def mode(d, theta):
    """cos and sin of one crossing on d levels: atom stays excited, stays bright, or a photon is made."""
    phase = theta * np.sqrt(2 * np.arange(1, d))
    stays = sp.diags(np.append(np.cos(phase), 1)).tocsr()
    bright = sp.diags(np.append(1, np.cos(phase))).tocsr()
    made = sp.diags(np.sin(phase), -1).tocsr()
    return stays, bright, made


def kraus_operators(d, theta):
    """Those of an excited atom (to excited, to bright) and those of a bright one (to excited, to bright); phases dropped."""
    C, B, S = mode(d, theta)
    excited = [sp.kron(C, C) - sp.kron(S, S.T), sp.kron(S, B) + sp.kron(C, S)]
    bright = [sp.kron(S.T, C) + sp.kron(B, S.T), sp.kron(B, B) - sp.kron(S.T, S)]
    return [K.tocsr() for K in excited], [K.tocsr() for K in bright]


def live_maps(d, excited, bright):
    """Both sums of K (x) K on the elements that diagonal states reach; returns the two matrices and the elements."""
    maps = [sum(sp.kron(K, K, format="csr") for K in group) for group in (excited, bright)]
    pattern = abs(maps[0]) + abs(maps[1])
    live = np.zeros(d**4, bool)
    live[np.arange(d**2) * (d**2 + 1)] = True
    while True:
        reached = live | (pattern @ live.astype(float) > 0)
        if (reached == live).all():
            break
        live = reached
    at = np.flatnonzero(live)
    return maps[0][at][:, at], maps[1][at][:, at], at
