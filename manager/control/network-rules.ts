/** Could this network ever be? Everything about a spec that can be told without the cluster. */

import {
  boolean,
  checkLabels,
  conform,
  list,
  map,
  object,
  refuse,
  show,
  string,
} from "../../shared/document.ts";
import type { IpamPool, NetworkSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import {
  contains,
  formatCidr,
  type IpAddress,
  type IpNetwork,
  networkOf,
  overlap,
  parseCidr,
  parseIp,
  sameIp,
} from "../../shared/ip.ts";
import { memberRange } from "../allocator/address-pool.ts";
import { isPredefined } from "../allocator/needs.ts";
import { checkDnsName } from "./names.ts";

const SPEC = object({
  Name: string,
  Driver: string,
  Scope: string,
  EnableIPv4: boolean,
  EnableIPv6: boolean,
  Internal: boolean,
  Attachable: boolean,
  Ingress: boolean,
  ConfigOnly: boolean,
  ConfigFrom: object({ Network: string }),
  IPAM: object({
    Driver: string,
    Options: map(string),
    Config: list(
      object({
        Subnet: string,
        IPRange: string,
        Gateway: string,
        AuxiliaryAddresses: map(string),
      }),
    ),
  }),
  Options: map(string),
  Labels: map(string),
});

const DRIVER = "overlay";
/** Of engines: networks of a single node. */
const LOCAL_DRIVERS: ReadonlySet<string> = new Set(["bridge", "host", "null", "macvlan", "ipvlan"]);
const INTERNAL_LABEL = "com.docker.swarm.internal";
/** Larger ones are a slip of the finger; in smaller ones there is room for nobody. */
const PREFIXES = { 32: { least: 8, most: 30 }, 128: { least: 16, most: 126 } } as const;
const MOST_SEGMENTS = 64;
const MTU_OPTION = "com.docker.network.driver.mtu";
const VNI_OPTION = "com.docker.network.driver.overlay.vxlanid_list";

/** A document of any origin as a NetworkSpec, or a refusal that names the field. */
export function parseNetworkSpec(document: unknown): NetworkSpec {
  const given = conform(document, SPEC, "") as NetworkSpec;
  if (isPredefined(given.Name ?? "")) {
    throw new ClusterError(
      "PERMISSION_DENIED",
      `operation is not permitted on predefined ${given.Name} network`,
    );
  }
  checkDnsName(given.Name);
  checkLabels(given.Labels, "Labels");
  if (INTERNAL_LABEL in (given.Labels ?? {})) {
    throw new ClusterError(
      "PERMISSION_DENIED",
      `label ${INTERNAL_LABEL} is for predefined internal networks and cannot be applied by users`,
    );
  }
  checkKind(given);
  checkOptions(given);
  checkIpam(given);
  return { ...given, Driver: DRIVER, Scope: "swarm" };
}

function checkKind(spec: NetworkSpec): void {
  const driver = (spec.Driver ?? "") || DRIVER;
  if (spec.Ingress === true && driver !== DRIVER) {
    throw new ClusterError(
      "UNIMPLEMENTED",
      `Driver: ${show(driver)}: only overlay driver is currently supported for ingress network`,
    );
  }
  if (LOCAL_DRIVERS.has(driver)) {
    throw new ClusterError(
      "UNIMPLEMENTED",
      `Driver: ${show(driver)}: expected overlay for a network of the swarm`,
    );
  }
  if (driver !== DRIVER) {
    throw new ClusterError("NOT_FOUND", `plugin ${show(driver)} not found`);
  }
  const scope = (spec.Scope ?? "") || "swarm";
  if (scope !== "swarm" && scope !== "global") {
    refuse("Scope", `${show(scope)}: expected swarm for driver overlay`);
  }
  if (spec.Ingress === true && spec.Attachable === true) {
    refuse("Attachable", "ingress network cannot be attachable");
  }
  if (spec.Ingress === true && spec.Internal === true) {
    refuse("Internal", "ingress network cannot be internal");
  }
  if (spec.ConfigOnly === true || (spec.ConfigFrom?.Network ?? "") !== "") {
    refuse(
      spec.ConfigOnly === true ? "ConfigOnly" : "ConfigFrom",
      "configuration networks are local to a node, expected scope local",
    );
  }
  if (spec.EnableIPv4 === false) {
    throw new ClusterError(
      "UNIMPLEMENTED",
      "EnableIPv4: false: overlay networks without IPv4 are not supported",
    );
  }
}

function checkOptions({ Options: options = {}, EnableIPv6 }: NetworkSpec): void {
  const mtu = options[MTU_OPTION];
  // A device of less has no IPv6.
  const least = EnableIPv6 === true ? 1280 : 576;
  if (
    mtu !== undefined &&
    !(/^\d{1,5}$/.test(mtu) && Number(mtu) >= least && Number(mtu) <= 65_535)
  ) {
    refuse(`Options["${MTU_OPTION}"]`, `${show(mtu)}: expected ${least} to 65535`);
  }
  if (VNI_OPTION in options) {
    refuse(`Options["${VNI_OPTION}"]`, "network numbers are chosen by the swarm");
  }
}

function checkIpam(spec: NetworkSpec): void {
  const driver = spec.IPAM?.Driver ?? "";
  if (driver !== "" && driver !== "default") {
    throw new ClusterError("NOT_FOUND", `IPAM.Driver: plugin ${show(driver)} not found`);
  }
  const subnets: IpNetwork[] = [];
  for (const [i, config] of (spec.IPAM?.Config ?? []).entries()) {
    const at = `IPAM.Config[${i}]`;
    const subnet = checkSubnet(config, at, spec.EnableIPv6 === true);
    const same = subnet && subnets.find((other) => overlap(other, subnet));
    if (same !== undefined) {
      refuse(
        `${at}.Subnet`,
        `${show(config.Subnet)}: invalid pool request: ` +
          `Pool overlaps with other one on this address space: ${formatCidr(same)}`,
      );
    }
    if (subnet !== undefined) subnets.push(subnet);
    checkMembers(config, at, subnet);
  }
  checkSegments(spec, subnets);
}

/** How many segments it would have: a bridge and more on every node, for each. */
function checkSegments(spec: NetworkSpec, subnets: readonly IpNetwork[]): void {
  const ofIpv6 = subnets.filter(({ width }) => width === 128).length;
  const segments = Math.max(ofIpv6, (spec.IPAM?.Config ?? []).length - ofIpv6);
  if (spec.Ingress === true && segments > 1) {
    // Replies to published ports find their way by nodes' addresses on the one bridge.
    throw new ClusterError(
      "UNIMPLEMENTED",
      "IPAM.Config: expected one subnet of each address family for the ingress network",
    );
  }
  if (segments > MOST_SEGMENTS) {
    refuse("IPAM.Config", `${segments}: expected ${MOST_SEGMENTS} subnets of a family at most`);
  }
}

function checkSubnet(config: IpamPool, at: string, ipv6: boolean): IpNetwork | undefined {
  const text = config.Subnet ?? "";
  if (text === "") {
    const rest = [config.IPRange ?? "", config.Gateway ?? "", ...Object.keys(auxOf(config))];
    if (rest.some((value) => value !== "")) {
      refuse(`${at}.Subnet`, "no subnet specified: an IP range or gateway needs one");
    }
    return undefined;
  }
  const subnet = parseCidr(text);
  if (subnet === undefined) {
    return refuse(`${at}.Subnet`, `invalid subnet ${show(text)}: expected CIDR, as 10.1.0.0/24`);
  }
  const proper = networkOf(subnet);
  if (proper.bits !== subnet.bits) {
    refuse(`${at}.Subnet`, `invalid subnet ${text}: it should be ${formatCidr(proper)}`);
  }
  const { least, most } = PREFIXES[subnet.width];
  if (subnet.prefix < least || subnet.prefix > most) {
    refuse(`${at}.Subnet`, `invalid subnet ${text}: expected a prefix of /${least} to /${most}`);
  }
  if (subnet.width === 128 && !ipv6) {
    refuse(`${at}.Subnet`, `${text}: expected EnableIPv6 with an IPv6 subnet`);
  }
  return subnet;
}

function auxOf(config: IpamPool): Readonly<Record<string, string>> {
  return config.AuxiliaryAddresses ?? {};
}

function checkMembers(config: IpamPool, at: string, subnet: IpNetwork | undefined): void {
  if (subnet === undefined) return;
  const range = config.IPRange ?? "";
  if (range !== "") {
    const parsed = parseCidr(range);
    if (parsed === undefined)
      refuse(`${at}.IPRange`, `invalid range ${show(range)}: expected CIDR`);
    if (!contains(subnet, parsed) || parsed.prefix < subnet.prefix) {
      refuse(`${at}.IPRange`, `subnet ${config.Subnet} does not contain range ${range}`);
    }
  }
  const gateway = config.Gateway ?? "";
  const taken =
    gateway === "" ? undefined : checkMember(gateway, "gateway", `${at}.Gateway`, subnet);
  for (const [name, text] of Object.entries(auxOf(config))) {
    const field = `${at}.AuxiliaryAddresses["${name}"]`;
    const address = checkMember(text, "auxiliary address", field, subnet);
    if (taken !== undefined && sameIp(address, taken)) refuse(field, `${text}: is the gateway`);
  }
}

function checkMember(text: string, what: string, field: string, subnet: IpNetwork): IpAddress {
  const address = parseIp(text.includes("/") ? text.slice(0, text.indexOf("/")) : text);
  if (address === undefined) refuse(field, `invalid ${what} ${show(text)}: expected an address`);
  const [low, high] = memberRange(subnet);
  const inside = contains(subnet, address) && address.bits >= low.bits && address.bits <= high.bits;
  if (!inside) {
    refuse(field, `subnet ${formatCidr(subnet)} does not contain ${what} ${text} for a member`);
  }
  return address;
}
