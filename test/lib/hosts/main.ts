/** `npm run hosts -- --count 3`: a swarm of several hosts to try things on, until Ctrl-C. */
import { parseArgs } from "node:util";
import { startHosts } from "../hosts.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "3" },
    managers: { type: "string", default: "1" },
  },
});
const [count, managers] = [Number(values.count), Number(values.managers)];
if (!(Number.isInteger(count) && Number.isInteger(managers) && managers >= 1 && count <= 99)) {
  console.error(`--count ${values.count} --managers ${values.managers}: expected whole numbers`);
  process.exit(2);
}
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
const hosts = await startHosts({ count, managers });
hosts.image();
await hosts.init();
console.log(`folder ${hosts.folder}`);
for (const { name, address, address6, host, engineAddress, station } of hosts.nodes) {
  console.log(`${name} ${address} ${address6}\n  skepd   docker -H ${host} node ls`);
  console.log(`  engine  docker -H ${engineAddress} ps\n  network ${station.enter.join(" ")} sh`);
}
for (const { name, address, enter } of [hosts.client, hosts.outsider]) {
  console.log(`${name} ${address}\n  network ${enter.join(" ")} sh`);
}
setInterval(() => {}, 1 << 30); // until it is told to end
