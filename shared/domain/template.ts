/**
 * What does a template of a spec become on one task? The part of Go's text/template that Swarm's
 * users meet: fields, `index`, `join`, pipelines, variables, if / with / range, comparisons,
 * printf. A missing key is an error, as in Swarm ("missingkey=error"), and never an empty string.
 */

export type TemplateValue =
  | string
  | number
  | boolean
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue };

export type TemplateFunction = (args: readonly TemplateValue[]) => TemplateValue;

export interface TemplateScope {
  readonly dot: TemplateValue;
  /** Functions beside the built-in ones: `secret`, `config`, `env` in templated payloads. */
  readonly functions?: Readonly<Record<string, TemplateFunction>>;
}

export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

type Operand =
  | { readonly kind: "literal"; readonly value: TemplateValue }
  | { readonly kind: "path"; readonly root: string; readonly keys: readonly string[] }
  | { readonly kind: "call"; readonly name: string }
  | { readonly kind: "group"; readonly pipe: Pipe; readonly keys: readonly string[] };

type Pipe = readonly (readonly Operand[])[];

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipe: Pipe }
  | { readonly kind: "set"; readonly name: string; readonly pipe: Pipe }
  | {
      readonly kind: "if" | "with" | "range";
      readonly pipe: Pipe;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** Bounds what a template may print: ranges can be nested. */
const MAX_OUTPUT = 2 << 20;

/** The text of `source` in `scope`. Throws TemplateError with what is wrong and where. */
export function expandTemplate(source: string, scope: TemplateScope): string {
  if (!source.includes("{{")) return source;
  const out: string[] = [];
  new Evaluation(scope, out).run(parseTemplate(source), scope.dot, new Map([["$", scope.dot]]));
  return out.join("");
}

interface Chunk {
  readonly kind: "text" | "action";
  readonly text: string;
}

function split(source: string): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  let trimNext = false;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    let text = source.slice(at, open < 0 ? source.length : open);
    if (trimNext) text = text.trimStart();
    trimNext = false;
    const trimBefore = open >= 0 && /^\{\{-\s/.test(source.slice(open, open + 4));
    if (trimBefore) text = text.trimEnd();
    if (text !== "") chunks.push({ kind: "text", text });
    if (open < 0) break;
    const close = findClose(source, open + 2);
    let action = source.slice(open + (trimBefore ? 3 : 2), close);
    if (/\s-$/.test(action)) {
      action = action.slice(0, -1);
      trimNext = true;
    }
    action = action.trim();
    if (!(action.startsWith("/*") && action.endsWith("*/"))) {
      chunks.push({ kind: "action", text: action });
    }
    at = close + 2;
  }
  return chunks;
}

/** Skips over quoted strings: `{{ "}}" }}` is one action. */
function findClose(source: string, from: number): number {
  let quote = "";
  for (let i = from; i < source.length - 1; i++) {
    const c = source[i];
    if (quote !== "") {
      if (c === "\\" && quote === '"') i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "`") quote = c;
    else if (c === "}" && source[i + 1] === "}") return i;
  }
  throw new TemplateError(`template: unclosed action at offset ${from - 2}`);
}

function parseTemplate(source: string): readonly Node[] {
  const chunks = split(source);
  let at = 0;
  const block = (nested: boolean): { nodes: Node[]; end: string } => {
    const nodes: Node[] = [];
    while (at < chunks.length) {
      const chunk = chunks[at++] as Chunk;
      if (chunk.kind === "text") {
        nodes.push({ kind: "text", text: chunk.text });
        continue;
      }
      const word = /^[a-z]+\b/.exec(chunk.text)?.[0] ?? "";
      if (word === "end" || word === "else") {
        if (!nested) throw new TemplateError(`template: unexpected {{${word}}}`);
        return { nodes, end: chunk.text };
      }
      if (word === "if" || word === "with" || word === "range") {
        nodes.push(control(word, chunk.text.slice(word.length)));
      } else nodes.push(parseAction(chunk.text));
    }
    if (nested) throw new TemplateError("template: unexpected EOF, {{end}} is missing");
    return { nodes, end: "" };
  };
  const control = (kind: "if" | "with" | "range", rest: string): Node => {
    const pipe = parsePipe(rest);
    const body = block(true);
    if (body.end === "end") return { kind, pipe, body: body.nodes, otherwise: [] };
    const elseIf = /^else\s+if\b(.*)$/s.exec(body.end);
    if (elseIf) {
      return { kind, pipe, body: body.nodes, otherwise: [control("if", elseIf[1] as string)] };
    }
    if (body.end !== "else") throw new TemplateError(`template: unexpected {{${body.end}}}`);
    const otherwise = block(true);
    if (otherwise.end !== "end") throw new TemplateError("template: expected {{end}}");
    return { kind, pipe, body: body.nodes, otherwise: otherwise.nodes };
  };
  return block(false).nodes;
}

function parseAction(text: string): Node {
  const set = /^(\$\w+)\s*:?=(?!=)(.*)$/s.exec(text);
  if (set) return { kind: "set", name: set[1] as string, pipe: parsePipe(set[2] as string) };
  return { kind: "print", pipe: parsePipe(text) };
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(`[^`]*`)|(-?\d+(?:\.\d+)?)|((?:\$\w*)?(?:\.[A-Za-z_]\w*)+|\$\w*|\.)|([A-Za-z_]\w*)|([()|]))/sy;

function parsePipe(text: string): Pipe {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      throw new TemplateError(
        `template: unexpected ${JSON.stringify(text.slice(from).trim().slice(0, 20))} in action`,
      );
    }
    tokens.push(match[0].trim());
  }
  let at = 0;
  const pipe = (nested: boolean): Pipe => {
    const stages: Operand[][] = [[]];
    while (at < tokens.length) {
      const token = tokens[at++] as string;
      const stage = stages.at(-1) as Operand[];
      if (token === "|") stages.push([]);
      else if (token === "(") {
        const inner = pipe(true);
        const next = tokens[at];
        const keys = next?.startsWith(".") && next.length > 1 ? keysOf(next) : [];
        if (keys.length > 0) at++;
        stage.push({ kind: "group", pipe: inner, keys });
      } else if (token === ")") {
        if (!nested) throw new TemplateError('template: unexpected ")" in action');
        return checked(stages);
      } else stage.push(parseOperand(token));
    }
    if (nested) throw new TemplateError('template: ")" is missing');
    return checked(stages);
  };
  return pipe(false);
}

function checked(stages: Pipe): Pipe {
  if (stages.some((stage) => stage.length === 0)) {
    throw new TemplateError("template: missing value for command");
  }
  return stages;
}

function keysOf(path: string): string[] {
  return path.split(".").filter((key) => key !== "");
}

function parseOperand(token: string): Operand {
  const first = token[0] as string;
  if (first === '"') {
    try {
      return { kind: "literal", value: JSON.parse(token) as string };
    } catch {
      throw new TemplateError(`template: bad string ${token}`);
    }
  }
  if (first === "`") return { kind: "literal", value: token.slice(1, -1) };
  if (first === "-" || (first >= "0" && first <= "9")) {
    return { kind: "literal", value: Number(token) };
  }
  if (token === "true" || token === "false") return { kind: "literal", value: token === "true" };
  if (first === ".") return { kind: "path", root: ".", keys: keysOf(token) };
  if (first === "$") {
    const [root = "$", ...keys] = token.split(".");
    return { kind: "path", root, keys };
  }
  return { kind: "call", name: token };
}

type Variables = Map<string, TemplateValue>;

class Evaluation {
  private readonly scope: TemplateScope;
  private readonly out: string[];
  private printed = 0;

  constructor(scope: TemplateScope, out: string[]) {
    this.scope = scope;
    this.out = out;
  }

  run(nodes: readonly Node[], dot: TemplateValue, variables: Variables): void {
    for (const node of nodes) {
      if (node.kind === "text") this.print(node.text);
      else if (node.kind === "print") this.print(show(this.pipe(node.pipe, dot, variables)));
      else if (node.kind === "set") variables.set(node.name, this.pipe(node.pipe, dot, variables));
      else this.control(node, dot, variables);
    }
  }

  private print(text: string): void {
    this.printed += text.length;
    if (this.printed > MAX_OUTPUT) {
      throw new TemplateError(`template: output exceeds ${MAX_OUTPUT} characters`);
    }
    this.out.push(text);
  }

  private control(
    node: Extract<Node, { kind: "if" | "with" | "range" }>,
    dot: TemplateValue,
    variables: Variables,
  ): void {
    const value = this.pipe(node.pipe, dot, variables);
    if (node.kind === "range") {
      if (typeof value !== "object") {
        throw new TemplateError(`template: range can't iterate over ${show(value)}`);
      }
      // Go walks a map in the order of its sorted keys.
      const items = Array.isArray(value) ? value : sortedEntries(value).map(([, v]) => v);
      for (const item of items) this.run(node.body, item, new Map(variables));
      if (items.length === 0) this.run(node.otherwise, dot, variables);
      return;
    }
    const inner = node.kind === "with" ? value : dot;
    if (truth(value)) this.run(node.body, inner, new Map(variables));
    else this.run(node.otherwise, dot, new Map(variables));
  }

  private pipe(pipe: Pipe, dot: TemplateValue, variables: Variables): TemplateValue {
    let previous: TemplateValue | undefined;
    for (const stage of pipe) previous = this.stage(stage, previous, dot, variables);
    return previous as TemplateValue;
  }

  private stage(
    stage: readonly Operand[],
    piped: TemplateValue | undefined,
    dot: TemplateValue,
    variables: Variables,
  ): TemplateValue {
    const [head, ...rest] = stage;
    if (head?.kind === "call") {
      const args = rest.map((operand) => this.operand(operand, dot, variables));
      return this.call(head.name, piped === undefined ? args : [...args, piped]);
    }
    if (head === undefined || rest.length > 0 || piped !== undefined) {
      throw new TemplateError("template: can't give argument to non-function");
    }
    return this.operand(head, dot, variables);
  }

  private operand(operand: Operand, dot: TemplateValue, variables: Variables): TemplateValue {
    if (operand.kind === "literal") return operand.value;
    if (operand.kind === "call") return this.call(operand.name, []);
    if (operand.kind === "group") {
      return field(this.pipe(operand.pipe, dot, variables), operand.keys);
    }
    const root = operand.root === "." ? dot : variables.get(operand.root);
    if (root === undefined)
      throw new TemplateError(`template: undefined variable "${operand.root}"`);
    return field(root, operand.keys);
  }

  private call(name: string, args: readonly TemplateValue[]): TemplateValue {
    const own = this.scope.functions;
    const run = own !== undefined && Object.hasOwn(own, name) ? own[name] : builtin(name);
    if (run === undefined) throw new TemplateError(`template: function "${name}" not defined`);
    return run(args);
  }
}

function sortedEntries(map: TemplateValue & object): [string, TemplateValue][] {
  return Object.entries(map as Record<string, TemplateValue>).sort(([a], [b]) => (a < b ? -1 : 1));
}

function field(value: TemplateValue, keys: readonly string[]): TemplateValue {
  let at = value;
  for (const key of keys) {
    if (typeof at !== "object" || Array.isArray(at) || !Object.hasOwn(at, key)) {
      throw new TemplateError(`template: map has no entry for key "${key}"`);
    }
    at = (at as Record<string, TemplateValue>)[key] as TemplateValue;
  }
  return at;
}

function truth(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object") return Object.keys(value).length > 0;
  return value !== "" && value !== 0 && value !== false;
}

function show(value: TemplateValue): string {
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  if (typeof value === "object") {
    return `map[${sortedEntries(value)
      .map(([k, v]) => `${k}:${show(v)}`)
      .join(" ")}]`;
  }
  return String(value);
}

function index(args: readonly TemplateValue[]): TemplateValue {
  const [value, ...keys] = args;
  if (value === undefined) throw new TemplateError("template: index needs a value");
  let at = value;
  for (const key of keys) {
    if (typeof at !== "object") throw new TemplateError(`template: can't index ${show(at)}`);
    if (!Object.hasOwn(at, String(key))) {
      // Go's index gives the zero value for a missing map key, and fails past a list's end.
      if (Array.isArray(at)) throw new TemplateError(`template: index ${show(key)} out of range`);
      at = "";
    } else at = (at as Record<string, TemplateValue>)[String(key)] as TemplateValue;
  }
  return at;
}

function join(args: readonly TemplateValue[]): TemplateValue {
  // Swarm's order: `join SEPARATOR A B …`; also accepts one list in place of the items.
  const [separator, ...items] = args;
  const list = items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
  return list.map(show).join(show(separator ?? ""));
}

function printf(args: readonly TemplateValue[]): TemplateValue {
  const [format, ...values] = args;
  let next = 0;
  return show(format ?? "").replace(/%([-+ 0#]*)(\d*)([%vsdqx])/g, (_, flags, width, verb) => {
    if (verb === "%") return "%";
    const value = values[next++];
    if (value === undefined) return `%!${verb}(MISSING)`;
    let text = verb === "q" ? JSON.stringify(show(value)) : show(value);
    if (verb === "x" && typeof value === "number") text = value.toString(16);
    const size = Number(width || 0);
    if (flags.includes("-")) return text.padEnd(size);
    return text.padStart(size, flags.includes("0") ? "0" : " ");
  });
}

function compare(name: string, args: readonly TemplateValue[]): boolean {
  const [a, b] = args;
  if (a === undefined || b === undefined) {
    throw new TemplateError(`template: ${name} needs two arguments`);
  }
  if (name === "eq") return args.slice(1).some((other) => other === a);
  if (name === "ne") return a !== b;
  if (typeof a !== typeof b || typeof a === "object") {
    throw new TemplateError(`template: ${name}: incompatible types for comparison`);
  }
  if (name === "lt") return a < b;
  if (name === "le") return a <= b;
  return name === "gt" ? a > b : a >= b;
}

function builtin(name: string): TemplateFunction | undefined {
  switch (name) {
    case "index":
      return index;
    case "join":
      return join;
    case "printf":
      return printf;
    case "print":
      return (args) => args.map(show).join("");
    case "println":
      return (args) => `${args.map(show).join(" ")}\n`;
    case "len":
      return ([v = ""]) => (typeof v === "object" ? Object.keys(v).length : show(v).length);
    case "not":
      return ([v = false]) => !truth(v);
    case "and":
      return (args) => args.find((v) => !truth(v)) ?? args.at(-1) ?? false;
    case "or":
      return (args) => args.find(truth) ?? args.at(-1) ?? false;
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return (args) => compare(name, args);
    default:
      return undefined;
  }
}
