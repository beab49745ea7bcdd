/**
 * How a task is started as a process of the host: the documents that the agent leaves for the
 * keeper, and the shell script that puts the process in its place. Pure.
 */

export interface LaunchMount {
  readonly kind: "bind" | "tmpfs";
  /** Of a bind. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** Of a tmpfs: `size=…,mode=…`. */
  readonly options: string;
}

export interface LaunchLimits {
  readonly memoryBytes: number;
  readonly memoryReservationBytes: number;
  readonly nanoCpus: number;
  readonly pids: number;
}

/** All that the keeper has to know of a task. Kept as `launch.json` in the task's folder. */
export interface Launch {
  readonly taskId: string;
  readonly nodeId: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly dir: string;
  /** Null: the agent's own user. */
  readonly user: {
    readonly uid: number;
    readonly gid: number;
    readonly groups: readonly number[];
  } | null;
  readonly noNewPrivileges: boolean;
  readonly oomScoreAdj: number | null;
  readonly hostname: string;
  /** `nofile=1024:2048`, as prlimit takes them. */
  readonly ulimits: readonly string[];
  readonly mounts: readonly LaunchMount[];
  readonly limits: LaunchLimits | null;
  /** Own mount, pid, uts and ipc namespaces. */
  readonly namespaces: boolean;
  readonly stopSignal: string;
  readonly ports: readonly LaunchPort[];
  readonly logMaxBytes: number;
  readonly health: LaunchHealth | null;
  readonly anonymousVolumes: readonly string[];
}

export interface LaunchPort {
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly targetPort: number;
  /** 0 until the start, when the agent chooses one. */
  readonly publishedPort: number;
}

export interface LaunchHealth {
  readonly argv: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
}

/** `state.json`: written by the keeper when the process runs. */
export interface StartedRecord {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, and the boot it belongs to: a pid alone may be reused. */
  readonly startTicks: string;
  readonly bootId: string;
  readonly startedMs: number;
  readonly ports: readonly LaunchPort[];
  readonly cgroup: boolean;
  /** Who reads its output and will record its end. */
  readonly keeper: { readonly pid: number; readonly startTicks: string };
}

/** `exit.json`: written once, by the keeper, or by the agent for a process nobody kept. */
export interface ExitRecord {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  readonly finishedMs: number;
}

/** What exit code the shell and Docker give a process that a signal ended. */
export const SIGNALLED = 128;
/** The process could not be put in its place; `error` in the task's folder says why. */
export const SETUP_FAILED = 125;
export const TOOL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The command that the keeper runs. Two steps: the first, in the host's namespaces, joins the
 * cgroups and becomes `unshare`; the second is process 1 of the new namespaces, mounts, and runs
 * the command as its child. Signals go to that child: the kernel drops a signal for a process 1
 * that has no handler for it. INVARIANT: no word of the task's is parsed by the shell; all are
 * arguments.
 */
export function launchCommand(launch: Launch, cgroupFolders: readonly string[]): string[] {
  const place = [...prlimit(launch), ...credentials(launch), ...launch.argv];
  if (!launch.namespaces) {
    return [
      "/bin/sh",
      "-c",
      [...joinCgroups(cgroupFolders), 'exec "$@"'].join("\n"),
      "sh",
      ...place,
    ];
  }
  const inner = [
    "set -e",
    // The task's own search path is for its command, not for the tools below.
    `path=$PATH; PATH=${TOOL_PATH}`,
    // Made before the new mounts can hide the folder.
    "exec 3>error",
    'failed() { echo "$1" >&3; exit 125; }',
    ...(launch.hostname === "" ? [] : [`hostname ${quote(launch.hostname)} || failed hostname`]),
    ...launch.mounts.flatMap(mountLines),
    ...(launch.oomScoreAdj === null
      ? []
      : [`echo ${launch.oomScoreAdj} > /proc/self/oom_score_adj`]),
    `cd ${quote(launch.dir)} 2>&3 || exit 125`,
    "exec 3>&-",
    "set +e; PATH=$path",
    '"$@"',
    "exit $?",
  ].join("\n");
  const unshare =
    "exec /usr/bin/unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc";
  const outer = [
    ...joinCgroups(cgroupFolders),
    `${unshare} --propagation slave -- /bin/sh -c "$@"`,
  ].join("\n");
  return ["/bin/sh", "-c", outer, "sh", inner, "sh", ...place];
}

/** A probe runs beside the command: in its namespaces, as its user. */
export function probeCommand(launch: Launch, innerPid: number | null): string[] {
  const place = [...credentials(launch), ...(launch.health?.argv ?? [])];
  if (innerPid === null) return place;
  const enter = [
    "/usr/bin/nsenter",
    "-t",
    String(innerPid),
    "-m",
    "-u",
    "-i",
    "-p",
    `--wd=${launch.dir}`,
  ];
  return [...enter, "--", ...place];
}

function joinCgroups(folders: readonly string[]): readonly string[] {
  return folders.map((folder) => `echo $$ > ${quote(`${folder}/cgroup.procs`)} || exit 125`);
}

function prlimit(launch: Launch): readonly string[] {
  if (launch.ulimits.length === 0) return [];
  return ["/usr/bin/prlimit", ...launch.ulimits.map((limit) => `--${limit}`), "--"];
}

function credentials({ user, noNewPrivileges }: Launch): readonly string[] {
  const options = [
    ...(user === null
      ? []
      : [
          `--reuid=${user.uid}`,
          `--regid=${user.gid}`,
          user.groups.length === 0 ? "--clear-groups" : `--groups=${user.groups.join(",")}`,
        ]),
    ...(noNewPrivileges ? ["--no-new-privs"] : []),
  ];
  return options.length === 0 ? [] : ["/usr/bin/setpriv", ...options, "--"];
}

function mountLines(mount: LaunchMount): readonly string[] {
  const target = quote(mount.target);
  const because = quote(`mount ${mount.target}: failed`);
  if (mount.kind === "tmpfs") {
    const readOnly = mount.readOnly ? ",ro" : "";
    const options = quote(`${mount.options}${readOnly}`.replace(/^,/, "") || "rw");
    return [
      `mkdir -p ${target} 2>&3 || failed ${because}`,
      `mount -t tmpfs -o ${options} tmpfs ${target} 2>&3 || failed ${because}`,
    ];
  }
  const source = quote(mount.source);
  const parent = quote(mount.target.slice(0, mount.target.lastIndexOf("/")) || "/");
  return [
    // A mount point is made on the host where there is none, as an engine would in an image.
    `if [ -d ${source} ]; then mkdir -p ${target} 2>&3; elif [ ! -e ${target} ]; then`,
    `  mkdir -p ${parent} 2>&3 && : > ${target}; fi || failed ${because}`,
    `mount --rbind ${source} ${target} 2>&3 || failed ${because}`,
    ...(mount.readOnly ? [`mount -o remount,bind,ro ${target} 2>&3 || failed ${because}`] : []),
  ];
}

export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
