/** Which names may objects have? Swarm's rules and words (reference 4). */

import { refuse, show } from "../../shared/document.ts";

// One letter or digit a round: with more, a name that fails at its end takes exponential time.
const DNS_NAME = /^[a-zA-Z0-9](?:[-_]*[A-Za-z0-9])*$/;
const MAX_DNS_NAME = 63;
const FILE_NAME = /^[a-zA-Z0-9]+(?:[a-zA-Z0-9\-_.]*[a-zA-Z0-9])?$/;
const MAX_FILE_NAME = 64;

/** Services and networks: their names are resolved as host names. */
export function checkDnsName(name: string | undefined): string {
  if (name === undefined || name === "") return refuse("Name", "meta: name must be provided");
  if (name.length > MAX_DNS_NAME) {
    return refuse("Name", `${show(name)}: name must be ${MAX_DNS_NAME} characters or fewer`);
  }
  if (!DNS_NAME.test(name)) {
    return refuse("Name", `${show(name)}: name must be valid as a DNS name component`);
  }
  return name;
}

/** Secrets and configs. */
export function checkFileName(name: string | undefined): string {
  if (name === undefined || name === "") return refuse("Name", "name must be provided");
  if (name.length > MAX_FILE_NAME || !FILE_NAME.test(name)) {
    return refuse(
      "Name",
      `${show(name)}: invalid name, only ${MAX_FILE_NAME} [a-zA-Z0-9-_.] characters allowed, ` +
        "and the start and end character must be [a-zA-Z0-9]",
    );
  }
  return name;
}
