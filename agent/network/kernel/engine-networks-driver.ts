/** The engine's own network for each overlay: adopted, created, made anew, removed. */
import type { Logger } from "../../../shared/logger.ts";
import { EngineClient, EngineError } from "../../runtime/docker/adapters/engine-client.ts";
import { type EngineNetworkView, engineNetworkBody, sameNetwork } from "./engine-network.ts";
import { NETWORK_LABEL } from "./names.ts";
import type { OverlayPlan } from "./plan-overlay.ts";

interface ContainerView {
  readonly State?: { readonly Pid?: number };
}

/** `made` (again): its bridge is new. `kept`: it is another one, and in use. */
export type Ensured =
  | { readonly kind: "made" | "there" | "kept" }
  | { readonly kind: "refused"; readonly reason: string };

export class EngineNetworks {
  readonly #client: EngineClient;
  readonly #logger: Logger;

  constructor(engine: string, logger: Logger) {
    this.#client = new EngineClient(engine);
    this.#logger = logger;
  }

  close(): void {
    this.#client.close();
  }

  /** Throws where the engine does not answer; what it answers is a value. */
  async ensure(plan: OverlayPlan, signal: AbortSignal): Promise<Ensured> {
    const existing = await this.#inspect(plan.engineName, signal);
    if (existing !== undefined) {
      if (sameNetwork(existing, plan)) return { kind: "there" };
      if (Object.keys(existing.Containers ?? {}).length > 0) {
        this.#logger.warn(
          { network: plan.name },
          "the engine's network is not as it should be, but containers use it: kept",
        );
        return { kind: "kept" };
      }
      await this.remove(existing.Id, signal);
    }
    const body = engineNetworkBody(plan);
    try {
      await this.#client.call("POST", "/networks/create", { body }, signal);
      return { kind: "made" };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // Another agent of this engine was quicker; then its subnet may be what is refused.
      if (error.status === 409) return { kind: "there" };
      const other = await this.#inspect(plan.engineName, signal);
      if (other !== undefined && sameNetwork(other, plan)) return { kind: "there" };
      return { kind: "refused", reason: error.message };
    }
  }

  /** Ids of overlays → the engine's ids, of all that we ever made. */
  async list(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const query = { filters: JSON.stringify({ label: [NETWORK_LABEL] }) };
    const found = await this.#client.call<readonly EngineNetworkView[]>(
      "GET",
      "/networks",
      { query },
      signal,
    );
    return new Map(found.map(({ Id, Labels }) => [Labels?.[NETWORK_LABEL] ?? "", Id]));
  }

  /** False when containers still use it. */
  async remove(id: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.call("DELETE", `/networks/${encodeURIComponent(id)}`, {}, signal);
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return error.status === 404;
    }
  }

  /** Containers that somebody attached live on without it. */
  async removeFromAll(id: string, signal: AbortSignal): Promise<void> {
    const path = `/networks/${encodeURIComponent(id)}/disconnect`;
    for (const Container of Object.keys((await this.#inspect(id, signal))?.Containers ?? {})) {
      try {
        const body = { Container, Force: true };
        await this.#client.call("POST", path, { body }, signal);
      } catch (error) {
        // It has ended meanwhile.
        if (!(error instanceof EngineError)) throw error;
        this.#logger.debug({ container: Container, err: error.message }, "a container's network");
      }
    }
    await this.remove(id, signal);
  }

  /** Processes of the containers on the overlay, and their hardware addresses there. */
  async containers(
    plan: OverlayPlan,
    signal: AbortSignal,
  ): Promise<readonly { readonly pid: number; readonly mac: string }[]> {
    const network = await this.#inspect(plan.engineName, signal);
    const found: { readonly pid: number; readonly mac: string }[] = [];
    for (const [id, { MacAddress = "" }] of Object.entries(network?.Containers ?? {})) {
      const path = `/containers/${encodeURIComponent(id)}/json`;
      try {
        const { State } = await this.#client.call<ContainerView>("GET", path, {}, signal);
        if ((State?.Pid ?? 0) > 0) found.push({ pid: State?.Pid ?? 0, mac: MacAddress });
      } catch (error) {
        // It has ended meanwhile.
        if (!(error instanceof EngineError && error.status === 404)) throw error;
      }
    }
    return found;
  }

  async #inspect(name: string, signal: AbortSignal): Promise<EngineNetworkView | undefined> {
    try {
      const path = `/networks/${encodeURIComponent(name)}`;
      return await this.#client.call<EngineNetworkView>("GET", path, {}, signal);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }
}
