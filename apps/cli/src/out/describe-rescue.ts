import type { Rescue, RescueContents } from "@hookline/core";
import { ago, counted, visible } from "@hookline/core/words";
import type { Output } from "./output.ts";

/** What a rendering needs besides the rescue. */
export interface RescueView {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly paint: Output["paint"];
}

/** The line that names a rescue, and says when and where it was made. */
export function rescueHeading(
  { name, at, facts, remote }: Rescue,
  { now, paint }: RescueView,
): string {
  const when = at === null ? [] : [ago(now - Date.parse(at))];
  const host = facts === null || facts.host === "" ? [] : [`on ${visible(facts.host)}`];
  const where = remote === null ? [] : [`lies on ${visible(remote)}`];
  const rest = [...when, ...host, ...where].join(" ");
  return `${paint("strong", visible(name))}  ${paint("quiet", rest)}`.trimEnd();
}

/** How many files a person reads; `--json` has them all. */
const MOST_FILES = 20;

/** Draws what a rescue holds: its commits, its files and what it lacks. */
export function contentLines(
  { facts }: Rescue,
  { commits, files, onlyHere }: RescueContents,
  { paint }: RescueView,
): string[] {
  const count = facts?.commits ?? commits.length;
  const more = count - commits.length;
  return [
    ...(commits.length > 0
      ? [`  ${counted(count, "commit")}, ${whereElse(onlyHere, count)}:`]
      : []),
    ...commits.map(
      ({ commit, subject }) => `    ${paint("busy", commit.slice(0, 10))} ${visible(subject)}`,
    ),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...(files.length > 0 ? [`  ${counted(files.length, "file")} not committed:`] : []),
    ...files
      .slice(0, MOST_FILES)
      .map(({ path, change }) =>
        change === "deleted"
          ? `    ${paint("bad", "-")} ${visible(path)} ${paint("quiet", "(deleted)")}`
          : `    ${paint("good", "+")} ${visible(path)}`,
      ),
    ...(files.length > MOST_FILES ? [`    and ${files.length - MOST_FILES} more`] : []),
    ...(facts === null || facts.leftOut.length === 0 ? [] : ["  Not in it, and never in danger:"]),
    ...(facts?.leftOut ?? []).map(
      ({ path, why }) => `    ${visible(path)} ${paint("quiet", `(${why})`)}`,
    ),
  ];
}

function whereElse(onlyHere: number, count: number): string {
  if (onlyHere === 0) return "on a branch as well";
  return onlyHere < count ? `${onlyHere} of them on no branch` : "on no branch";
}
