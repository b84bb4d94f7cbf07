/**
 * A service on node:http: runs and stationary states of models by name or by document, on a pool of threads.
 *
 *   GET  /ping       →  pong
 *   GET  /models     →  [{ name, title, parameters }, …]
 *   POST /run        →  one JSON line per record as it comes, then { "result": … } or { "error": … }
 *   POST /steady     →  { "result": … }
 *
 *   { "model": "bloch", "parameters": { "Omega": 2 }, "options": { "until": 10, "observables": ["sz"] } }
 *   { "document": { "ancilla": 1, … },                "options": { "steps": 100 } }
 *
 * What is asked is data: nothing of it names a file or an address, and nothing is executed. Who hangs up ends the run.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pathToFileURL } from "node:url";
import { catalogue, type Executor, type Model, modelByName, planAsync, resultHash, runAsync, steadyAsync } from "ancilla";
import { documentFromData, documentModel } from "ancilla/documents";
import { nodeThreads } from "ancilla/node";

/** What one request may take, and how many are worked on at a time. */
const limits = { bytes: 1 << 20, seconds: 20, memory: 512 * 2 ** 20, records: 100_000, milliseconds: 60_000, together: 32 };

/** An answer that is not the one that was hoped for. */
class Refusal extends Error {
  status: number;
  code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Asked {
  model: Model;
  options: Record<string, unknown>;
}

/** Make the service. Whoever makes the executor closes it. */
export function service(executor: Executor): Server {
  let working = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = `${request.method} ${request.url?.split("?")[0]}`;
    if (route === "GET /ping") return void response.end("pong");
    if (route === "GET /models")
      return send(
        response,
        200,
        catalogue.map(({ name, title, parameters }) => ({ name, title, parameters })),
      );
    if (route !== "POST /run" && route !== "POST /steady") throw notFound(request, response);
    if (working >= limits.together) {
      response.setHeader("retry-after", "1");
      throw new Refusal(503, "BUSY", `${limits.together} requests are worked on. Ask again in a second.`);
    }
    working++;
    const left = new AbortController();
    const late = setTimeout(() => left.abort("late"), limits.milliseconds);
    response.on("close", () => left.abort("gone"));
    try {
      const asked = askedFor(await bodyOf(request));
      await (route === "POST /run" ? streamRun : sendSteady)(asked, executor, left.signal, response);
    } catch (error) {
      throw left.signal.reason === "late" ? new Refusal(503, "LATE", `The request took more than ${limits.milliseconds / 1000} s.`) : error;
    } finally {
      clearTimeout(late);
      working--;
    }
  };
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, error));
  });
}

async function streamRun({ model, options }: Asked, executor: Executor, signal: AbortSignal, response: ServerResponse): Promise<void> {
  requireAffordable(await planAsync(model, { ...options, executor, signal }));
  const running = runAsync(model, { ...options, executor, signal });
  let records = 0;
  for await (const record of running) {
    if (!response.headersSent) response.writeHead(200, { "content-type": "application/x-ndjson" });
    if (++records > limits.records)
      throw new Refusal(422, "TOO_MANY_RECORDS", `A run may have ${limits.records} records. Save less often.`);
    // A reader that is slower than the run is waited for, until it hangs up.
    if (!response.write(`${JSON.stringify(record)}\n`)) await once(response, "drain", { signal });
  }
  const result = await running;
  const { parameters, diagnostics, final, plan } = result;
  response.end(`${JSON.stringify({ result: { parameters, diagnostics, hash: resultHash(result), final, plan: String(plan) } })}\n`);
}

async function sendSteady({ model, options }: Asked, executor: Executor, signal: AbortSignal, response: ServerResponse): Promise<void> {
  requireAffordable(await planAsync(model, { ...options, command: "steady", executor, signal }));
  const found = await steadyAsync(model, { ...options, executor, signal });
  const { parameters, observables, dimension, unique, gap, residual, error, state, diagnostics } = found;
  const result = { parameters, observables, dimension, unique, gap, residual, error, state, diagnostics, hash: resultHash(found) };
  send(response, 200, { result });
}

/** What is asked for, checked: a model by name or by document, with parameters, and plain options. */
function askedFor(body: unknown): Asked {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal(400, "WRONG_KIND", "The body must be a JSON object.");
  const { model, document, parameters = {}, options = {}, ...rest } = body as Record<string, never>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new Refusal(400, "WRONG_VALUE", `The body has \`${unknown}\`. Known: model, document, parameters, options.`);
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new Refusal(400, "WRONG_KIND", "`options` must be an object.");
  for (const name of ["executor", "module", "slice", "signal"]) {
    if (Object.hasOwn(options, name)) throw new Refusal(400, "WRONG_VALUE", `Option \`${name}\` is the service's own.`);
  }
  if ((model === undefined) === (document === undefined)) throw new Refusal(400, "WRONG_VALUE", "Give one of `model` and `document`.");
  return {
    model: document === undefined ? modelByName(model, parameters) : documentModel(documentFromData(document)).build(parameters),
    options,
  };
}

function requireAffordable({ estimate: { seconds, bytes } }: Awaited<ReturnType<typeof planAsync>>): void {
  if (seconds <= limits.seconds && bytes <= limits.memory) return;
  const needs = `about ${Math.ceil(seconds)} s and ${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw new Refusal(422, "TOO_LARGE", `The run needs ${needs}; ${limits.seconds} s and ${limits.memory / 2 ** 20} MiB are given.`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > limits.bytes) throw new Refusal(413, "TOO_LARGE", `A body may have ${limits.bytes} bytes.`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new Refusal(400, "NO_JSON", "The body is no JSON.");
  }
}

function notFound({ url = "" }: IncomingMessage, response: ServerResponse): Refusal {
  const known: Record<string, string> = { "/ping": "GET", "/models": "GET", "/run": "POST", "/steady": "POST" };
  const method = known[url.split("?")[0]];
  if (method === undefined) return new Refusal(404, "NOT_FOUND", "There is /ping, /models, /run and /steady.");
  response.setHeader("allow", method);
  return new Refusal(405, "WRONG_METHOD", `Use ${method}.`);
}

/** The caller's mistakes are said in full; what went wrong in here is not. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  const { status, name, code = "", message = "" } = error as Partial<Refusal>;
  const mistake = code === "WRONG_KIND" || code === "WRONG_VALUE" || name === "DocumentError";
  const own = status ?? (mistake ? 400 : ["RUN_FAILURE", "OUT_OF_MEMORY"].includes(code) ? 422 : 500);
  if (own === 500) console.error("a request failed:", error);
  const said = { error: own === 500 ? { code: "INTERNAL", message: "Something went wrong." } : { code, message } };
  if (response.headersSent) response.end(`${JSON.stringify(said)}\n`);
  else send(response, own, said);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", connection: status === 413 ? "close" : "keep-alive" });
  response.end(JSON.stringify(body));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const port = Number(process.env.PORT ?? 8080);
  service(nodeThreads()).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
}
