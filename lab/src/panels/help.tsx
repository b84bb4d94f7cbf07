/** The keys, what is stored, and where nothing is sent. */
import { forgetEverything } from "../state/begin.ts";
import { letters } from "../state/shown.ts";
import { remember } from "../state/storage.ts";
import { Dialog } from "./dialog.tsx";

const KEYS: readonly (readonly [string, string])[] = [
  ["1 … 9", "views"],
  ["g", "models"],
  ["e", "document"],
  ["s", "share"],
  ["p", "pin this run"],
  ["t", "the numbers of the curves as a table"],
  ["0", "the whole axis again, after a drag has zoomed in"],
  ["r, Ctrl Enter", "run"],
  ["Esc", "stop, close"],
  ["Ctrl Z, Ctrl Shift Z", "undo, redo"],
  ["F6, Shift F6", "next, previous region"],
  ["← →", "slider: one tick; with Shift a tenth; Page keys ten"],
  ["Enter, Delete", "slider: type a number, back to the opened value"],
  ["Space, ← →, ↑ ↓", "player: play, one collision, inside it; with Shift ten"],
  ["x y z, [ ]", "Bloch sphere: look along an axis, turn by 15°"],
  ["Ctrl Space, F8, Ctrl S", "editor: completion, next problem, save a file; Esc then Tab leaves it"],
  ["?", "this list"],
];

export function Help() {
  return (
    <Dialog title="Help">
      <table class="keys">
        <tbody>
          {KEYS.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-checked={letters.value}
            checked={letters.value}
            onChange={(event) => {
              letters.value = event.currentTarget.checked;
              remember({ letters: letters.value });
            }}
          />
          <span>Single letters are keys</span>
        </label>
      </p>
      <p>
        Everything is computed in this page; nothing is sent to anybody. The browser keeps the last model, the theme and this choice.{" "}
        <button type="button" onClick={forgetEverything}>
          Forget all
        </button>
      </p>
    </Dialog>
  );
}
