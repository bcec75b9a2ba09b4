import { visible } from "@hookline/core/words";

/** How long a row of a menu may be before panels cut it where they please. */
const LONGEST = 60;

const GRAPHEMES = new Intl.Segmenter();

/** Makes a text of somebody else fit a row: visible to the last character, cut in the middle. */
export function label(text: string, longest = LONGEST): string {
  // By what people take for one character: half of one is a question mark.
  const shown = Array.from(GRAPHEMES.segment(visible(text)), ({ segment }) => segment);
  if (shown.length <= longest) return shown.join("");
  const half = Math.floor((longest - 1) / 2);
  return `${shown.slice(0, longest - 1 - half).join("")}…${shown.slice(-half).join("")}`;
}

/** The last part of a path: what people call a repository. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}

/**
 * Names each repository as shortly as it can be told apart from the others.
 *
 * Two of the same name have the folder above in it as well.
 */
export function shortNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = paths.map(nameOf);
  return new Map(
    paths.map((path) => {
      const name = nameOf(path);
      const isOnly = names.filter((one) => one === name).length === 1;
      const above = path
        .split(/[\\/]/)
        .filter((part) => part !== "")
        .slice(-2)
        .join("/");
      return [path, label(isOnly ? name : above, 40)];
    }),
  );
}
