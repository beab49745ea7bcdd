/** Are packets of encrypted networks under way, and if not, why? */
import type { EncryptionStatus } from "../network.ts";
import { SESSION_MS } from "../tunnel/keyring.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

export interface EncryptionFacts extends EncryptionStatus {
  /** Names of the encrypted networks that this node is on. */
  readonly networks: readonly string[];
  /** Nodes that share one of them. */
  readonly peers: readonly {
    readonly name: string;
    readonly addr: string;
    readonly port: number;
    readonly hasKey: boolean;
    /** Seconds since the last handshake; undefined: there was none. */
    readonly agoS: number | undefined;
  }[];
}

export function encryptionFindings(facts: EncryptionFacts): readonly Finding[] {
  const { lacking, failing, networks, kind, ports, peers } = facts;
  const subject = "encryption";
  if (lacking !== "") {
    const why = `no encrypted network can be here: ${lacking}`;
    return [(networks.length === 0 ? warning : problem)(subject, why)];
  }
  if (networks.length === 0) return [];
  if (failing !== "") {
    return [problem(subject, `${networks.join(", ")}: nothing is sent to other nodes: ${failing}`)];
  }
  const findings = peers.flatMap((peer) => peerFindings(facts, peer));
  if (findings.length > 0) return findings;
  const used = `${kind}, ${ports.join(" and ")}/udp`;
  return [ok(subject, `${networks.join(", ")}: ${peers.length} peers have a session (${used})`)];
}

function peerFindings(
  { ports }: EncryptionFacts,
  { name, addr, port, hasKey, agoS }: EncryptionFacts["peers"][number],
): readonly Finding[] {
  const subject = `peer ${name}`;
  if (!hasKey) {
    return [problem(subject, `${addr} has no WireGuard: no encrypted network reaches it`)];
  }
  if (agoS !== undefined && agoS * 1000 <= SESSION_MS) return [];
  const since = agoS === undefined ? "no handshake yet" : `the last handshake was ${agoS} s ago`;
  return [
    problem(
      subject,
      `no encrypted session, ${since}: ${port}/udp of ${addr} or ${ports.join(" and ")}/udp ` +
        "of this node is closed somewhere",
    ),
  ];
}
