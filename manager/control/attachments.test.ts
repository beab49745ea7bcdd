/** Containers that no service started: what a node is given, what it is refused, what it gives back. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { resourceAllocatorService } from "../../proto/gen/services.ts";
import type { Caller } from "../../shared/caller.ts";
import type { ClusterId, NetworkId, NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import type { CallContext, GrpcServer } from "../../shared/node/grpc/server.ts";
import { seededRng } from "../../shared/rng.ts";
import { AllocatorLoop } from "../allocator/loop.ts";
import { descriptionFor } from "../allocator/testing.ts";
import { type GatewayForTest, gatewayForTest, nodeForTest } from "../gateway/testing/gateway.ts";
import { serveAttachments } from "./adapters/attachment-server.ts";
import { parseNetworkSpec } from "./network-rules.ts";
import { createNetwork } from "./network-writes.ts";

type Call = (request: never, context: CallContext) => Promise<unknown>;

const calls = new Map<string, Call>();
let gateway: GatewayForTest;
let end: AbortController;

function as(nodeId: string, role: "worker" | "manager" = "worker"): CallContext {
  const caller: Caller = {
    kind: "node",
    nodeId: nodeId as NodeId,
    role,
    clusterId: "c" as ClusterId,
  } as Caller;
  return { caller, signal: end.signal } as CallContext;
}

const attach = (request: object, context: CallContext): Promise<unknown> =>
  calls.get(resourceAllocatorService.attachNetwork.path)?.(request as never, context) ??
  Promise.reject(new Error("not served"));
const detach = (request: object, context: CallContext): Promise<unknown> =>
  calls.get(resourceAllocatorService.detachNetwork.path)?.(request as never, context) ??
  Promise.reject(new Error("not served"));

beforeEach(async () => {
  end = new AbortController();
  gateway = await gatewayForTest();
  const { store, consensus } = gateway;
  const server = {
    unary: (method: { path: string }, handler: Call) => void calls.set(method.path, handler),
  } as unknown as Pick<GrpcServer, "unary">;
  serveAttachments(server, { store, consensus, rng: seededRng(3) });
  const clock = { now: () => 1, after: () => ({ cancel: () => {} }) };
  new AllocatorLoop({ store, clock, logger: silentLogger }).start(end.signal);
  await store.update((tx) => {
    const config = { IPAM: { Config: [{ Subnet: "10.5.0.0/24" }] } };
    const make = (Name: string, more: object): void =>
      createNetwork(
        tx,
        `${Name}-id` as NetworkId,
        parseNetworkSpec({ Name, Driver: "overlay", ...more }),
        [],
      );
    make("open", { Attachable: true, ...config });
    make("shut", {});
    const given = { description: descriptionFor("stack") };
    for (const id of ["w1", "w2"]) tx.create("node", nodeForTest(id as NodeId, given));
  });
});
afterEach(() => end.abort());

it("answers with an address, the same when it is asked again, and puts the node on the network", async () => {
  const request = { network: "open", containerId: "c1", aliases: ["db"] };
  const first = await attach(request, as("w1"));
  expect(first).toMatchObject({
    attachment: { networkId: "open-id", addresses: ["10.5.0.2/24"], aliases: ["db"] },
  });
  expect(await attach(request, as("w1"))).toEqual(first);
  const { taskId } = first as { taskId: string };
  const nodes = (): readonly unknown[] =>
    gateway.store.view((tx) => [...tx.all("node")].map(({ attachments }) => attachments?.length));
  await expect.poll(nodes).toContain(1);
  await expect(detach({ taskId }, as("w2"))).rejects.toThrow(/not an attachment of node w2/);
  await detach({ taskId }, as("w1"));
  await detach({ taskId }, as("w1"));
  expect(gateway.store.view((tx) => tx.count("task"))).toBe(0);
});

it.each([
  ["an unknown network", { network: "none" }, "NOT_FOUND", /network none not found/],
  ["one for services", { network: "shut" }, "PERMISSION_DENIED", /not manually attachable/],
  ["an address elsewhere", { addresses: ["10.6.0.1"] }, "INVALID_ARGUMENT", /10.6.0.1: expected/],
  ["a taken address", { addresses: ["10.5.0.1"] }, "ALREADY_EXISTS", /10.5.0.1.* already in use/],
  ["no container", { containerId: "" }, "INVALID_ARGUMENT", /container_id/],
])("refuses %s, and leaves nothing behind", async (_name, given, code, message) => {
  const request = { network: "open", containerId: "c2", ...given };
  await expect(attach(request, as("w1"))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
  expect(gateway.store.view((tx) => tx.count("task"))).toBe(0);
});

it("a manager may ask for another node, a worker only for itself", async () => {
  const request = { network: "open", containerId: "c3", nodeId: "w2" };
  await attach(request, as("w1"));
  await attach(request, as("m1", "manager"));
  const nodes = gateway.store.view((tx) => [...tx.all("task")].map(({ nodeId }) => nodeId));
  expect(nodes.sort()).toEqual(["w1", "w2"]);
});
