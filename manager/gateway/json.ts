/** Small things that all of the API's documents share. Pure. */
import type { Instant } from "../../shared/clock.ts";
import type { Meta } from "../../shared/domain/objects.ts";

const NEVER = "0001-01-01T00:00:00Z";

/** RFC 3339 with as many decimals as it takes, like Go's RFC3339Nano. */
export function timestamp(ms: Instant | undefined, nanosBelowMs = 0): string {
  if (ms === undefined || ms <= 0) return NEVER;
  const [seconds = "", millis = ""] = new Date(ms).toISOString().slice(0, -1).split(".");
  const fraction = `${millis}${String(nanosBelowMs).padStart(6, "0")}`.replace(/0+$/, "");
  return fraction === "" ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

export interface RenderedMeta {
  readonly Version: { readonly Index: number };
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
}

export function renderMeta(meta: Meta): RenderedMeta {
  return {
    Version: { Index: meta.versionIndex },
    CreatedAt: timestamp(meta.createdMs),
    UpdatedAt: timestamp(meta.updatedMs),
  };
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** `192.0.2.1:2377` and `[2001:db8::1]:2377` without their ports; bare addresses as they are. */
export function bareAddress(addr: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(addr);
  if (bracketed !== null) return bracketed[1] ?? "";
  const parts = addr.split(":");
  return parts.length === 2 ? (parts[0] ?? "") : addr;
}
