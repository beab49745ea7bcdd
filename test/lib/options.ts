/** Options of the test programs: a wrong one is refused in a line, with what there is. */
import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** @returns their values; ends the process with 2 where the command line has others. */
export function readOptions<T extends Options>(options: T): Values<T> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const known = Object.entries(options).map(([name, { type, default: usual }]) => {
      const value = type === "boolean" ? "" : usual === undefined ? " VALUE" : ` ${usual}`;
      return `  --${name}${value}`;
    });
    const [what] = (error as Error).message.split(". ");
    return refuse(`${what}. There are, with their defaults:\n${known.join("\n")}`);
  }
}

/** @param least of what is taken */
export function wholeNumber(name: string, text: string | undefined, least = 0): number {
  const number = text === "" ? Number.NaN : Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  return refuse(`--${name} is ${text}, expected a whole number from ${least}`);
}

/** Like 1,16,256. */
export function wholeNumbers(name: string, text: string, least = 1): readonly number[] {
  return text.split(",").map((one) => wholeNumber(name, one, least));
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
