/** What is wrong with this node's networks, in words? Facts in, findings out. */
import { type EncryptionFacts, encryptionFindings } from "./encryption.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

export interface ProbeFact {
  readonly network: string;
  readonly address: string;
  /** Bytes of the packet. */
  readonly bytes: number;
  /** Undefined: no answer. */
  readonly ms: number | undefined;
}

export interface NetworkFact {
  readonly name: string;
  readonly bridge: string;
  readonly hasBridge: boolean;
  readonly vxlan: string;
  readonly hasVxlan: boolean;
  readonly mtu: number;
  /** Effective on the bridge: 0 off, 1 strict, 2 loose. */
  readonly rpFilter: number;
  readonly encrypted: boolean;
}

/** Of the network namespace that the data plane is in. */
export interface KernelFacts {
  readonly vxlan: string;
  readonly nft: string;
  /** Why nftables cannot see into bridges; empty: it can, or does not work at all. */
  readonly nftBridge: string;
  readonly ipForward: boolean;
  readonly bridgeFilter: boolean;
  /** The device that has the node's address; undefined: none has. */
  readonly underlay: { readonly device: string; readonly mtu: number } | undefined;
  readonly networks: readonly NetworkFact[];
  /** Chains of others that drop what nothing accepts, where packets for this host pass. */
  readonly dropping: readonly string[];
  /** The same, where packets pass on their way to containers. */
  readonly blocking: readonly string[];
}

export interface DoctorFacts {
  readonly runtime: string;
  /** Why this node has no networks at all; empty: it has. */
  readonly lacking: string;
  /** Why what the managers say is not in force; empty: it is. */
  readonly failing: string;
  readonly nodeAddr: string;
  readonly dataPathPort: number;
  readonly kernel: KernelFacts | undefined;
  readonly managers: readonly { readonly addr: string; readonly reason: string }[];
  readonly peers: readonly {
    readonly name: string;
    readonly addr: string;
    readonly probes: readonly ProbeFact[];
  }[];
  readonly names:
    | {
        readonly running: boolean;
        readonly addresses: readonly string[];
        readonly failed: readonly { readonly address: string; readonly reason: string }[];
        /** Undefined: another agent of this machine has the name server. */
        readonly probes: readonly ProbeFact[];
      }
    | undefined;
  readonly closedPorts: readonly { readonly port: string; readonly reason: string }[];
  /** Undefined: this node has no networks, and so none that is encrypted. */
  readonly encryption: EncryptionFacts | undefined;
}

/** Headers over IPv4; over IPv6 20 more. */
const VXLAN_BYTES = 50;
const WIREGUARD_BYTES = 130;

export function findingsOf(facts: DoctorFacts): readonly Finding[] {
  if (facts.lacking !== "") {
    return [
      problem("node", `this node has no networks of the cluster: ${facts.lacking}`),
      ...facts.managers.map(managerFinding),
    ];
  }
  return [
    ...(facts.kernel === undefined ? [] : kernelFindings(facts, facts.kernel)),
    ...(facts.failing === ""
      ? []
      : [problem("node", `what the managers say is not in force: ${facts.failing}`)]),
    ...facts.managers.map(managerFinding),
    ...facts.peers.flatMap((peer) => peerFindings(facts, peer)),
    ...(facts.encryption === undefined ? [] : encryptionFindings(facts.encryption)),
    ...namesFindings(facts),
    ...facts.closedPorts.map(({ port, reason }) =>
      problem("published ports", `${port} is not open here: ${reason}`),
    ),
  ];
}

/** Exit code 1 is for these. */
export function isSick(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "problem");
}

function kernelFindings(
  { nodeAddr }: DoctorFacts,
  { vxlan, nft, nftBridge, ipForward, bridgeFilter, underlay, networks, blocking }: KernelFacts,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (vxlan !== "") findings.push(problem("kernel", `no VXLAN devices: ${vxlan}`));
  if (nft !== "") findings.push(problem("kernel", `nftables does not work: ${nft}`));
  if (nftBridge !== "") {
    findings.push(
      problem(
        "kernel",
        "nftables has no tables for bridges (CONFIG_NF_TABLES_BRIDGE), so replies of published " +
          `ports find no way back: ${nftBridge}`,
      ),
    );
  }
  if (!ipForward) {
    findings.push(
      problem("kernel", "net.ipv4.ip_forward is 0: no container reaches another host; set it to 1"),
    );
  }
  if (!bridgeFilter) {
    findings.push(
      warning("kernel", "br_netfilter is not loaded: replies over bridges miss translation"),
    );
  }
  if (blocking.length > 0) {
    findings.push(
      warning(
        "firewall",
        `${blocking.join(" and ")} drops what nothing in it accepts: let it accept what comes ` +
          "from or goes to devices skb*, or containers and published ports are cut off",
      ),
    );
  }
  if (findings.length === 0) findings.push(ok("kernel", "VXLAN, nftables and forwarding work"));
  if (underlay === undefined) {
    findings.push(
      warning(
        "address",
        `no device has this node's address ${nodeAddr}: behind NAT, packets of overlays do not ` +
          "come through",
      ),
    );
  }
  return [...findings, ...networks.flatMap((one) => networkFindings(one, underlay?.mtu))];
}

function networkFindings(network: NetworkFact, underlayMtu: number | undefined): Finding[] {
  const { name, bridge, hasBridge, vxlan, hasVxlan, mtu, rpFilter, encrypted } = network;
  const [bytes, whose] = encrypted
    ? [WIREGUARD_BYTES, "VXLAN's and WireGuard's"]
    : [VXLAN_BYTES, "VXLAN's"];
  const subject = `network ${name}`;
  const findings: Finding[] = [];
  if (!hasBridge) findings.push(problem(subject, `its bridge ${bridge} is not there or down`));
  if (!hasVxlan) findings.push(problem(subject, `its device ${vxlan} is not there or down`));
  if (underlayMtu !== undefined && hasVxlan && mtu > underlayMtu - bytes) {
    findings.push(
      problem(
        subject,
        `packets of ${mtu} bytes and ${whose} ${bytes} do not fit the ${underlayMtu} of ` +
          "this node's network: large packets are lost",
      ),
    );
  }
  if (rpFilter === 1) {
    findings.push(
      problem(subject, `rp_filter of ${bridge} is strict: set net.ipv4.conf.${bridge}.rp_filter=2`),
    );
  }
  if (findings.length === 0) findings.push(ok(subject, `bridge, VXLAN and MTU ${mtu} are right`));
  return findings;
}

function managerFinding({ addr, reason }: DoctorFacts["managers"][number]): Finding {
  const subject = `manager ${addr}`;
  if (reason === "") return ok(subject, "answers");
  return problem(subject, `does not answer (${reason}): is its port open to this node?`);
}

function peerFindings(
  { dataPathPort, kernel, encryption }: DoctorFacts,
  { name, addr, probes }: DoctorFacts["peers"][number],
): readonly Finding[] {
  const subject = `peer ${name}`;
  if (probes.length === 0) return [];
  const dropping = kernel?.dropping ?? [];
  const because = dropping.length === 0 ? "" : ` Here, ${dropping.join(" and ")} may drop them.`;
  const networks = [...new Set(probes.map(({ network }) => network))];
  const findings = networks.flatMap((network) => {
    const own = probes.filter((one) => one.network === network);
    const small = own.filter(({ bytes, ms }) => bytes === smallest(own) && ms !== undefined);
    if (small.length === 0) {
      const secret = encryption?.networks.includes(network) === true;
      const [way, ports] = secret
        ? ["WireGuard", encryption.ports.join(" or ")]
        : ["VXLAN", String(dataPathPort)];
      return [
        problem(
          subject,
          `network ${network}: no answer through ${way}: ${ports}/udp between this node and ` +
            `${addr} is closed somewhere, or its name server does not run.${because}`,
        ),
      ];
    }
    const lost = own.filter(({ ms }) => ms === undefined).map(({ bytes }) => bytes);
    if (lost.length === 0) return [];
    return [
      problem(
        subject,
        `network ${network}: small packets arrive, those of ${Math.min(...lost)} bytes do not: ` +
          "the MTU between the nodes is smaller than that of their devices",
      ),
    ];
  });
  if (findings.length > 0) return findings;
  const slowest = Math.max(...probes.map(({ ms }) => ms ?? 0));
  return [ok(subject, `answers on ${networks.join(", ")} within ${Math.ceil(slowest)} ms`)];
}

function smallest(probes: readonly ProbeFact[]): number {
  return Math.min(...probes.map(({ bytes }) => bytes));
}

function namesFindings({ names, kernel }: DoctorFacts): readonly Finding[] {
  if (names === undefined) return [];
  if (!names.running) return [problem("names", "the name server does not run")];
  const failed = names.failed.map(({ address, reason }) =>
    problem("names", `cannot listen on ${address}, port 53: ${reason}`),
  );
  const silent = names.probes.filter(({ ms }) => ms === undefined);
  const dropping = kernel?.dropping ?? [];
  const unheard = silent.map(({ network, address }) =>
    problem("names", `network ${network}: ${address} does not answer, though it is listened on`),
  );
  // Packets of the host to itself are accepted by most firewalls; containers' are not.
  const shut =
    dropping.length === 0 || names.addresses.length === 0
      ? []
      : [
          warning(
            "names",
            `${dropping.join(" and ")} drops what nothing accepts: containers need port 53 of ` +
              `${names.addresses.join(", ")}`,
          ),
        ];
  const all = [...failed, ...unheard, ...shut];
  return all.length > 0 ? all : [ok("names", `answers on ${names.addresses.length} addresses`)];
}
