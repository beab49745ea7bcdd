/**
 * Metrics in Prometheus' text form. What is counted elsewhere is rendered here when it is asked
 * for; and the texts of several processes become one, each family once.
 */

export type MetricType = "counter" | "gauge" | "histogram" | "summary";
export type MetricLabels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: MetricLabels;
  readonly value: number;
  /** "_bucket", "_sum", "_count" of a histogram. */
  readonly suffix?: string;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

export function gauge(
  name: string,
  help: string,
  samples: readonly Sample[] | number,
): MetricFamily {
  return { name, help, type: "gauge", samples: samplesOf(samples) };
}

export function counter(
  name: string,
  help: string,
  samples: readonly Sample[] | number,
): MetricFamily {
  return { name, help, type: "counter", samples: samplesOf(samples) };
}

function samplesOf(samples: readonly Sample[] | number): readonly Sample[] {
  return typeof samples === "number" ? [{ labels: {}, value: samples }] : samples;
}

/** `counts` has one more than `bounds`, for what is above all; they are not cumulative. */
export interface Distribution {
  readonly counts: readonly number[];
  readonly sum: number;
}

export function histogram(
  name: string,
  help: string,
  bounds: readonly number[],
  series: readonly { readonly labels: MetricLabels; readonly value: Distribution }[],
): MetricFamily {
  const samples = series.flatMap(({ labels, value }) => {
    let below = 0;
    const buckets = value.counts.map((count, at): Sample => {
      below += count;
      const le = at < bounds.length ? String(bounds[at]) : "+Inf";
      return { suffix: "_bucket", labels: { ...labels, le }, value: below };
    });
    return [
      ...buckets,
      { suffix: "_sum", labels, value: value.sum },
      { suffix: "_count", labels, value: below },
    ];
  });
  return { name, help, type: "histogram", samples };
}

function escapeValue(value: string): string {
  return /[\\\n"]/.test(value)
    ? value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')
    : value;
}

function renderNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

function renderSample(family: string, { suffix = "", labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escapeValue(text)}"`);
  const braces = pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
  return `${family}${suffix}${braces} ${renderNumber(value)}`;
}

/** Families without samples are left out. */
export function renderFamilies(families: readonly MetricFamily[]): string {
  let text = "";
  for (const { name, help, type, samples } of families) {
    if (samples.length === 0) continue;
    const described = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
    text += `# HELP ${name} ${described}\n# TYPE ${name} ${type}\n`;
    for (const sample of samples) text += `${renderSample(name, sample)}\n`;
  }
  return text;
}

/** A label's name as Prometheus allows it: `com.docker.x` is `com_docker_x`. */
export function labelName(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_]/g, "_");
}

interface MergedFamily {
  help: string;
  type: string;
  readonly samples: Map<string, string>;
}

const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})?\s+([+-]?(?:Inf|NaN|[\d.][\d.eE+-]*)(?:\s+-?\d+)?)\s*$/;
const SUFFIX = /_(?:bucket|sum|count|total|created|info)$/;

/**
 * One exposition of several. A family that several have is described once; of equal series the
 * first is kept, since Prometheus refuses a text with two. Lines that don't parse are left out.
 */
export function mergeExpositions(texts: readonly string[]): string {
  const families = new Map<string, MergedFamily>();
  const familyOf = (name: string): MergedFamily => {
    let family = families.get(name);
    if (family === undefined) {
      family = { help: "", type: "", samples: new Map() };
      families.set(name, family);
    }
    return family;
  };
  for (const text of texts) {
    const declared = new Set<string>();
    for (const line of text.split("\n")) addLine(line, declared, familyOf);
  }
  let merged = "";
  for (const [name, { help, type, samples }] of families) {
    if (samples.size === 0) continue;
    if (help !== "") merged += `# HELP ${name} ${help}\n`;
    if (type !== "") merged += `# TYPE ${name} ${type}\n`;
    for (const [series, value] of samples) merged += `${series} ${value}\n`;
  }
  return merged;
}

function addLine(
  line: string,
  declared: Set<string>,
  familyOf: (name: string) => MergedFamily,
): void {
  if (line.startsWith("#")) {
    const [, keyword, name, ...rest] = line.split(" ");
    if (name === undefined || (keyword !== "HELP" && keyword !== "TYPE")) return;
    declared.add(name);
    const family = familyOf(name);
    if (keyword === "HELP" && family.help === "") family.help = rest.join(" ");
    if (keyword === "TYPE" && family.type === "") family.type = rest.join(" ");
    return;
  }
  const match = SAMPLE.exec(line);
  if (match === null) return;
  const [, name = "", labels = "", value = ""] = match;
  const base = name.replace(SUFFIX, "");
  const { samples } = familyOf(!declared.has(name) && declared.has(base) ? base : name);
  const series = name + labels;
  if (!samples.has(series)) samples.set(series, value);
}
