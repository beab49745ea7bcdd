/**
 * Raft's safety properties (Raft paper, figure 3), seen from outside: from what managers send to
 * each other and from what they give their state machines.
 */
import { createHash } from "node:crypto";
import { type Message, MessageType } from "raft-ts";
import { type Report, Violation } from "./violation.ts";

export interface Committed {
  readonly index: number;
  readonly term: number;
  readonly data: Uint8Array;
}

interface Agreed {
  readonly term: number;
  readonly digest: string;
  readonly by: string;
}

export class RaftWitness {
  readonly #report: Report;
  /** By term. */
  readonly #leaders = new Map<number, number>();
  /** By term and voter. */
  readonly #votes = new Map<string, number>();
  /** By term and index: what the entry is, and the term of the one before it. */
  readonly #entries = new Map<string, { readonly digest: string; readonly before: number }>();
  /** By index. */
  readonly #agreed: (Agreed | undefined)[] = [];
  /** By index: a digest of the whole state, and whose it was. */
  readonly #states = new Map<number, { readonly digest: string; readonly by: string }>();

  constructor(report: Report) {
    this.#report = report;
  }

  get lastCommitted(): number {
    return Math.max(0, this.#agreed.length - 1);
  }

  sent(by: string, message: Message): void {
    switch (message.type) {
      case MessageType.App:
        this.#append(by, message);
        break;
      case MessageType.Heartbeat:
      case MessageType.Snap:
        this.leads(by, message.from, message.term);
        break;
      case MessageType.VoteResp:
        if (!message.reject) this.#voted(by, message);
        break;
      default:
    }
  }

  /** Election safety: at most one leader a term. */
  leads(by: string, raftId: number, term: number): void {
    const known = this.#leaders.get(term);
    if (known === undefined) this.#leaders.set(term, raftId);
    else if (known !== raftId) {
      this.#violated("one leader a term", `${by} leads term ${term}, which ${known} has led`);
    }
  }

  #voted(by: string, message: Message): void {
    const key = `${message.term}/${message.from}`;
    const known = this.#votes.get(key);
    if (known === undefined) this.#votes.set(key, message.to);
    else if (known !== message.to) {
      const what = `${by} voted for ${known} and for ${message.to} in term ${message.term}`;
      this.#violated("one vote a term", what);
    }
  }

  /** Log matching: an index and a term name one entry, and with it all before it. */
  #append(by: string, message: Message): void {
    this.leads(by, message.from, message.term);
    let before = message.logTerm;
    for (const { index, term, data } of message.entries) {
      const key = `${term}/${index}`;
      const digest = digestOf(data);
      const known = this.#entries.get(key);
      if (known === undefined) this.#entries.set(key, { digest, before });
      else if (known.digest !== digest || known.before !== before) {
        this.#violated("log matching", `${by} sends another entry ${index} of term ${term}`);
      }
      before = term;
    }
  }

  /** State machine safety: what one has applied at an index, all apply there. */
  applied(by: string, { index, term, data }: Committed): void {
    const known = this.#agreed[index];
    const digest = digestOf(data);
    if (known === undefined) {
      this.#agreed[index] = { term, digest, by };
    } else if (known.term !== term || known.digest !== digest) {
      const what = `${by} applies an entry of term ${term} at ${index}, ${known.by} applied another, of term ${known.term}`;
      this.#violated("state machine safety", what);
    }
  }

  /** Every entry, in order, each once. */
  follows(by: string, before: number, index: number): void {
    if (index === before + 1) return;
    this.#violated("no entry left out", `${by} applies ${index} to a state of ${before}`);
  }

  /**
   * Leader completeness: whoever leads has every entry that was committed in an earlier term.
   * `first` is the index of its own term's first entry: all before it is what it came with.
   */
  takesLead(by: string, term: number, first: number): void {
    for (let index = this.#agreed.length - 1; index >= first; index--) {
      const known = this.#agreed[index];
      if (known === undefined || known.term >= term) continue;
      const what = `${by} leads term ${term} from ${first} on, without entry ${index} of term ${known.term}`;
      this.#violated("leader completeness", what);
    }
  }

  /** Equal states at equal indexes, whichever way they came about. */
  state(by: string, index: number, chunks: Iterable<Uint8Array>): void {
    const hash = createHash("sha256");
    for (const chunk of chunks) hash.update(chunk);
    const digest = hash.digest("hex").slice(0, 16);
    const known = this.#states.get(index);
    if (known === undefined) this.#states.set(index, { digest, by });
    else if (known.digest !== digest) {
      this.#violated("equal states", `${by} and ${known.by} differ at ${index}`);
    }
  }

  #violated(promise: string, what: string): void {
    this.#report(new Violation(promise, what));
  }
}

function digestOf(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("base64").slice(0, 12);
}
