/** This build's version; a test holds it against package.json. */
export const SKEP_VERSION = "0.1.0";

/** Of the conversation between nodes. Peers of another number are refused, with both named. */
export const PROTOCOL_VERSION = 1;
