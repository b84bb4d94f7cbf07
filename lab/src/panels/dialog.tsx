/** A native dialog: focus stays inside, Escape closes, and focus goes back to where it came from. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { dialog } from "../state/shown.ts";

interface Props {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Dialog({ title, wide = false, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const from = document.activeElement;
    box.current?.showModal();
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog by itself
    <dialog
      ref={box}
      class={wide ? "wide" : ""}
      aria-label={title}
      onClose={() => (dialog.value = null)}
      onClick={(event) => {
        if (event.target === box.current) dialog.value = null;
      }}
    >
      <div class="inside">
        <div class="title">
          <h2>{title}</h2>
          <button type="button" class="icon" aria-label="Close" onClick={() => (dialog.value = null)}>
            ×
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
