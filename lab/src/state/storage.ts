/** What the browser remembers: last document, view, theme. Everything is in `try`: sandboxed frames and private windows refuse it. */

const KEY = "ancilla-lab-1";
const LARGEST = 200_000;

export interface Remembered {
  readonly address?: string;
  readonly theme?: "light" | "dark" | "system";
  readonly letters?: boolean;
}

export function remembered(): Remembered {
  try {
    const data: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof data === "object" && data !== null ? (data as Remembered) : {};
  } catch {
    return {};
  }
}

export function remember(what: Remembered): void {
  try {
    const text = JSON.stringify({ ...remembered(), ...what });
    if (text.length <= LARGEST) localStorage.setItem(KEY, text);
  } catch {
    // no storage here
  }
}

export function forgetAll(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // no storage here
  }
}
