/** Values in scripts. A script that breaks these is wrong itself: no expected error. */

export function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${JSON.stringify(text)} is no number`);
  return Number(text);
}

export function flag(text: string): boolean {
  if (text !== "true" && text !== "false") throw new Error(`${text} is neither true nor false`);
  return text === "true";
}
