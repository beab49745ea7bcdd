/** This machine's addresses, as addresses.ts wants them. */
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import type { InterfaceAddress } from "../addresses.ts";

export function machineInterfaces(): readonly InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, family, internal }) => ({
      interface: name,
      address,
      family,
      loopback: internal,
    })),
  );
}

const ROUTE_TIMEOUT_MS = 3_000;

/** The local end of a connection to host:port: the address that this machine has for its peer. */
export function routeTo(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: ROUTE_TIMEOUT_MS });
    socket.once("connect", () => {
      resolve((socket.localAddress ?? "").replace(/^::ffff:/, ""));
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy(new Error(`no answer from ${host}:${port}`)));
    socket.once("error", reject);
  });
}
