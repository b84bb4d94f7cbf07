/** A binary that is handed in: what it may be, how it is compiled, and whether it is the right one. */

/** Bytes, a `WebAssembly.Module`, a `Response` (or a promise of one), or the address of the file; types of the host are not needed. */
export type BinarySource = object | string;

interface ResponseLike {
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly ok?: boolean;
  readonly status?: number;
}

const KINDS = "a WebAssembly.Module, the bytes of dist/ancilla.wasm, its URL, or a Response";

/** A RangeError with the code that all wrong values have. */
function wrong(sentence: string): RangeError {
  return Object.assign(new RangeError(sentence), { code: "WRONG_VALUE" });
}

/** The compiled module. Throws a TypeError for other things, a RangeError for a binary of another version. */
export async function moduleFrom(from: { readonly module: BinarySource }, hash: string): Promise<object> {
  const given = typeof from === "object" && from !== null ? await from.module : undefined;
  const module = given instanceof WebAssembly.Module ? given : await compile(given);
  const [section] = WebAssembly.Module.customSections(module, "ancilla");
  const found = section === undefined ? null : new TextDecoder().decode(section);
  if (found === hash) return module;
  const but = found === null ? "is another one" : `has the hash ${found.slice(0, 12)}`;
  throw wrong(`Argument \`module\` must be the binary of this version (hash ${hash.slice(0, 12)}), but ${but}. It is dist/ancilla.wasm.`);
}

async function compile(given: unknown): Promise<WebAssembly.Module> {
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return compileBytes(given as BufferSource);
  if (typeof given === "string" || given instanceof URL) return compile(await foundAt(given));
  if (typeof given === "object" && given !== null && "arrayBuffer" in given) return compileResponse(given as ResponseLike);
  const but = given === null ? "null" : `of type ${typeof given}`;
  throw Object.assign(new TypeError(`Argument \`module\` must be ${KINDS}, but is ${but}.`), { code: "WRONG_KIND" });
}

async function compileBytes(bytes: BufferSource): Promise<WebAssembly.Module> {
  return orRefused(WebAssembly.compile(bytes));
}

async function orRefused(compiling: Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  try {
    return await compiling;
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    throw wrong("Argument `module` must be a WebAssembly binary, but these bytes are none. It is dist/ancilla.wasm.");
  }
}

async function compileResponse(response: ResponseLike): Promise<WebAssembly.Module> {
  if (response.ok === false) throw wrong(`Argument \`module\` must be a Response with the binary, but its status is ${response.status}.`);
  return isStream(response) ? orRefused(WebAssembly.compileStreaming(response)) : compileBytes(await response.arrayBuffer());
}

/** A host's own Response with the type of a binary is compiled while it arrives. */
function isStream(response: ResponseLike): response is ResponseLike & Response {
  const { headers } = response as Partial<Response>;
  return "compileStreaming" in WebAssembly && response instanceof Response && headers?.get("content-type") === "application/wasm";
}

/** The file at an address: in Node also `file:`, which `fetch` does not know there. */
async function foundAt(address: string | URL): Promise<ArrayBuffer | Response> {
  const url = String(address);
  if (url.startsWith("file:")) {
    const files = hostFiles();
    const bytes = await files?.readFile(new URL(url)).catch(({ code }: { code?: string }) => {
      throw wrong(`Argument \`module\` must be the address of the binary, but the file cannot be read (${code}): ${url}`);
    });
    if (bytes) return new Uint8Array(bytes).buffer;
  }
  const response = await fetch(url).catch(() => null);
  if (response?.ok) return response;
  const but = response ? `it answers with status ${response.status}` : "nothing answers there";
  throw wrong(`Argument \`module\` must be the address of the binary, but ${but}: ${url}`);
}

interface HostFiles {
  readFile(url: URL): Promise<ArrayLike<number>>;
}

/** Node's files, without an import that a bundler would follow. */
function hostFiles(): HostFiles | null {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => HostFiles } }).process;
  return host?.getBuiltinModule?.("node:fs/promises") ?? null;
}
