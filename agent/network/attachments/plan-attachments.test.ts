import { expect, test } from "vitest";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import type { NetworkMember } from "../model.ts";
import { type EngineEndpoint, matchAttachments } from "./plan-attachments.ts";

const MEMBER: NetworkMember = {
  id: "t/n",
  taskId: "t" as TaskId,
  networkId: "n" as NetworkId,
  serviceId: "" as ServiceId,
  nodeId: "node" as NodeId,
  networkStack: "s",
  addresses: ["10.0.1.5/24", "fd00::5/64"],
  aliases: [],
  taskName: "box",
  ready: true,
  hostAddr: "",
  hostPorts: [],
};

test.each<[string, string, EngineEndpoint | null, boolean]>([
  ["running with the address", "skep-n", { IPAddress: "10.0.1.5" }, true],
  [
    "stopped, with the address asked for",
    "skep-n",
    { IPAMConfig: { IPv4Address: "10.0.1.5" } },
    true,
  ],
  ["with the IPv6 address, written otherwise", "skep-n", { GlobalIPv6Address: "fd00:0::5" }, true],
  ["with another address", "skep-n", { IPAddress: "10.0.1.6" }, false],
  ["with the address on another network", "skep-m", { IPAddress: "10.0.1.5" }, false],
  ["on the network without an address", "skep-n", { IPAddress: "", IPAMConfig: null }, false],
  ["no endpoint", "skep-n", null, false],
])("%s", (_name, network, endpoint, expected) => {
  const container = { Id: "c", NetworkSettings: { Networks: { [network]: endpoint } } };
  const [match] = matchAttachments([MEMBER], [{ Id: "other" }, container]);
  expect(match?.container?.Id).toBe(expected ? "c" : undefined);
});
