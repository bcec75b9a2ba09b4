import type { GitFailure } from "../decide/git-failure.ts";
import type { Head } from "../decide/observation.ts";
import { classify } from "../git/classify.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { askRemote } from "../git/ls-remote.ts";
import type { Git } from "../git/run-git.ts";
import type { AskHost } from "./gated-port.ts";
import { configFiles, fingerprint } from "./unchanged.ts";

/** Every so many polls are a full look, whatever seems unchanged. */
const FULL_LOOK_EVERY = 10;

/** What a look has read of a repository, beyond what it decided on. */
export interface LocalFacts {
  readonly place: RepositoryPlace;
  readonly head: Head;
  readonly config: readonly ConfigEntry[];
  /** git with the repository's own programs switched off. */
  readonly git: Git;
  readonly gitDeadlineMs: number;
}

/** What a look has read where the branch follows another. */
export type TrackingFacts = LocalFacts & { readonly head: { readonly kind: "tracking" } };

/** What is kept of a look that rested, for the polls after it. In memory alone. */
export interface RestingPlace {
  readonly facts: TrackingFacts;
  readonly origins: readonly string[];
  readonly fingerprint: string;
  /** The files looked the same before the look as after it, so what it read is what they say. */
  readonly confirmed: boolean;
  /** Polls since the last full look. */
  readonly polls: number;
}

/** What a quiet poll found. */
export type QuietPoll =
  /** The remote is where we remember it, and here nothing has changed. */
  | { readonly kind: "rested"; readonly resting: RestingPlace }
  /** Something may have changed: look. */
  | { readonly kind: "look" }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** Tells whether the facts are of a branch that follows another. */
export function isTracking(facts: LocalFacts | undefined): facts is TrackingFacts {
  return facts?.head.kind === "tracking";
}

/** Says what the files of a resting place look like now; `null` where there is none. */
export async function fingerprintOf(resting: RestingPlace | null): Promise<string | null> {
  if (resting === null) return null;
  return fingerprint(resting.facts.place, resting.facts.head, resting.origins);
}

/**
 * Remembers a repository in which a look rested.
 *
 * @param before what {@link fingerprintOf} gave before the look began
 */
export async function restingPlace(
  facts: TrackingFacts,
  before: string | null,
): Promise<RestingPlace> {
  const origins = configFiles(facts.place, facts.config);
  const now = await fingerprint(facts.place, facts.head, origins);
  return { facts, origins, fingerprint: now, confirmed: now === before, polls: 0 };
}

/**
 * Asks the remote alone, where nothing here has changed since the last look rested: one process
 * instead of three, and none at all while the gate of the host is closed.
 *
 * It never acts. Whatever is not exactly as it was is left to a look.
 */
export async function quietPoll(
  resting: RestingPlace,
  ask: AskHost,
  signal: AbortSignal,
): Promise<QuietPoll> {
  const { facts, polls } = resting;
  if (!resting.confirmed || polls + 1 >= FULL_LOOK_EVERY) return { kind: "look" };
  if ((await fingerprintOf(resting)) !== resting.fingerprint) return { kind: "look" };
  const { upstream } = facts.head;
  const limits = { deadlineMs: facts.gitDeadlineMs, signal };
  const answer = await ask("question", async () => {
    const tip = await askRemote(facts.git, upstream, limits);
    return tip.kind === "read" ? tip : ({ kind: "failed", failure: classify(tip.exit) } as const);
  });
  if (answer.kind === "failed") return answer;
  const tip = answer.value;
  const same = tip.kind === "at" && tip.commit === upstream.tip;
  return same ? { kind: "rested", resting: { ...resting, polls: polls + 1 } } : { kind: "look" };
}
