/** The wire messages. Import them from here, never from gen/: see numbers.ts. */
import "./numbers.ts";

export { skep } from "./gen/skep.js";
