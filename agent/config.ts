/**
 * skepd's configuration from its three sources. Precedence: flag, environment, file, default.
 * Pure: the shell reads the file and prints what comes back.
 */
import { Command, CommanderError, Option } from "commander";
import { findPoolProblem } from "./address-pools.ts";
import type { Config, OptionKey, OptionSchema, OptionValue } from "./config-schema.ts";
import { OPTIONS } from "./config-schema.ts";

export type ConfigResult =
  | { readonly kind: "config"; readonly config: Config }
  /** --help or --version: print and exit 0. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly message: string };

export interface ConfigSources {
  /** Without node and script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file's text; undefined when there is no such file. */
  readonly readFile: (path: string) => string | undefined;
  readonly version: string;
}

type Partials = { [K in OptionKey]?: OptionValue };
const KEYS = Object.keys(OPTIONS) as OptionKey[];

class Refusal extends Error {}

export function environmentName(option: OptionSchema): string {
  return `SKEPD_${option.name.toUpperCase().replaceAll("-", "_")}`;
}

export function parseConfig(sources: ConfigSources): ConfigResult {
  try {
    const flags = parseFlags(sources);
    if ("text" in flags) return { kind: "text", text: flags.text };
    const env = parseEnvironment(sources.env);
    const path = flags.values.configFile ?? env.configFile;
    const file = parseFile(String(path ?? OPTIONS.configFile.default), path !== undefined, sources);
    const merged: Record<string, OptionValue> = {};
    for (const key of KEYS) {
      merged[key] = flags.values[key] ?? env[key] ?? file[key] ?? OPTIONS[key].default;
    }
    const config = merged as unknown as Config;
    checkTogether(config);
    return { kind: "config", config };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", message: error.message };
    throw error;
  }
}

function parseFlags(sources: ConfigSources): { values: Partials } | { text: string } {
  const command = commandFor(sources.version);
  let text = "";
  command.exitOverride().configureOutput({
    writeOut: (chunk) => {
      text += chunk;
    },
    writeErr: () => {},
  });
  try {
    command.parse([...sources.argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text };
    throw new Refusal(`${error.message.replace(/^error: /, "")}\nSee 'skepd --help'.`);
  }
  const extra = command.args[0];
  if (extra !== undefined) {
    throw new Refusal(`skepd takes no arguments, got "${extra}"\nSee 'skepd --help'.`);
  }
  const given = command.opts<Record<string, unknown>>();
  const values: Partials = {};
  for (const key of KEYS) {
    const value = given[attribute(OPTIONS[key])];
    if (value !== undefined) values[key] = fromText(OPTIONS[key], value, `--${OPTIONS[key].name}`);
  }
  return { values };
}

function commandFor(version: string): Command {
  const command = new Command("skepd")
    .description("The node agent of Skep: runs this machine's tasks and serves the Docker API.")
    .usage("[OPTIONS]")
    .version(`skepd ${version}`, "-v, --version", "Print the version and exit")
    .helpOption("-h, --help", "Print this help and exit")
    .allowExcessArguments(true)
    .addHelpText(
      "after",
      "\nEach option can also be given as an environment variable (SKEPD_DATA_ROOT=/data) or in" +
        "\nthe configuration file. A flag goes before the environment, that before the file.",
    );
  for (const key of KEYS) command.addOption(optionFor(OPTIONS[key]));
  return command;
}

function optionFor(schema: OptionSchema): Option {
  const names = `${schema.short === undefined ? "" : `-${schema.short}, `}--${schema.name}`;
  const value = schema.kind === "boolean" ? "" : ` <${schema.placeholder ?? "value"}>`;
  const choices = schema.choices === undefined ? "" : ` (${schema.choices.join("|")})`;
  const repeats = schema.kind === "strings" ? ", can be repeated" : "";
  const option = new Option(
    `${names}${value}`,
    `${schema.help}${choices}${repeats}${shown(schema)}`,
  );
  if (schema.kind === "strings") {
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  }
  return option;
}

function shown(schema: OptionSchema): string {
  if (schema.kind === "duration") return ` (default ${Number(schema.default) / 1000}s)`;
  const text = String(schema.default);
  return schema.kind === "boolean" || text === "" ? "" : ` (default "${text}")`;
}

function attribute(schema: OptionSchema): string {
  return schema.name.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
}

function parseEnvironment(env: ConfigSources["env"]): Partials {
  const values: Partials = {};
  for (const key of KEYS) {
    const schema = OPTIONS[key];
    const text = env[environmentName(schema)];
    if (text === undefined || text === "") continue;
    const value = schema.kind === "strings" ? text.split(",").map((part) => part.trim()) : text;
    values[key] = fromText(schema, value, environmentName(schema));
  }
  return values;
}

function parseFile(path: string, named: boolean, sources: ConfigSources): Partials {
  const text = sources.readFile(path);
  if (text === undefined) {
    if (named) throw new Refusal(`config-file: no such file "${path}"`);
    return {};
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`${path}: not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Refusal(`${path}: expected a JSON object of options`);
  }
  const byKey = new Map(KEYS.map((key) => [OPTIONS[key].key, key]));
  const values: Partials = {};
  for (const [name, value] of Object.entries(document)) {
    const key = byKey.get(name);
    if (key === undefined) {
      throw new Refusal(
        `${path}: unknown option "${name}"; known: ${[...byKey.keys()].join(", ")}`,
      );
    }
    values[key] = fromText(OPTIONS[key], value, `${path}: ${name}`);
  }
  return values;
}

/** One value, from any source, as the schema wants it; `where` names it in a refusal. */
function fromText(schema: OptionSchema, value: unknown, where: string): OptionValue {
  switch (schema.kind) {
    case "boolean": {
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "1") return true;
      if (value === "false" || value === "0") return false;
      throw refusal(where, value, "true or false");
    }
    case "strings": {
      if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
      throw refusal(where, value, "a list of strings");
    }
    case "duration":
      return parseDuration(value, where, schema.mostHours ?? 1);
    case "string": {
      if (typeof value !== "string") throw refusal(where, value, "a string");
      if (schema.choices !== undefined && !schema.choices.includes(value)) {
        throw refusal(where, value, `one of ${schema.choices.join(", ")}`);
      }
      return value;
    }
  }
}

const UNITS = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

function parseDuration(value: unknown, where: string, mostHours: number): number {
  const expected = `a duration of 100ms to ${mostHours}h, like 5s or 1m30s`;
  if (typeof value !== "string" || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) {
    throw refusal(where, value, expected);
  }
  let total = 0;
  for (const [, number, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(number) * (UNITS.get(unit ?? "") ?? Number.NaN);
  }
  if (!(total >= 100 && total <= mostHours * 3_600_000)) throw refusal(where, value, expected);
  return Math.round(total);
}

function refusal(where: string, value: unknown, expected: string): Refusal {
  return new Refusal(`${where}: invalid value ${JSON.stringify(value)}: expected ${expected}`);
}

/** `--default-address-pool base=10.20.0.0/16,size=24`, as `swarm init` would be asked. */
export function addressPools(config: Pick<Config, "defaultAddressPools">): {
  readonly defaultAddrPool: readonly string[];
  readonly subnetSize: number;
} {
  const pools = config.defaultAddressPools.map((text) => {
    const match = /^base=([^,]+),size=(\d{1,2})$/.exec(text);
    if (match === null) {
      throw refusal("default-address-pool", text, "base=CIDR,size=BITS");
    }
    return { base: match[1] ?? "", size: Number(match[2]) };
  });
  const sizes = new Set(pools.map(({ size }) => size));
  if (sizes.size > 1) {
    throw new Refusal("default-address-pool: expected one size for all pools of a cluster");
  }
  const [subnetSize = 0] = sizes;
  const defaultAddrPool = pools.map(({ base }) => base);
  const problem = findPoolProblem(defaultAddrPool, subnetSize);
  if (problem !== undefined) {
    const text = config.defaultAddressPools[problem.at ?? 0];
    const what = problem.at === undefined ? "a size of " : "";
    throw refusal("default-address-pool", text, `${what}${problem.expected}`);
  }
  return { defaultAddrPool, subnetSize };
}

function checkTogether(config: Config): void {
  const hostForm = /^(unix:\/\/\/.+|tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^:/[\]]*):\d{1,5})$/;
  for (const host of config.hosts) {
    if (!hostForm.test(host)) throw refusal("host", host, "unix:///PATH or tcp://IP:PORT");
  }
  if (!/^(none|unix:\/\/\/.+|tcp:\/\/.+:\d{1,5})$/.test(config.engine)) {
    throw refusal("engine", config.engine, "unix:///PATH, tcp://HOST:PORT or none");
  }
  if (config.metricsAddr !== "" && !/^(\[.+\]|[^:/]*):\d{1,5}$/.test(config.metricsAddr)) {
    throw refusal("metrics-addr", config.metricsAddr, "IP:PORT, or nothing to turn it off");
  }
  const port = Number(config.wireguardPort);
  if (!/^\d{1,5}$/.test(config.wireguardPort) || port < 1 || port > 65_534) {
    throw refusal("wireguard-port", config.wireguardPort, "a port from 1 to 65534");
  }
  if (config.redis !== "" && !/^rediss?:\/\/\S+$/.test(config.redis)) {
    throw refusal("redis", config.redis, "redis://HOST:PORT or rediss://HOST:PORT");
  }
  addressPools(config);
  for (const [name, values] of [
    ["label", config.labels],
    ["node-generic-resource", config.genericResources],
  ] as const) {
    for (const value of values) {
      if (!/^[^=]+=.*$/.test(value)) throw refusal(name, value, "key=value");
    }
  }
  if (config.tls || config.tlsVerify) {
    if (config.tlsCert === "" || config.tlsKey === "") {
      throw new Refusal("tls: tlscert and tlskey must be given with --tls");
    }
    if (config.tlsVerify && config.tlsCaCert === "") {
      throw new Refusal("tlsverify: tlscacert must be given");
    }
  }
}
