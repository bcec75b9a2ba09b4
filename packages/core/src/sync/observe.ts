import type { LoadedSettings } from "../config/load-settings.ts";
import type { CommitId, RefName } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { Head, Observation, Occasion, RemoteTip } from "../decide/observation.ts";
import type { Apart, LookPort, Reading } from "./port.ts";

/** The newest commit that we know was on a branch of the remote. */
export interface SeenRemote {
  readonly ref: RefName;
  readonly commit: CommitId;
}

/** What an observation may build on. */
export interface ObserveRequest {
  /** Ask the remote, or trust what we remember of it. */
  readonly ask: boolean;
  readonly seenRemotes: readonly SeenRemote[];
  readonly occasion: Occasion;
}

/** An observation, and the settings that it was made under. */
export interface Observed {
  readonly kind: "observed";
  readonly seen: Observation;
  readonly loaded: LoadedSettings;
}

/** What an observation gives when git could not tell. */
export interface NotObserved {
  readonly kind: "failed";
  readonly failure: GitFailure;
  /** What could be told all the same, where it is the remote that did not answer. */
  readonly seen?: Observation;
}

/** Looks at a repository and, if asked to, at its remote, and changes nothing. */
export async function observe(
  port: LookPort,
  request: ObserveRequest,
): Promise<Observed | NotObserved> {
  const local = await port.readLocal();
  if (local.kind === "failed") return local;
  const { loaded, head, openOperation, shallow, pushesToUpstream } = local.value;
  const { ownFilters, checkedOutTwice } = local.value;
  const { alpha, startup, onDirty } = loaded.settings;
  const paused = loaded.settings.paused !== false;
  const quiet = {
    ...UNTRACKED,
    head,
    openOperation,
    shallow,
    pushesToUpstream,
    ownFilters,
    checkedOutTwice,
    alpha,
    paused,
    startup,
    onDirty,
    occasion: request.occasion,
  };
  const mayAsk = request.ask && openOperation === null && !paused;
  if (head.kind === "upstream-gone" && mayAsk) {
    const tip = await port.askRemote(head.upstream);
    return tip.kind === "failed"
      ? tip
      : { kind: "observed", loaded, seen: { ...quiet, remoteTip: tip.value } };
  }
  if (head.kind !== "tracking") return { kind: "observed", loaded, seen: quiet };

  const [tip, apart] = await Promise.all([
    mayAsk ? port.askRemote(head.upstream) : UNASKED,
    head.commit === head.upstream.tip ? SAME : port.compare(head.commit, head.upstream.tip),
  ]);
  if (apart.kind === "failed") return apart;
  if (tip.kind === "failed") return { ...tip, seen: { ...quiet, ...apart.value } };
  const rewound = await hasRewound(port, head, apart.value.ahead, request.seenRemotes);
  if (rewound.kind === "failed") return rewound;
  const seen = {
    ...quiet,
    ...apart.value,
    remoteTip: tip.value,
    remoteRewound: rewound.value,
  };
  const replaced = await wasReplaced(port, head, seen, request.seenRemotes);
  if (replaced.kind === "failed") return replaced;
  return { kind: "observed", loaded, seen: { ...seen, replacedByAlpha: replaced.value } };
}

const UNASKED: Reading<RemoteTip> = { kind: "read", value: { kind: "unasked" } };
const SAME: Reading<Apart> = { kind: "read", value: { ahead: 0, behind: 0, related: true } };

const UNTRACKED = {
  ahead: 0,
  behind: 0,
  related: true,
  remoteTip: { kind: "unasked" },
  remoteRewound: false,
  replacedByAlpha: false,
  inTheWay: null,
} as const;

type Tracking = Extract<Head, { kind: "tracking" }>;

/**
 * The remote has rewound when it dropped commits that we saw on this very branch and that the local
 * branch still holds. Commits that the local branch has left too concern nobody.
 */
async function hasRewound(
  port: LookPort,
  { commit, upstream }: Tracking,
  ahead: number,
  seenRemotes: readonly SeenRemote[],
): Promise<Reading<boolean>> {
  const seen = seenRemotes.find(({ ref }) => ref === upstream.trackingRef);
  if (ahead === 0 || seen === undefined || seen.commit === upstream.tip) {
    return { kind: "read", value: false };
  }
  return port.carriesDropped(seen.commit, commit, upstream.tip);
}

/**
 * An alpha finds other commits in the place of those that it had pushed, and the rescue by which
 * another alpha kept them. A person's force-push leaves no such rescue.
 */
async function wasReplaced(
  port: LookPort,
  { upstream }: Tracking,
  { alpha, behind, remoteRewound, remoteTip }: Observation,
  seenRemotes: readonly SeenRemote[],
): Promise<Reading<boolean>> {
  const seen = seenRemotes.find(({ ref }) => ref === upstream.trackingRef);
  const settled = remoteTip.kind !== "at" || remoteTip.commit === upstream.tip;
  if (!alpha || !remoteRewound || behind === 0 || !settled || seen === undefined) {
    return { kind: "read", value: false };
  }
  return port.isRescuedThere(upstream, seen.commit);
}
