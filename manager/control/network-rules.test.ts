import { describe, expect, it } from "vitest";
import { ClusterError } from "../../shared/errors.ts";
import { parseNetworkSpec } from "./network-rules.ts";

function refusal(document: object): string {
  try {
    parseNetworkSpec({ Name: "n", Driver: "overlay", ...document });
    return "accepted";
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

const pool = (config: object, more: object = {}): object => ({
  IPAM: { Config: [{ Subnet: "10.1.0.0/24", ...config }] },
  ...more,
});

const pools = (first: object, second: object): object => ({
  IPAM: {
    Config: [
      { Subnet: "10.1.0.0/24", ...first },
      { Subnet: "10.2.0.0/24", ...second },
    ],
  },
});

describe("what a network may be", () => {
  it.each<[string, object]>([
    ["nothing chosen", {}],
    ["swarm scope alone", { Driver: "", Scope: "swarm" }],
    ["a pool", pool({ Gateway: "10.1.0.254", IPRange: "10.1.0.128/25" })],
    ["auxiliary", pool({ AuxiliaryAddresses: { a: "10.1.0.7" } })],
    ["IPv6", pool({ Subnet: "fd00:1::/64", Gateway: "fd00:1::1" }, { EnableIPv6: true })],
    ["two pools of a family", pools({ Gateway: "10.1.0.9" }, { IPRange: "10.2.0.8/29" })],
    ["encrypted", { Options: { encrypted: "" } }],
    ["not encrypted", { Options: { encrypted: "false" } }],
    ["mtu", { Options: { "com.docker.network.driver.mtu": "1400" } }],
    ["ingress", { Ingress: true }],
  ])("%s", (_name, document) => {
    expect(refusal(document)).toBe("accepted");
  });
});

describe("what a network may not be", () => {
  it.each<[string, object, RegExp]>([
    ["nameless", { Name: "" }, /^INVALID_ARGUMENT Name: .*name must be provided/],
    ["a host name", { Name: "a_b-" }, /valid as a DNS name component/],
    ["predefined", { Name: "host" }, /^PERMISSION_DENIED .*predefined host network/],
    ["driver", { Driver: "weave" }, /^NOT_FOUND plugin "weave" not found/],
    ["local driver", { Driver: "macvlan" }, /^UNIMPLEMENTED Driver: "macvlan": expected overlay/],
    ["scope", { Scope: "local" }, /Scope: "local": expected swarm/],
    ["ingress driver", { Ingress: true, Driver: "macvlan" }, /only overlay driver/],
    ["ingress, attachable", { Ingress: true, Attachable: true }, /cannot be attachable/],
    ["configuration", { ConfigOnly: true }, /ConfigOnly: .*local to a node/],
    ["no IPv4", { EnableIPv4: false }, /^UNIMPLEMENTED EnableIPv4/],
    ["label", { Labels: { "com.docker.swarm.internal": "" } }, /cannot be applied by users/],
    ["IPAM driver", { IPAM: { Driver: "dhcp" } }, /^NOT_FOUND IPAM.Driver: plugin "dhcp"/],
    ["no CIDR", pool({ Subnet: "10.1.0.0" }), /Config\[0\].Subnet: invalid subnet "10.1.0.0"/],
    ["host bits", pool({ Subnet: "10.1.0.7/24" }), /it should be 10.1.0.0\/24/],
    ["too small", pool({ Subnet: "10.1.0.0/31" }), /expected a prefix of \/8 to \/30/],
    ["range outside", pool({ IPRange: "10.2.0.0/25" }), /does not contain range 10.2.0.0\/25/],
    ["range around", pool({ IPRange: "10.1.0.0/16" }), /does not contain range/],
    ["gateway outside", pool({ Gateway: "10.2.0.1" }), /Gateway: subnet .* gateway 10.2.0.1/],
    ["broadcast", pool({ Gateway: "10.1.0.255" }), /does not contain gateway/],
    ["gateway", pool({ Gateway: "x" }), /invalid gateway "x"/],
    ["auxiliary", pool({ AuxiliaryAddresses: { a: "10.2.0.7" } }), /Addresses\["a"\]/],
    [
      "a gateway of another pool",
      pools({ Gateway: "10.2.0.1" }, {}),
      /^INVALID_ARGUMENT .*Config\[0\].Gateway: subnet 10.1.0.0\/24 does not contain gateway/,
    ],
    [
      "an ingress network of several",
      { ...pools({}, {}), Ingress: true },
      /^UNIMPLEMENTED IPAM.Config: expected one subnet .* for the ingress network/,
    ],
    [
      "too many",
      { IPAM: { Config: Array.from({ length: 65 }, (_, at) => ({ Subnet: `10.${at}.0.0/24` })) } },
      /IPAM.Config: 65: expected 64 subnets of a family at most/,
    ],
    [
      "auxiliary gateway",
      pool({ Gateway: "10.1.0.7", AuxiliaryAddresses: { a: "10.1.0.7" } }),
      /is the gateway/,
    ],
    ["gateway alone", { IPAM: { Config: [{ Gateway: "10.1.0.1" }] } }, /no subnet specified/],
    ["IPv6 unasked", pool({ Subnet: "fd00::/64" }), /expected EnableIPv6/],
    [
      "its own twice",
      { IPAM: { Config: [{ Subnet: "10.1.0.0/16" }, { Subnet: "10.1.2.0/24" }] } },
      /Config\[1\].Subnet: "10.1.2.0\/24": invalid pool request: Pool overlaps with .*: 10.1.0.0\/16/,
    ],
    ["mtu", { Options: { "com.docker.network.driver.mtu": "9" } }, /expected 576 to 65535/],
    [
      "mtu for IPv6",
      { EnableIPv6: true, Options: { "com.docker.network.driver.mtu": "1200" } },
      /"1200": expected 1280 to 65535/,
    ],
  ])("%s", (_name, document, expected) => {
    expect(refusal(document)).toMatch(expected);
  });
});
