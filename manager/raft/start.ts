/**
 * From a directory and a wish (found a cluster, join one, go on) to a running loop. Runs in the
 * raft thread; the disk, the clock and the transport are given, so a simulation can run it too.
 */
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Disk } from "./disk.ts";
import { KeyRing } from "./keyring.ts";
import { RaftLoop } from "./loop.ts";
import type { LogPolicy, SealingKey, StartMode, Timing } from "./options.ts";
import type { FromLoop } from "./protocol.ts";
import { newRaftId, RAFT_DIR, SNAPSHOT_DIR, WAL_DIR } from "./raft-folders.ts";
import { SnapshotStore } from "./snapshot-store.ts";
import {
  bootstrapRecords,
  type Identity,
  loadState,
  readIdentity,
  removeLeftovers,
  soleSurvivorRecords,
  writeIdentity,
} from "./stored-state.ts";
import type { JoinResponse, Transport } from "./transport.ts";
import { Wal } from "./wal.ts";

const MAX_MESSAGE_BYTES = 512 << 10;
const JOIN_PATIENCE_MS = 60_000;
const JOIN_RETRY_MS = 500;

export interface StartOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly defer: (run: () => void) => void;
  readonly transport: Transport;
  readonly emit: (message: FromLoop) => void;
  readonly logger: Logger;
  readonly nodeId: string;
  readonly clusterId: string;
  readonly advertiseAddr: string;
  readonly mode: StartMode;
  readonly sealingKey: SealingKey;
  readonly policy: LogPolicy;
  readonly timing: Timing;
  readonly segmentBytes?: number;
  readonly maxMessageBytes?: number;
}

/** Throws StateLockedError, DATA_LOSS, FAILED_PRECONDITION, or what a join was refused with. */
export async function startLoop(options: StartOptions): Promise<RaftLoop> {
  const { disk, clock, rng, defer, transport, emit, logger } = options;
  for (const dir of [RAFT_DIR, WAL_DIR, SNAPSHOT_DIR]) await disk.makeDir(dir);
  // What is seen here now must still be there after a crash, also what an earlier life failed to
  // sync: or a log would be found whose keys or whose owner are forgotten.
  for (const dir of ["", RAFT_DIR]) await disk.syncDir(dir);
  const known = await readIdentity(disk, RAFT_DIR);
  checkMode(options, known);
  if (known === undefined) await removeLeftovers(disk, [WAL_DIR, SNAPSHOT_DIR, RAFT_DIR]);
  const keys = await KeyRing.open(disk, RAFT_DIR, options.sealingKey);
  const identity = known ?? (await becomeSomebody(options));
  const snapshots = await SnapshotStore.open({ disk, dir: SNAPSHOT_DIR, ciphers: keys, rng });
  const segment = options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes };
  const walOptions = { disk, dir: WAL_DIR, ciphers: keys, clock, ...segment };
  let { wal, log } = await Wal.open(walOptions);
  if (known === undefined && options.mode.kind === "bootstrap") {
    await wal.append(bootstrapRecords({ ...identity, addr: options.advertiseAddr }));
    await writeIdentity(disk, RAFT_DIR, identity);
    await wal.close();
    ({ wal, log } = await Wal.open(walOptions));
  }
  let state = await loadState(log, snapshots, logger);
  if (state.storage.lastIndex() === 0 && identity.peers.length === 0) {
    throw new ClusterError(
      "DATA_LOSS",
      "the raft log is empty though this manager founded its cluster: restore its state from a backup",
    );
  }
  if (options.mode.kind === "restart" && options.mode.forceNewCluster) {
    logger.warn({}, "going on as the only manager of the cluster");
    const self = { ...identity, addr: options.advertiseAddr };
    await wal.append(soleSurvivorRecords(state, self));
    await wal.close();
    ({ wal, log } = await Wal.open(walOptions));
    state = await loadState(log, snapshots, logger);
  }
  // Snapshots that came from a leader and were not taken over before a crash.
  await snapshots.removeExcept((mark) => log.marks.some((known) => known.index === mark.index));
  const loop = new RaftLoop(
    { clock, rng, defer, wal, snapshots, keys, transport, emit, logger },
    {
      identity,
      advertiseAddr: options.advertiseAddr,
      storage: state.storage,
      membership: state.membership,
      snapshot: state.snapshot,
      policy: options.policy,
      timing: options.timing,
      maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    },
  );
  await loop.run();
  return loop;
}

function checkMode(options: StartOptions, known: Identity | undefined): void {
  const { mode, nodeId, clusterId } = options;
  if (known === undefined) {
    if (mode.kind !== "restart") return;
    throw new ClusterError("FAILED_PRECONDITION", "there is no raft state to go on from");
  }
  if (mode.kind === "bootstrap") {
    const message = `there is raft state of cluster ${known.clusterId} already`;
    throw new ClusterError("FAILED_PRECONDITION", message);
  }
  if (known.nodeId !== nodeId || known.clusterId !== clusterId) {
    const message =
      `the raft state is of node ${known.nodeId} in cluster ${known.clusterId}, ` +
      `expected node ${nodeId} in cluster ${clusterId}`;
    throw new ClusterError("FAILED_PRECONDITION", message);
  }
}

/** A new raft id, invented when founding, given by the leader when joining. */
async function becomeSomebody(options: StartOptions): Promise<Identity> {
  const { disk, rng, nodeId, clusterId, mode } = options;
  if (mode.kind !== "join") {
    return { clusterId, nodeId, raftId: newRaftId(rng), peers: [] };
  }
  const { raftId, members } = await askToJoin(options, mode.remoteAddrs);
  const identity = { clusterId, nodeId, raftId, peers: members };
  await writeIdentity(disk, RAFT_DIR, identity);
  return identity;
}

/** Asks each address, follows the one that says who leads, until one lets this node in. */
async function askToJoin(
  options: StartOptions,
  remoteAddrs: readonly string[],
): Promise<JoinResponse> {
  const { transport, clock, nodeId, advertiseAddr: addr, logger } = options;
  const deadline = clock.now() + JOIN_PATIENCE_MS;
  for (let turn = 0, hint: string | undefined; ; turn++) {
    const remote = hint ?? remoteAddrs[turn % Math.max(1, remoteAddrs.length)];
    if (remote === undefined) {
      throw new ClusterError("INVALID_ARGUMENT", "remoteAddrs is empty, expected a manager");
    }
    try {
      return await transport.requestJoin(remote, { nodeId, addr, raftId: 0 });
    } catch (error) {
      const retry = error instanceof ClusterError && error.code === "UNAVAILABLE";
      if (!retry || clock.now() >= deadline) throw error;
      const leader = error.leaderAddr;
      const again = leader === remote ? undefined : leader;
      logger.info({ remote, leader, reason: error.message }, "not let in yet, asking again");
      if (again === undefined) {
        await new Promise<void>((wake) => clock.after(JOIN_RETRY_MS, wake));
      }
      hint = again;
    }
  }
}
