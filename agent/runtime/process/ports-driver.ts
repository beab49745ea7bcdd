/** Host ports of process tasks: checked to be free, or chosen, just before the start. */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { messageOf } from "../../../shared/errors.ts";
import { TaskRejected } from "../runtime.ts";
import type { LaunchPort } from "./launch.ts";

/**
 * The ports with numbers. A port that something else listens on is refused here, with its number,
 * instead of by the process in words of its own. Between this and the process's own bind another
 * may still take it: then the process fails and is restarted, as with any port.
 */
export async function bindablePorts(wanted: readonly LaunchPort[]): Promise<LaunchPort[]> {
  const ports: LaunchPort[] = [];
  for (const port of wanted) {
    try {
      const publishedPort = await probe(port);
      ports.push({ ...port, publishedPort, targetPort: port.targetPort || publishedPort });
    } catch (error) {
      throw new TaskRejected(
        `EndpointSpec.Ports: host port ${port.publishedPort}/${port.protocol} is not free on this ` +
          `node (${messageOf(error)})`,
        { cause: error },
      );
    }
  }
  return ports;
}

function probe({ protocol, publishedPort }: LaunchPort): Promise<number> {
  if (protocol === "sctp") return Promise.reject(new Error("sctp is not supported"));
  return protocol === "udp" ? probeUdp(publishedPort) : probeTcp(publishedPort);
}

function probeTcp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}

function probeUdp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind({ port, exclusive: true }, () => {
      const { port: chosen } = socket.address();
      socket.close(() => resolve(chosen));
    });
  });
}
