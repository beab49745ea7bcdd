/**
 * What does scheduling cost on top of the engine? The docker CLI creates 20 replicas, scales them
 * to 40, updates all of them (10 at a time) and removes them, on one real engine; the same
 * containers asked of the engine itself, 8 requests at a time, are the floor. Prints figures and
 * ratios, judges nothing.
 *
 *   npm run build && npm run bench:engine
 */
import { ApiClient, targetFrom } from "../../../cli/api-client.ts";
import { ContainerCluster } from "../../lib/container-cluster.ts";
import { BUSYBOX_IMAGE } from "../../lib/engine.ts";
import { eventually } from "../../lib/wait.ts";

const [FEW, MANY, PARALLELISM] = [20, 40, 10];
const AT_A_TIME = 8;
const BOUND_MS = 300_000;
const COMMAND = ["sleep", "100000"];
/** Docker Swarm's own times for the same steps on a 2-core machine, quoted, in seconds. */
const QUOTED = { create: 6.1, scale: 6.4, update: 17.6, remove: 4.1 };

type Step = keyof typeof QUOTED;
type Times = Record<Step, number>;

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await run();
  return (performance.now() - startMs) / 1000;
}

/** Runs so many at a time. */
async function each<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

/** The floor: what the engine takes without anybody who decides. */
async function engineItself(address: string, image: string): Promise<Times> {
  const engine = new ApiClient(targetFrom(address));
  const ids: string[] = [];
  const start = async (): Promise<void> => {
    const body = { Image: image, Cmd: COMMAND, StopSignal: "SIGKILL" };
    const { Id } = await engine.call<{ Id: string }>("/containers/create", {
      method: "POST",
      body,
    });
    ids.push(Id);
    await engine.call(`/containers/${Id}/start`, { method: "POST" });
  };
  const few = Array.from({ length: FEW }, (_, index) => index);
  const create = await seconds(() => each(few, start));
  const scale = await seconds(() => each(few, start));
  const update = await seconds(() =>
    each([...ids], async (id) => {
      await engine.call(`/containers/${id}/stop`, { method: "POST" });
      await start();
    }),
  );
  const query = { force: true, v: true };
  const remove = await seconds(() =>
    each([...ids], (id) => engine.call(`/containers/${id}`, { method: "DELETE", query })),
  );
  return { create, scale, update, remove };
}

/** The docker CLI's commands, each until what it asked for is so on the engine. */
async function throughTheCli(world: ContainerCluster, image: string): Promise<Times> {
  const format = "{{with .UpdateStatus}}{{.State}}{{end}}";
  const until = (count: number): Promise<unknown> => world.running("bench", count);
  const flags = ["--detach", "--quiet", "--no-resolve-image", "--stop-signal", "SIGKILL"];
  const pace = ["--update-parallelism", String(PARALLELISM), "--update-monitor", "1ms"];
  const create = await seconds(async () => {
    const head = ["service", "create", "--name", "bench", "--replicas", String(FEW)];
    await world.docker(...head, ...flags, ...pace, image, ...COMMAND);
    await until(FEW);
  });
  const scale = await seconds(async () => {
    await world.docker("service", "scale", "--detach", `bench=${MANY}`);
    await until(MANY);
  });
  const update = await seconds(async () => {
    await world.docker("service", "update", "--detach", "--quiet", "--env-add", "V=2", "bench");
    await eventually("the update is completed", BOUND_MS, async () => {
      return (await world.docker("service", "inspect", "-f", format, "bench")) === "completed";
    });
  });
  const remove = await seconds(() => world.remove("bench"));
  return { create, scale, update, remove };
}

function print(step: Step, floor: number, ours: number): void {
  const columns = [
    step.padEnd(8),
    `engine itself ${floor.toFixed(1).padStart(5)} s`,
    `through the CLI ${ours.toFixed(1).padStart(5)} s`,
    `ratio ${(ours / floor).toFixed(2)}`,
    `Docker Swarm (quoted) ${QUOTED[step].toFixed(1).padStart(5)} s`,
  ];
  console.log(columns.join("   "));
}

const world = await ContainerCluster.start({ managers: 1, workers: 0 });
try {
  // By its id: neither side asks a registry for it.
  const image = world.engine.docker("images", "--quiet", "--no-trunc", BUSYBOX_IMAGE);
  await engineItself(world.engine.address, image); // warms the engine up
  const floor = await engineItself(world.engine.address, image);
  const ours = await throughTheCli(world, image);
  for (const step of Object.keys(QUOTED) as Step[]) print(step, floor[step], ours[step]);
} finally {
  await world.stop();
}
