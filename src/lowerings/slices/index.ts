/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import { exponentialsByPolynomials } from "./exponentials-by-polynomials.ts";
import { exponentialsPerValue } from "./exponentials-per-value.ts";
import { stretchesByPolynomials } from "./stretches-by-polynomials.ts";

/** Ways to carry a master equation through slices of time that noise is held for. */
export const sliceLowerings = [exponentialsByPolynomials, stretchesByPolynomials, exponentialsPerValue];
