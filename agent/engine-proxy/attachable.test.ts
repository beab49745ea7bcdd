import { expect, test } from "vitest";
import {
  addressesAsked,
  networksAsked,
  placedCreate,
  placedEndpoint,
  withOverlayNames,
} from "./attachable.ts";

const PLACE = { engineNetwork: "skep-n1", ipv4: "10.0.1.5", macAddress: "02:42:0a:00:01:05" };
const PLACED = new Map([["front", { place: PLACE, nameServers: ["10.0.1.2"] }]]);

test.each<[string, unknown, readonly string[]]>([
  ["as the mode alone", { HostConfig: { NetworkMode: "front" } }, ["front"]],
  [
    "as mode and endpoint",
    {
      HostConfig: { NetworkMode: "front" },
      NetworkingConfig: { EndpointsConfig: { front: {}, back: null } },
    },
    ["front", "back"],
  ],
  ["another container's", { HostConfig: { NetworkMode: "container:x" } }, []],
  ["the engine's own", { HostConfig: { NetworkMode: "bridge" } }, []],
  ["none", {}, []],
  ["no document", "x", []],
])("networks: %s", (_name, document, expected) => {
  expect(networksAsked(document)).toEqual(expected);
});

test("a container is created on the engine's network, with the managers' address", () => {
  const document = {
    Image: "nginx",
    HostConfig: { NetworkMode: "front", Dns: ["9.9.9.9"], Memory: 1 },
    NetworkingConfig: { EndpointsConfig: { front: { Aliases: ["a"] }, local: { Aliases: ["b"] } } },
  };
  expect(placedCreate(document, PLACED)).toEqual({
    Image: "nginx",
    HostConfig: { NetworkMode: "skep-n1", Dns: ["10.0.1.2"], Memory: 1 },
    NetworkingConfig: {
      EndpointsConfig: {
        "skep-n1": {
          Aliases: ["a"],
          IPAMConfig: { IPv4Address: "10.0.1.5" },
          MacAddress: PLACE.macAddress,
        },
        local: { Aliases: ["b"] },
      },
    },
  });
});

test("a mode without an endpoint gets one", () => {
  const placed = placedCreate({ HostConfig: { NetworkMode: "front" } }, PLACED);
  expect(placed["NetworkingConfig"]).toEqual({
    EndpointsConfig: { "skep-n1": placedEndpoint({}, PLACE) },
  });
});

test("wanted addresses", () => {
  const endpoint = { IPAMConfig: { IPv4Address: "10.0.1.9", IPv6Address: "" } };
  expect(addressesAsked(endpoint)).toEqual(["10.0.1.9"]);
  expect(addressesAsked(null)).toEqual([]);
});

test("a container is told of with the overlay's name", () => {
  const overlayOf = (name: string): { name: string; id: string } | undefined =>
    name === "skep-n1" ? { name: "front", id: "n1" } : undefined;
  const told = withOverlayNames(
    {
      Id: "c",
      HostConfig: { NetworkMode: "skep-n1" },
      NetworkSettings: {
        Ports: {},
        Networks: { "skep-n1": { NetworkID: "e1", IPAddress: "10.0.1.5" }, bridge: {} },
      },
    },
    overlayOf,
  );
  expect(told).toEqual({
    Id: "c",
    HostConfig: { NetworkMode: "front" },
    NetworkSettings: {
      Ports: {},
      Networks: { front: { NetworkID: "n1", IPAddress: "10.0.1.5" }, bridge: {} },
    },
  });
});
