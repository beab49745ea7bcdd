import { expect, test } from "vitest";
import type { EncryptionFacts } from "./encryption.ts";
import { type DoctorFacts, findingsOf, isSick, type KernelFacts } from "./findings.ts";
import { droppingChains } from "./firewall.ts";

const KERNEL: KernelFacts = {
  vxlan: "",
  nft: "",
  nftBridge: "",
  ipForward: true,
  bridgeFilter: true,
  underlay: { device: "eth0", mtu: 1500 },
  networks: [
    {
      name: "front",
      bridge: "skbfront",
      hasBridge: true,
      vxlan: "skxfront",
      hasVxlan: true,
      mtu: 1450,
      rpFilter: 2,
      encrypted: false,
    },
  ],
  dropping: [],
  blocking: [],
};
const [FRONT] = KERNEL.networks;
const probe = (bytes: number, ms?: number) => ({
  network: "front",
  address: "10.0.1.9",
  bytes,
  ms,
});
const WELL: DoctorFacts = {
  runtime: "docker",
  lacking: "",
  failing: "",
  nodeAddr: "192.0.2.1",
  dataPathPort: 4789,
  kernel: KERNEL,
  managers: [{ addr: "192.0.2.2:2377", reason: "" }],
  peers: [{ name: "n2", addr: "192.0.2.2", probes: [probe(12, 1), probe(1422, 2)] }],
  names: { running: true, addresses: ["10.0.1.2"], failed: [], probes: [probe(12, 1)] },
  closedPorts: [],
  encryption: undefined,
};

test("nothing is wrong", () => {
  const findings = findingsOf(WELL);
  expect(isSick(findings)).toBe(false);
  expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
});

const withKernel = (more: Partial<KernelFacts>): DoctorFacts => ({
  ...WELL,
  kernel: { ...KERNEL, ...more },
});
const SECRET: EncryptionFacts = {
  ...{ lacking: "", failing: "", kind: "wireguard-go", device: "skw1a", namespace: "" },
  ports: [7946, 7947],
  networks: ["front"],
  peers: [{ name: "n2", addr: "192.0.2.2", port: 7946, hasKey: true, agoS: 25 }],
};
const [PEER] = SECRET.peers;
const encrypted = (more: Partial<EncryptionFacts>): DoctorFacts => ({
  ...WELL,
  encryption: { ...SECRET, ...more },
});
const withPeer = (more: object): DoctorFacts =>
  encrypted({ peers: PEER === undefined ? [] : [{ ...PEER, ...more }] });
const withNetwork = (more: object): DoctorFacts =>
  withKernel({ networks: FRONT === undefined ? [] : [{ ...FRONT, ...more }] });

test.each<[string, DoctorFacts, string]>([
  ["no networks", { ...WELL, lacking: "nft is not installed" }, "nft is not installed"],
  ["no forwarding", withKernel({ ipForward: false }), "ip_forward is 0"],
  ["no VXLAN", withKernel({ vxlan: "Operation not supported" }), "no VXLAN devices"],
  ["no nftables", withKernel({ nft: "not found" }), "nftables does not work"],
  ["none for bridges", withKernel({ nftBridge: "not supported" }), "no tables for bridges"],
  ["no bridge", withNetwork({ hasBridge: false }), "its bridge skbfront is not there"],
  ["no device", withNetwork({ hasVxlan: false }), "its device skxfront is not there"],
  ["MTU too large", withNetwork({ mtu: 1500 }), "do not fit the 1500"],
  ["strict filter", withNetwork({ rpFilter: 1 }), "rp_filter of skbfront is strict"],
  ["MTU too large, encrypted", withNetwork({ mtu: 1371, encrypted: true }), "WireGuard's 130"],
  [
    "no WireGuard",
    encrypted({ lacking: "wireguard-go is not installed" }),
    "no encrypted network can be here: wireguard-go is not installed",
  ],
  ["a tunnel that fails", encrypted({ failing: "wg: in use" }), "nothing is sent to other nodes"],
  ["a peer without a key", withPeer({ hasKey: false }), "192.0.2.2 has no WireGuard"],
  ["never a handshake", withPeer({ agoS: undefined }), "no handshake yet: 7946/udp of 192.0.2.2"],
  ["an old handshake", withPeer({ agoS: 181 }), "the last handshake was 181 s ago"],
  [
    "peer silent, encrypted",
    { ...encrypted({}), peers: [{ name: "n2", addr: "192.0.2.2", probes: [probe(12)] }] },
    "no answer through WireGuard: 7946 or 7947/udp",
  ],
  [
    "manager away",
    { ...WELL, managers: [{ addr: "192.0.2.2:2377", reason: "refused" }] },
    "does not answer (refused)",
  ],
  [
    "peer silent",
    { ...WELL, peers: [{ name: "n2", addr: "192.0.2.2", probes: [probe(12), probe(1422)] }] },
    "4789/udp",
  ],
  [
    "large packets lost",
    { ...WELL, peers: [{ name: "n2", addr: "192.0.2.2", probes: [probe(12, 1), probe(1422)] }] },
    "those of 1422 bytes do not",
  ],
  [
    "no name server",
    { ...WELL, names: { running: false, addresses: [], failed: [], probes: [] } },
    "the name server does not run",
  ],
  [
    "an address taken",
    {
      ...WELL,
      names: {
        running: true,
        addresses: [],
        failed: [{ address: "10.0.1.2", reason: "EADDRINUSE" }],
        probes: [],
      },
    },
    "cannot listen on 10.0.1.2, port 53: EADDRINUSE",
  ],
  [
    "a failing pass",
    { ...WELL, failing: "ip: no" },
    "what the managers say is not in force: ip: no",
  ],
  [
    "a port taken",
    { ...WELL, closedPorts: [{ port: "80/tcp", reason: "EADDRINUSE" }] },
    "80/tcp is not open here",
  ],
])("%s", (_name, facts, expected) => {
  const problems = findingsOf(facts).filter(({ level }) => level === "problem");
  expect(problems.map(({ message }) => message).join("\n")).toContain(expected);
});

test("encrypted sessions are told of, and where there could be none, before there is need", () => {
  const told = (facts: DoctorFacts): string =>
    findingsOf(facts)
      .filter(({ subject }) => subject === "encryption")
      .map(({ level, message }) => `${level}: ${message}`)
      .join();
  expect(told(encrypted({}))).toBe(
    "ok: front: 1 peers have a session (wireguard-go, 7946 and 7947/udp)",
  );
  expect(told(encrypted({ networks: [] }))).toBe("");
  expect(told(encrypted({ networks: [], lacking: "no wg" }))).toContain("warning: no encrypted");
});

test("a firewall that drops is named where a peer is silent", () => {
  const facts: DoctorFacts = {
    ...withKernel({ dropping: ["chain inet filter input (policy drop)"] }),
    peers: [{ name: "n2", addr: "192.0.2.2", probes: [probe(12)] }],
  };
  const texts = findingsOf(facts).map(({ message }) => message);
  expect(texts.some((text) => text.includes("Here, chain inet filter input"))).toBe(true);
});

test("chains that drop what comes in, but for our own", () => {
  const chain = (table: string, hook: string, policy: string): object => ({
    chain: { family: "inet", table, name: "c", hook, policy },
  });
  const ruleset = JSON.stringify({
    nftables: [
      { metainfo: {} },
      chain("filter", "input", "drop"),
      chain("filter", "forward", "drop"),
      {
        chain: { family: "ip", table: "filter", name: "FORWARD", hook: "forward", policy: "drop" },
      },
      chain("other", "input", "accept"),
      chain("skep", "input", "drop"),
    ],
  });
  expect(droppingChains(ruleset, "input")).toEqual(["chain inet filter c (policy drop)"]);
  const words = "chain inet filter c (policy drop) drops what nothing in it accepts";
  expect(droppingChains(ruleset, "forward")).toEqual(["chain inet filter c (policy drop)"]);
  const facts = withKernel({ blocking: droppingChains(ruleset, "forward") });
  const warned = findingsOf(facts).filter(({ level }) => level === "warning");
  expect(warned.map(({ message }) => message).join()).toContain(words);
});
