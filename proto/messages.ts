/** The wire messages. Import them from here, never from gen/: see settings.ts. */
import "./settings.ts";

export { skep } from "./gen/skep.js";
