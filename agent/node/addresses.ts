/**
 * On which address does a manager listen, and which one do others reach it at? Swarm's rules and
 * words; the machine's interfaces come in as a value.
 */
import { ClusterError } from "../../shared/errors.ts";
import { parseIp } from "../../shared/ip.ts";

export const DEFAULT_PORT = 2377;

export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
  readonly loopback: boolean;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface NodeAddresses {
  readonly listen: HostPort;
  readonly advertise: HostPort;
  /** Bare; empty: the advertise address is used. */
  readonly dataPath: string;
}

export interface AddressRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
}

export interface AddressContext {
  readonly interfaces: readonly InterfaceAddress[];
  /** `--swarm-default-advertise-addr`; empty when not given. */
  readonly defaultAdvertiseAddr: string;
  /** The local end of a connection to the manager that is joined; empty for an init. */
  readonly routeAddress: string;
}

const NOT_FOUND = "could not find the system's IP address";
const BAD_LISTEN =
  "listen address must be an IP address or network interface (with optional port number)";
const BAD_ADVERTISE =
  "advertise address must be a non-zero IP address or network interface (with optional port number)";
const BAD_DEFAULT_ADVERTISE =
  "default advertise address must be a non-zero IP address or network interface " +
  "(without a port number)";
const BAD_DATA_PATH =
  "data path address must be a non-zero IP address or network interface (without a port number)";

export function resolveAddresses(request: AddressRequest, context: AddressContext): NodeAddresses {
  const listen = resolveListen(request.listenAddr, context);
  return {
    listen,
    advertise: resolveAdvertise(request.advertiseAddr, listen, context),
    dataPath:
      request.dataPathAddr === "" ? "" : bareHost(request.dataPathAddr, BAD_DATA_PATH, context),
  };
}

function resolveListen(text: string, context: AddressContext): HostPort {
  const { host, port } = splitHostPort(text === "" ? "0.0.0.0" : text, DEFAULT_PORT, BAD_LISTEN);
  if (parseIp(host) !== undefined) return { host, port };
  return { host: interfaceAddress(host, BAD_LISTEN, context), port };
}

function resolveAdvertise(text: string, listen: HostPort, context: AddressContext): HostPort {
  if (text !== "") {
    const { host, port } = splitHostPort(text, listen.port, BAD_ADVERTISE);
    return { host: nonZeroHost(host, BAD_ADVERTISE, context), port };
  }
  const { port } = listen;
  if (context.defaultAdvertiseAddr !== "") {
    return { host: bareHost(context.defaultAdvertiseAddr, BAD_DEFAULT_ADVERTISE, context), port };
  }
  // Swarm looks for the system's address even here. But who listens on one address only can be
  // reached at no other, so that would hand out one where nobody answers.
  if (!isUnspecified(listen.host)) return listen;
  if (context.routeAddress !== "") return { host: context.routeAddress, port };
  return { host: systemAddress(context.interfaces), port };
}

function bareHost(text: string, refusal: string, context: AddressContext): string {
  return nonZeroHost(text, refusal, context);
}

function nonZeroHost(host: string, refusal: string, context: AddressContext): string {
  if (parseIp(host) === undefined) return interfaceAddress(host, refusal, context);
  if (isUnspecified(host)) throw invalid(refusal, host);
  return host;
}

/** The one address of an interface; IPv4 is preferred, since overlay addresses are of it. */
function interfaceAddress(name: string, refusal: string, context: AddressContext): string {
  const all = context.interfaces.filter((entry) => entry.interface === name);
  if (all.length === 0) throw invalid(refusal, name);
  for (const family of ["IPv4", "IPv6"] as const) {
    const [first, second] = all.filter((entry) => entry.family === family);
    if (first !== undefined && second !== undefined) {
      throw new ClusterError(
        "INVALID_ARGUMENT",
        `interface ${name} has more than one ${family} address ` +
          `(${first.address} and ${second.address})`,
      );
    }
    if (first !== undefined) return first.address;
  }
  throw invalid(refusal, name);
}

/** Bridges and the like belong to the engine: nobody outside reaches their addresses. */
const NOT_OF_THE_SYSTEM = /^(docker|br-|veth|virbr|cni|flannel|cali|vxlan|skep)/;

export function systemAddress(interfaces: readonly InterfaceAddress[]): string {
  const usable = interfaces.filter(
    (entry) => !entry.loopback && !NOT_OF_THE_SYSTEM.test(entry.interface),
  );
  for (const family of ["IPv4", "IPv6"] as const) {
    const [first, second] = usable.filter(
      (entry) => entry.family === family && !entry.address.startsWith("fe80:"),
    );
    if (first === undefined) continue;
    if (second === undefined) return first.address;
    const where =
      first.interface === second.interface
        ? `on interface ${first.interface} (${first.address} and ${second.address})`
        : "on different interfaces " +
          `(${first.address} on ${first.interface} and ${second.address} on ${second.interface})`;
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `could not choose an IP address to advertise since this system has multiple addresses ${where}`,
    );
  }
  throw new ClusterError("INVALID_ARGUMENT", NOT_FOUND);
}

/** The address of a manager to join: its port may be left out. */
export function parseRemote(text: string): HostPort {
  return splitHostPort(
    text,
    DEFAULT_PORT,
    "remote address must be a host name or IP address (with optional port number)",
  );
}

export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export function splitHostPort(text: string, defaultPort: number, refusal: string): HostPort {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const plain = /^([^:\s]+)(?::(\d+))?$/.exec(text);
  const match = bracketed ?? plain;
  // A bare IPv6 address has no port.
  if (match === null && parseIp(text) !== undefined) return { host: text, port: defaultPort };
  const host = match?.[1];
  const port = match?.[2] === undefined ? defaultPort : Number(match[2]);
  if (host === undefined || port > 65_535) throw invalid(refusal, text);
  return { host, port };
}

function isUnspecified(host: string): boolean {
  return parseIp(host)?.bits === 0n;
}

function invalid(refusal: string, value: string): ClusterError {
  return new ClusterError("INVALID_ARGUMENT", `${refusal}: ${JSON.stringify(value)}`);
}
