import { createInterface } from "node:readline/promises";

/**
 * Asks a person; `null` where nobody can answer. Everything but yes is no.
 */
export async function askYesOrNo(question: string): Promise<boolean | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const hungUp = new AbortController();
  lines.once("close", () => hungUp.abort());
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: hungUp.signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch {
    // Ctrl-C and Ctrl-D are no.
    return false;
  } finally {
    lines.close();
  }
}
