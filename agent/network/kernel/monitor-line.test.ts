import { expect, test } from "vitest";
import { type Told, toldBy } from "./monitor-line.ts";

test.each<[string, Told]>([
  [
    "Deleted 10.0.1.6 dev skbfront FAILED ",
    { kind: "neighbour", device: "skbfront", address: "10.0.1.6" },
  ],
  [
    "Deleted 10.0.1.6 dev skbfront lladdr 02:42:0a:00:01:06 PERMANENT",
    { kind: "neighbour", device: "skbfront", address: "10.0.1.6" },
  ],
  [
    "Deleted dev skxfront lladdr 02:42:0a:00:01:06 NOARP ",
    { kind: "forward", device: "skxfront", mac: "02:42:0a:00:01:06" },
  ],
  [
    "Deleted 203.0.113.1 dev skxfront lladdr 02:42:0a:00:01:06 NOARP PERMANENT",
    { kind: "forward", device: "skxfront", mac: "02:42:0a:00:01:06" },
  ],
  ["Deleted 5: skxfront: <BROADCAST,MULTICAST> mtu 1450", "look"],
  ["Deleted 7: skbfront    inet 10.0.1.2/24 scope global skbfront", "look"],
  ["27: veth1@if26: <BROADCAST,UP> mtu 1450 master skbfront state UP", "look"],
  ["10.0.1.6 dev skbfront lladdr 02:42:0a:00:01:06 REACHABLE", "nothing"],
  ["Deleted 192.0.2.7 dev eth0 lladdr 02:00:00:00:00:07 STALE", "nothing"],
  ["192.0.2.7 dev eth0 lladdr 02:00:00:00:00:07 REACHABLE", "nothing"],
])("%s", (line, told) => {
  expect(toldBy(line)).toEqual(told);
});
