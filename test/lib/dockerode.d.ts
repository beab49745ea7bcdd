declare module "dockerode" {
  /** The little that tests ask of it. */
  class Dockerode {
    constructor(options: { socketPath: string });
    listContainers(options: { all: boolean }): Promise<unknown>;
  }

  // biome-ignore lint/style/noDefaultExport: it is how the package exports itself
  export { Dockerode as default };
}
