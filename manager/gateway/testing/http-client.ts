/** Asks a gateway in tests, over a real socket. */
import { createServer, request as httpRequest, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body, when it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read into documents of every shape
  readonly json: any;
}

export interface TestClient {
  ask(
    method: string,
    target: string,
    body?: object | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<TestClient> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ask: (method, target, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const text = typeof body === "object" ? JSON.stringify(body) : body;
        const outgoing = httpRequest(
          {
            host: "127.0.0.1",
            port,
            method,
            path: target,
            agent: false,
            headers: {
              ...(text !== undefined && {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(text),
              }),
              ...headers,
            },
          },
          (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("error", reject);
            response.on("end", () => {
              const bytes = Buffer.concat(parts);
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                bytes,
                text: bytes.toString(),
                get json() {
                  return JSON.parse(bytes.toString());
                },
              });
            });
          },
        );
        outgoing.on("error", reject);
        outgoing.end(text);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
