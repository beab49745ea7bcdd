/**
 * Majority quorums: which index has a majority of `voters` stored, and is an election decided?
 * The answers for no voters at all ("everything", "won") make an empty half of a joint quorum
 * drop out of the conjunction.
 */

export type VoteResult = "pending" | "lost" | "won";

/** The last index that a voter is known to store; undefined if nothing is known of it. */
export type AckedIndex = (voter: number) => number | undefined;

/** "Everything": what an empty set of voters has committed. */
export const EVERY_INDEX: number = Number.POSITIVE_INFINITY;

/** The largest index that a majority of the voters has stored. */
export function majorityCommitted(voters: ReadonlySet<number>, acked: AckedIndex): number {
  const n = voters.size;
  if (n === 0) return EVERY_INDEX;
  const indexes: number[] = [];
  for (const voter of voters) insertSorted(indexes, acked(voter) ?? 0);
  // Ascending: of n indexes, floor(n/2)+1 are at least the one at this position.
  return indexes[n - (Math.floor(n / 2) + 1)] ?? 0;
}

/** Groups are small: an insertion beats a sort with its comparison callback. */
function insertSorted(sorted: number[], value: number): void {
  let at = sorted.length;
  sorted.push(value);
  for (; at > 0; at--) {
    const before = sorted[at - 1] ?? 0;
    if (before <= value) break;
    sorted[at] = before;
  }
  sorted[at] = value;
}

/** Voters without a vote are undecided; votes of others do not count. */
export function majorityVote(
  voters: ReadonlySet<number>,
  votes: ReadonlyMap<number, boolean>,
): VoteResult {
  if (voters.size === 0) return "won";
  let granted = 0;
  let undecided = 0;
  for (const voter of voters) {
    const vote = votes.get(voter);
    if (vote === undefined) undecided++;
    else if (vote) granted++;
  }
  const quorum = Math.floor(voters.size / 2) + 1;
  if (granted >= quorum) return "won";
  return granted + undecided >= quorum ? "pending" : "lost";
}
