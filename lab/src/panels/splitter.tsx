/** The border between what is set and what is seen: dragged, or moved by keys. */
import { useState } from "preact/hooks";

const LEAST = 320;
const MOST = 560;
const STEP = 20;

export function Splitter() {
  const [width, setWidth] = useState(390);
  const put = (next: number): void => {
    const fitting = Math.min(MOST, Math.max(LEAST, next));
    setWidth(fitting);
    document.documentElement.style.setProperty("--left", `${fitting}px`);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the left column"
      aria-controls="left"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) put(event.clientX);
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") put(width - STEP);
        else if (event.key === "ArrowRight") put(width + STEP);
      }}
    />
  );
}
