/** Secrets and configs as the API shows them. A secret's content is never shown. */
import type { Config, Secret } from "../../shared/domain/objects.ts";
import { renderMeta, toBase64 } from "./json.ts";

export function renderSecret(secret: Secret): object {
  const { Data: _never, ...spec } = secret.spec;
  return {
    ID: secret.id,
    ...renderMeta(secret.meta),
    Spec: { ...spec, Labels: spec.Labels ?? {} },
  };
}

export function renderConfig(config: Config): object {
  return {
    ID: config.id,
    ...renderMeta(config.meta),
    Spec: {
      ...config.spec,
      Labels: config.spec.Labels ?? {},
      Data: toBase64(config.data),
    },
  };
}
