/** The cluster's networks through the stock docker CLI: what is given, shown, refused, given back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestCluster } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

interface Inspected {
  readonly Id: string;
  readonly IPAM: { readonly Config: readonly Record<string, string>[] };
  readonly Options: Record<string, string>;
  readonly Services?: Record<string, { readonly VIP: string }>;
}

interface Endpoint {
  readonly Ports?: readonly { readonly PublishedPort: number; readonly TargetPort: number }[];
  readonly VirtualIPs?: readonly { readonly NetworkID: string; readonly Addr: string }[];
}

interface ApiTask {
  readonly DesiredState: string;
  readonly NetworksAttachments?: readonly {
    readonly Network: { readonly ID: string; readonly Spec: { readonly Name: string } };
    readonly Addresses: readonly string[];
  }[];
}

describe.skipIf(unavailable("docker"))("networks", () => {
  let cluster: TestCluster;
  const docker = (...args: readonly string[]): Promise<string> => cluster.first.dockerOk(...args);

  beforeAll(async () => {
    // Where its tasks run is no matter here: what they are given does not depend on it.
    cluster = await TestCluster.start({ managers: 3, workers: 0, flags: ["--runtime", "fake"] });
  });
  afterAll(() => cluster?.stop());

  async function inspect(name: string, ...flags: readonly string[]): Promise<Inspected> {
    const [found] = JSON.parse(await docker("network", "inspect", ...flags, name)) as Inspected[];
    if (found === undefined) throw new Error(`no network ${name}`);
    return found;
  }

  async function endpoint(service: string): Promise<Endpoint> {
    const [found] = JSON.parse(await docker("service", "inspect", service));
    return found.Endpoint;
  }

  async function create(name: string, ...flags: readonly string[]): Promise<void> {
    const quick = ["--detach", "--no-resolve-image", "--name", name];
    await docker("service", "create", ...quick, ...flags, "image", "sleep", "1000");
  }

  /** The service's live tasks, each with its addresses, once there are so many. */
  async function tasks(service: string, count: number): Promise<readonly ApiTask[]> {
    const filters = encodeURIComponent(JSON.stringify({ service: [service] }));
    return eventually(`${service} has ${count} tasks with addresses`, 20_000, async () => {
      const all = await cluster.first.api<ApiTask[]>(`/v1.50/tasks?filters=${filters}`);
      const live = all.filter((task) => task.DesiredState === "running");
      const allocated = live.filter((task) => (task.NetworksAttachments ?? []).length > 0);
      return allocated.length === count && live.length === count ? allocated : undefined;
    });
  }

  test("the ingress network is there from the start", async () => {
    const rows = await docker("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}");
    expect(rows.split("\n")).toContain("ingress overlay swarm");
    const { IPAM, Options } = await inspect("ingress");
    expect(IPAM.Config).toEqual([{ Subnet: "10.0.0.0/24", Gateway: "10.0.0.1" }]);
    expect(Options["com.docker.network.driver.overlay.vxlanid_list"]).toBe("4096");
  });

  test("what is left open is chosen, what is given is kept, what cannot be is refused", async () => {
    await docker("network", "create", "-d", "overlay", "back");
    expect((await inspect("back")).IPAM.Config).toEqual([
      { Subnet: "10.0.1.0/24", Gateway: "10.0.1.1" },
    ]);
    const given = ["--subnet", "10.9.0.0/16", "--ip-range", "10.9.3.0/24", "--gateway", "10.9.0.9"];
    const more = ["--aux-address", "router=10.9.3.1", "--label", "tier=front", "--attachable"];
    await docker("network", "create", "-d", "overlay", ...given, ...more, "front");
    expect((await inspect("front")).IPAM.Config).toEqual([
      {
        Subnet: "10.9.0.0/16",
        IPRange: "10.9.3.0/24",
        Gateway: "10.9.0.9",
        AuxiliaryAddresses: { router: "10.9.3.1" },
      },
    ]);
    await docker("network", "create", "-d", "overlay", "--opt", "encrypted", "secret");
    expect(await inspect("secret")).toMatchObject({ Options: { encrypted: "" } });
    const refusals: [readonly string[], RegExp][] = [
      [["back"], /network with name back already exists/],
      [
        ["--subnet", "10.9.8.0/24", "n"],
        /Config\[0\].Subnet.*overlaps.*10\.9\.0\.0\/16 of .*front/,
      ],
      [["--subnet", "10.8.0.1/24", "n"], /it should be 10\.8\.0\.0\/24/],
      [["--subnet", "10.8.0.0/24", "--gateway", "10.7.0.1", "n"], /gateway|no matching subnet/],
      [["--ingress", "n"], /ingress network \(ingress\) is already present/],
      [["--driver", "overlay", "bridge"], /predefined bridge network|pre-defined/],
    ];
    for (const [args, words] of refusals) {
      const result = await cluster.first.docker("network", "create", "-d", "overlay", ...args);
      expect(result.stderr).toMatch(words);
      expect(result.code).toBe(1);
    }
  });

  test("a service gets virtual addresses and ports, and keeps them; its tasks get theirs", async () => {
    const on = ["--network", "name=back,alias=db", "--network", "front"];
    await create("web", "--replicas", "3", ...on, "--publish", "80", "--publish", "8081:81");
    const found = await tasks("web", 3);
    const names = ["back", "front", "ingress"];
    for (const { NetworksAttachments } of found) {
      expect(NetworksAttachments?.map(({ Network }) => Network.Spec.Name).sort()).toEqual(names);
    }
    const addresses = found.flatMap(
      ({ NetworksAttachments }) => NetworksAttachments?.flatMap(({ Addresses }) => Addresses) ?? [],
    );
    expect(new Set(addresses).size).toBe(9);
    for (const address of addresses) {
      expect(address).toMatch(/^10\.0\.[01]\.\d+\/24$|^10\.9\.3\.\d+\/16$/);
    }
    const before = await endpoint("web");
    expect(before.VirtualIPs).toHaveLength(3);
    const ports = before.Ports?.map(({ PublishedPort }) => PublishedPort) ?? [];
    expect(ports).toContain(8081);
    expect(ports.find((port) => port >= 30_000 && port <= 32_767)).toBeDefined();
    const services = (await inspect("back", "--verbose")).Services ?? {};
    const vips = before.VirtualIPs?.map(({ Addr }) => Addr.split("/")[0]);
    expect(vips).toContain(services["web"]?.VIP);

    await docker("service", "update", "--detach", "--env-add", "A=1", "web");
    expect(await endpoint("web")).toMatchObject({ Ports: before.Ports });
    expect((await endpoint("web")).VirtualIPs).toEqual(before.VirtualIPs);
    await docker("service", "update", "--detach", "--network-rm", "front", "web");
    await eventually("the address on front is given back", 20_000, async () => {
      return (await endpoint("web")).VirtualIPs?.length === 2;
    });
  });

  test("a port that is taken is refused, chosen ones too", async () => {
    const { Ports = [] } = await endpoint("web");
    for (const { PublishedPort } of Ports) {
      await expect(create("other", "--publish", `${PublishedPort}:80`)).rejects.toThrow(
        /is already in use by service 'web' \(\w+\) as an ingress port/,
      );
    }
  });

  test("a network in use is not removed", async () => {
    const back = await cluster.first.docker("network", "rm", "back");
    expect(back.stderr).toMatch(/network \w+ is in use by service \w+/);
    expect(back.code).toBe(1);
    const host = await cluster.first.docker("network", "rm", "host");
    expect(host.stderr).toMatch(/pre-defined network and cannot be removed/);
  });

  test("a network that is full says so, and goes on when there is room", async () => {
    await docker("network", "create", "-d", "overlay", "--subnet", "10.8.0.0/29", "small");
    // Of eight addresses two are no one's, one is the gateway's and one the service's own.
    await create("many", "--replicas", "6", "--network", "small");
    const format = "{{.Error}}";
    await eventually("two tasks say why they wait", 20_000, async () => {
      const rows = await docker("service", "ps", "--no-trunc", "--format", format, "many");
      return (
        rows.split("\n").filter((row) => row.includes("no available IPs on network small"))
          .length === 2
      );
    });
    await docker("service", "scale", "--detach", "many=4");
    await tasks("many", 4);
    await docker("service", "rm", "many");
    await eventually("the network is free", 20_000, async () => {
      return (await cluster.first.docker("network", "rm", "small")).code === 0;
    });
  });

  test("the lead moves, and nothing is given twice", async () => {
    const before = await endpoint("web");
    const leader = await cluster.leader();
    await leader.crash();
    const other = cluster.nodes.find((node) => node !== leader) as (typeof cluster.nodes)[number];
    await eventually("another leads", 30_000, async () => {
      const flags = ["--detach", "--replicas", "8", "web"];
      return (await other.docker("service", "update", ...flags)).code === 0;
    });
    await leader.start();
    const found = await tasks("web", 8);
    const addresses = found.flatMap(
      ({ NetworksAttachments }) => NetworksAttachments?.flatMap(({ Addresses }) => Addresses) ?? [],
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    expect((await endpoint("web")).VirtualIPs).toEqual(before.VirtualIPs);
  });

  test("the ingress network goes when nothing needs it, and comes back where it is asked to", async () => {
    const needed = await cluster.first
      .api("/v1.50/networks/ingress", { method: "DELETE" })
      .catch((error: unknown) => String(error));
    expect(needed).toMatch(/ingress network cannot be removed because service \w+ depends on it/);
    await docker("service", "rm", "web");
    await eventually("it is removed", 20_000, async () => {
      await cluster.first.api("/v1.50/networks/ingress", { method: "DELETE" });
      return true;
    });
    await expect(create("late", "--publish", "80")).rejects.toThrow(
      /no ingress network is present/,
    );
    const flags = ["-d", "overlay", "--ingress", "--subnet", "10.77.0.0/24"];
    await docker("network", "create", ...flags, "mesh");
    await create("late", "--publish", "80");
    const [task] = await tasks("late", 1);
    expect(task?.NetworksAttachments?.[0]?.Addresses[0]).toMatch(/^10\.77\.0\.\d+\/24$/);
  });
});
