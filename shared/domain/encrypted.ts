import type { NetworkSpec } from "./spec.ts";

const OPTION = "encrypted";

/** `--opt encrypted`, with any value but `false`. */
export function isEncrypted({ Options }: Pick<NetworkSpec, "Options">): boolean {
  const value = Options?.[OPTION];
  return value !== undefined && value !== "false";
}
