/** Connections to managers over gRPC with this node's certificate. */
import { dispatcherService, logsService } from "../../proto/gen/services.ts";
import { SERVER_NAMES } from "../../shared/caller.ts";
import { GrpcChannel } from "../../shared/node/grpc/channel.ts";
import type { TlsIdentity } from "../../shared/node/tls.ts";
import type { Connect } from "./loop.ts";

export function connectOverGrpc(identity: TlsIdentity): Connect {
  return (address, signal) => {
    const channel = new GrpcChannel({
      address,
      // Asked each time: a renewed certificate counts from the next connection on.
      credentials: identity.channelCredentials(),
      serverName: SERVER_NAMES.manager,
    });
    return {
      session: channel.open(dispatcherService.session, { signal }),
      publishLogs: (publishing) => channel.open(logsService.publish, { signal: publishing }),
      close: () => channel.close(),
    };
  };
}
