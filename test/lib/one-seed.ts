/**
 * Properties are checked on the same examples in every run, so that a commit has one verdict.
 * `PROPERTY_SEED=N`, or `random`, checks them on others: what that finds lands as an example.
 */
import fc from "fast-check";

const wished = process.env["PROPERTY_SEED"] ?? "1";
if (wished !== "random") fc.configureGlobal({ seed: Number(wished) });
