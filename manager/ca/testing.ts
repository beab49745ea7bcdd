/** Clusters for tests. */
import type { Cluster, RootCa } from "../../shared/domain/objects.ts";
import type { ClusterId } from "../../shared/ids.ts";
import { newMeta } from "../control/new-meta.ts";

export function bareCluster(id: ClusterId, rootCa: RootCa, spec: Cluster["spec"] = {}): Cluster {
  return {
    id,
    meta: newMeta(),
    spec,
    rootCa,
    defaultAddressPool: [],
    subnetSize: 24,
    dataPathPort: 4789,
    unlockKey: new Uint8Array(),
    unlockKeyVersion: 0,
    removedNodes: [],
    networkKeys: [],
    encryptionKeyLamport: 0,
  };
}
