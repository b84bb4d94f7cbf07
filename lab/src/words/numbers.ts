/** Numbers for people: six significant digits, a real minus, powers of ten as 1.2·10⁻⁵. What is copied has all digits. */

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};

/** A whole number as superscript digits. */
export function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => SUPERSCRIPT[digit] ?? digit).join("");
}

/** A number with so many significant digits, trailing zeros left away; a dash for what is not defined. */
export function inWords(value: number | null | undefined, digits = 6): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const text = power < -4 || power >= digits ? scientific(mantissa, power) : trimmed(value.toPrecision(digits));
  return text.replace(/^-/, "−");
}

function scientific(mantissa: string, power: number): string {
  const short = trimmed(mantissa);
  return `${short === "1" ? "" : short === "-1" ? "−" : `${short}·`}10${superscript(power)}`;
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** All digits of a value, as they are read back, with a plain minus: for text fields and the clipboard. */
export function exactly(value: number): string {
  return Object.is(value, -0) ? "0" : String(value);
}

/** A small number as its order of magnitude, `2e-16`: for residuals. */
export function magnitude(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  return value === 0 ? "0" : value.toExponential(0).replace("e-", "e−");
}

/** A duration in words. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return "< 1 ms";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${trimmed((milliseconds / 1000).toPrecision(2))} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}

/** 22140 as 22,140. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Bytes with a binary unit. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  if (bytes < 1024 ** 2) return `${trimmed((bytes / 1024).toPrecision(3))} KiB`;
  if (bytes < 1024 ** 3) return `${trimmed((bytes / 1024 ** 2).toPrecision(3))} MiB`;
  return `${trimmed((bytes / 1024 ** 3).toPrecision(3))} GiB`;
}
