/** The reader of texts, JSON and YAML: loaded when the first text comes that the lab does not carry itself. */
import { readDocument } from "ancilla/documents";
import type { Read } from "./subject.ts";

export function readText(text: string, file: string): Read {
  const document = readDocument(text, file === "" ? {} : { file });
  return {
    document,
    place(parameter) {
      const found = document.place(`/parameters/${parameter}/default`) ?? document.place(`/parameters/${parameter}`);
      return found && offsetOf(text, found.line, found.column);
    },
  };
}

function offsetOf(text: string, line: number, column: number): number | null {
  let from = 0;
  const end = /\r\n|\n|\r/g;
  for (let k = 1; k < line; k++) {
    if (!end.exec(text)) return null;
    from = end.lastIndex;
  }
  return from + column - 1;
}
