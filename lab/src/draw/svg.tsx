/** The head of every picture: its size, its letters, and its name for those who do not see it. */
import type { ComponentChildren } from "preact";
import type { Theme } from "./theme.ts";

interface Props {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** What it is, in words. */
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Svg({ width, height, theme, title, children }: Props) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      font-family={theme.font}
      font-size="12"
      role="img"
      aria-label={title}
    >
      {children}
    </svg>
  );
}
