// The example service: says which task on which node answered. Needs nothing but Node.js.
import { createServer } from "node:http";
import { hostname } from "node:os";

// A task of the process runtime is told its port; in a container it is the container's own.
const port = Number(process.env.PORT ?? 8080);
const started = Date.now();
let served = 0;

const server = createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok\n");
  served++;
  response.setHeader("Content-Type", "application/json");
  const task = process.env.TASK_NAME ?? hostname();
  const node = process.env.NODE_NAME ?? hostname();
  const uptimeSeconds = Math.round((Date.now() - started) / 1000);
  response.end(`${JSON.stringify({ hello: "from Skep", task, node, served, uptimeSeconds })}\n`);
});

server.listen(port, () => console.log(`listening on port ${port}`));
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => server.close(() => process.exit(0)));
}
