import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as services from "../../proto/gen/services.ts";
import type { Method } from "../../proto/method.ts";
import { SERVER_NAMES } from "../../shared/caller.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { GrpcChannel } from "../../shared/node/grpc/channel.ts";
import { GrpcServer } from "../../shared/node/grpc/server.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../shared/node/pki.ts";
import { anonymousCredentials, type KeyPair, TlsIdentity } from "../../shared/node/tls.ts";
import { ACCESS, type Access, authorizer } from "./authorization.ts";

const CLUSTER = "cluster0000000000000000aa" as ClusterId;
const REMOVED = "removed000000000000000000" as NodeId;

const CALLERS = ["anonymous", "worker", "manager", "removed", "foreign"] as const;
type CallerName = (typeof CALLERS)[number];

/** Who gets in at each level. */
const LET_IN: { readonly [A in Access]: readonly CallerName[] } = {
  anyone: ["anonymous", "worker", "manager"],
  node: ["worker", "manager"],
  manager: ["manager"],
};

const rows = Object.entries(services).flatMap(([service, methods]) =>
  Object.entries(methods).flatMap(([name, method]) => {
    const access = (ACCESS[service as keyof typeof services] as Record<string, Access>)[name];
    return CALLERS.map((caller) => ({
      path: (method as Method<object, object>).path,
      method: method as Method<object, object>,
      caller,
      letIn: access !== undefined && LET_IN[access].includes(caller),
    }));
  }),
);

describe("every method, every caller, over TLS", () => {
  let server: GrpcServer;
  const channels = new Map<CallerName, GrpcChannel>();

  beforeAll(async () => {
    const root = await createRoot(Date.now());
    const certificate = async (
      nodeId: string,
      role: "worker" | "manager",
      clusterId: ClusterId = CLUSTER,
    ): Promise<KeyPair> => {
      const { csrPem, keyPem } = await createSigningRequest();
      const now = Date.now();
      const who = { nodeId: nodeId as NodeId, role, clusterId };
      const certPem = await issueCertificate({ root, csrPem, ...who, now, lifeMs: 3_600_000 });
      return { certPem, keyPem };
    };
    server = new GrpcServer({
      identity: new TlsIdentity(root.certPem, await certificate("server", "manager")),
      authorize: authorizer({
        clusterId: () => CLUSTER,
        isRemoved: (nodeId) => nodeId === REMOVED,
      }),
      log: silentLogger,
    });
    registerAll(server);
    const address = `127.0.0.1:${await server.listen("127.0.0.1:0")}`;
    const open = (name: CallerName, pair: KeyPair | undefined): void => {
      const credentials =
        pair === undefined
          ? anonymousCredentials(root.certPem)
          : new TlsIdentity(root.certPem, pair).channelCredentials();
      channels.set(
        name,
        new GrpcChannel({ address, credentials, serverName: SERVER_NAMES.manager }),
      );
    };
    open("anonymous", undefined);
    open("worker", await certificate("worker", "worker"));
    open("manager", await certificate("manager", "manager"));
    open("removed", await certificate(REMOVED, "manager"));
    open("foreign", await certificate("foreign", "manager", "another" as ClusterId));
  });

  afterAll(async () => {
    for (const channel of channels.values()) channel.close();
    await server.stop(100);
  });

  test.each(rows)("$path by $caller: let in $letIn", async ({ method, caller, letIn }) => {
    const channel = channels.get(caller);
    if (channel === undefined) throw new Error(`no channel for ${caller}`);
    const error = await new Promise<ClusterError | undefined>((resolve) => {
      const stream = channel.open(method);
      stream.onMessage(() => {});
      stream.onClose(resolve);
      stream.send({});
      stream.end();
    });
    // The handlers of this test refuse everyone with ABORTED: who sees that was let in.
    expect(error?.code, error?.message).toBe(letIn ? "ABORTED" : "PERMISSION_DENIED");
  });
});

function registerAll(server: GrpcServer): void {
  const inside = new ClusterError("ABORTED", "let in");
  const all = Object.values(services).flatMap((service) => Object.values(service));
  for (const method of all as Method<object, object>[]) {
    if (method.requestStream && method.responseStream) {
      server.stream(method, (stream) => stream.fail(inside));
    } else if (method.requestStream) {
      server.clientStream(method, () => Promise.reject(inside));
    } else if (method.responseStream) {
      server.serverStream(method, (_request, stream) => stream.fail(inside));
    } else {
      server.unary(method, () => Promise.reject(inside));
    }
  }
}
