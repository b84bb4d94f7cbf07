/** What the page has said, the latest last: read again under Why. */
import { signal } from "@preact/signals";

const MOST = 50;

export const messages = signal<readonly string[]>([]);

export function heard(text: string): void {
  if (text === "" || messages.peek().at(-1) === text) return;
  messages.value = [...messages.peek(), text].slice(-MOST);
}
