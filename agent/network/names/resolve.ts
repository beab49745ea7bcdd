/**
 * What is the answer to this question from this asker? Names are searched on the networks that the
 * asker is on, and on no other; a name that is ours is never asked of anybody else, also when there
 * is nothing to say of it.
 */
import { contains, parseCidr, parseIp } from "../../../shared/ip.ts";
import {
  addressKey,
  type NamedMember,
  type NamedNetwork,
  type NameIndex,
  plainName,
} from "./name-index.ts";

export interface Asker {
  /** Empty: none of our tasks; the host itself, or a stranger. */
  readonly taskId: string;
  readonly nodeId: string;
  /** In the order in which they are searched. */
  readonly networks: readonly NamedNetwork[];
  /** All of its networks are internal: nothing outside is to be heard of it. */
  readonly confined: boolean;
}

export interface NameRecord {
  readonly type: "A" | "AAAA" | "PTR";
  readonly data: string;
  readonly ttl: number;
}

export type Verdict =
  | { readonly kind: "answer"; readonly records: readonly NameRecord[] }
  /** The name is ours and has nothing of the type that was asked for. */
  | { readonly kind: "no-data" }
  | { readonly kind: "no-name" }
  | { readonly kind: "forward" };

/** A virtual address lasts as long as its service. */
const VIRTUAL_IP_TTL = 5;
/** A task leaves when it likes: resolvers must ask again. */
const TASK_TTL = 1;
const NO_DATA: Verdict = { kind: "no-data" };
const NO_NAME: Verdict = { kind: "no-name" };
const TASKS = "tasks.";

/** @param askedAt our own address that the question came to */
export function askerOf(index: NameIndex, source: string, askedAt: string): Asker {
  const at = index.membersAt(source);
  const here = at.find(({ networkId }) => hasGateway(index.network(networkId), askedAt));
  const member = here ?? at[0];
  return member === undefined
    ? strangerAt(index, askedAt)
    : taskAsker(index, member.taskId, member.nodeId);
}

export function taskAsker(index: NameIndex, taskId: string, nodeId: string): Asker {
  const networks = index.membersOfTask(taskId).flatMap(({ networkId }) => {
    const network = index.network(networkId);
    return network === undefined ? [] : [network];
  });
  const searched = networks.filter(({ ingress }) => !ingress).sort(byName);
  const confined = searched.length > 0 && networks.every(({ internal }) => internal);
  return { taskId, nodeId, networks: searched, confined };
}

function strangerAt(index: NameIndex, askedAt: string): Asker {
  const networks = [...index.networks()].filter(
    (network) => !network.ingress && hasGateway(network, askedAt),
  );
  return { taskId: "", nodeId: "", networks, confined: false };
}

function hasGateway(network: NamedNetwork | undefined, address: string): boolean {
  const key = addressKey(address);
  return network?.subnets.some(({ gateway }) => addressKey(gateway) === key) ?? false;
}

function byName(a: NamedNetwork, b: NamedNetwork): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** @param turn which of equal answers comes first */
export function resolve(
  index: NameIndex,
  asker: Asker,
  question: { readonly name: string; readonly type: string },
  turn: number,
): Verdict {
  const name = plainName(question.name);
  const { type } = question;
  const reversed = addressOfReverse(name);
  const ours =
    reversed === undefined
      ? resolveName(index, asker, name, type, turn)
      : resolveAddress(index, asker, reversed, type);
  if (ours !== undefined) return ours;
  return asker.confined ? NO_NAME : { kind: "forward" };
}

function resolveName(
  index: NameIndex,
  asker: Asker,
  name: string,
  type: string,
  turn: number,
): Verdict | undefined {
  let known = false;
  for (const { network, plain } of placesOf(asker, name)) {
    const found = recordsOf(index, network.id, plain);
    if (found === undefined) continue;
    known = true;
    const records = found.filter((record) => type === "ANY" || record.type === type);
    if (records.length > 0) return { kind: "answer", records: rotate(records, turn) };
  }
  return known ? NO_DATA : undefined;
}

/** Where to look: NAME on each network, then `NAME.NETWORK` on that network. */
function placesOf(
  { networks }: Asker,
  name: string,
): readonly { readonly network: NamedNetwork; readonly plain: string }[] {
  const plain = networks.map((network) => ({ network, plain: name }));
  const qualified = networks
    .filter((network) => name.endsWith(`.${network.name}`))
    .map((network) => ({ network, plain: name.slice(0, -network.name.length - 1) }));
  return [...plain, ...qualified];
}

/** Of both families; undefined when nobody on the network has the name. */
function recordsOf(
  index: NameIndex,
  networkId: string,
  name: string,
): readonly NameRecord[] | undefined {
  const tasksOf = name.startsWith(TASKS)
    ? index.servicesNamed(networkId, name.slice(TASKS.length))
    : [];
  const services = index.servicesNamed(networkId, name);
  const members = index.membersNamed(networkId, name);
  if (tasksOf.length + services.length + members.length === 0) return undefined;
  const virtualIps = services.flatMap((service) => service.virtualIps.get(networkId) ?? []);
  // Without a virtual address (dnsrr) the name leads to the tasks themselves.
  const spread = services.filter((service) => !service.virtualIps.has(networkId));
  const tasks = [...tasksOf, ...spread].flatMap(({ id }) => index.membersOfService(networkId, id));
  const ready = [...tasks, ...members].filter((member) => member.ready);
  const addresses = new Set(ready.flatMap((member) => member.addresses));
  return [
    ...virtualIps.map((address) => addressRecord(address, VIRTUAL_IP_TTL)),
    ...[...addresses].map((address) => addressRecord(address, TASK_TTL)),
  ];
}

function addressRecord(address: string, ttl: number): NameRecord {
  return { type: address.includes(":") ? "AAAA" : "A", data: address, ttl };
}

function rotate<T>(items: readonly T[], turn: number): readonly T[] {
  const at = turn % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function resolveAddress(
  index: NameIndex,
  asker: Asker,
  address: string,
  type: string,
): Verdict | undefined {
  const ip = parseIp(address);
  const networks = asker.networks.filter(({ subnets }) =>
    subnets.some(({ subnet }) => {
      const cidr = parseCidr(subnet);
      return ip !== undefined && cidr !== undefined && contains(cidr, ip);
    }),
  );
  if (networks.length === 0) return undefined;
  const names = networks.flatMap((network) => [
    ...index
      .servicesAt(address)
      .filter((service) => service.virtualIps.has(network.id))
      .map((service) => ({ data: `${service.name}.${network.name}`, ttl: VIRTUAL_IP_TTL })),
    ...index
      .membersAt(address)
      .filter((member) => member.ready && member.networkId === network.id)
      .map((member) => ({ data: `${ownName(member)}.${network.name}`, ttl: TASK_TTL })),
  ]);
  if (names.length === 0) return NO_NAME;
  if (type !== "PTR" && type !== "ANY") return NO_DATA;
  return { kind: "answer", records: names.map((one) => ({ type: "PTR", ...one })) };
}

function ownName({ taskName, names, taskId }: NamedMember): string {
  return taskName || names[0] || taskId;
}

/** `4.3.2.1.in-addr.arpa` → 1.2.3.4, `….ip6.arpa` likewise; undefined for other names. */
export function addressOfReverse(name: string): string | undefined {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/.exec(name);
  if (v4 !== null) {
    const text = v4.slice(1).reverse().join(".");
    return parseIp(text) === undefined ? undefined : text;
  }
  if (!/^(?:[0-9a-f]\.){32}ip6\.arpa$/.test(name)) return undefined;
  const nibbles = name.slice(0, 64).split(".").slice(0, 32).reverse().join("");
  return nibbles.replace(/.{4}(?=.)/g, "$&:");
}
