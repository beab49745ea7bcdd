/** Reads that wait for a quorum. */
import { describe, expect, it } from "vitest";
import { Network } from "../test/network.ts";
import { ConfChangeType } from "./conf-change.ts";
import { MessageType, NO_BYTES, newMessage } from "./message.ts";
import { ReadOnlyQueue } from "./read-only.ts";

const VOTERS = { incoming: new Set([1, 2, 3]), outgoing: new Set<number>() };
const JOINT = { incoming: new Set([1, 2, 3]), outgoing: new Set([1, 4, 5]) };

/** Three reads; contexts[i] is what heartbeats carried after the first i. */
function waiting(): { queue: ReadOnlyQueue; contexts: readonly Uint8Array[] } {
  const queue = new ReadOnlyQueue();
  const contexts = [queue.heartbeatContext()];
  for (const index of [10, 20, 30]) {
    queue.add(index, newMessage({ type: MessageType.ReadIndex }));
    contexts.push(queue.heartbeatContext());
  }
  return { queue, contexts };
}

type Ack = readonly [from: number, read: number];

describe("a read is confirmed", () => {
  it.each<{ name: string; voters: typeof VOTERS; acks: readonly Ack[]; confirmed: number[] }>([
    { name: "by none of three: no", voters: VOTERS, acks: [], confirmed: [] },
    { name: "by one of three: no", voters: VOTERS, acks: [[1, 3]], confirmed: [] },
    {
      name: "with all before it, by two",
      voters: VOTERS,
      acks: [
        [1, 3],
        [2, 2],
      ],
      confirmed: [10, 20],
    },
    {
      name: "also if an older answer comes later",
      voters: VOTERS,
      acks: [
        [1, 3],
        [2, 3],
        [2, 1],
      ],
      confirmed: [10, 20, 30],
    },
    {
      name: "not by who is no voter",
      voters: VOTERS,
      acks: [
        [1, 3],
        [9, 3],
      ],
      confirmed: [],
    },
    {
      name: "while joint, not by one majority",
      voters: JOINT,
      acks: [
        [1, 3],
        [2, 3],
      ],
      confirmed: [],
    },
    {
      name: "while joint, by both",
      voters: JOINT,
      acks: [
        [1, 3],
        [2, 3],
        [5, 1],
      ],
      confirmed: [10],
    },
  ])("$name", ({ voters, acks, confirmed }) => {
    const { queue, contexts } = waiting();
    for (const [from, read] of acks) queue.receiveAck(from, contexts[read] ?? NO_BYTES);
    expect(queue.takeConfirmed(voters).map((read) => read.index)).toEqual(confirmed);
    expect(queue.takeConfirmed(voters)).toEqual([]);
    expect(queue.heartbeatContext().length).toBe(confirmed.length === 3 ? 0 : 8);
  });

  it("not by bytes that no heartbeat has carried", () => {
    const { queue, contexts } = waiting();
    queue.receiveAck(1, contexts[3] ?? NO_BYTES);
    for (const bytes of [NO_BYTES, Uint8Array.of(9)]) queue.receiveAck(2, bytes);
    expect(queue.takeConfirmed(VOTERS)).toEqual([]);
  });

  it("by the leader itself and one follower of two", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    network.isolate(3);
    const requestContext = Uint8Array.of(7);
    first.raw.readIndex(requestContext);
    network.settle();
    expect(first.reads).toEqual([{ index: 2, requestContext }]);
  });

  it("not by a removed leader alone, though only one voter is left", () => {
    const network = Network.of(2);
    const first = network.elect(1);
    first.raw.proposeConfChange({ type: ConfChangeType.RemoveNode, nodeId: 1 });
    network.settle();
    expect(first.confState.voters).toEqual([2]);
    network.isolate(1);
    first.raw.readIndex(Uint8Array.of(7));
    network.settle();
    expect([first.role, first.reads]).toEqual(["leader", []]);
  });
});
