/** Creating, changing, rolling back and removing a service. */
import type { Instant } from "../../shared/clock.ts";
import type { Service } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ServiceId } from "../../shared/ids.ts";
import {
  changedService,
  newService,
  rolledBackService,
  type ServiceWrite,
} from "../orchestrator/service-spec.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { checkNameIsFree, checkPorts, checkReferences } from "./service-references.ts";
import { modesOf } from "./service-spec.ts";

export function createService(
  tx: WriteTx,
  id: ServiceId,
  spec: ServiceSpec,
  registryAuth: Uint8Array,
  now: Instant,
): void {
  checkNameIsFree(tx, spec.Name ?? "");
  checkReferences(tx, spec);
  checkPorts(tx, spec, undefined);
}
