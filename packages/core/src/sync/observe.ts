import { type LoadedSettings, loadSettings } from "../config/load-settings.ts";
import type { CommitId, RefName } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { BlockedBy, Head, Observation, RemoteTip } from "../decide/observation.ts";
import { pushesToUpstream } from "../decide/push-target.ts";
import { classify } from "../git/classify.ts";
import { type ConfigEntry, listConfig } from "../git/config-list.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { askRemote } from "../git/ls-remote.ts";
import { openOperation } from "../git/open-operation.ts";
import { countApart, isAncestor, type Read, readHead, readTips } from "../git/refs.ts";
import { hasOwnFilters, repositoryOverrides } from "../git/repository-overrides.ts";
import { type Git, type GitDoor, openGit } from "../git/run-git.ts";

/** The newest commit that we know was on the remote's branch. */
export interface SeenRemote {
  readonly ref: RefName;
  readonly commit: CommitId;
}

/** What an observation may build on. */
export interface ObserveRequest {
  readonly place: RepositoryPlace;
  /** Ask the remote, or trust what we remember of it. */
  readonly ask: boolean;
  readonly seenRemote: SeenRemote | null;
  readonly blockedBy: BlockedBy | null;
  readonly signal: AbortSignal;
}

/** An observation, and what it takes to act on it. */
export interface Observed {
  readonly kind: "observed";
  readonly seen: Observation;
  readonly loaded: LoadedSettings;
  /** git for this repository, with everything that could run its code switched off. */
  readonly git: Git;
}

/** What an observation gives when git could not tell. */
export interface NotObserved {
  readonly kind: "failed";
  readonly failure: GitFailure;
}

/**
 * Looks at a repository and, if asked to, at its remote, and changes nothing.
 *
 * Two processes for what is local, at the same time; one for the remote.
 */
export async function observe(
  door: GitDoor,
  request: ObserveRequest,
): Promise<Observed | NotObserved> {
  const { place, signal } = request;
  const plainGit = openGit(door, place.root);
  const [listed, tips, operation] = await Promise.all([
    listConfig(plainGit),
    readTips(plainGit),
    openOperation(place.gitDir),
  ]);
  if (listed.kind === "failed") return failed(listed);
  if (tips.kind === "failed") return failed(tips);
  const config = listed.entries;
  const loaded = loadSettings(config);
  const git = openGit(door, place.root, repositoryOverrides(config));

  const headRead = await readHead(git, tips.value, config);
  if (headRead.kind === "failed") return failed(headRead);
  const head = headRead.value;
  const quiet = { openOperation: operation, paused: loaded.settings.paused };
  if (head.kind !== "tracking") {
    return { kind: "observed", loaded, git, seen: { ...UNTRACKED, ...quiet, head } };
  }
  const mayAsk = request.ask && operation === null && !loaded.settings.paused;
  const [tip, apart] = await Promise.all([
    mayAsk ? askRemote(git, head.upstream, signal) : UNASKED,
    countApart(git, head.commit, head.upstream.tip),
  ]);
  if (tip.kind === "failed") return failed(tip);
  if (apart.kind === "failed") return failed(apart);
  const rewound = await hasRewound(git, head, apart.value.ahead, request.seenRemote);
  if (rewound.kind === "failed") return failed(rewound);
  return {
    kind: "observed",
    loaded,
    git,
    seen: {
      ...quiet,
      head,
      ...apart.value,
      remoteTip: tip.value,
      remoteRewound: rewound.value,
      pushesToUpstream: pushesToUpstream(head.branch, head.upstream, pushConfig(head, config)),
      blockedBy: request.blockedBy,
      ownFilters: hasOwnFilters(config),
    },
  };
}

const UNASKED: Read<RemoteTip> = { kind: "read", value: { kind: "unasked" } };

const UNTRACKED = {
  ahead: 0,
  behind: 0,
  remoteTip: { kind: "unasked" },
  remoteRewound: false,
  pushesToUpstream: false,
  blockedBy: null,
  ownFilters: false,
} as const;

type Tracking = Extract<Head, { kind: "tracking" }>;

/** The remote has rewound when it no longer holds a commit that we saw on this very branch. */
async function hasRewound(
  git: Git,
  head: Tracking,
  ahead: number,
  seenRemote: SeenRemote | null,
): Promise<Read<boolean>> {
  const { trackingRef, tip } = head.upstream;
  if (ahead === 0 || seenRemote === null || seenRemote.ref !== trackingRef) {
    return { kind: "read", value: false };
  }
  const kept = await isAncestor(git, seenRemote.commit, tip);
  return kept.kind === "failed" ? kept : { kind: "read", value: !kept.value };
}

function pushConfig(head: Tracking, config: readonly ConfigEntry[]) {
  const value = (key: string): string | undefined =>
    config.findLast((entry) => entry.key === key)?.value ?? undefined;
  const branch = head.branch.replace(/^refs\/heads\//, "");
  return {
    pushRemote: value(`branch.${branch}.pushremote`) ?? value("remote.pushdefault"),
    pushDefault: value("push.default"),
    hasPushRefspec: value(`remote.${head.upstream.remote}.push`) !== undefined,
  };
}

function failed(read: { readonly exit: Parameters<typeof classify>[0] }): NotObserved {
  return { kind: "failed", failure: classify(read.exit) };
}
