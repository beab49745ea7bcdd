/** The leader's Control over gRPC, as a follower sees it: one channel, to whoever leads now. */
import type { ChannelCredentials } from "@grpc/grpc-js";
import { controlService } from "../../../proto/gen/services.ts";
import type { Method } from "../../../proto/method.ts";
import { SERVER_NAMES } from "../../../shared/caller.ts";
import { ClusterError } from "../../../shared/errors.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import type { RaftMember } from "../../raft/consensus.ts";
import type { LeaderControl } from "../service.ts";

export interface GrpcLeaderControl extends LeaderControl {
  close(): void;
}

export function createLeaderControl(credentials: () => ChannelCredentials): GrpcLeaderControl {
  let channel: GrpcChannel | undefined;
  function call<Request extends object, Response extends object>(
    leader: RaftMember,
    method: Method<Request, Response>,
    request: Request,
    signal: AbortSignal,
  ): Promise<Response> {
    if (channel?.address !== leader.addr) {
      channel?.close();
      channel = new GrpcChannel({
        address: leader.addr,
        credentials: credentials(),
        serverName: SERVER_NAMES.manager,
      });
    }
    return channel.call(method, request, { signal });
  }
  return {
    async create(leader, request, signal) {
      const response = await call(leader, controlService.create, request, signal);
      if (response.id == null || response.id === "") {
        throw new ClusterError("INTERNAL", "the leader answered without an id");
      }
      return { id: response.id, warnings: response.warnings ?? [] };
    },
    async update(leader, request, signal) {
      const response = await call(leader, controlService.update, request, signal);
      return { warnings: response.warnings ?? [] };
    },
    async remove(leader, request, signal) {
      await call(leader, controlService.remove, request, signal);
    },
    async usage(leader, request, signal) {
      const { taskIds, ...range } = request;
      const query = { ...range, taskIds: [...taskIds] };
      const response = await call(leader, controlService.queryUsage, query, signal);
      return response.json ?? new Uint8Array(0);
    },
    async leave(leader, nodeId, signal) {
      await call(leader, controlService.leave, { nodeId }, signal);
    },
    close() {
      channel?.close();
      channel = undefined;
    },
  };
}
