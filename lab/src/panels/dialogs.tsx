/** What can lie over the page. */
import { dialog } from "../state/shown.ts";
import { Bits } from "./bits.tsx";
import { Export } from "./export.tsx";
import { Help } from "./help.tsx";
import { Models } from "./models.tsx";
import { Share } from "./share.tsx";
import { Why } from "./why.tsx";
import "../styles/dialogs.css";

export function Dialogs() {
  switch (dialog.value) {
    case "models":
      return <Models />;
    case "share":
      return <Share />;
    case "export":
      return <Export />;
    case "bits":
      return <Bits />;
    case "why":
      return <Why />;
    case "help":
      return <Help />;
    case null:
      return null;
    default:
      return dialog.value satisfies never;
  }
}
