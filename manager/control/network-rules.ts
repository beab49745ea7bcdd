/** Networks of the cluster's own are a later step: what is asked for is checked, then refused. */

import { anything, boolean, conform, map, object, show, string } from "../../shared/document.ts";
import { ClusterError } from "../../shared/errors.ts";
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
  IPAM: object({ Driver: string, Options: map(string), Config: anything }),
  Options: map(string),
  Labels: map(string),
});

export function refuseNetwork(document: unknown): never {
  const spec = conform(document, SPEC, "") as { Name?: string; Driver?: string };
  checkDnsName(spec.Name);
  throw new ClusterError(
    "UNIMPLEMENTED",
    `Driver: ${show(spec.Driver ?? "overlay")}: networks of the swarm are not supported yet; ` +
      "services may use the predefined networks bridge, host and none",
  );
}
