/** A worker in the other role: a thread of the package's pool. What was sent before its part was loaded is heard then. */

export async function becomeThread(): Promise<void> {
  const early: MessageEvent[] = [];
  const keep = (event: MessageEvent): void => void early.push(event);
  self.addEventListener("message", keep);
  await import("ancilla/browser-worker");
  self.removeEventListener("message", keep);
  for (const { data } of early) self.dispatchEvent(new MessageEvent("message", { data }));
}
