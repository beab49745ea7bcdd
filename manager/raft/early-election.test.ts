import {
  EMPTY_CONF_STATE,
  MemoryStorage,
  type Message,
  MessageType,
  newMessage,
  RawNode,
  type Role,
} from "raft-ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { Rng } from "../../shared/rng.ts";
import { EarlyElection } from "./early-election.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const [SELF, OTHER, LEADER] = [1, 2, 3];
const TERM = 5;
const HALF: Rng = { next: () => 1 << 31, below: (bound) => bound >>> 1, fraction: () => 0.5 };

describe("an early election", () => {
  let clock: VirtualClock;
  let node: RawNode;
  let early: EarlyElection;
  let asked: Message[];

  beforeEach(() => {
    clock = new VirtualClock();
    asked = [];
    const storage = new MemoryStorage();
    const confState = { ...EMPTY_CONF_STATE, voters: [SELF, OTHER, LEADER] };
    storage.applySnapshot({ meta: { index: 1, term: 1, confState }, data: new Uint8Array(0) });
    node = new RawNode({
      ...{ id: SELF, electionTick: 10, heartbeatTick: 2, preVote: true, checkQuorum: true },
      storage,
      random: () => 0,
    });
    early = new EarlyElection({ node, clock, rng: HALF, act });
    from(LEADER, { type: MessageType.Heartbeat, term: TERM });
  });

  function act(run: () => void): void {
    const before = role();
    run();
    while (node.hasReady()) {
      const ready = node.ready();
      asked.push(...ready.messages.filter(({ type }) => VOTES.has(type)));
      node.advance(ready);
    }
    if (role() === before) return;
    if (role() === "candidate" || role() === "pre-candidate") early.onStanding();
  }

  function from(sender: number, fields: Partial<Message>): void {
    act(() =>
      node.step(newMessage({ type: MessageType.Heartbeat, to: SELF, from: sender, ...fields })),
    );
  }

  function role(): Role {
    return node.basicStatus().role;
  }

  test("begins when the leader's process is gone, and has an end", async () => {
    early.onGone(OTHER);
    await clock.run(1_000);
    expect(role()).toBe("follower");
    early.onGone(LEADER);
    expect(role()).toBe("follower");
    await clock.run(60);
    expect(role()).toBe("pre-candidate");
    await clock.run(1_000);
    const count = asked.length;
    expect(count).toBeGreaterThan(2);
    await clock.run(10_000);
    expect(asked.length).toBe(count);
  });

  test("is not begun by one that hears of a leader again", async () => {
    early.onGone(LEADER);
    from(OTHER, { type: MessageType.Heartbeat, term: TERM + 1 });
    await clock.run(1_000);
    expect(asked).toEqual([]);
  });

  test("waits for the one that it has voted for, but not for long", async () => {
    early.onGone(LEADER);
    await clock.run(40);
    from(OTHER, { type: MessageType.Vote, term: TERM + 1, index: 9, logTerm: TERM });
    await clock.run(30);
    expect(role()).toBe("follower");
    await clock.run(60);
    expect(role()).toBe("pre-candidate");
  });

  test("gives votes time to come, then asks for them anew", async () => {
    early.onGone(LEADER);
    await clock.run(65);
    from(OTHER, { type: MessageType.PreVoteResp, term: TERM + 1 });
    expect(role()).toBe("candidate");
    await clock.run(100);
    expect(role()).toBe("candidate");
    await clock.run(200);
    expect(role()).toBe("pre-candidate");
  });
});

const VOTES: ReadonlySet<MessageType> = new Set([MessageType.Vote, MessageType.PreVote]);
