/**
 * The register tile of the complex products: 4 rows × 2 columns of C in eight registers, the two columns' real parts in one, their
 * imaginary parts in another. A tile at the border of C repeats its last row or column (row and column distances of 0): it
 * then computes and stores one value twice, and no tile needs a buffer or a branch.
 */

/** re + a.re·b.re − a.im·b.im for two columns. */
// @ts-ignore: decorator
@inline
function nextReal(re: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.sub(f64x2.add(re, f64x2.mul(ar, br)), f64x2.mul(ai, bi));
}

/** im + a.re·b.im + a.im·b.re for two columns. */
// @ts-ignore: decorator
@inline
function nextImaginary(im: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.add(f64x2.add(im, f64x2.mul(ar, bi)), f64x2.mul(ai, br));
}

/** One part (at byte 0 or 8 of an element) of two elements `columnC` bytes apart. */
// @ts-ignore: decorator
@inline
function partOf(c: usize, columnC: usize, part: usize): v128 {
  return f64x2(load<f64>(c + part), load<f64>(c + columnC + part));
}

/**
 * Store a row of the tile lane by lane: with a shuffle here, V8 11 (Node 20) moves all loads of the inner loop before its
 * arithmetic, spills four registers per turn and loses a third of the speed.
 */
// @ts-ignore: decorator
@inline
function storeRow(c: usize, columnC: usize, re: v128, im: v128): void {
  v128.store_lane<f64>(c, re, 0);
  v128.store_lane<f64>(c, im, 0, 8);
  v128.store_lane<f64>(c + columnC, re, 1);
  v128.store_lane<f64>(c + columnC, im, 1, 8);
}

/**
 * C's tile (+)= one packed strip of A times one packed strip of B (layout in `gemm.ts`). Rows of C start at c, c1, c2, c3; the
 * second column is `columnC` bytes right of the first.
 */
export function packedTile(
  slices: i32,
  a: usize,
  b: usize,
  c: usize,
  c1: usize,
  c2: usize,
  c3: usize,
  columnC: usize,
  fresh: bool,
): void {
  let r0 = f64x2.splat(0);
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  let i0 = r0;
  let i1 = r0;
  let i2 = r0;
  let i3 = r0;
  if (!fresh) {
    r0 = partOf(c, columnC, 0);
    i0 = partOf(c, columnC, 8);
    r1 = partOf(c1, columnC, 0);
    i1 = partOf(c1, columnC, 8);
    r2 = partOf(c2, columnC, 0);
    i2 = partOf(c2, columnC, 8);
    r3 = partOf(c3, columnC, 0);
    i3 = partOf(c3, columnC, 8);
  }
  for (const end = a + <usize>slices * 64; a < end; a += 64) {
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    let ar = v128.load_splat<f64>(a, 0);
    let ai = v128.load_splat<f64>(a, 8);
    r0 = nextReal(r0, ar, ai, br, bi);
    i0 = nextImaginary(i0, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 16);
    ai = v128.load_splat<f64>(a, 24);
    r1 = nextReal(r1, ar, ai, br, bi);
    i1 = nextImaginary(i1, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 32);
    ai = v128.load_splat<f64>(a, 40);
    r2 = nextReal(r2, ar, ai, br, bi);
    i2 = nextImaginary(i2, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 48);
    ai = v128.load_splat<f64>(a, 56);
    r3 = nextReal(r3, ar, ai, br, bi);
    i3 = nextImaginary(i3, ar, ai, br, bi);
    b += 32;
  }
  storeRow(c, columnC, r0, i0);
  storeRow(c1, columnC, r1, i1);
  storeRow(c2, columnC, r2, i2);
  storeRow(c3, columnC, r3, i3);
}
