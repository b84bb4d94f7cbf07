/** The model as a link. It holds all of it; nothing is sent to anybody. */
import { useEffect, useState } from "preact/hooks";
import { addressOf } from "../state/begin.ts";
import { copy } from "../state/files.ts";
import { facts, present } from "../state/lab.ts";
import { viewKey } from "../state/shown.ts";
import { Dialog } from "./dialog.tsx";

const SOME = 2048;
const LONG = 8192;

export function Share() {
  const [link, setLink] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    void addressOf(false).then((hash) => setLink(hash === null ? null : `${location.href.split("#")[0]}${hash}`));
  }, [present.value, viewKey.value]);
  const catalogue = present.value?.source.kind === "catalogue";
  const frame =
    link &&
    `<iframe src="${escaped(`${framed(link)}&embed=${viewKey.value}`)}" sandbox="allow-scripts allow-downloads allow-popups" loading="lazy" width="640" height="420" title="${escaped(facts.value?.title ?? "")}"></iframe>`;
  const put = async (text: string, what: string): Promise<void> => {
    setSaid((await copy(text)) ? `${what} copied.` : "The clipboard is refused here: select the text and copy it.");
  };
  return (
    <Dialog title="Share">
      <p>
        {catalogue
          ? "The link names a model of the catalogue and the values that differ."
          : "The link holds the whole model, with its values and its run. It is not sent anywhere: what stands behind # stays in the browser."}
      </p>
      <label class="field">
        <span>Link{link && ` (${sizeOf(link)})`}</span>
        <textarea readonly rows={4} value={link ?? "…"} onFocus={(event) => event.currentTarget.select()} />
      </label>
      {link && link.length > SOME && (
        <p class="hint">
          Some chat programs cut a link of {sizeOf(link)}
          {link.length > LONG ? "; send the file instead" : ""}.
        </p>
      )}
      <p>
        <button type="button" class="primary" disabled={!link} onClick={() => link && void put(link, "Link")}>
          Copy link
        </button>
      </p>
      <label class="field">
        <span>For a page of yours</span>
        <textarea readonly rows={4} value={frame ?? "…"} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <p>
        <button type="button" disabled={!frame} onClick={() => frame && void put(frame, "Frame")}>
          Copy frame
        </button>{" "}
        <span role="status">{said}</span>
      </p>
    </Dialog>
  );
}

/** A page that is shut in loads nothing from its own host: frames show the lab that is one file, which stands beside this one. */
function framed(link: string): string {
  const url = new URL(link);
  if (url.protocol.startsWith("http") && !url.pathname.endsWith(".html")) url.pathname = url.pathname.replace(/[^/]*$/, "ancilla-lab.html");
  if (url.pathname.endsWith("/index.html")) url.pathname = url.pathname.replace(/index\.html$/, "ancilla-lab.html");
  return url.href;
}

const sizeOf = (text: string): string => (text.length < 1000 ? `${text.length} characters` : `${(text.length / 1000).toFixed(1)} kB`);

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
