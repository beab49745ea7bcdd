/** `npm run hosts -- --count 3`: a swarm of several hosts to try things on, until Ctrl-C. */
import { startHosts } from "../hosts.ts";
import { readOptions, wholeNumber } from "../options.ts";

const values = readOptions({
  count: { type: "string", default: "3" },
  managers: { type: "string", default: "1" },
});
const count = wholeNumber("count", values.count, 1);
const managers = wholeNumber("managers", values.managers, 1);
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
