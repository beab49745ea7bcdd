/**
 * Bugs planted on purpose, each a classic: a checker that finds none of them checks nothing. Each
 * replaces one method of the real code for the time of a run.
 */
import { HostConsensus } from "../../manager/raft/host-consensus.ts";
import { Wal } from "../../manager/raft/wal.ts";
import type { WalRecord } from "../../manager/raft/wal-record.ts";
import { NodeState } from "../../manager/scheduler/node-state.ts";
import { RaftStore } from "../../manager/store/store.ts";
import type { LogIndex } from "../../shared/ids.ts";
import { RaftLog } from "../../shared/raft-ts/src/log.ts";
import { Raft } from "../../shared/raft-ts/src/raft.ts";
import { Tracker } from "../../shared/raft-ts/src/tracker.ts";
import type { SimulationOptions } from "./simulation.ts";

export interface PlantedBug {
  readonly name: string;
  /** What the run is like in which it shows. */
  readonly run: Omit<SimulationOptions, "seed">;
  /** Any of these promises may be the first that is seen broken. */
  readonly breaks: readonly string[];
  /** Puts it in; what comes back takes it out again. */
  readonly plant?: () => () => void;
}

/** Replaces a method of a class. */
function replace<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  by: (original: T[K]) => T[K],
): () => void {
  const original = prototype[name];
  prototype[name] = by(original);
  return () => {
    prototype[name] = original;
  };
}

const CRASHES = ["crash", "crash-several", "kill-leader", "lossy"];
const CUTS = ["isolate", "partition", "one-way", "kill-leader", "lossy"];
const LOST_ENTRIES = [
  "leader completeness",
  "state machine safety",
  "equal states",
  "no acknowledged write is lost",
  "linearizable registers",
  "no invariant breaks",
  "what was synced stays",
  "log matching",
];

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "a vote is not persisted",
    run: { managers: 5, faults: CRASHES, faultEveryMs: 200 },
    breaks: ["one vote a term", "one leader a term"],
    plant: () =>
      replace(
        Wal.prototype,
        "append",
        (append) =>
          function (this: Wal, records) {
            return append.call(this, records.map(withoutVote));
          },
      ),
  },
  {
    name: "a vote without its term persisted",
    run: { managers: 5, faults: CRASHES, faultEveryMs: 200 },
    breaks: ["one vote a term", "one leader a term"],
    plant: () =>
      replace(
        Wal.prototype,
        "append",
        (append) =>
          function (this: Wal, records) {
            const withEntries = records.some(({ kind }) => kind === "entry");
            const written = records.filter(({ kind }) => withEntries || kind !== "hard-state");
            return append.call(this, written);
          },
      ),
  },
  {
    name: "a vote for one whose log is behind",
    run: { managers: 5, faults: ["partition", "one-way", "kill-leader"], faultEveryMs: 300 },
    breaks: LOST_ENTRIES,
    plant: () => replace(RaftLog.prototype, "isUpToDate", () => () => true),
  },
  {
    name: "entries taken without a look at what comes before them",
    run: { managers: 3, faults: CUTS, faultEveryMs: 500 },
    breaks: LOST_ENTRIES,
    plant: () => replace(RaftLog.prototype, "matches", () => () => true),
  },
  {
    name: "a sync that does nothing",
    run: {
      managers: 3,
      faults: CRASHES,
      faultEveryMs: 400,
      plant: ({ managers }) => {
        for (const host of managers.hosts) host.machine.liesAboutSync = true;
      },
    },
    breaks: [
      ...LOST_ENTRIES,
      "one vote a term",
      "one leader a term",
      "a healed cluster comes to rest",
    ],
  },
  {
    name: "an answer before the sync",
    run: {
      managers: 3,
      faults: CRASHES,
      faultEveryMs: 400,
      plant: ({ managers }) => {
        // On a slow disk there is more that is not synced yet.
        for (const host of managers.hosts) host.machine.slowMs = 300;
      },
    },
    breaks: [...LOST_ENTRIES, "one vote a term", "one leader a term"],
    plant: () =>
      replace(
        Wal.prototype,
        "append",
        (append) =>
          function (this: Wal, records) {
            append.call(this, records).catch(() => {});
            return Promise.resolve();
          },
      ),
  },
  {
    name: "a quorum of one too few",
    run: { managers: 3, faults: CUTS, faultEveryMs: 500 },
    breaks: LOST_ENTRIES,
    plant: () =>
      replace(
        Tracker.prototype,
        "committed",
        () =>
          function (this: Tracker) {
            const voters = [...this.members.voters.incoming];
            const stored = voters.map((id) => this.progress.get(id)?.match ?? 0);
            const tooFew = Math.floor(voters.length / 2);
            return stored.sort((a, b) => b - a)[Math.max(0, tooFew - 1)] ?? 0;
          },
      ),
  },
  {
    // Figure 8 of the paper.
    name: "a commit counted from an old term",
    run: {
      managers: 5,
      faults: ["figure-8"],
      faultEveryMs: 4_000,
      maxMessageBytes: 0,
    },
    breaks: LOST_ENTRIES,
    plant: () =>
      replace(
        Raft.prototype,
        "maybeCommit",
        () =>
          function (this: Raft) {
            const index = this.tracker.committed();
            return this.log.maybeCommit({ index, term: this.log.termOrZero(index) });
          },
      ),
  },
  {
    name: "a read without asking the quorum",
    run: { managers: 3, faults: CUTS, faultEveryMs: 800 },
    breaks: ["linearizable registers"],
    plant: () =>
      replace(
        HostConsensus.prototype,
        "readBarrier",
        () =>
          function (this: HostConsensus) {
            return Promise.resolve(this.status().applied);
          },
      ),
  },
  {
    name: "a write acknowledged when it is proposed",
    run: { managers: 3, faults: CUTS, faultEveryMs: 500 },
    breaks: ["linearizable registers", "no acknowledged write is lost"],
    plant: () =>
      replace(
        HostConsensus.prototype,
        "propose",
        (propose) =>
          function (this: HostConsensus, data, signal) {
            propose.call(this, data, signal).catch(() => {});
            return Promise.resolve(0 as LogIndex);
          },
      ),
  },
  {
    name: "a snapshot named after the entry behind it",
    run: { managers: 3, faults: ["crash", "kill", "replace", "isolate"], faultEveryMs: 500 },
    breaks: LOST_ENTRIES,
    plant: () =>
      replace(
        RaftStore.prototype,
        "image",
        (image) =>
          function (this: RaftStore) {
            const real = image.call(this);
            return { index: (real.index + 1) as LogIndex, chunks: () => real.chunks() };
          },
      ),
  },
  {
    name: "a manager that leaves an entry out",
    run: { managers: 3, faults: ["transfer"] },
    breaks: ["equal states"],
    plant: () => {
      let applied = 0;
      return replace(
        RaftStore.prototype,
        "apply",
        (apply) =>
          function (this: RaftStore, entries) {
            applied += entries.length;
            const left =
              applied % 100 === 0 ? entries.map((one) => ({ ...one, data: NONE })) : entries;
            apply.call(this, left);
          },
      );
    },
  },
  {
    name: "a scheduler that forgets what a node has given away",
    run: { managers: 1, workers: 3, faults: ["agent-crash", "lossy"] },
    breaks: ["no node over-committed"],
    plant: () => replace(NodeState.prototype, "reserve", () => () => {}),
  },
];

const NONE = new Uint8Array(0);

function withoutVote(record: WalRecord): WalRecord {
  return record.kind === "hard-state" ? { ...record, vote: 0 } : record;
}
