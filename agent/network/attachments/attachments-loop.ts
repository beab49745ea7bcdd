/**
 * Containers that no service started, on the cluster's networks. Asks the managers for an address
 * before the engine is asked for the container, and gives it back when no container has it.
 */
import { randomBytes } from "node:crypto";
import type { skep } from "../../../proto/messages.ts";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { decodeAttachment } from "../../../shared/domain/codec.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { NetworkId, NodeId, TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { type EngineClient, jsonLines } from "../../runtime/docker/adapters/engine-client.ts";
import type { ContainerNetwork } from "../../runtime/runtime.ts";
import type { NetworkModel, OverlayNetwork } from "../model.ts";
import type { NodeNetwork } from "../network.ts";
import { type EngineContainer, matchAttachments } from "./plan-attachments.ts";

type AttachRequest = skep.v1.AttachNetworkRequest.$Properties;
type AttachResponse = skep.v1.AttachNetworkResponse.$Properties;

/** The managers' ResourceAllocator, whichever leads. */
export interface AttachmentCalls {
  attach(request: AttachRequest, signal: AbortSignal): Promise<AttachResponse>;
  detach(taskId: TaskId, signal: AbortSignal): Promise<void>;
}

export interface AttachmentsOptions {
  readonly nodeId: NodeId;
  readonly client: EngineClient;
  readonly calls: AttachmentCalls;
  readonly network: Pick<NodeNetwork, "attach" | "started" | "release">;
  readonly model: NetworkModel;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface AttachWish {
  /** Name or id. */
  readonly network: string;
  /** Empty while there is no container yet. */
  readonly containerId: string;
  readonly containerName: string;
  /** Wanted, bare. */
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  /** The container's own resolvers, if it names any. */
  readonly resolvers: readonly string[];
}

export interface Attached {
  readonly taskId: TaskId;
  readonly place: ContainerNetwork;
  readonly nameServers: readonly string[];
  /** The container has the address, or will never have it: from now on the engine is asked. */
  settle(): void;
}

const LOOK_EVERY_MS = 30_000;
/** An engine that dies with a request under way may still create the container. */
const MISSING_MS = 5_000;
const BACKOFF_MS = 1_000;
const EVENTS = { container: ["start", "die", "destroy"], network: ["connect", "disconnect"] };

export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #pending = new Set<TaskId>();
  readonly #missingSince = new Map<TaskId, number>();
  readonly #startedAs = new Map<TaskId, string>();
  #timer: Timer | undefined;
  #looking = false;
  #again = false;
  #signal: AbortSignal = AbortSignal.abort();

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** Follows the engine until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    while (!signal.aborted) {
      this.look();
      try {
        await this.#follow(signal);
      } catch (error) {
        if (!signal.aborted) {
          this.#options.logger.debug({ err: messageOf(error) }, "the engine's events broke off");
        }
      }
      await new Promise<void>((resolve) => this.#options.clock.after(BACKOFF_MS, resolve));
    }
    this.#timer?.cancel();
  }

  async attach(wish: AttachWish, signal: AbortSignal): Promise<Attached> {
    const { calls, network, nodeId } = this.#options;
    const { network: name, containerId, containerName, addresses, aliases } = wish;
    const answer = await calls.attach(
      {
        network: name,
        containerId: containerId === "" ? randomBytes(16).toString("hex") : containerId,
        containerName,
        addresses: [...addresses],
        aliases: [...aliases],
        nodeId,
      },
      signal,
    );
    const taskId = (answer.taskId ?? "") as TaskId;
    this.#pending.add(taskId);
    const settle = (): void => {
      this.#pending.delete(taskId);
      this.look();
    };
    try {
      const attachment = decodeAttachment(answer.attachment ?? {});
      const ContainerSpec = { DNSConfig: { Nameservers: wish.resolvers } };
      const networking = await network.attach(
        {
          task: { ...taskOf(taskId, nodeId), networks: [attachment] },
          spec: { TaskTemplate: { ContainerSpec } },
        },
        signal,
      );
      const [place] = networking.networks;
      if (place === undefined) throw new Error(`network ${name}: this node has no networks`);
      return { taskId, place, nameServers: networking.nameServers, settle };
    } catch (error) {
      this.#pending.delete(taskId);
      await calls.detach(taskId, this.#signal).catch((later: unknown) => {
        // It is found again, and given back, when the engine's containers are looked at.
        this.#options.logger.warn({ taskId, err: messageOf(later) }, "an address is still held");
      });
      throw error;
    }
  }

  /** The overlay of this name or id, if this node is on it. */
  overlay(nameOrId: string): OverlayNetwork | undefined {
    const { model } = this.#options;
    const byId = model.network(nameOrId as NetworkId);
    if (byId !== undefined) return byId;
    for (const network of model.networks()) if (network.name === nameOrId) return network;
    return undefined;
  }

  /** Looks at the engine's containers, soon. */
  look(): void {
    if (this.#signal.aborted) return;
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookOn();
  }

  async #lookOn(): Promise<void> {
    const { clock, logger } = this.#options;
    while (this.#again && !this.#signal.aborted) {
      this.#again = false;
      this.#timer?.cancel();
      let nextMs = LOOK_EVERY_MS;
      try {
        nextMs = await this.#lookOnce(this.#signal);
      } catch (error) {
        nextMs = MISSING_MS;
        if (!this.#signal.aborted) logger.warn({ err: messageOf(error) }, "attached containers");
      }
      this.#timer = clock.after(nextMs, () => this.look());
    }
    this.#looking = false;
  }

  async #lookOnce(signal: AbortSignal): Promise<number> {
    const { model, nodeId, client, network, clock } = this.#options;
    const members = [...model.members()].filter(
      (member) => member.serviceId === "" && member.nodeId === nodeId,
    );
    this.#forget(new Set(members.map(({ taskId }) => taskId)));
    if (members.length === 0) return LOOK_EVERY_MS;
    const path = "/containers/json";
    const containers = await client.call<readonly EngineContainer[]>(
      "GET",
      path,
      { query: { all: true } },
      signal,
    );
    let nextMs = LOOK_EVERY_MS;
    for (const { taskId, container } of matchAttachments(members, containers)) {
      if (container !== undefined) {
        this.#missingSince.delete(taskId);
        if (container.State === "running") await this.#started(taskId, container.Id, signal);
        continue;
      }
      if (this.#pending.has(taskId)) continue;
      const since = this.#missingSince.get(taskId) ?? clock.now();
      this.#missingSince.set(taskId, since);
      const leftMs = since + MISSING_MS - clock.now();
      if (leftMs > 0) nextMs = Math.min(nextMs, leftMs);
      else {
        await this.#options.calls.detach(taskId, signal);
        await network.release(taskId);
      }
    }
    return nextMs;
  }

  /** A container that was started again has another namespace. */
  async #started(taskId: TaskId, containerId: string, signal: AbortSignal): Promise<void> {
    const { client, network } = this.#options;
    const path = `/containers/${containerId}/json`;
    const { State } = await client.call<{ State: { Pid: number } }>("GET", path, {}, signal);
    const key = `${containerId} ${State.Pid}`;
    if (State.Pid <= 0 || this.#startedAs.get(taskId) === key) return;
    await network.started(taskId, State.Pid, signal);
    this.#startedAs.set(taskId, key);
  }

  #forget(known: ReadonlySet<TaskId>): void {
    for (const map of [this.#missingSince, this.#startedAs]) {
      for (const taskId of map.keys()) {
        if (!known.has(taskId) && !this.#pending.has(taskId)) map.delete(taskId);
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const filters = { type: Object.keys(EVENTS), event: Object.values(EVENTS).flat() };
    const query = { filters: JSON.stringify(filters) };
    const stream = await this.#options.client.stream("GET", "/events", { query }, signal);
    this.look();
    for await (const _event of jsonLines<unknown>(stream)) this.look();
  }
}

/** As much of a task as a place on a network needs. */
function taskOf(id: TaskId, nodeId: NodeId): Task {
  return {
    id,
    meta: { versionIndex: 0, createdMs: 0, updatedMs: 0 },
    serviceId: "" as Task["serviceId"],
    serviceName: "",
    slot: 0,
    nodeId,
    specVersion: 0,
    desiredState: "running",
    status: { state: "running", timestampMs: 0, message: "" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
  };
}
