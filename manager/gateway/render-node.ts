/** A node as the API shows it. */
import type { Node, NodeDescription } from "../../shared/domain/objects.ts";
import type { RaftStatus } from "../raft/consensus.ts";
import { bareAddress, renderMeta, toBase64 } from "./json.ts";
import { renderGeneric } from "./render-task.ts";

export function renderNode(node: Node, raft: RaftStatus): object {
  return {
    ID: node.id,
    ...renderMeta(node.meta),
    Spec: {
      ...node.spec,
      Labels: node.spec.Labels ?? {},
      Role: node.spec.Role ?? node.role,
      Availability: node.spec.Availability ?? "active",
    },
    Description: renderDescription(node.description),
    Status: {
      State: node.status.state,
      ...(node.status.message !== "" && { Message: node.status.message }),
      Addr: bareAddress(node.status.addr),
    },
    ...(node.manager !== undefined && { ManagerStatus: renderManager(node, raft) }),
  };
}

/** Without a description (a node that has not come yet) the API still shows the shape. */
function renderDescription(description: NodeDescription | undefined): object {
  if (description === undefined) return { Platform: {}, Resources: {}, Engine: {}, TLSInfo: {} };
  const { resources, tls } = description;
  return {
    Hostname: description.hostname,
    Platform: { Architecture: description.architecture, OS: description.os },
    Resources: {
      NanoCPUs: resources.nanoCpus,
      MemoryBytes: resources.memoryBytes,
      ...(resources.generic.length > 0 && { GenericResources: renderGeneric(resources.generic) }),
    },
    Engine: {
      EngineVersion: description.engineVersion,
      ...(Object.keys(description.engineLabels).length > 0 && { Labels: description.engineLabels }),
      Plugins: description.plugins.map(({ type, name }) => ({ Type: type, Name: name })),
    },
    TLSInfo: {
      TrustRoot: tls.trustRootPem,
      CertIssuerSubject: toBase64(tls.certIssuerSubject),
      CertIssuerPublicKey: toBase64(tls.certIssuerPublicKey),
    },
  };
}

function renderManager(node: Node, raft: RaftStatus): object {
  const member = raft.members.find((m) => m.nodeId === node.id);
  const leader = raft.leader?.nodeId === node.id;
  return {
    ...(leader && { Leader: true }),
    Reachability: member === undefined ? "unknown" : reachability(leader || member.reachable),
    Addr: node.manager?.addr ?? "",
  };
}

function reachability(reachable: boolean): string {
  return reachable ? "reachable" : "unreachable";
}
