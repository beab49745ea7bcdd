// A server that ends as a good one does: the requests that came are answered, and each connection is
// told with its last answer. Says which task answered; /bytes/N answers N bytes.
import { createServer } from "node:http";
import { hostname } from "node:os";

let ending = false;
const bodies = new Map();

function bodyOf(url) {
  const count = Number(/^\/bytes\/(\d+)$/.exec(url)?.[1]);
  if (!Number.isSafeInteger(count)) return `${hostname()}\n`;
  if (!bodies.has(count)) bodies.set(count, Buffer.alloc(count, "."));
  return bodies.get(count);
}

const server = createServer((request, response) => {
  if (ending) response.setHeader("Connection", "close");
  response.end(bodyOf(request.url));
});
// Longer than any client here is silent.
server.keepAliveTimeout = 60_000;
server.listen(8080, "::");
process.on("SIGTERM", () => {
  ending = true;
  // Not yet closed: who connected before it was out of the balance is served.
  setTimeout(() => server.close(() => process.exit(0)), 500);
  setTimeout(() => process.exit(0), 5_000);
});
