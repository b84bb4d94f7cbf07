/** The few functions of other libraries that the rows call; the libraries are installed in this folder only. */

declare module "numeric" {
  interface Tensor {
    readonly x: number[][];
    readonly y?: number[][];
    dot(other: Tensor): Tensor;
  }
  interface Trajectory {
    at(times: readonly number[]): number[][];
  }
  const numeric: {
    readonly version: string;
    readonly T: new (re: number[][], im: number[][]) => Tensor;
    solve(A: number[][], b: number[]): number[];
    dopri(
      from: number,
      to: number,
      start: readonly number[],
      derivative: (t: number, y: number[]) => number[],
      tolerance: number,
      maxSteps: number,
    ): Trajectory;
  };
  export default numeric;
}

declare module "mathjs" {
  interface Complex {
    readonly re: number;
    readonly im: number;
  }
  interface Matrix<T> {
    toArray(): T[][];
  }
  interface Vector {
    toArray(): Complex[];
  }
  interface Pair {
    readonly value: Complex | number;
    readonly vector: Vector;
  }
  export const version: string;
  export function complex(re: number, im: number): Complex;
  export function matrix<T>(rows: readonly (readonly T[])[]): Matrix<T>;
  export function multiply<T>(A: Matrix<T>, B: Matrix<T>): Matrix<T>;
  export function eigs(A: Matrix<Complex>): { readonly eigenvectors: readonly Pair[] };
  export function lusolve(A: Matrix<number>, b: readonly number[]): Matrix<number>;
  export function expm(A: Matrix<number>): Matrix<number>;
}

declare module "ml-matrix" {
  export class Matrix {
    constructor(rows: readonly (readonly number[])[]);
    static columnVector(values: readonly number[]): Matrix;
    mmul(other: Matrix): Matrix;
    sub(other: Matrix): this;
    add(other: Matrix): this;
    get(row: number, column: number): number;
    to1DArray(): number[];
  }
  export class EigenvalueDecomposition {
    constructor(A: Matrix, options?: { readonly assumeSymmetric?: boolean });
    readonly realEigenvalues: number[];
    readonly eigenvectorMatrix: Matrix;
  }
  export class LuDecomposition {
    constructor(A: Matrix);
    solve(b: Matrix): Matrix;
  }
}

declare module "numpy-ts" {
  interface NDArray {
    readonly data: ArrayLike<number>;
    toArray(): unknown;
    dispose?(): void;
  }
  export class Complex {
    constructor(re: number, im: number);
  }
  export function array(values: unknown): NDArray;
  export function matmul(A: NDArray, B: NDArray): NDArray;
  export const linalg: {
    eigh(A: NDArray): { readonly w: NDArray; readonly v: NDArray };
    solve(A: NDArray, b: NDArray): NDArray;
  };
}
