/** Started when the owner of a sandbox has ended without removing it. */
import { sweep } from "../sandbox.ts";

const folder = process.env["SKEP_SANDBOX"];
if (folder !== undefined) sweep(folder);
