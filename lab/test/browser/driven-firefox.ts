/** Firefox under WebDriver commands over its own socket (Marionette): what a posting page cannot do, pages from file:// and frames that are shut in. */
import { existsSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { late, withFirefox } from "../../../test/browser/page.ts";

/** Key by its name, as WebDriver writes it. */
export const keys = { ArrowRight: "\uE014", Home: "\uE011" } as const;

export interface Driven {
  open(address: string): Promise<void>;
  /** Run the body of a function in the page, again and again until it returns something that is not null or false. */
  until<T>(body: string): Promise<T>;
  /** Work inside a frame from now on. */
  enter(selector: string): Promise<void>;
  press(selector: string, text: string): Promise<void>;
}

/** The element's key in WebDriver's JSON. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Use a Firefox whose every connection would go to a port where nobody listens. */
export function drivenFirefox<T>(use: (driven: Driven) => Promise<T>): Promise<T> {
  const alone = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.allow_hijacking_localhost": true,
  };
  return withFirefox(["--marionette", "--remote-allow-system-access", "about:blank"], alone, async ({ profile, gone }) => {
    const socket = connect(await portIn(profile), "127.0.0.1");
    try {
      return await Promise.race([gone, late(), driven(socket).then(use)]);
    } finally {
      socket.destroy();
    }
  });
}

/** The port that it writes into its folder once it listens. */
async function portIn(profile: string): Promise<number> {
  const file = join(profile, "MarionetteActivePort");
  const end = Date.now() + 90_000;
  while (!(existsSync(file) && readFileSync(file, "utf8") !== "")) {
    if (Date.now() > end) throw new Error("Firefox did not listen within 90 s.");
    await pause(100);
  }
  return Number(readFileSync(file, "utf8"));
}

const pause = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));

type Answer = readonly [type: 1, number: number, error: { readonly message: string } | null, result: unknown];

/** Messages are `<bytes>:<JSON>`; the first one greets. */
async function driven(socket: Socket): Promise<Driven> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let read = Buffer.alloc(0);
  let greeted: () => void;
  const greeting = new Promise<void>((done) => {
    greeted = done;
  });
  socket.on("data", (part: Buffer) => {
    read = Buffer.concat([read, part]);
    for (;;) {
      const colon = read.indexOf(58);
      const size = Number(read.subarray(0, colon).toString("latin1"));
      if (colon < 0 || read.length < colon + 1 + size) return;
      const message = JSON.parse(read.subarray(colon + 1, colon + 1 + size).toString("utf8")) as Answer | object;
      read = read.subarray(colon + 1 + size);
      if (Array.isArray(message)) waiting.get((message as Answer)[1])?.(message as Answer);
      else greeted();
    }
  });
  let last = 0;
  const send = async (command: string, parameters: object): Promise<unknown> => {
    const number = ++last;
    const text = JSON.stringify([0, number, `WebDriver:${command}`, parameters]);
    const answered = new Promise<Answer>((done) => waiting.set(number, done));
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, result] = await answered;
    waiting.delete(number);
    if (error) throw new Error(`${command}: ${error.message}`);
    return (result as { value?: unknown } | null)?.value ?? null;
  };
  const find = async (selector: string): Promise<string> =>
    ((await send("FindElement", { using: "css selector", value: selector })) as Record<string, string>)[ELEMENT] as string;
  await greeting;
  await send("NewSession", { capabilities: { alwaysMatch: { pageLoadStrategy: "eager" } } });
  return {
    async open(url) {
      await send("Navigate", { url });
    },
    async until<T>(body: string) {
      for (;;) {
        const found = await send("ExecuteScript", { script: body, args: [] });
        if (found !== null && found !== false) return found as T;
        await pause(50);
      }
    },
    async enter(selector) {
      await send("SwitchToFrame", { element: await find(selector) });
    },
    async press(selector, text) {
      // one by one, as somebody types: the page paints in between
      const id = await find(selector);
      for (const key of text) await send("ElementSendKeys", { id, text: key });
    },
  };
}
