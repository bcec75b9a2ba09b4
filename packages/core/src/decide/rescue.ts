import { type CommitId, type RefName, refName } from "./brands.ts";

/** Why something was rescued. */
export const RESCUE_REASONS = ["diverged", "rewound", "in-the-way", "replaced"] as const;

/**
 * See {@link RESCUE_REASONS}.
 *
 * - `diverged`: local commits that the remote's history took the place of.
 * - `rewound`: local commits that the remote had and dropped.
 * - `in-the-way`: files that the remote's commits replaced.
 * - `replaced`: the remote's tip that a force-push of ours took the place of. Lies on the remote.
 */
export type RescueReason = (typeof RESCUE_REASONS)[number];

/** Where rescues lie, here and on a remote. Neither `push --all` nor `gc` touches them. */
export const RESCUE_PREFIX = "refs/hookline/rescue/";

/** A rescue that a look made, as people are told of it. */
export interface RescueNote {
  readonly ref: string;
  readonly where: "local" | "remote";
  readonly reason: RescueReason;
  /** Commits that are only there now. */
  readonly commits: number;
  /** Files that are only there now. */
  readonly files: number;
}

/**
 * Names a rescue: `refs/hookline/rescue/<UTC time>-<reason>-<first digits of the commit>`.
 *
 * The time sorts, the digits keep two machines (and two rescues of one second) apart, and no
 * name is a folder of another.
 *
 * @param iso when, as `2026-01-31T12:00:00.000Z`
 * @param kept the commit whose replacement makes the rescue necessary
 */
export function rescueRef(iso: string, reason: RescueReason, kept: CommitId): RefName {
  const time = iso.replace(/[-:]/g, "").replace(/\.\d+/, "");
  return refName(`${RESCUE_PREFIX}${time}-${reason}-${kept.slice(0, 8)}`);
}
