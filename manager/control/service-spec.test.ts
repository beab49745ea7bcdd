import { describe, expect, it } from "vitest";
import { ClusterError } from "../../shared/errors.ts";
import { parseServiceSpec } from "./service-spec.ts";

const CONTAINER = { Image: "nginx:1.27" };

function withContainer(fields: object): object {
  return { Name: "web", TaskTemplate: { ContainerSpec: { ...CONTAINER, ...fields } } };
}
function withTask(fields: object): object {
  return { Name: "web", TaskTemplate: { ContainerSpec: CONTAINER, ...fields } };
}
function withSpec(fields: object): object {
  return { ...withContainer({}), ...fields };
}
function withPort(...ports: readonly object[]): object {
  return withSpec({ EndpointSpec: { Ports: ports } });
}

function refusal(document: unknown): string {
  try {
    parseServiceSpec(document);
  } catch (error) {
    if (error instanceof ClusterError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "accepted";
}

const bind = { Type: "bind", Source: "/src", Target: "/dst" };
const file = { Name: "f" };

const REFUSED: readonly (readonly [name: string, document: unknown, refusal: RegExp])[] = [
  ["no object", 7, /body: 7: expected an object/],
  ["no name", withSpec({ Name: "" }), /meta: name must be provided/],
  ["long name", withSpec({ Name: "a".repeat(64) }), /name must be 63 characters or fewer/],
  ["bad name", withSpec({ Name: "-web" }), /name must be valid as a DNS name component/],
  ["slow name", withSpec({ Name: `${"a".repeat(62)}!` }), /valid as a DNS name component/],
  ["wrong type", withSpec({ Name: 7 }), /Name: 7: expected a string/],
  ["prototype", JSON.parse('{"__proto__":{}}'), /__proto__: expected another name/],
  ["prototype in labels", JSON.parse('{"Labels":{"__proto__":"x"}}'), /Labels.__proto__/],
  ["no task", { Name: "web" }, /TaskSpec: missing runtime/],
  ["plugin", withTask({ PluginSpec: {} }), /UNIMPLEMENTED .*PluginSpec/],
  ["attachment", withTask({ Runtime: "attachment" }), /UNIMPLEMENTED .*NetworkAttachmentSpec/],
  ["no image", withContainer({ Image: "" }), /ContainerSpec: image reference must be provided/],
  ["bad image", withContainer({ Image: "NGINX" }), /"NGINX" is not a valid repository\/tag/],
  ["bad tag", withContainer({ Image: "nginx:-" }), /is not a valid repository\/tag/],
  ["grace", withContainer({ StopGracePeriod: -1 }), /StopGracePeriod: -1: cannot be negative/],
  ["health", withContainer({ Healthcheck: { Interval: 10 } }), /Interval in HealthConfig/],
  ["retries", withContainer({ Healthcheck: { Retries: -1 } }), /Retries in HealthConfig/],
  ["twice mounted", withContainer({ Mounts: [bind, bind] }), /duplicate mount point: \/dst/],
  ["relative", withContainer({ Mounts: [{ ...bind, Target: "d" }] }), /invalid mount target/],
  ["bind source", withContainer({ Mounts: [{ ...bind, Source: "s" }] }), /invalid bind mount/],
  ["volume", withContainer({ Mounts: [{ ...bind, Type: "volume" }] }), /invalid volume mount/],
  ["mount type", withContainer({ Mounts: [{ ...bind, Type: "nfs" }] }), /Mounts\[0\].Type: "nfs"/],
  ["cluster mount", withContainer({ Mounts: [{ ...bind, Type: "cluster" }] }), /not supported/],
  ["secret id", withContainer({ Secrets: [{ SecretName: "s" }] }), /malformed secret reference/],
  [
    "secret target",
    withContainer({ Secrets: [{ SecretID: "i", SecretName: "s" }] }),
    /malformed secret reference, no target provided/,
  ],
  [
    "same target",
    withContainer({
      Configs: ["a", "b"].map((n) => ({ ConfigID: n, ConfigName: n, File: file })),
    }),
    /config references 'a' and 'b' have a conflicting target: 'f'/,
  ],
  ["env", withContainer({ Env: ["=x"] }), /Env\[0\]: "=x": invalid environment variable/],
  ["template", withContainer({ Hostname: "{{.Nope.ID}}" }), /expanding ContainerSpec.Hostname/],
  ["health kind", withContainer({ Healthcheck: { Test: ["BAD"] } }), /Test\[0\]: "BAD": expected/],
  ["host", withContainer({ Hosts: ["web"] }), /Hosts\[0\]: "web": expected "ADDRESS NAME/],
  ["dns", withContainer({ DNSConfig: { Nameservers: ["a"] } }), /Nameservers\[0\]: "a": expected/],
  ["hostname", withContainer({ Hostname: "a b" }), /Hostname: "a b": expected a host name/],
  ["ulimit", withContainer({ Ulimits: [{ Name: "x" }] }), /Ulimits\[0\].Name: "x": expected one/],
  [
    "soft limit",
    withContainer({ Ulimits: [{ Name: "nofile", Soft: 2, Hard: 1 }] }),
    /Ulimits\[0\].Soft: 2: expected at most Hard \(1\)/,
  ],
  [
    "credential",
    withContainer({ Privileges: { CredentialSpec: { File: "f" } } }),
    /UNIMPLEMENTED .*CredentialSpec: not supported/,
  ],
  [
    "type of a later version",
    withTask({ Resources: { SwapBytes: "x" } }),
    /Resources.SwapBytes: "x": expected an integer/,
  ],
  ["oom", withContainer({ OomScoreAdj: 1001 }), /OomScoreAdj: 1001: expected a value/],
  [
    "cpu",
    withTask({ Resources: { Limits: { NanoCPUs: 1000 } } }),
    /Limits: invalid cpu value 0.000001: Must be at least 0.001/,
  ],
  [
    "memory",
    withTask({ Resources: { Reservations: { MemoryBytes: 4096 } } }),
    /Reservations: invalid memory value 4096: Must be at least 4MiB/,
  ],
  ["fraction", withTask({ Resources: { Limits: { NanoCPUs: 1.5 } } }), /expected an integer/],
  ["delay", withTask({ RestartPolicy: { Delay: -1 } }), /restart-delay cannot be negative: -1ns/],
  ["condition", withTask({ RestartPolicy: { Condition: "x" } }), /one of none, on-failure, any/],
  ["constraint", withTask({ Placement: { Constraints: ["node.role"] } }), /constraint expected/],
  ["preference", withTask({ Placement: { Preferences: [{}] } }), /Preferences\[0\]/],
  ["two modes", withSpec({ Mode: { Global: {}, Replicated: {} } }), /only one service mode/],
  ["replicas", withSpec({ Mode: { Replicated: { Replicas: -1 } } }), /Replicas: -1: expected/],
  ["many", withSpec({ Mode: { Replicated: { Replicas: 1e9 } } }), /expected at most 1000000/],
  ["job update", withSpec({ Mode: { GlobalJob: {} }, UpdateConfig: {} }), /not allowed for jobs/],
  ["max per node", { ...withTask({ Placement: { MaxReplicas: 1 } }), Mode: { Global: {} } }, /max/],
  ["ratio", withSpec({ UpdateConfig: { MaxFailureRatio: 2 } }), /update-maxfailureratio/],
  ["rollback", withSpec({ RollbackConfig: { FailureAction: "rollback" } }), /pause or continue/],
  ["port 0", withPort({ TargetPort: 0, PublishMode: "host" }), /Ports\[0\].TargetPort/],
  ["port beyond", withPort({ TargetPort: 80, PublishedPort: 65_536 }), /expected at most 65535/],
  [
    "port twice",
    withPort(
      { TargetPort: 80, PublishedPort: 80, PublishMode: "host" },
      { TargetPort: 81, PublishedPort: 80, PublishMode: "host" },
    ),
    /duplicate published ports provided: 80\/tcp/,
  ],
  [
    "dnsrr",
    withSpec({ EndpointSpec: { Mode: "dnsrr", Ports: [{ TargetPort: 80 }] } }),
    /ingress mode can't be used with dnsrr mode/,
  ],
  ["network", withTask({ Networks: [{ Aliases: ["web"] }] }), /Networks\[0\].Target: expected a/],
  [
    "alias",
    withTask({ Networks: [{ Target: "n", Aliases: ["a b"] }] }),
    /Networks\[0\].Aliases\[0\]: "a b": expected a host name/,
  ],
  ["switch", withSpec({ Labels: { "skep.lb.sticky": "yes" } }), /"yes": expected on or off/],
  [
    "publish address",
    withSpec({ Labels: { "skep.publish.address": "eth0" } }),
    /publish.address"\]: "eth0": expected an address of a host/,
  ],
];

describe("what a service may not be", () => {
  it.each(REFUSED)("%s", (_name, document, expected) => {
    expect(refusal(document)).toMatch(expected);
  });

  it("nested beyond reason", () => {
    let deep: object = {};
    for (let i = 0; i < 1000; i++) deep = { Deep: deep };
    expect(refusal(withSpec(deep))).toMatch(/levels of nesting/);
  });
});

describe("what a service may be", () => {
  it.each([
    ["registry with port", withContainer({ Image: "reg.example:5000/a/b:v1" })],
    ["digest", withContainer({ Image: `nginx:1@sha256:${"a".repeat(64)}` })],
    ["host port", withPort({ TargetPort: 80, PublishedPort: 80, PublishMode: "host" })],
    ["both protocols", withPort(...["tcp", "udp"].map((Protocol) => host(Protocol)))],
    ["predefined network", withTask({ Networks: [{ Target: "host" }] })],
    ["template", withContainer({ Hostname: "{{.Service.Name}}-{{.Task.Slot}}" })],
    ["job", withSpec({ Mode: { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 9 } } })],
    ["templated mount", withContainer({ Mounts: [{ ...bind, Source: "/d/{{.Task.Slot}}" }] })],
  ])("%s", (_name, document) => {
    expect(refusal(document)).toBe("accepted");
  });

  it("keeps the last numbers of 64 bits within what Go's clients read back", () => {
    const longest = JSON.parse('{"StopGracePeriod":9223372036854775807}');
    const kept = JSON.stringify(parseServiceSpec(withContainer(longest)));
    const [, digits = ""] = /"StopGracePeriod":(\d+)/.exec(kept) ?? [];
    expect(BigInt(digits)).toBeLessThan(2n ** 63n);
    expect(BigInt(digits)).toBeGreaterThan(2n ** 63n - 2048n);
  });

  it("takes names in any case, empty choices and nulls as Go would", () => {
    const spec = parseServiceSpec({
      name: "web",
      tasktemplate: { containerspec: { image: "nginx", env: null } },
      EndpointSpec: { Mode: "" },
      Later: { than: "this version" },
    });
    expect(spec).toEqual({
      Name: "web",
      TaskTemplate: { ContainerSpec: { Image: "nginx" } },
      EndpointSpec: {},
      Later: { than: "this version" },
    });
  });
});

function host(Protocol: string): object {
  return { Protocol, TargetPort: 53, PublishedPort: 53, PublishMode: "host" };
}
