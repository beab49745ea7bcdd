/** Reading logs from the leader, over gRPC with this manager's certificate. */
import { logsService } from "../../../proto/gen/services.ts";
import { SERVER_NAMES } from "../../../shared/caller.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import type { TlsIdentity } from "../../../shared/node/tls.ts";
import type { LogBrokerOptions } from "./service.ts";

/** A connection for each reader: a slow one must not stand in the way of control traffic. */
export function readOverGrpc(identity: TlsIdentity): LogBrokerOptions["openRead"] {
  return (address, signal) => {
    const channel = new GrpcChannel({
      address,
      credentials: identity.channelCredentials(),
      serverName: SERVER_NAMES.manager,
    });
    const stream = channel.open(logsService.read, { signal });
    stream.onClose(() => channel.close());
    return stream;
  };
}
