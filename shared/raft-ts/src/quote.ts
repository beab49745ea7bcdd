/** Bytes as a quoted string, escaped as in Go, so that any bytes can be told apart. */

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
]);

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

export function quoteBytes(data: Uint8Array): string {
  let text = '"';
  for (let at = 0; at < data.length; ) {
    const { code, length } = decodeUtf8(data, at);
    text += code === undefined ? hexEscape("x", data[at] ?? 0, 2) : quoteCode(code);
    at += length;
  }
  return `${text}"`;
}

function quoteCode(code: number): string {
  const short = ESCAPES.get(code);
  if (short !== undefined) return short;
  const char = String.fromCodePoint(code);
  if (PRINTABLE.test(char)) return char;
  if (code < 0x20 || code === 0x7f) return hexEscape("x", code, 2);
  return code > 0xffff ? hexEscape("U", code, 8) : hexEscape("u", code, 4);
}

function hexEscape(letter: string, code: number, digits: number): string {
  return `\\${letter}${code.toString(16).padStart(digits, "0")}`;
}

/** The character at `at`; code undefined (and length 1) for a byte that begins none. */
function decodeUtf8(data: Uint8Array, at: number): { code: number | undefined; length: number } {
  const first = data[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const invalid = { code: undefined, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return invalid;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = data[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return invalid;
    code = (code << 6) | (next & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < least || code > 0x10ffff || surrogate ? invalid : { code, length };
}
