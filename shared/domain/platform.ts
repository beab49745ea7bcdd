/**
 * Which platforms an image runs on against which a node has. Nodes report the kernel's name of an
 * architecture, images Go's: the two that differ are brought together here, for this comparison
 * only (constraints see what the node reports; reference 0.9).
 */
export interface Platform {
  readonly Architecture?: string;
  readonly OS?: string;
}

const GO_NAMES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

export function normalizeArchitecture(architecture: string): string {
  const folded = architecture.toLowerCase();
  return GO_NAMES[folded] ?? folded;
}

/** Whether one of the platforms fits; no platform at all means any. An empty field fits any. */
export function platformFits(
  platforms: readonly Platform[],
  node: { readonly os: string; readonly architecture: string } | undefined,
): boolean {
  if (platforms.length === 0) return true;
  if (node === undefined) return false;
  const architecture = normalizeArchitecture(node.architecture);
  return platforms.some(
    (platform) =>
      (!platform.Architecture || normalizeArchitecture(platform.Architecture) === architecture) &&
      (!platform.OS || platform.OS.toLowerCase() === node.os.toLowerCase()),
  );
}
