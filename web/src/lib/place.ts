/** Where in a package something is. Lines and columns count from 1. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
  pointer?: string;
}

/** Reads `file`, `file:line:column` or `file#/pointer`, as the server writes places. */
export function readPlace(text: string): Place {
  const position = /^(.*):(\d+):(\d+)$/.exec(text);
  if (position) {
    const [, file = "", line, column] = position;
    return { file, line: Number(line), column: Number(column) };
  }
  const at = text.indexOf("#");
  return at < 0 ? { file: text } : { file: text.slice(0, at), pointer: text.slice(at + 1) };
}
