import { isPlainText } from "../config/plain-text.ts";

const LONGEST = 64;

/** Says why a task cannot have this name; the sentence goes on from "its name". */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "is missing";
  if (name.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (!isPlainText(name)) return "has characters that cannot be seen";
  // A name is filled into commands, where it would be an option.
  if (name.startsWith("-")) return "begins with a -";
  return undefined;
}
