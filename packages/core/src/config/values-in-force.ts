import leven from "leven";
import type { ConfigEntry } from "../git/config-list.ts";
import { plainText } from "./plain-text.ts";
import type { SettingProblem } from "./setting-problem.ts";

/** The value of a key that counts, as text; without `text`, the default does. */
export interface ChosenValue<Text> {
  readonly text: Text | undefined;
  /** `default`, or the file git read it from. */
  readonly origin: string;
  readonly problems: readonly SettingProblem[];
}

/** Reads the text of one value; as zod's schemas do. */
interface ValueSchema {
  safeParse(
    text: unknown,
  ):
    | { readonly success: true }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

interface Issue {
  readonly message: string;
}

/**
 * Takes the last value in git's order that can be used, and tells of those after it that cannot.
 *
 * @param entries those of one key, lowest precedence first
 */
export function lastUsable(
  entries: readonly ConfigEntry[],
  key: string,
  schema: ValueSchema,
): ChosenValue<string> {
  const problems: SettingProblem[] = [];
  for (const entry of entries.toReversed()) {
    const text = entry.value ?? "true";
    const problem = unusable(entry, key, schema.safeParse(text));
    if (problem === undefined) return { text, origin: plainOrigin(entry), problems };
    problems.push(problem);
  }
  return { text: undefined, origin: "default", problems };
}

/**
 * Takes every value of a key that can be used; an empty one clears those before it, as git's own lists
 * do.
 *
 * @param schema of the whole list
 */
export function everyUsable(
  entries: readonly ConfigEntry[],
  key: string,
  schema: ValueSchema,
): ChosenValue<readonly string[]> {
  const cleared = entries.findLastIndex(({ value }) => !value);
  const problems: SettingProblem[] = [];
  const usable = entries.slice(cleared + 1).filter((entry) => {
    const problem = unusable(entry, key, schema.safeParse([entry.value]));
    if (problem !== undefined) problems.push(problem);
    return problem === undefined;
  });
  const last = usable.at(-1);
  if (last === undefined) return { text: undefined, origin: "default", problems };
  return { text: usable.map(({ value }) => value ?? ""), origin: plainOrigin(last), problems };
}

function unusable(
  entry: ConfigEntry,
  key: string,
  parsed: ReturnType<ValueSchema["safeParse"]>,
): SettingProblem | undefined {
  if (parsed.success) return undefined;
  const origin = plainOrigin(entry);
  const wants = parsed.error.issues[0]?.message ?? "wants another value";
  const text = plainText(entry.value ?? "true");
  return { key, origin, says: `${key} in ${origin} ${wants}, not "${text}".` };
}

/** A typing mistake is at most this many edits away from what was meant. */
const NEAR = 3;

/** Finds what was probably meant by a word that nobody knows. */
export function nearest(word: string, known: readonly string[], edits = NEAR): string | undefined {
  const ranked = known
    .map((name) => ({ name, edits: leven(word.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked.find((one) => one.edits <= edits)?.name;
}

/** The file a value was read from, as people write it. */
export function plainOrigin({ origin }: Pick<ConfigEntry, "origin">): string {
  return origin.replace(/^file:/, "");
}
