/**
 * What ranks say of a quantile: order statistics between which the population's quantile lies, whatever its law.
 *
 *   l = F⁻¹(α/2),   u = F⁻¹(1 − α/2) + 1,   F binomial(n, q):   P(x_(l) ≤ quantile ≤ x_(u)) ≥ 1 − α
 *
 * Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed. (Wiley, 2003), section 7.1.
 */

/** Confidence of the ranks. */
const ALPHA = 0.05;

/** Chances below this part of the largest one are left out of sums. */
const NEGLIGIBLE = 1e-20;

/**
 * The ranks whose order statistics enclose the population's quantile with a probability of at least 95 %.
 * @param n how many values there are, at least 1
 * @param level of the quantile, from 0 to 1
 * @returns ranks from 1 to n
 */
export function enclosingRanks(n: number, level: number): readonly [low: number, high: number] {
  const mode = Math.min(n, Math.floor((n + 1) * level));
  const { chances, first } = chancesAround(n, level, mode);
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  const inverse = (p: number): number => {
    let sum = 0;
    for (let k = 0; k < chances.length; k++) {
      sum += chances[k] / total;
      if (sum >= p) return first + k;
    }
    return first + chances.length - 1;
  };
  const within = (rank: number): number => Math.min(Math.max(rank, 1), n);
  return [within(inverse(ALPHA / 2)), within(inverse(1 - ALPHA / 2) + 1)];
}

/** Binomial chances around the likeliest count, whose own is 1: p(k + 1)/p(k) = (n − k)q/((k + 1)(1 − q)). */
function chancesAround(n: number, q: number, mode: number): { readonly chances: readonly number[]; readonly first: number } {
  const below: number[] = [];
  const above: number[] = [];
  for (let k = mode, chance = 1; k > 0 && chance > NEGLIGIBLE; k--) below.push((chance *= (k * (1 - q)) / ((n - k + 1) * q)));
  for (let k = mode, chance = 1; k < n && chance > NEGLIGIBLE; k++) above.push((chance *= ((n - k) * q) / ((k + 1) * (1 - q))));
  return { chances: [...below.reverse(), 1, ...above], first: mode - below.length };
}
