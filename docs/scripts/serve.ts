/** Serves docs/dist on loopback: `npm run docs:serve`, PORT where 4173 is taken. */
import { resolve } from "node:path";
import { siteServer } from "./server.ts";

const port = Number(process.env.PORT ?? 4173);
siteServer(resolve(import.meta.dirname, "../dist")).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
