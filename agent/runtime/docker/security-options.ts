/** A container spec's privileges as the engine's list of security options. */
import { TaskRejected } from "../runtime.ts";

interface Privileges {
  readonly SELinuxContext?: {
    readonly Disable?: boolean;
    readonly User?: string;
    readonly Role?: string;
    readonly Type?: string;
    readonly Level?: string;
  } | null;
  readonly Seccomp?: { readonly Mode?: string; readonly Profile?: string } | null;
  readonly AppArmor?: { readonly Mode?: string } | null;
  readonly NoNewPrivileges?: boolean;
}

/** `CredentialSpec` is for Windows and has no meaning here. */
export function securityOptions(privileges: object): readonly string[] {
  const { SELinuxContext, Seccomp, AppArmor, NoNewPrivileges } = privileges as Privileges;
  return [
    ...selinux(SELinuxContext ?? {}),
    ...seccomp(Seccomp?.Mode ?? "default", Seccomp?.Profile ?? ""),
    ...apparmor(AppArmor?.Mode ?? "default"),
    ...(NoNewPrivileges === true ? ["no-new-privileges=true"] : []),
  ];
}

function selinux(context: NonNullable<Privileges["SELinuxContext"]>): readonly string[] {
  if (context.Disable === true) return ["label=disable"];
  const parts = [
    ["user", context.User],
    ["role", context.Role],
    ["type", context.Type],
    ["level", context.Level],
  ] as const;
  return parts.flatMap(([key, value]) => (value ? [`label=${key}:${value}`] : []));
}

function seccomp(mode: string, profile: string): readonly string[] {
  if (mode === "default" || mode === "") return [];
  if (mode === "unconfined") return ["seccomp=unconfined"];
  if (mode !== "custom") {
    throw refused("Seccomp.Mode", mode, "default, unconfined or custom");
  }
  return [`seccomp=${seccompJson(profile)}`];
}

/** The API carries the profile as bytes, so in base64; some clients send the JSON itself. */
function seccompJson(profile: string): string {
  const text = profile.trimStart().startsWith("{") ? profile : fromBase64(profile);
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw refused("Seccomp.Profile", `${profile.slice(0, 40)}…`, "a JSON document in base64");
  }
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}

function apparmor(mode: string): readonly string[] {
  if (mode === "default" || mode === "") return [];
  if (mode === "disabled") return ["apparmor=unconfined"];
  throw refused("AppArmor.Mode", mode, "default or disabled");
}

function refused(field: string, value: string, expected: string): TaskRejected {
  return new TaskRejected(
    `ContainerSpec.Privileges.${field}: "${value}" is not valid; expected ${expected}`,
  );
}
