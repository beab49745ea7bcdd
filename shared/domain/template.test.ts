import { describe, expect, test } from "vitest";
import { expandPayload, expandSpec, type TemplateContext } from "./expand-spec.ts";
import { expandTemplate, TemplateError } from "./template.ts";

const context: TemplateContext = {
  service: { id: "s1", name: "web", labels: { tier: "front", "com.example/x": "1" } },
  node: { id: "n1", hostname: "alpha", os: "linux", architecture: "x86_64" },
  task: { id: "t1", slot: 3 },
};
const dot = { Service: { Name: "web", Labels: { a: "1", b: "2" } }, Task: { Slot: "3" } };
const expand = (text: string): string => expandTemplate(text, { dot });

describe("a template prints", () => {
  test.each([
    ["plain text as it is", "no braces", "no braces"],
    ["a field", "{{.Service.Name}}-{{ .Task.Slot }}", "web-3"],
    ["a label by field", "{{.Service.Labels.a}}", "1"],
    ["a label by index", '{{index .Service.Labels "b"}}', "2"],
    ["join with the separator first", '{{join "-" .Service.Name .Task.Slot}}', "web-3"],
    ["a pipeline", '{{.Service.Name | printf "%s!" | printf "%q"}}', '"web!"'],
    ["if and else", '{{if eq .Task.Slot "3"}}three{{else}}other{{end}}', "three"],
    ["else if", '{{if eq .Task.Slot "1"}}a{{else if eq .Task.Slot "3"}}b{{else}}c{{end}}', "b"],
    ["range over a map by sorted key", "{{range .Service.Labels}}<{{.}}>{{end}}", "<1><2>"],
    ["with and $", "{{with .Service}}{{.Name}}{{$.Task.Slot}}{{end}}", "web3"],
    ["a variable", "{{$n := .Service.Name}}{{$n}}{{$n}}", "webweb"],
    ["without trimmed space", "a {{- .Task.Slot -}} b", "a3b"],
    ["nothing for a comment", "a{{/* no */}}b", "ab"],
    ["a group's field", "{{(index .Service).Name}}", "web"],
    ["braces inside a string", '{{"}}"}}', "}}"],
  ])("%s", (_, source, printed) => {
    expect(expand(source)).toBe(printed);
  });
});

describe("a template is refused for", () => {
  test.each([
    ["a missing key", "{{.Service.Nope}}", 'no entry for key "Nope"'],
    ["an inherited property", "{{.Service.constructor}}", 'no entry for key "constructor"'],
    ["an unknown function", "{{exec 1}}", 'function "exec" not defined'],
    ["an unclosed action", "{{.Service.Name", "unclosed action"],
    ["a missing end", "{{if true}}x", "{{end}} is missing"],
    ["an empty action", "{{}}", "missing value"],
    ["a stray end", "{{end}}", "unexpected {{end}}"],
    ["an argument to a value", "{{.Task.Slot 1}}", "non-function"],
  ])("%s", (_, source, message) => {
    expect(() => expand(source)).toThrow(TemplateError);
    expect(() => expand(source)).toThrow(message);
  });
});

test("a spec's hostname, environment values and mounts are expanded, its other fields are not", () => {
  const spec = expandSpec(
    {
      Name: "{{.Service.Name}}",
      TaskTemplate: {
        ContainerSpec: {
          Hostname: "{{.Node.Hostname}}-{{.Task.Slot}}",
          Env: ["A={{.Task.Name}}", "{{.Task.ID}}=x", "B"],
          Args: ["{{.Task.Slot}}"],
          Mounts: [
            {
              Source: "data-{{.Task.Slot}}",
              Target: "/{{.Service.Name}}",
              VolumeOptions: {
                Labels: { of: "{{.Task.ID}}" },
                DriverConfig: { Options: { device: "{{.Node.Platform.OS}}" } },
              },
            },
          ],
        },
      },
    },
    context,
  );
  expect(spec.Name).toBe("{{.Service.Name}}");
  expect(spec.TaskTemplate?.ContainerSpec).toEqual({
    Hostname: "alpha-3",
    Env: ["A=web.3.t1", "{{.Task.ID}}=x", "B"],
    Args: ["{{.Task.Slot}}"],
    Mounts: [
      {
        Source: "data-3",
        Target: "/web",
        VolumeOptions: { Labels: { of: "t1" }, DriverConfig: { Options: { device: "linux" } } },
      },
    ],
  });
});

test("a task without a slot shows its node's id", () => {
  const spec = { TaskTemplate: { ContainerSpec: { Hostname: "{{.Task.Slot}}" } } };
  const global = { ...context, task: { id: "t1", slot: 0 } };
  expect(expandSpec(spec, global).TaskTemplate?.ContainerSpec?.Hostname).toBe("n1");
});

test("an error names the field and the template", () => {
  const spec = { TaskTemplate: { ContainerSpec: { Env: ["A={{.Nope}}"] } } };
  expect(() => expandSpec(spec, context)).toThrow(
    'expanding ContainerSpec.Env A "{{.Nope}}": template: map has no entry for key "Nope"',
  );
});

test("a payload may name the task's other secrets, configs and variables", () => {
  const sources = {
    secret: (name: string) => (name === "pw" ? "hunter2" : undefined),
    config: () => undefined,
    env: ["HOME=/root"],
  };
  expect(expandPayload('{{secret "pw"}}@{{env "HOME"}}', context, sources)).toBe("hunter2@/root");
  expect(() => expandPayload('{{config "no"}}', context, sources)).toThrow('no config "no"');
});
