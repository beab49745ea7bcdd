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
// Connections that stay are told with their next answer, and a busy client may take its time to ask.
// Those that came and were not accepted yet, on a busy machine, would be lost with the socket.
const QUIET = 5;
let quiet = 0;
function leave() {
  server.getConnections((_, open) => {
    quiet = open === 0 ? quiet + 1 : 0;
    if (quiet < QUIET) setTimeout(leave, 100);
    else server.close(() => process.exit(0));
  });
}
process.on("SIGTERM", () => {
  ending = true;
  // Not yet closed: who connected before it was out of the balance is served.
  setTimeout(leave, 500);
  setTimeout(() => process.exit(0), 8_000);
});
