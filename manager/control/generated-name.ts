/**
 * The name of a service that came without one: Docker's daemon makes one up too. Two words to be
 * remembered by, and a number, so that a cluster full of them hardly ever draws one twice.
 */
import type { Rng } from "../../shared/rng.ts";

const ADJECTIVES = [
  "amber bold brisk bright busy calm clever crisp daring eager early fleet gentle glad golden",
  "humming keen kind lively lucky merry mild nimble patient plucky quick quiet ready restless",
  "silent steady sunny swift tidy tireless vivid warm watchful wild wise witty woven",
].flatMap((line) => line.split(" "));
const NOUNS = [
  "acacia apiary aster bee blossom borage bramble cell clover cluster colony comb daisy drone",
  "field flight forager garden hazel heather hive honey keeper larva lavender linden mallow",
  "meadow nectar orchard poppy propolis queen rapeseed sage skep straw sunflower swarm thistle",
  "thyme veil wax willow worker",
].flatMap((line) => line.split(" "));
const NUMBERS = 1000;

export function generatedName(rng: Rng): string {
  const one = (words: readonly string[]): string => words[rng.below(words.length)] ?? "";
  return `${one(ADJECTIVES)}_${one(NOUNS)}${rng.below(NUMBERS)}`;
}

/** The document of a service to be created, with a name. Documents that are none stay as they are. */
export function named(document: unknown, rng: Rng): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const fields = Object.entries(document);
  const isName = (key: string): boolean => key.toLowerCase() === "name";
  if (fields.some(([key, value]) => isName(key) && value !== "" && value !== null)) return document;
  return {
    ...Object.fromEntries(fields.filter(([key]) => !isName(key))),
    Name: generatedName(rng),
  };
}
