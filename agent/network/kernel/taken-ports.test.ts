import { expect, test } from "vitest";
import { listeningPorts } from "./taken-ports.ts";

const HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
const row = (local: string, remote: string, state: string): string =>
  `${HEAD}   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 1`;

test.each<[string, "tcp" | "udp", string, readonly string[]]>([
  ["a listener", "tcp", row("00000000:1F90", "00000000:0000", "0A"), ["tcp . 8080"]],
  ["on IPv6", "tcp", row(`${"0".repeat(32)}:0050`, `${"0".repeat(32)}:0000`, "0A"), ["tcp . 80"]],
  ["no connection", "tcp", row("0100007F:1F90", "0100007F:C350", "01"), []],
  [
    "an unconnected datagram socket",
    "udp",
    row("00000000:0035", "00000000:0000", "07"),
    ["udp . 53"],
  ],
  ["not a client's", "udp", row("0100007F:C350", "0100007F:0035", "01"), []],
  ["nothing", "tcp", HEAD, []],
])("%s", (_, protocol, table, expected) => {
  expect(listeningPorts(protocol, table)).toEqual(expected);
});
