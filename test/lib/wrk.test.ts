import { expect, test } from "vitest";
import { parseWrk } from "./wrk.ts";

const TEXT = `Running 2s test @ http://203.0.113.1:8080/
  1 threads and 20 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.74ms    2.64ms  42.91ms   94.58%
    Req/Sec    14.62k     1.63k   17.11k    75.00%
  Latency Distribution
     50%  812.00us
     75%    1.50ms
     90%    3.60ms
     99%   12.34ms
  29112 requests in 2.00s, 4.44MB read
Requests/sec:  14546.81
Transfer/sec:      2.22MB
`;

test("what wrk measured", () => {
  expect(parseWrk(TEXT)).toEqual({
    requests: 29_112,
    perSecond: 14_546.81,
    throughput: 2.22 * 2 ** 20,
    p50Ms: 0.812,
    p99Ms: 12.34,
    failures: "",
  });
});

test.each(["Socket errors: connect 0, read 3, write 0, timeout 0", "Non-2xx or 3xx responses: 7"])(
  "a failure is told: %s",
  (line) => {
    expect(parseWrk(TEXT.replace("Requests/sec", `  ${line}\nRequests/sec`)).failures).toBe(line);
  },
);

test("what is not of wrk is refused", () => {
  expect(() => parseWrk("unable to connect")).toThrow("unable to connect");
});
