/**
 * Three kinds of failure: an expected refusal is a value that `step` and `propose` return; a bad
 * configuration is a ConfigError; a broken invariant throws InvariantError, after which the node
 * must not be used again, since its log can no longer be trusted.
 */

export type RefusalCode = "proposal-dropped" | "step-local-message" | "step-peer-not-found";

/** Why a step or a proposal was not taken. Compare with the constants below. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

/**
 * No leader, a leader that hands over or was removed, forwarding disabled, a full log: the caller
 * may try again later. The proposal has certainly not been appended here.
 */
export const ErrProposalDropped: Refusal = Object.freeze({
  code: "proposal-dropped",
  message: "raft proposal dropped",
});

export const ErrStepLocalMsg: Refusal = Object.freeze({
  code: "step-local-message",
  message: "raft: cannot step raft local message",
});

/** A response from a node that is no member (any more). */
export const ErrStepPeerNotFound: Refusal = Object.freeze({
  code: "step-peer-not-found",
  message: "raft: cannot step as peer not found",
});

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function fail(message: string): never {
  throw new InvariantError(message);
}
