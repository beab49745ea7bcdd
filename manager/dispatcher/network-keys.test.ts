import { expect, test } from "vitest";
import type { Node } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { network, node, Tables } from "../../test/lib/network-world.ts";
import type { NetworkCursor, NetworkState } from "./network-cursor.ts";
import { NetworkView } from "./network-view.ts";

const NEXT = Uint8Array.of(9);
type Name = "a1" | "b1" | "c1";

function member(id: Name, next?: Uint8Array): Node {
  const plain = node({ id, moved: false, down: false, process: false, on: ["front"] });
  const { description } = plain;
  if (description === undefined || next === undefined) return plain;
  return { ...plain, description: { ...description, wireguardNextPublicKey: next } };
}

/** Three nodes on a network that know all there is. */
class World {
  readonly tables = new Tables();
  readonly view = new NetworkView();
  readonly cursors = new Map<Name, NetworkCursor>();

  constructor() {
    this.view.note(this.tables.put("network", network("front", true, "1")));
    for (const name of ["a1", "b1", "c1"] as const) {
      this.put(member(name));
      this.cursors.set(
        name,
        this.view.open(name as unknown as NodeId, () => {}),
      );
    }
    for (const name of this.cursors.keys()) this.take(name);
  }

  put(one: Node): void {
    this.view.note(this.tables.put("node", one));
  }

  /** All that the session is to be told, answered for; the key that it heard of. */
  take(name: Name, answers = true): Uint8Array | undefined {
    const cursor = this.cursors.get(name);
    let key: Uint8Array | undefined;
    for (;;) {
      const state: NetworkState | undefined = cursor?.next(() => this.view.rowsOf(cursor.stack), 0);
      if (state === undefined) return key;
      if ((state.knownWireguardKey?.length ?? 0) > 0) key = state.knownWireguardKey ?? undefined;
      if (answers) cursor?.ack(state.version ?? 0);
    }
  }
}

test("a node hears of its next key when all the others have it in force", () => {
  const world = new World();
  world.put(member("a1", NEXT));
  expect(world.take("a1")).toBeUndefined();
  world.take("b1");
  expect(world.take("a1")).toBeUndefined();
  world.take("c1", false);
  expect(world.take("a1")).toBeUndefined();
  world.cursors.get("c1")?.ack(100);
  expect(world.take("a1")).toEqual(NEXT);
  expect(world.take("a1")).toBeUndefined();
});

test("who is not connected, or goes, is not waited for", () => {
  const world = new World();
  const gone = world.cursors.get("c1");
  world.put(member("a1", NEXT));
  world.take("b1");
  if (gone !== undefined) world.view.close(gone);
  expect(world.take("a1")).toEqual(NEXT);
});

test("who hangs is waited for no more than a minute", () => {
  const world = new World();
  world.put(member("a1", NEXT));
  world.view.sweep(0);
  world.view.sweep(59_999);
  expect(world.take("a1")).toBeUndefined();
  world.view.sweep(60_000);
  expect(world.take("a1")).toEqual(NEXT);
});

test("a node that comes back, perhaps to another leader, hears it again", () => {
  const world = new World();
  world.put(member("a1", NEXT));
  for (const name of ["b1", "c1"] as const) world.take(name);
  world.cursors.set(
    "a1",
    world.view.open("a1" as unknown as NodeId, () => {}),
  );
  expect(world.take("a1")).toBeUndefined();
  for (const name of ["b1", "c1"] as const) world.take(name);
  expect(world.take("a1")).toEqual(NEXT);
});
