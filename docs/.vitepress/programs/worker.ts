/** Runs one program of a page away from it, and tells the page what the program prints. Only names of the site's own files are taken. */
import { printed } from "./printed.ts";

const scope = self as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};

const say = (...values: readonly unknown[]) => scope.postMessage({ kind: "line", text: values.map((value) => printed(value)).join(" ") });
Object.assign(console, { log: say, info: say, warn: say, error: say });

scope.onmessage = ({ data: name }) => {
  if (typeof name !== "string" || !/^[0-9a-f]{12}$/.test(name)) return;
  const file = `./${name}.js`; // by a variable: a bundler would look for the file
  import(file).then(
    () => scope.postMessage({ kind: "end" }),
    (error: { readonly code?: string; readonly name?: string; readonly message?: string }) =>
      scope.postMessage({ kind: "fault", text: `${error?.name}${error?.code ? ` (${error.code})` : ""}: ${error?.message ?? error}` }),
  );
};
