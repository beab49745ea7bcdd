/** Image names as the engine takes them apart: `[registry/]path[:tag][@digest]`. */

export interface ImageReference {
  /** Registry and path. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

export function parseImageReference(image: string): ImageReference {
  const [beforeDigest = "", digest = null] = image.split("@", 2);
  const colon = beforeDigest.lastIndexOf(":");
  // A colon before the last slash belongs to the registry's port.
  const hasTag = colon > beforeDigest.lastIndexOf("/");
  return {
    name: hasTag ? beforeDigest.slice(0, colon) : beforeDigest,
    tag: hasTag ? beforeDigest.slice(colon + 1) : null,
    digest,
  };
}

/** An image's own id: there is nothing to pull. */
export function isImageId(image: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(image);
}

/** Query of the engine's pull. The digest wins over the tag: it says exactly what to run. */
export function pullQuery(reference: ImageReference): { fromImage: string; tag: string } {
  return { fromImage: reference.name, tag: reference.digest ?? reference.tag ?? "latest" };
}

/**
 * By which names the image may be there, best first. `name:tag@digest` is tried by digest, as the
 * engine knows pulled images. An image that was only built or loaded here has no digest.
 */
export function localNames(image: string): readonly string[] {
  const { name, tag, digest } = parseImageReference(image);
  if (digest === null) return [tag === null && !isImageId(image) ? `${name}:latest` : image];
  return [`${name}@${digest}`];
}
