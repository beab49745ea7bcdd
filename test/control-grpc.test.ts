/** A write that reaches a follower: it goes to the leader and comes back as the leader's answer. */
import { afterEach, expect, test } from "vitest";
import { serveControl } from "../manager/control/adapters/control-server.ts";
import { createLeaderControl } from "../manager/control/adapters/leader-control.ts";
import { updateRequest } from "../manager/control/requests.ts";
import { Control, type ControlPorts } from "../manager/control/service.ts";
import { gatewayForTest } from "../manager/gateway/testing/gateway.ts";
import type { Consensus } from "../manager/raft/consensus.ts";
import type { ClusterId, NodeId } from "../shared/ids.ts";
import { silentLogger } from "../shared/logger.ts";
import { GrpcServer } from "../shared/node/grpc/server.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../shared/node/pki.ts";
import { type KeyPair, TlsIdentity } from "../shared/node/tls.ts";
import { seededRng } from "../shared/rng.ts";
import { eventually } from "./lib/wait.ts";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

async function identity(root: KeyPair, id: string): Promise<TlsIdentity> {
  const { csrPem, keyPem } = await createSigningRequest();
  const who = { nodeId: id as NodeId, role: "manager", clusterId: "c" as ClusterId } as const;
  const given = { root, csrPem, now: Date.now(), lifeMs: 3_600_000 };
  const certPem = await issueCertificate({ ...given, ...who });
  return new TlsIdentity(root.certPem, { certPem, keyPem });
}

async function startPair() {
  const root = await createRoot(Date.now());
  const leader = await gatewayForTest();
  const server = new GrpcServer({
    identity: await identity(root, "m1"),
    authorize: () => undefined,
    log: silentLogger,
  });
  let asked = 0;
  const leadership = () => {
    asked++;
    return leader.consensus.leadership();
  };
  serveControl(server, leader.control, { leadership });
  const port = await server.listen("127.0.0.1:0");
  open.push(() => void server.stop(0).catch(() => {}));
  const own = await identity(root, "m2");
  const calls = createLeaderControl(() => own.channelCredentials());
  open.push(() => calls.close());
  const member = { raftId: 1, nodeId: "m1" as NodeId, addr: `127.0.0.1:${port}` };
  const status = { ...leader.consensus.status(), raftId: 2, leader: { ...member } };
  const consensus = {
    status: () => status,
    leadership: () => undefined,
    onStatus: () => ({ close: () => {} }),
    onLeadership: () => ({ close: () => {} }),
  } as unknown as Consensus;
  const ports: ControlPorts = {
    store: leader.store,
    consensus,
    leader: calls,
    rng: seededRng(2),
    hostNetworks: () => [],
    freshSecrets: () => {
      throw new Error("only the leader decides");
    },
    prepareRotation: () => Promise.reject(new Error("only the leader decides")),
    usage: () => Promise.reject(new Error("only the leader knows")),
    now: () => 0,
    logger: silentLogger,
  };
  return { leader, follower: new Control(ports), asked: () => asked };
}

const signal = new AbortController().signal;
const encode = (document: object): Uint8Array => new TextEncoder().encode(JSON.stringify(document));
const WEB = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "nginx" } } };

test("writes arrive whole, and refusals come back as they were", async () => {
  const { leader, follower } = await startPair();
  const registryAuth = new Uint8Array([1, 2, 3]);
  const request = { kind: "service", specJson: encode(WEB), registryAuth } as const;
  const { id } = await follower.create(request, signal);
  const [service] = leader.store.view((tx) => tx.by("service", "name", "web"));
  expect(service).toMatchObject({ id, spec: WEB });
  expect([...(service?.registryAuth ?? [])]).toEqual([1, 2, 3]);

  await expect(follower.create(request, signal)).rejects.toMatchObject({
    code: "ALREADY_EXISTS",
    message: "name conflicts with an existing object: service web already exists",
  });
  const stale = updateRequest({ kind: "service", id, versionIndex: 1, specJson: encode(WEB) });
  await expect(follower.update(stale, signal)).rejects.toMatchObject({
    code: "UNKNOWN",
    message: "update out of sequence",
  });
  const usage = await follower.usage({ sinceMs: 0, untilMs: 1, taskIds: [] }, signal);
  expect(new TextDecoder().decode(usage)).toBe('{"tasks":[]}');
  await follower.remove({ kind: "service", id, force: false }, signal);
  expect(leader.store.view((tx) => tx.count("service"))).toBe(0);
});

test("between two leaders a write waits, and is done once", async () => {
  const { leader, follower, asked } = await startPair();
  leader.consensus.loseLead();
  const registryAuth = new Uint8Array(0);
  const request = { kind: "service", specJson: encode(WEB), registryAuth } as const;
  const made = follower.create(request, signal);
  await eventually("it was asked again", 10_000, () => asked() > 2);
  leader.consensus.becomeLeader();
  const { id } = await made;
  expect(leader.store.view((tx) => [...tx.all("service")].map((one) => one.id))).toEqual([id]);
});

test("with nobody to lead it is given up when its caller does, and nothing was done", async () => {
  const { leader, follower, asked } = await startPair();
  leader.consensus.loseLead();
  const caller = new AbortController();
  const registryAuth = new Uint8Array(0);
  const request = { kind: "service", specJson: encode(WEB), registryAuth } as const;
  const outcome = follower.create(request, caller.signal).catch(({ code }) => code);
  await eventually("it was asked again", 10_000, () => asked() > 2);
  caller.abort();
  expect(["UNAVAILABLE", "CANCELLED"]).toContain(await outcome);
  leader.consensus.becomeLeader();
  expect(leader.store.view((tx) => tx.count("service"))).toBe(0);
});
