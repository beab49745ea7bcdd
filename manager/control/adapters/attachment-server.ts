/**
 * Nodes ask for addresses for containers of their own. The allocator gives them as it does to
 * tasks; here the answer is waited for.
 */

import { resourceAllocatorService } from "../../../proto/gen/services.ts";
import type { skep } from "../../../proto/messages.ts";
import { encodeAttachment } from "../../../shared/domain/codec.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import { ClusterError } from "../../../shared/errors.ts";
import { type NodeId, newId, type TaskId } from "../../../shared/ids.ts";
import type { CallContext, GrpcServer } from "../../../shared/node/grpc/server.ts";
import { withTimeout } from "../../../shared/node/with-timeout.ts";
import type { Rng } from "../../../shared/rng.ts";
import type { Consensus } from "../../raft/consensus.ts";
import type { Store } from "../../store/types.ts";
import { type AttachRequest, attachContainer, detachContainer } from "../attachment-writes.ts";

export interface AttachmentPorts {
  readonly store: Store;
  readonly consensus: Pick<Consensus, "leadership">;
  readonly rng: Rng;
}

/** Swarm's own: whoever started the container waits no longer. */
const ATTACH_TIMEOUT_MS = 20_000;
const WRITE_TIMEOUT_MS = 5_000;

export function serveAttachments(
  server: Pick<GrpcServer, "unary">,
  { store, consensus, rng }: AttachmentPorts,
): void {
  const requireLead = (): void => {
    if (consensus.leadership() !== undefined) return;
    throw new ClusterError("UNAVAILABLE", "this manager does not lead the swarm: please try again");
  };
  server.unary(resourceAllocatorService.attachNetwork, async (message, context) => {
    requireLead();
    const request = fromAttach(message, nodeOf(message, context));
    const fresh = newId<TaskId>(rng);
    const signal = withTimeout(context.signal, ATTACH_TIMEOUT_MS);
    const id = await store.update((tx) => attachContainer(tx, fresh, request), signal);
    const task = await whenAllocated(store, id, request, signal).catch(async (error: unknown) => {
      if (id === fresh) await giveBack(store, id, request.nodeId);
      throw error;
    });
    const [attachment] = task.networks;
    if (attachment === undefined) throw new ClusterError("INTERNAL", `task ${id}: no address`);
    return { taskId: id, attachment: encodeAttachment(attachment) };
  });
  server.unary(resourceAllocatorService.detachNetwork, async (message, context) => {
    requireLead();
    const nodeId = nodeOf(message, context);
    const id = (message.taskId ?? "") as TaskId;
    const signal = withTimeout(context.signal, WRITE_TIMEOUT_MS);
    await store.update((tx) => detachContainer(tx, id, nodeId), signal);
    return {};
  });
}

/** A worker speaks for itself; a manager may pass on what a worker told it. */
function nodeOf(message: { nodeId?: string | null }, { caller }: CallContext): NodeId {
  if (caller.kind !== "node") {
    throw new ClusterError("PERMISSION_DENIED", "expected a node's certificate");
  }
  return caller.role === "manager" && message.nodeId ? (message.nodeId as NodeId) : caller.nodeId;
}

function fromAttach(
  message: skep.v1.AttachNetworkRequest.$Properties,
  nodeId: NodeId,
): AttachRequest {
  return {
    network: message.network ?? "",
    containerId: message.containerId ?? "",
    containerName: message.containerName ?? "",
    addresses: message.addresses ?? [],
    aliases: message.aliases ?? [],
    nodeId,
  };
}

async function giveBack(store: Store, id: TaskId, nodeId: NodeId): Promise<void> {
  // The call fails with what went wrong first; a task that stays is found again by the next call.
  const signal = AbortSignal.timeout(WRITE_TIMEOUT_MS);
  await store.update((tx) => detachContainer(tx, id, nodeId), signal).catch(() => {});
}

/** Resolves with the task as soon as it has its address. */
function whenAllocated(
  store: Store,
  id: TaskId,
  { addresses }: AttachRequest,
  signal: AbortSignal,
): Promise<Task> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const task = store.view((tx) => tx.get("task", id));
      if (task === undefined) {
        end(() => reject(new ClusterError("ABORTED", `task ${id} was removed`)));
      } else if (task.networks.length > 0) {
        end(() => resolve(task));
      } else if (addresses.length > 0 && task.status.err !== undefined) {
        // Another one is not what was asked for: no use in waiting.
        const { err } = task.status;
        end(() => reject(new ClusterError("ALREADY_EXISTS", err)));
      }
    };
    const abort = (): void => {
      const why = store.view((tx) => tx.get("task", id))?.status.err;
      const text = why ?? "no address was allocated in time";
      end(() => reject(new ClusterError("RESOURCE_EXHAUSTED", text)));
    };
    const { subscription } = store.watch(() => undefined, look);
    const end = (how: () => void): void => {
      signal.removeEventListener("abort", abort);
      // Listeners must not be taken away while they are told.
      queueMicrotask(() => subscription.close());
      how();
    };
    signal.addEventListener("abort", abort, { once: true });
    look();
    if (signal.aborted) abort();
  });
}
