/** The part of a QuTiP script that is the same for every document: what its expressions mean, in terms of QuTiP. */

/** Names that a script in Python must not give to anything of a document. */
export const pythonNames: readonly string[] = [
  ..."False None True and as assert async await break class continue def del elif else except finally for from global if import in is".split(
    " ",
  ),
  ..."lambda nonlocal not or pass raise return try while with yield abs complex dict float int len list max min pow print range round".split(
    " ",
  ),
  ..."set sorted str sum tuple zip cmath json math np qt inf pi Part NOW FACTORS SYSTEM BATHS UNITS rho t step".split(" "),
];

/** The names that the preamble itself defines. */
export const preambleNames = (): readonly string[] => [...preamble.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name]) => name);

/** Python: labelled operators and kets, the functions of expressions, and measures of the state at hand. */
export const preamble = `import cmath
import json
import math

import numpy as np
import qutip as qt

inf, pi = math.inf, math.pi
FACTORS, SYSTEM, BATHS, EXTRA, CROSS = {}, [], {}, [], {}
STEP = 1


class Part:
    """An operator or a ket on some of the labelled factors; products and sums bring both sides to the same factors."""

    def __init__(self, labels, q):
        self.labels, self.q = labels, q

    def on(self, labels):
        """The same, times 1 on further factors, in the order of the space."""
        more = [x for x in labels if x not in self.labels]
        if self.q.isket and more:
            raise ValueError("a ket must speak of " + ", ".join(more))
        q = qt.tensor(self.q, *[qt.qeye(dims(x)) for x in more]) if more else self.q
        have = self.labels + more
        order = [have.index(x) for x in labels]
        return q if order == sorted(order) else q.permute(order)

    def both(self, other):
        labels = [x for x in FACTORS if x in self.labels or x in other.labels]
        return labels, self.on(labels), other.on(labels)

    def __add__(self, other):
        if not isinstance(other, Part):
            return Part(self.labels, self.q + other * qt.qeye_like(self.q)) if other != 0 else self
        labels, a, b = self.both(other)
        return Part(labels, a + b)

    __radd__ = __add__

    def __neg__(self):
        return Part(self.labels, -self.q)

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if not isinstance(other, Part):
            return Part(self.labels, self.q * other)
        if self.q.isket and other.q.isket:
            have = self.labels + other.labels
            labels = [x for x in FACTORS if x in have]
            joined = qt.tensor(self.q, other.q)
            order = [have.index(x) for x in labels]
            return Part(labels, joined if order == sorted(order) else joined.permute(order))
        labels, a, b = self.both(other)
        return Part(labels, a * b)

    def __rmul__(self, number):
        return Part(self.labels, number * self.q)

    def __truediv__(self, number):
        return Part(self.labels, self.q / number)

    def __pow__(self, k):
        return Part(self.labels, self.q**k if k else qt.qeye_like(self.q))


def at(family, k):
    """The label of a member of a family."""
    return family + str(int(k))


def dims(label):
    return FACTORS[label]["dimension"]


def factor(kind, **more):
    """The basis of a factor: its states in order, as the expressions name them."""
    if kind == "qubit":
        names = ["e", "g"]
    elif kind == "levels":
        names = more["names"] if "names" in more else list(range(more["levels"]))
    elif kind == "fock":
        names = list(range(more["levels"]))
    elif kind == "spin":
        names = [more["J"] - k for k in range(round(2 * more["J"]) + 1)]
    else:
        names = list(range(more["min"], more["max"] + 1))
    return {"kind": kind, "names": names, "dimension": len(names), **more}


def place(label, x):
    """Where a level stands: by its name or quantum number, named levels also by their number."""
    names = FACTORS[label]["names"]
    return names.index(x) if x in names or not isinstance(names[0], str) else int(x)


def matrix(label, entry):
    d = dims(label)
    return Part([label], qt.Qobj(np.array([[entry(i, j) for j in range(d)] for i in range(d)], dtype=complex)))


def ketbra(c, x, y): return Part([c], qt.basis(dims(c), place(c, x)) * qt.basis(dims(c), place(c, y)).dag())
def proj(c, x): return ketbra(c, x, x)
def ket(c, x): return Part([c], qt.basis(dims(c), place(c, x)))
def identity(c): return Part([c], qt.qeye(dims(c)))
def sx(c): return Part([c], qt.sigmax())
def sy(c): return Part([c], qt.sigmay())
def sz(c): return Part([c], qt.sigmaz())
def sp(c): return matrix(c, lambda i, j: i == 0 and j == 1)
def sm(c): return matrix(c, lambda i, j: i == 1 and j == 0)
def a(c): return Part([c], qt.destroy(dims(c)))
def ad(c): return Part([c], qt.create(dims(c)))
def n(c): return Part([c], qt.num(dims(c)))
def parity(c): return matrix(c, lambda i, j: (i == j) * (-1) ** i)
def quad(c, phi): return (cmath.exp(-1j * phi) * a(c) + cmath.exp(1j * phi) * ad(c)) / math.sqrt(2)
def Jx(c): return Part([c], qt.jmat(FACTORS[c]["J"], "x"))
def Jy(c): return Part([c], qt.jmat(FACTORS[c]["J"], "y"))
def Jz(c): return Part([c], qt.jmat(FACTORS[c]["J"], "z"))
def Jp(c): return Part([c], qt.jmat(FACTORS[c]["J"], "+"))
def Jm(c): return Part([c], qt.jmat(FACTORS[c]["J"], "-"))
def L(c): return matrix(c, lambda i, j: (i == j) * FACTORS[c]["names"][i])
def shift(c, k): return matrix(c, lambda i, j: i == j + k)
def cosphi(c): return (shift(c, 1) + shift(c, -1)) / 2
def sinphi(c): return -0.5j * (shift(c, 1) - shift(c, -1))
def dag(X): return Part(X.labels, X.q.dag())
def comm(X, Y): return X * Y - Y * X
def acomm(X, Y): return X * Y + Y * X


def total(j, k, term):
    """Sum of term(j) … term(k)."""
    found = 0
    for m in range(int(j), int(k) + 1):
        found = term(m) + found
    return found


def product(j, k, term):
    found = 1
    for m in range(int(j), int(k) + 1):
        found = found * term(m)
    return found


def with_conjugate(X, sign):
    """X + h.c. or X - h.c."""
    return X + sign * dag(X)


def from_matrix(rows, labels):
    d = [dims(c) for c in labels]
    q = qt.Qobj(np.array(rows, dtype=complex), dims=[d, d])
    order = [labels.index(c) for c in FACTORS if c in labels]
    return Part([labels[k] for k in order], q if order == sorted(order) else q.permute(order))


def levels_for(T, omega, epsilon):
    return max(2, math.ceil(math.log(1 / epsilon) * T / omega))


def table(times, values, interpolation):
    """A function from samples: constant outside."""
    if interpolation == "linear":
        return lambda x: float(np.interp(x, times, values))
    return lambda x: values[max(0, int(np.searchsorted(times, x, side="right")) - 1)]


def jump(bath, X, rate):
    """One term rate * D[X] of the dissipation, booked under a bath."""
    BATHS.setdefault(bath, []).append(math.sqrt(rate) * on_system(X))


def entries(places):
    """An operator on the whole system from its entries."""
    d = [dims(c) for c in SYSTEM]
    rows = np.zeros((int(np.prod(d)), int(np.prod(d))), dtype=complex)
    for i, j, value in places:
        rows[i, j] = value
    return qt.Qobj(rows, dims=[d, d])


def derive(terms):
    """Terms rate * (L rho R^+ - {R^+ L, rho}/2) that were derived elsewhere, by bath."""
    for bath, rate, left, right in terms:
        L_, R_ = entries(left), entries(left if right is None else right)
        CROSS.setdefault(bath, []).append((rate, L_, R_))
        EXTRA.append(rate * qt.lindblad_dissipator(L_, R_))


def kraus(steps, eta, unit):
    """Kraus operators on the system of what happens with a unit in state eta: each step is a list of operators on both."""
    chains = [qt.tensor(*[qt.qeye(dims(c)) for c in FACTORS])]
    for step in steps:
        chains = [K * chain for chain in chains for K in step]
    one = qt.tensor(*[qt.qeye(dims(c)) for c in SYSTEM])
    sizes = [dims(c) for c in unit]
    found = []
    for weight, vector in zip(*eta.eigenstates()):
        if weight < 1e-15:
            continue
        for k in range(int(np.prod(sizes))):
            out = qt.Qobj(np.eye(int(np.prod(sizes)))[k].reshape(-1, 1), dims=[sizes, [1] * len(sizes)])
            for chain in chains:
                K = math.sqrt(weight) * qt.tensor(one, out.dag()) * chain * qt.tensor(one, vector)
                found.append(qt.Qobj(K.full(), dims=one.dims))
    return found


def second_order(steps, eta):
    """The map of second order in the durations: R - i tau [G, R] - tau^2/2 [G, [G, R]], then without the unit."""

    def collide(rho):
        R = qt.tensor(rho, eta)
        for tau, G in steps:
            first = G * R - R * G
            R = R - 1j * tau * first - tau**2 / 2 * (G * first - first * G)
        return R.ptrace(list(range(len(SYSTEM))))

    return collide


def applied(unit, rho):
    """One collision: a list of Kraus operators, or a map."""
    return unit(rho) if callable(unit) else sum(K * rho * K.dag() for K in unit)


def SWAPPED(R, order):
    """-i (S R - R S) for the swap S that permutes the factors like this."""
    one = qt.tensor(*[qt.qeye(d) for d in R.dims[0]])
    size = int(np.prod(R.dims[0]))
    moved = np.arange(size).reshape(R.dims[0]).transpose(order).reshape(-1)
    S = qt.Qobj(np.eye(size)[moved], dims=one.dims)
    return -1j * (S * R - R * S)


def real(x):
    return float(x.real) if isinstance(x, complex) else float(x)


def thermal(X, T):
    if T == 0 or T == inf:
        energies, states = X.q.eigenstates()
        kept = [s for e, s in zip(energies, states) if T == inf or e - energies[0] < 1e-12 * max(1, abs(energies[0]))]
        return Part(X.labels, sum(s * s.dag() for s in kept) / len(kept))
    lowest = X.q.eigenenergies()[0]
    weight = (-(X.q - lowest * qt.qeye_like(X.q)) / T).expm()
    return Part(X.labels, weight / weight.tr())


def pure(psi): return Part(psi.labels, psi.q * psi.q.dag() / (psi.q.norm() ** 2))
def mixed(c): return Part([c], qt.qeye(dims(c)) / dims(c))
def fock(c, k): return proj(c, k)
def bloch(c, x, y, z): return (identity(c) + x * sx(c) + y * sy(c) + z * sz(c)) / 2


def coherent(c, alpha):
    amplitudes = [math.exp(-abs(alpha) ** 2 / 2) * alpha**k / math.sqrt(math.factorial(k)) for k in range(dims(c))]
    return pure(Part([c], qt.Qobj(np.array(amplitudes, dtype=complex).reshape(-1, 1))))


def squeezed(c, r, phi):
    ratio = -cmath.exp(1j * phi) * math.tanh(r)
    amplitude = lambda k: ratio ** (k // 2) * math.sqrt(math.factorial(k)) / (2 ** (k // 2) * math.factorial(k // 2))
    even = [0 if k % 2 else amplitude(k) for k in range(dims(c))]
    return pure(Part([c], qt.Qobj(np.array(even, dtype=complex).reshape(-1, 1))))


def twomode(c, b, r, phi):
    k = min(dims(c), dims(b))
    parts = [(-cmath.exp(1j * phi) * math.tanh(r)) ** m * ket(c, m) * ket(b, m) for m in range(k)]
    return pure(sum(parts[1:], parts[0]))


def bose(w, T): return 0.0 if T == 0 else 1 / math.expm1(w / T)
def fermi(w, T): return 0.0 if T == 0 else 1 / (math.exp(w / T) + 1)
def exp(x): return Part(x.labels, x.q.expm()) if isinstance(x, Part) else cmath.exp(x) if isinstance(x, complex) else math.exp(x)
def sqrt(x): return Part(x.labels, x.q.sqrtm()) if isinstance(x, Part) else math.sqrt(x)
def inv(X): return Part(X.labels, X.q.inv())
def outer(psi, phi): return Part(psi.labels, psi.q * phi.q.dag())
def displace(c, alpha): return exp(alpha * ad(c) - conj(alpha) * a(c))
def squeeze(c, r, phi): return exp((r * cmath.exp(-1j * phi) * a(c) * a(c) - r * cmath.exp(1j * phi) * ad(c) * ad(c)) / 2)
def swap(c, b): return total(0, dims(c) - 1, lambda x: total(0, dims(c) - 1, lambda y: unit(c, x, y) * unit(b, y, x)))
def unit(c, x, y): return matrix(c, lambda i, j: i == x and j == y)
def step(x): return 1.0 if x >= 0 else 0.0
def square(x, a, b): return 1.0 if a <= x < b else 0.0
def ramp(x, a, b): return min(1.0, max(0.0, (x - a) / (b - a)))
def gauss(x, m, s): return math.exp(-((x - m) ** 2) / (2 * s**2))
def sech(x): return 1 / math.cosh(x)
def sign(x): return (x > 0) - (x < 0)
def log(x): return Part(x.labels, x.q.logm()) if isinstance(x, Part) else math.log(x.real if isinstance(x, complex) else x)
def re(x): return x.real
def im(x): return x.imag
def arg(x): return cmath.phase(x)
def conj(x): return x.conjugate()


def on_system(x, labels=None):
    """An operator, a state or a number on all factors of the system (or on all labels that are given)."""
    labels = labels or SYSTEM
    if isinstance(x, Part):
        return x.on(labels).unit().proj() if x.q.isket else x.on(labels)
    return x * qt.tensor(*[qt.qeye(dims(c)) for c in labels])


def mean(X):
    """Tr(rho X) in the state at hand."""
    X = on_system(X)
    value = complex((X * NOW.rho).tr())
    return value.real if X.isherm else value


class NOW:
    """The state and the time at which observables are asked for."""

    rho, t = None, 0.0


def energy(): return complex((NOW.H(NOW.t) * NOW.rho).tr()).real
def purity(): return complex((NOW.rho * NOW.rho).tr()).real
def C_l1(): return float(np.abs(NOW.rho.full()).sum() - np.abs(NOW.rho.diag()).sum())
def part(labels): return NOW.rho.ptrace([SYSTEM.index(c) for c in labels])
def entropy(*labels): return qt.entropy_vn(part(labels) if labels else NOW.rho)


def mutual_information(*labels):
    rest = [c for c in SYSTEM if c not in labels]
    return entropy(*labels) + entropy(*rest) - entropy()


def negativity(*labels):
    turned = qt.partial_transpose(NOW.rho, [int(c in labels) for c in SYSTEM])
    return float(-sum(x for x in turned.eigenenergies() if x < 0))


def log_negativity(*labels): return math.log2(1 + 2 * negativity(*labels))
def concurrence(c, b): return qt.concurrence(part([c, b]))


def ergotropy():
    levels, weights = np.sort(NOW.H(NOW.t).eigenenergies()), np.sort(NOW.rho.eigenenergies())[::-1]
    return energy() - float((levels * weights).sum())


def flow(bath, X):
    """What the dissipation of one bath adds to the mean of X per unit time."""
    X = on_system(X)
    terms = [(1, c, c) for c in BATHS.get(bath, [])] + CROSS.get(bath, [])
    rho = NOW.rho
    change = sum(r * (A * rho * B.dag() - (B.dag() * A * rho + rho * B.dag() * A) / 2) for r, A, B in terms)
    return complex((X * change).tr()).real


def heat(bath): return flow(bath, Part(SYSTEM, NOW.H(NOW.t)))
`;
