/**
 * Turns of the event loop, so that timers, signals, requests and pictures come through. In browsers a message to oneself is the cheapest
 * one; Node hands up to a thousand such messages over in one turn, and has `setImmediate`.
 */
export interface Turns {
  next(): Promise<void>;
  close(): void;
}

/** Open them; whoever does so closes them. */
export function openTurns(): Turns {
  if (typeof setImmediate === "function") return { next: () => new Promise((resolve) => setImmediate(resolve)), close: () => {} };
  const { port1, port2 } = new MessageChannel();
  return {
    next: () =>
      new Promise((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      }),
    close: () => port1.close(),
  };
}
