/**
 * Writes the raft state of a cluster that begins with the image of another's, made before: one
 * member, a snapshot, and a log that starts behind it. What follows is an ordinary restart.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Disk } from "./disk.ts";
import { KeyRing } from "./keyring.ts";
import { applyMemberChange, NO_MEMBERS } from "./membership.ts";
import type { SealingKey } from "./options.ts";
import { newRaftId, RAFT_DIR, SNAPSHOT_DIR, WAL_DIR } from "./raft-folders.ts";
import { SnapshotStore } from "./snapshot-store.ts";
import { readIdentity, removeLeftovers, writeIdentity } from "./stored-state.ts";
import { Wal } from "./wal.ts";

export interface ImageFoundation {
  readonly disk: Disk;
  readonly clock: Parameters<typeof Wal.open>[0]["clock"];
  readonly rng: Rng;
  readonly nodeId: string;
  readonly clusterId: string;
  readonly advertiseAddr: string;
  readonly sealingKey: SealingKey;
  /** Where the log goes on; the image's own may be lower. */
  readonly index: number;
  readonly term: number;
  readonly chunks: Iterable<Uint8Array>;
}

/** The identity is written last: a start that broke off before leaves nothing that counts. */
export async function foundFromImage(options: ImageFoundation): Promise<void> {
  const { disk, clock, rng, nodeId, clusterId, index, term } = options;
  await disk.makeDir(RAFT_DIR);
  const known = await readIdentity(disk, RAFT_DIR);
  if (known !== undefined) {
    const message = `there is raft state of cluster ${known.clusterId} already`;
    throw new ClusterError("FAILED_PRECONDITION", message);
  }
  await removeLeftovers(disk, [WAL_DIR, SNAPSHOT_DIR, RAFT_DIR]);
  const ciphers = await KeyRing.open(disk, RAFT_DIR, options.sealingKey);
  const raftId = newRaftId(rng);
  const member = { raftId, nodeId, addr: options.advertiseAddr };
  const none: readonly number[] = [];
  const confState = {
    voters: [raftId],
    learners: none,
    votersOutgoing: none,
    learnersNext: none,
    autoLeave: false,
  };
  const membership = applyMemberChange(NO_MEMBERS, { kind: "add-voter", member });
  const snapshots = await SnapshotStore.open({ disk, dir: SNAPSHOT_DIR, ciphers, rng });
  const writer = await snapshots.create({ index, term, confState, membership });
  for (const chunk of options.chunks) await writer.write(chunk);
  await writer.finish();
  const { wal } = await Wal.open({ disk, dir: WAL_DIR, ciphers, clock });
  await wal.append([
    { kind: "hard-state", term, vote: 0, commit: index },
    { kind: "snapshot-restored", index, term },
  ]);
  await wal.close();
  await writeIdentity(disk, RAFT_DIR, { clusterId, nodeId, raftId, peers: [] });
}
