declare module "virtual:worker-text" {
  const text: string;
  export default text;
}

/** The package's thread: a script without exports. */
declare module "ancilla/browser-worker";
