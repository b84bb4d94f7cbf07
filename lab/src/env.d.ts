declare module "virtual:worker-text" {
  const text: string;
  export default text;
}

/** Of the package that the lab was built from. */
declare const __VERSION__: string;

/** The package's thread: a script without exports. */
declare module "ancilla/browser-worker";
