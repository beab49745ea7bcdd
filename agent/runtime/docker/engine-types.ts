/** The parts of the engine's answers that we read. */

export interface EngineContainer {
  readonly Id: string;
  readonly Name?: string;
  readonly State: {
    readonly Status?: string;
    readonly Running?: boolean;
    readonly Pid?: number;
    readonly ExitCode?: number;
    readonly OOMKilled?: boolean;
    readonly Error?: string;
    readonly StartedAt?: string;
    readonly FinishedAt?: string;
    readonly Health?: {
      readonly Status?: string;
      readonly Log?: readonly { readonly ExitCode?: number; readonly Output?: string }[] | null;
    } | null;
  };
  readonly Config?: { readonly Labels?: Readonly<Record<string, string>> | null; Tty?: boolean };
  readonly HostConfig?: {
    readonly LogConfig?: { readonly Config?: Readonly<Record<string, string>> | null };
  };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<
      Record<string, readonly { readonly HostPort?: string }[] | null>
    > | null;
  };
}

export interface EngineListItem {
  readonly Id: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

export interface EngineEvent {
  readonly Type?: string;
  readonly Action?: string;
  readonly status?: string;
  readonly Actor?: {
    readonly ID?: string;
    readonly Attributes?: Readonly<Record<string, string>> | null;
  };
}

export interface EngineInfo {
  readonly ID?: string;
  readonly Name?: string;
  readonly OSType?: string;
  readonly Architecture?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly ServerVersion?: string;
  readonly Labels?: readonly string[] | null;
  readonly Plugins?: Readonly<Record<string, readonly string[] | null>>;
  readonly GenericResources?:
    | readonly {
        readonly NamedResourceSpec?: { readonly Kind?: string; readonly Value?: string };
        readonly DiscreteResourceSpec?: { readonly Kind?: string; readonly Value?: number };
      }[]
    | null;
}

export interface EnginePullLine {
  readonly status?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

export interface EngineStats {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly pids_stats?: { readonly current?: number };
  readonly networks?: Readonly<
    Record<string, { readonly rx_bytes?: number; readonly tx_bytes?: number }>
  >;
  readonly blkio_stats?: {
    readonly io_service_bytes_recursive?:
      | readonly { readonly op?: string; readonly value?: number }[]
      | null;
  };
}
