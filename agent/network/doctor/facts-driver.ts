/** Looks at this node for doctor/findings.ts. Changes nothing. */
import { execFile } from "node:child_process";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { messageOf } from "../../../shared/errors.ts";
import type { NodeId } from "../../../shared/ids.ts";
import { type LinkView, parseList } from "../kernel/links.ts";
import { bridgeName, vxlanName } from "../kernel/names.ts";
import type { NetworkModel } from "../model.ts";
import type { EncryptionStatus, NameServerStatus, NetworkDiagnosis } from "../network.ts";
import { type Overlay, overlaysOf } from "../segments.ts";
import { networkStackOf } from "../stack-driver.ts";
import { parseDump } from "../tunnel/plan-tunnel.ts";
import type { EncryptionFacts } from "./encryption.ts";
import type { DoctorFacts, KernelFacts, NetworkFact, ProbeFact } from "./findings.ts";
import { droppingChains } from "./firewall.ts";

export interface DoctorOptions {
  readonly runtime: string;
  readonly engine: string;
  readonly nodeId: NodeId;
  readonly nodeAddr: string;
  readonly model: NetworkModel;
  readonly managers: () => readonly { readonly nodeId: NodeId; readonly addr: string }[];
  /** As the node's networks say of themselves. */
  readonly diagnose: () => NetworkDiagnosis;
  /** The compiled prober; by default the one beside this file. */
  readonly program?: string;
}

const run = promisify(execFile);
const TOOL_MS = 5_000;
const PROBE_MS = 15_000;
const CONNECT_MS = 2_000;
const SMALL_BYTES = 12;
/** Of IP and UDP. */
const HEADER_BYTES = 28;
const HEADER6_BYTES = 48;
const DEFAULT_PORT = 4789;

export async function doctorFacts(options: DoctorOptions): Promise<DoctorFacts> {
  const { runtime, nodeAddr, nodeId, model, managers } = options;
  const { lacking = "", failing = "", names, closedPorts = [], encryption } = options.diagnose();
  const hasKernel = runtime === "docker" && lacking === "";
  const enter = hasKernel ? entryOf(options.engine) : [];
  const kernel = hasKernel ? await kernelFacts(options, enter) : undefined;
  const wanted = hasKernel ? peerProbes(model, kernel) : [];
  const own = names === undefined ? [] : ownProbes(model, names);
  const answers = await probe(
    [...wanted, ...own].map((one) => one.probe),
    options,
    enter,
  );
  const peers = [...model.peers()].map((peer) => ({
    name: peer.nodeId,
    addr: peer.addr,
    probes: wanted.flatMap((one, at) =>
      one.nodeId === peer.nodeId ? [{ ...one.probe, ms: answers[at] ?? undefined }] : [],
    ),
  }));
  const others = managers().filter((manager) => manager.nodeId !== nodeId);
  return {
    runtime,
    lacking,
    failing,
    nodeAddr,
    dataPathPort: [...model.networks()][0]?.dataPathPort || DEFAULT_PORT,
    kernel,
    managers: await Promise.all(others.map(({ addr }) => reach(addr))),
    peers,
    names:
      names === undefined
        ? undefined
        : {
            ...names,
            probes: own.map((one, at) => ({
              ...one.probe,
              ms: answers[wanted.length + at] ?? undefined,
            })),
          },
    closedPorts,
    encryption: encryption === undefined ? undefined : await encryptionFacts(encryption, model),
  };
}

/** What the tunnels' own device says of peers that share an encrypted network. */
async function encryptionFacts(
  status: EncryptionStatus,
  model: NetworkModel,
): Promise<EncryptionFacts> {
  const { device, namespace } = status;
  const secret = new Set(
    [...model.networks()].filter(({ encrypted }) => encrypted).map(({ id }) => id),
  );
  const enter = ["nsenter", `--net=${namespace}`, "--"];
  const text = secret.size === 0 ? "" : await call(enter, "wg", "show", device, "dump").catch(none);
  const seen = parseDump(text).peers;
  const peers = [...model.peers()]
    .filter(({ gateways }) => gateways.some(({ networkId }) => secret.has(networkId)))
    .map(({ nodeId, addr, wireguardKey, wireguardPort }) => {
      const at = seen.get(wireguardKey)?.handshakeAtMs ?? 0;
      const agoS = at === 0 ? undefined : Math.max(0, Math.round((Date.now() - at) / 1000));
      return { name: nodeId, addr, port: wireguardPort, hasKey: wireguardKey !== "", agoS };
    });
  const networks = [...model.networks()].filter(({ encrypted }) => encrypted);
  return { ...status, networks: networks.map(({ name }) => name), peers };
}

const none = (): string => "";
const firstLine = (error: unknown): string => messageOf(error).split("\n")[0] ?? "";

function entryOf(engine: string): readonly string[] {
  const { pid } = networkStackOf(engine);
  return pid === undefined ? [] : ["nsenter", `--net=/proc/${pid}/ns/net`, "--"];
}

async function call(enter: readonly string[], ...command: readonly string[]): Promise<string> {
  const [file = "", ...args] = [...enter, ...command];
  const { stdout } = await run(file, args, { timeout: TOOL_MS, maxBuffer: 64 * 2 ** 20 });
  return stdout;
}

async function kernelFacts(
  { nodeAddr, model }: DoctorOptions,
  enter: readonly string[],
): Promise<KernelFacts> {
  const links = parseList<LinkView>(await call(enter, "ip", "-d", "-json", "addr", "show"));
  const sysctl = async (name: string): Promise<string> =>
    (await call(enter, "cat", `/proc/sys/net/${name}`).catch(() => "")).trim();
  const underlay = links.find(({ addr_info: all }) => all?.some(({ local }) => local === nodeAddr));
  let nft = "";
  let nftBridge = "";
  let dropping: readonly string[] = [];
  let blocking: readonly string[] = [];
  try {
    const chains = await call(enter, "nft", "-j", "list", "chains");
    dropping = droppingChains(chains, "input");
    blocking = droppingChains(chains, "forward");
  } catch (error) {
    nft = firstLine(error);
  }
  // A check alone: nothing is added.
  const look =
    "add table bridge sk_look; add chain bridge sk_look c { type filter hook prerouting priority 10; }";
  await call(enter, "nft", "-c", look).catch((error: unknown) => {
    nftBridge = firstLine(error);
  });
  const rpAll = Number(await sysctl("ipv4/conf/all/rp_filter"));
  const networks = await Promise.all(
    [...model.networks()]
      .flatMap(overlaysOf)
      .map((overlay) => networkFact(overlay, links, rpAll, sysctl)),
  );
  const hasOne = networks.some(({ hasVxlan }) => hasVxlan);
  return {
    vxlan: hasOne ? "" : await vxlanProblem(enter),
    nft,
    nftBridge: nft === "" ? nftBridge : "",
    ipForward: (await sysctl("ipv4/ip_forward")) === "1",
    bridgeFilter: (await sysctl("bridge/bridge-nf-call-iptables")) === "1",
    underlay:
      underlay === undefined ? undefined : { device: underlay.ifname, mtu: underlay.mtu ?? 0 },
    networks,
    dropping,
    blocking,
  };
}

async function networkFact(
  { id, name, encrypted }: Overlay,
  links: readonly LinkView[],
  rpAll: number,
  sysctl: (name: string) => Promise<string>,
): Promise<NetworkFact> {
  const [bridge, vxlan] = [bridgeName(id), vxlanName(id)];
  const isUp = (device: string): boolean =>
    links.some(({ ifname, flags }) => ifname === device && flags?.includes("UP"));
  const rpFilter = Math.max(rpAll, Number(await sysctl(`ipv4/conf/${bridge}/rp_filter`)));
  const mtu = links.find(({ ifname }) => ifname === vxlan)?.mtu ?? 0;
  const [hasBridge, hasVxlan] = [isUp(bridge), isUp(vxlan)];
  return { name, bridge, hasBridge, vxlan, hasVxlan, mtu, rpFilter, encrypted };
}

/** Without an overlay there is no device to look at: whether there could be one. */
async function vxlanProblem(enter: readonly string[]): Promise<string> {
  const device = `skdoctor${process.pid % 10_000}`;
  const add = ["ip", "link", "add", device, "type", "vxlan", "id", "1", "dstport", "0"];
  try {
    await call(enter, ...add);
    await call(enter, "ip", "link", "del", device);
    return "";
  } catch (error) {
    return messageOf(error).split("\n").slice(1).join(" ").trim() || messageOf(error);
  }
}

interface Wanted {
  readonly nodeId: string;
  readonly probe: Omit<ProbeFact, "ms">;
}

/** One small packet and one as large as the network takes, to each peer on each network. */
function peerProbes(model: NetworkModel, kernel: KernelFacts | undefined): readonly Wanted[] {
  return [...model.peers()].flatMap(({ nodeId, gateways }) =>
    gateways.flatMap(({ networkId, addresses }) => {
      const network = model.network(networkId);
      if (network === undefined || network.ingress) return [];
      const mtu = kernel?.networks.find(({ name }) => name === network.name)?.mtu ?? 0;
      return addresses.flatMap((cidr) => {
        const address = cidr.split("/")[0] ?? "";
        const full = mtu - (address.includes(":") ? HEADER6_BYTES : HEADER_BYTES);
        return [SMALL_BYTES, full]
          .filter((bytes) => bytes >= SMALL_BYTES)
          .map((bytes) => ({ nodeId, probe: { network: network.name, address, bytes } }));
      });
    }),
  );
}

function ownProbes(model: NetworkModel, names: NameServerStatus): readonly Wanted[] {
  return [...model.networks()].flatMap(({ name, subnets }) =>
    subnets
      .filter(({ gateway }) => names.addresses.includes(gateway))
      .map(({ gateway }) => ({
        nodeId: "",
        probe: { network: name, address: gateway, bytes: SMALL_BYTES },
      })),
  );
}

async function probe(
  probes: readonly Omit<ProbeFact, "ms">[],
  options: DoctorOptions,
  enter: readonly string[],
): Promise<readonly (number | null)[]> {
  if (probes.length === 0) return [];
  const program = options.program ?? join(dirname(fileURLToPath(import.meta.url)), "main.js");
  const asked = JSON.stringify(probes.map(({ address, bytes }) => ({ address, bytes })));
  const [file = "", ...args] = [...enter, process.execPath, program, asked];
  const { stdout } = await run(file, args, { timeout: PROBE_MS });
  return JSON.parse(stdout) as (number | null)[];
}

function reach(addr: string): Promise<{ readonly addr: string; readonly reason: string }> {
  const at = addr.lastIndexOf(":");
  const host = addr.slice(0, at).replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(addr.slice(at + 1)), timeout: CONNECT_MS });
    const end = (reason: string): void => {
      socket.destroy();
      resolve({ addr, reason });
    };
    socket.once("connect", () => end(""));
    socket.once("timeout", () => end(`no answer within ${CONNECT_MS} ms`));
    socket.once("error", (error) => end(messageOf(error)));
  });
}
