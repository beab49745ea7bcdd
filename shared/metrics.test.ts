import { describe, expect, test } from "vitest";
import {
  counter,
  gauge,
  histogram,
  labelName,
  mergeExpositions,
  renderFamilies,
} from "./metrics.ts";

describe("rendering", () => {
  test("labels are escaped, empty families left out", () => {
    const text = renderFamilies([
      gauge("a", 'with "quotes"\nand lines', [{ labels: { x: 'q"\\\n' }, value: 1.5 }]),
      counter("b_total", "none", []),
      counter("c_total", "one", 3),
    ]);
    expect(text).toBe(
      [
        '# HELP a with "quotes"\\nand lines',
        "# TYPE a gauge",
        'a{x="q\\"\\\\\\n"} 1.5',
        "# HELP c_total one",
        "# TYPE c_total counter",
        "c_total 3",
        "",
      ].join("\n"),
    );
  });

  test("a histogram's buckets are cumulative", () => {
    const value = { counts: [1, 2, 3], sum: 9 };
    const text = renderFamilies([
      histogram("h", "help", [0.1, 1], [{ labels: { m: "x" }, value }]),
    ]);
    expect(text.split("\n").slice(2)).toEqual([
      'h_bucket{m="x",le="0.1"} 1',
      'h_bucket{m="x",le="1"} 3',
      'h_bucket{m="x",le="+Inf"} 6',
      'h_sum{m="x"} 9',
      'h_count{m="x"} 6',
      "",
    ]);
  });
});

describe("merging", () => {
  test("a family of both is declared once, with the samples of both", () => {
    const one = '# HELP up Is up.\n# TYPE up gauge\nup{p="a"} 1\n';
    const other = '# HELP up Is it up?\n# TYPE up gauge\nup{p="b"} 0\nlonely 4 1700000000\n';
    expect(mergeExpositions([one, other])).toBe(
      '# HELP up Is up.\n# TYPE up gauge\nup{p="a"} 1\nup{p="b"} 0\nlonely 4 1700000000\n',
    );
  });

  test("of equal series the first is kept", () => {
    expect(mergeExpositions(["a 1\n", "a 2\n"])).toBe("a 1\n");
  });

  test("a histogram stays together", () => {
    const text = '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 2\nh_count 1\n';
    expect(mergeExpositions([text, "x 1\n", text])).toBe(`${text}x 1\n`);
  });

  test("braces and spaces in label values do not confuse it; what does not parse is dropped", () => {
    expect(mergeExpositions(['a{x="} 1 {"} 2\nnot a sample\n# a remark\n\n'])).toBe(
      'a{x="} 1 {"} 2\n',
    );
  });
});

test("label names", () => {
  expect(labelName("com.docker.swarm.node-id")).toBe("com_docker_swarm_node_id");
});
