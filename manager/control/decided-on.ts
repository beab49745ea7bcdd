/**
 * What of an object is a client's, is its spec; the rest (a node's state, a service's progress)
 * changes all the time, and is no reason to refuse what a client decided a moment ago.
 */
import type { Cluster, Meta, Node, Service, SpecSince } from "../../shared/domain/objects.ts";
import type { ReadTx } from "../store/types.ts";

/**
 * For a change of the spec that a client decided on this version of the object. The meta is the
 * stored one where the spec is still what the client read, and else one that the store refuses.
 */
export function decidedOn(
  tx: ReadTx,
  { meta, specSince }: Node | Service | Cluster,
  versionIndex: number,
): { readonly meta: Meta; readonly specSince: SpecSince } {
  const read = versionIndex <= tx.index && specSince !== undefined && versionIndex > specSince;
  return { meta: read ? meta : { ...meta, versionIndex }, specSince: tx.index };
}
