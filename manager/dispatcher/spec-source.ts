/** Which spec does a task run, and how is it told? Encoded once for all agents that run it. */
import type { skep } from "../../proto/messages.ts";
import { jsonBytes } from "../../shared/domain/json-bytes.ts";
import type { SpecRevision } from "../../shared/domain/objects.ts";
import type { SpecRevisionId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { ReadTx } from "../store/types.ts";
import type { SourceSpec } from "./assignment-set.ts";

export class SpecSource {
  readonly #logger: Logger;
  readonly #made = new WeakMap<SpecRevision, SourceSpec>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get(tx: ReadTx, id: SpecRevisionId): SourceSpec | undefined {
    const revision = tx.get("specRevision", id);
    if (revision === undefined) {
      this.#logger.error({ revision: id }, "a task names a spec that is not stored");
      return undefined;
    }
    const known = this.#made.get(revision);
    const service = tx.get("service", revision.serviceId);
    const auth =
      service?.specVersion === revision.specVersion
        ? service.registryAuth
        : service?.previousSpecVersion === revision.specVersion
          ? service.previousRegistryAuth
          : undefined;
    if (known !== undefined && (auth === undefined || known.wire.registryAuth === auth))
      return known;
    const { spec, serviceId } = revision;
    const wire: skep.v1.AssignedSpec.$Properties = { id, specJson: jsonBytes(spec), serviceId };
    if (auth !== undefined) wire.registryAuth = auth;
    const made = { spec, wire };
    this.#made.set(revision, made);
    return made;
  }
}
