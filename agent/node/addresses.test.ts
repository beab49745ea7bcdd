import { describe, expect, test } from "vitest";
import {
  type AddressContext,
  type AddressRequest,
  formatHostPort,
  type InterfaceAddress,
  resolveAddresses,
} from "./addresses.ts";

const on = (name: string, address: string, loopback = false): InterfaceAddress => ({
  interface: name,
  address,
  family: address.includes(":") ? "IPv6" : "IPv4",
  loopback,
});
const lo = on("lo", "127.0.0.1", true);
const eth0 = on("eth0", "10.1.2.3");
const eth1 = on("eth1", "192.168.0.9");

const one = [lo, eth0, on("docker0", "172.17.0.1"), on("eth0", "fe80::1")];
const two = [lo, eth0, eth1];

interface Row {
  readonly name: string;
  readonly ask?: Partial<AddressRequest>;
  readonly context?: Partial<AddressContext>;
  readonly want: string;
}

const good: readonly Row[] = [
  { name: "nothing given, one address", want: "0.0.0.0:2377 10.1.2.3:2377" },
  { name: "a port", ask: { listenAddr: "0.0.0.0:4000" }, want: "0.0.0.0:4000 10.1.2.3:4000" },
  {
    name: "a loopback address of its own",
    ask: { listenAddr: "127.0.1.1:2377" },
    want: "127.0.1.1:2377 127.0.1.1:2377",
  },
  {
    name: "both",
    ask: { listenAddr: "127.0.1.1", advertiseAddr: "127.0.1.1:9" },
    want: "127.0.1.1:2377 127.0.1.1:9",
  },
  {
    name: "interfaces by name",
    ask: { listenAddr: "eth1:5", advertiseAddr: "eth0" },
    context: { interfaces: two },
    want: "192.168.0.9:5 10.1.2.3:5",
  },
  {
    name: "the configured default",
    context: { interfaces: two, defaultAdvertiseAddr: "eth1" },
    want: "0.0.0.0:2377 192.168.0.9:2377",
  },
  {
    name: "joining: the address of the route there",
    context: { interfaces: two, routeAddress: "192.168.0.9" },
    want: "0.0.0.0:2377 192.168.0.9:2377",
  },
  {
    name: "IPv6 only",
    ask: { listenAddr: "[::]:2377" },
    context: { interfaces: [lo, on("eth0", "2001:db8::5")] },
    want: "[::]:2377 [2001:db8::5]:2377",
  },
];

const bad: readonly Row[] = [
  {
    name: "two interfaces",
    context: { interfaces: two },
    want:
      "could not choose an IP address to advertise since this system has multiple addresses " +
      "on different interfaces (10.1.2.3 on eth0 and 192.168.0.9 on eth1)",
  },
  {
    name: "two addresses of one interface",
    context: { interfaces: [lo, eth0, on("eth0", "10.1.2.4")] },
    want: "multiple addresses on interface eth0 (10.1.2.3 and 10.1.2.4)",
  },
  { name: "only loopback", context: { interfaces: [lo] }, want: "could not find the system's IP" },
  {
    name: "no such interface",
    ask: { advertiseAddr: "eth9" },
    want: 'advertise address must be a non-zero IP address or network interface (with optional port number): "eth9"',
  },
  { name: "advertise zero", ask: { advertiseAddr: "0.0.0.0" }, want: "advertise address must be" },
  { name: "listen nonsense", ask: { listenAddr: "a:b:c" }, want: "listen address must be" },
  { name: "port too large", ask: { listenAddr: "0.0.0.0:70000" }, want: "listen address must be" },
  { name: "data path with a port", ask: { dataPathAddr: "10.1.2.3:1" }, want: "data path address" },
];

function resolve({ ask, context }: Row): string {
  const { listen, advertise } = resolveAddresses(
    { listenAddr: "", advertiseAddr: "", dataPathAddr: "", ...ask },
    { interfaces: one, defaultAdvertiseAddr: "", routeAddress: "", ...context },
  );
  return `${formatHostPort(listen)} ${formatHostPort(advertise)}`;
}

describe("addresses", () => {
  test.each(good)("$name", (row) => expect(resolve(row)).toBe(row.want));
  test.each(bad)("refused: $name", (row) => expect(() => resolve(row)).toThrow(row.want));
});
