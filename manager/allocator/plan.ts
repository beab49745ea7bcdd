/**
 * Who gets which addresses and ports now? First services, since their tasks wait for them, then
 * network stacks, since a task without a bridge cannot start, then tasks. What is decided is put
 * into the view at once, so that nothing is given twice within a plan.
 */
import type { Instant } from "../../shared/clock.ts";
import type {
  Endpoint,
  NetworkAttachment,
  Node,
  Port,
  Service,
  Task,
} from "../../shared/domain/objects.ts";
import { portKey } from "../../shared/domain/published-ports.ts";
import { isNetworkAttachment } from "../../shared/domain/task-networks.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { PENDING_MESSAGE } from "./allocation.ts";
import type { AllocatorView } from "./allocator-view.ts";
import { hasVirtualIp, networksOf, publishesIngress } from "./needs.ts";
import { FIRST_DYNAMIC_PORT, LAST_DYNAMIC_PORT } from "./port-book.ts";
import { LINGER_MS, planStack } from "./stack-plan.ts";
import type { Outcome } from "./waiting-room.ts";

export type AllocatorAction =
  | { readonly kind: "service"; readonly before: Service; readonly after: Service }
  | {
      readonly kind: "task";
      readonly before: Task;
      readonly after: Task;
      /** The service's, as it was when this was decided. */
      readonly endpoint: Endpoint | undefined;
    }
  | { readonly kind: "node"; readonly before: Node; readonly after: Node }
  | { readonly kind: "remove-task"; readonly before: Task };

export interface AllocatorPlan {
  readonly actions: readonly AllocatorAction[];
  /** When an address that is kept for a while is given back. */
  readonly wakeAt: Instant | null;
}

const NO_PORTS: readonly Port[] = Object.freeze([]);

/** @param limit about how many actions; what is left is in the next plan */
export function planAllocations(view: AllocatorView, now: Instant, limit: number): AllocatorPlan {
  const actions: AllocatorAction[] = [];
  const mayGoOn = (): boolean => actions.length < limit;
  for (const task of view.abandoned.values()) actions.push({ kind: "remove-task", before: task });
  view.abandoned.clear();
  view.waitingServices.tryAll((id) => {
    const service = view.services.get(id);
    return service === undefined ? undefined : planService(view, service, actions);
  }, mayGoOn);
  for (const [stack, networks] of view.idle) {
    if (firstOf(networks) + LINGER_MS <= now) view.stacks.dirty.add(stack);
  }
  for (const stack of view.stacks.dirty) view.waitingStacks.enter(stack);
  view.stacks.dirty.clear();
  view.waitingStacks.tryAll((stack) => planStack(view, stack, now, actions), mayGoOn);
  view.waitingTasks.tryAll((id) => {
    const task = view.newTasks.get(id);
    return task === undefined ? undefined : planTask(view, task, now, actions);
  }, mayGoOn);
  const idleSince = Math.min(...[...view.idle.values()].map(firstOf));
  return { actions, wakeAt: Number.isFinite(idleSince) ? idleSince + LINGER_MS : null };
}

function firstOf(networks: ReadonlyMap<NetworkId, Instant>): Instant {
  return Math.min(...networks.values());
}

function noAddress(view: AllocatorView, id: NetworkId): string {
  return view.networks.has(id)
    ? `no available IPs on network ${view.nameOf(id)} (${id})`
    : `network ${id} not found`;
}

interface Shortage {
  readonly resource: string;
  readonly text: string;
}

function planService(view: AllocatorView, service: Service, actions: AllocatorAction[]): Outcome {
  const before: Endpoint = service.endpoint ?? { spec: {}, ports: [], virtualIps: [] };
  const { spec } = service;
  const needs = { networks: networksOf(spec), ingress: publishesIngress(spec) };
  const wanted = hasVirtualIp(spec) ? view.wantedNetworks(needs) : [];
  const kept = before.virtualIps.filter(({ networkId }) => wanted.includes(networkId));
  let shortage: Shortage | undefined;
  const virtualIps = [...kept];
  for (const networkId of wanted) {
    if (kept.some((vip) => vip.networkId === networkId)) continue;
    const addresses = view.addresses.next(networkId, () => 0n);
    if (addresses === undefined) {
      shortage ??= { resource: networkId, text: noAddress(view, networkId) };
    } else {
      for (const addr of addresses) virtualIps.push({ networkId, addr });
    }
  }
  const ports = choosePorts(view, before.ports);
  if (ports === undefined) {
    const text = `no available port in ${FIRST_DYNAMIC_PORT}-${LAST_DYNAMIC_PORT}`;
    shortage ??= { resource: "tcp", text };
  }
  if (needs.ingress && view.ingressId === undefined) {
    shortage ??= { resource: "ingress", text: "the ingress network does not exist" };
  }
  // All or nothing: half an endpoint would be of no use, and would take what others could use.
  const after: Endpoint =
    shortage === undefined
      ? { spec: before.spec, ports: ports ?? before.ports, virtualIps }
      : { ...before, virtualIps: kept };
  if (!sameEndpoint(before, after)) {
    const written = { ...service, endpoint: after };
    actions.push({ kind: "service", before: service, after: written });
    view.putService(written);
  }
  if (shortage === undefined) {
    view.shortages.delete(service.id);
    view.waitingTasks.freed(endpointOfService(service));
    return undefined;
  }
  if (view.shortages.get(service.id) !== shortage.text) {
    view.shortages.set(service.id, shortage.text);
    view.waitingTasks.freed(endpointOfService(service));
  }
  return shortage.resource;
}

function endpointOfService({ id }: Pick<Service, "id">): string {
  return `endpoint ${id}`;
}

/** Every published port with a number; undefined when one has none to get. */
function choosePorts(view: AllocatorView, ports: readonly Port[]): readonly Port[] | undefined {
  const isOpen = (port: Port): boolean =>
    port.publishMode === "ingress" && port.publishedPort === 0;
  if (!ports.some(isOpen)) return ports;
  const chosen: Port[] = [];
  const held: string[] = [];
  for (const port of ports) {
    const number = isOpen(port) ? view.ports.next(port.protocol) : port.publishedPort;
    if (number === undefined) break;
    chosen.push({ ...port, publishedPort: number });
    // Until the service itself holds them: two of its ports must not be the same one.
    if (isOpen(port)) {
      view.ports.hold(portKey(number, port.protocol));
      held.push(portKey(number, port.protocol));
    }
  }
  for (const key of held) view.ports.release(key);
  return chosen.length === ports.length ? chosen : undefined;
}

function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.ports.every((port, at) => port.publishedPort === b.ports[at]?.publishedPort) &&
    a.virtualIps.length === b.virtualIps.length &&
    a.virtualIps.every((vip, at) => vip === b.virtualIps[at])
  );
}

function planTask(
  view: AllocatorView,
  task: Task,
  now: Instant,
  actions: AllocatorAction[],
): Outcome {
  const service = task.serviceId === "" ? undefined : view.services.get(task.serviceId);
  const endpoint = service?.endpoint;
  const write = (after: Task): void => {
    actions.push({ kind: "task", before: task, after, endpoint });
    view.putTask(after);
  };
  const tell = (text: string): void => {
    if (task.status.err === text) return;
    write({ ...task, status: { ...task.status, timestampMs: now, err: text } });
  };
  const needs = view.needsOf(task);
  if (needs === undefined) return `spec ${task.serviceId}`;
  if (service !== undefined) {
    const text = view.shortages.get(service.id);
    if (text !== undefined) {
      tell(text);
      return endpointOfService(service);
    }
  }
  const networks: NetworkAttachment[] = [];
  for (const networkId of view.wantedNetworks(needs)) {
    const found = addressesFor(view, task, networkId);
    if (typeof found === "string") {
      tell(found);
      return networkId;
    }
    networks.push({ networkId, addresses: found, aliases: aliasesOf(task, networkId) });
  }
  const attachment = isNetworkAttachment(task);
  write({
    ...task,
    networks,
    endpointPorts: endpoint?.ports ?? NO_PORTS,
    status: attachment
      ? // Its container is somebody else's: there is nothing to schedule, and nothing to start.
        { state: "running", timestampMs: now, message: "attached" }
      : { state: "pending", timestampMs: now, message: PENDING_MESSAGE },
  });
  return undefined;
}

function addressesFor(
  view: AllocatorView,
  task: Task,
  networkId: NetworkId,
): readonly string[] | string {
  const config = task.ownSpec?.Networks?.find(({ Target }) => Target === networkId);
  const wanted = config?.Addresses ?? [];
  if (wanted.length > 0) {
    const judged = wanted.map((text) => view.addresses.judge(networkId, text));
    const bad = judged.find(({ kind }) => kind !== "free");
    const name = view.nameOf(networkId);
    const texts = judged.map(({ cidr }) => cidr);
    if (bad === undefined && view.addresses.areOfOneSegment(networkId, texts)) return texts;
    if (bad === undefined) {
      return `addresses ${texts.join(" and ")} are not of one segment of network ${name}`;
    }
    return bad.kind === "taken"
      ? `address ${bad.cidr} is already in use on network ${name}`
      : `address ${bad.cidr} is not of network ${name}`;
  }
  // Every stack that is not on the network yet needs an address there before it can run a task.
  // Tasks leave those over, or a full network would have tasks that can start nowhere.
  const lacking = BigInt(Math.max(0, view.stacks.count - view.stacks.attachedCount(networkId)));
  const spare = (size: bigint): bigint => (lacking < size / 4n ? lacking : size / 4n);
  return view.addresses.next(networkId, spare) ?? noAddress(view, networkId);
}

/** A service's aliases are its own, wherever its tasks are; a container's are its task's. */
function aliasesOf(task: Task, networkId: NetworkId): readonly string[] {
  const config = task.ownSpec?.Networks?.find(({ Target }) => Target === networkId);
  return config?.Aliases ?? [];
}
