/**
 * Control as the other managers (and leaving nodes) call it. Who may call is decided before, by
 * the authorization table; only the leader answers, so that nothing is forwarded twice.
 */
import { controlService } from "../../../proto/gen/services.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { CallContext, GrpcServer } from "../../../shared/node/grpc/server.ts";
import { withTimeout } from "../../../shared/node/with-timeout.ts";
import type { Consensus } from "../../raft/consensus.ts";
import { type Control, REQUEST_TIMEOUT_MS } from "../service.ts";
import { fromCreate, fromRemove, fromUpdate, fromUsage } from "../wire.ts";

export function serveControl(
  server: Pick<GrpcServer, "unary">,
  control: Control,
  consensus: Pick<Consensus, "leadership">,
): void {
  const bounded = (context: CallContext): AbortSignal => {
    if (consensus.leadership() === undefined) {
      throw new ClusterError("ABORTED", "this manager does not lead the swarm: please try again");
    }
    return withTimeout(context.signal, REQUEST_TIMEOUT_MS);
  };
  server.unary(controlService.create, async (request, context) => {
    const { id, warnings } = await control.createHere(fromCreate(request), bounded(context));
    return { id, warnings: [...warnings] };
  });
  server.unary(controlService.update, async (request, context) => {
    const { warnings } = await control.updateHere(fromUpdate(request), bounded(context));
    return { warnings: [...warnings] };
  });
  server.unary(controlService.remove, async (request, context) => {
    await control.removeHere(fromRemove(request), bounded(context));
    return {};
  });
  server.unary(controlService.queryUsage, async (request, context) => ({
    json: await control.usageHere(fromUsage(request), bounded(context)),
  }));
  server.unary(controlService.leave, async (request, context) => {
    const { caller } = context;
    if (caller.kind !== "node") {
      throw new ClusterError("PERMISSION_DENIED", "leave: expected a node's certificate");
    }
    // A worker speaks for itself; a manager may pass on what a worker told it.
    const nodeId =
      caller.role === "manager" && request.nodeId
        ? (request.nodeId as typeof caller.nodeId)
        : caller.nodeId;
    await control.leaveHere(nodeId, bounded(context));
    return {};
  });
}
