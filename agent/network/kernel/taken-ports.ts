/** Which ports does something on the host listen on? Read from the kernel's tables of sockets. */

const STATE = { tcp: "0A", udp: "07" } as const;

/** Keys as `tcp . 8080`, of `/proc/net/tcp` and its like. */
export function listeningPorts(protocol: "tcp" | "udp", table: string): readonly string[] {
  return table.split("\n").flatMap((line) => {
    const match = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(
      line,
    );
    // A datagram socket that is connected to somebody is no server.
    if (match === null || match[3] !== STATE[protocol] || match[2] !== "0000") return [];
    return [`${protocol} . ${Number.parseInt(match[1] ?? "", 16)}`];
  });
}
