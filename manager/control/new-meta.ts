import type { Meta } from "../../shared/domain/objects.ts";

/** Stands where a new object's meta belongs: the store fills it in when the entry is applied. */
export function newMeta(): Meta {
  return { versionIndex: 0, createdMs: 0, updatedMs: 0 };
}
