import { access } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { type LoadedSettings, loadSettings } from "../config/load-settings.ts";
import { DEFAULT_SETTINGS } from "../config/settings-schema.ts";
import type { Head } from "../decide/observation.ts";
import { pushesToUpstream } from "../decide/push-target.ts";
import { remoteUrls } from "../decide/remote-urls.ts";
import { fileFailure } from "../file-failure.ts";
import { isCheckedOutElsewhere } from "../git/checked-out-elsewhere.ts";
import { classify } from "../git/classify.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { fetchObjects, fetchUpstream } from "../git/fetch.ts";
import type { GitExit } from "../git/git-process.ts";
import { listCommits } from "../git/list-commits.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { askRemote } from "../git/ls-remote.ts";
import { openOperation } from "../git/open-operation.ts";
import { pushTo } from "../git/push.ts";
import { findRemoteRescue, rescueRemoteTip } from "../git/push-rescue.ts";
import { carriesDropped, compare, type Read, readHead, readRef, readTips } from "../git/refs.ts";
import { hasOwnFilters, repositoryOverrides } from "../git/repository-overrides.ts";
import { type Git, type GitDoor, openGit } from "../git/run-git.ts";
import { findStaleRefs, removeRef } from "../git/stale-refs.ts";
import { syncLatelyWritten } from "../git/sync-lately-written.ts";
import { syncRef } from "../git/sync-ref.ts";
import { createRescueRef } from "../rescue/create-rescue-ref.ts";
import { takeSnapshot } from "../rescue/take-snapshot.ts";
import { listTrustedConfig } from "../trust/list-trusted-config.ts";
import { dropHalfPacks } from "../worktree/drop-half-packs.ts";
import { inspectMove } from "../worktree/inspect-move.ts";
import { mendMove } from "../worktree/mend-move.ts";
import { moveBranch } from "../worktree/move-branch.ts";
import type { Effect, FetchOutcome, MoveOutcome, PushOutcome, Reading } from "./port.ts";
import type { PreviewPort } from "./preview.ts";
import type { LocalFacts } from "./quiet-poll.ts";

/** A repository's configuration, and git with the repository's own programs switched off. */
interface Opened {
  readonly git: Git;
  readonly config: readonly ConfigEntry[];
  readonly loaded: LoadedSettings;
}

/**
 * The port to a real repository: git on this machine, with everything that could run the
 * repository's code switched off.
 *
 * @param signal ends what talks to the remote; what moves files ends by itself, because a work
 *   tree half moved is worse than a stop a little later
 * @param learnt hears each time what was read here
 */
export function openGitPort(
  door: GitDoor,
  place: RepositoryPlace,
  signal: AbortSignal,
  learnt: (facts: LocalFacts) => void = () => undefined,
): PreviewPort {
  const plainGit = openGit(door, place.root);
  let opened: Promise<Read<Opened>> | undefined;
  /** Reads the configuration unless this look has done so; `readLocal` always does. */
  const open = (): Promise<Read<Opened>> => (opened ??= openRepository(door, place, plainGit));
  const git: Git = async (command) => {
    const found = await open();
    return found.kind === "failed" ? found.exit : found.value.git(command);
  };
  const limits = async () => {
    const found = await open();
    const { gitDeadline } = found.kind === "read" ? found.value.loaded.settings : DEFAULT_SETTINGS;
    return { deadlineMs: gitDeadline, signal };
  };
  const tools = async () => ({ git, place, log: door.log, limits: await limits() });

  let syncedUpTo = 0;
  const syncLately = () =>
    durably(async () => {
      syncedUpTo = await syncLatelyWritten(place, syncedUpTo);
    });

  return {
    mend: () => mendMove({ git, place, log: door.log, limits: MEND_LIMITS }),
    async readLocal() {
      opened = openRepository(door, place, plainGit);
      const [config, tips, operation, shallow] = await Promise.all([
        opened,
        readTips(plainGit),
        openOperation(place.gitDir),
        isShallow(place),
      ]);
      if (config.kind === "failed") return failed(config);
      if (tips.kind === "failed") return failed(tips);
      const head = await readHead(git, tips.value, config.value.config);
      if (head.kind === "failed") return failed(head);
      const { gitDeadline: gitDeadlineMs } = config.value.loaded.settings;
      learnt({ ...config.value, place, head: head.value, gitDeadlineMs });
      return {
        kind: "read",
        value: {
          head: head.value,
          openOperation: operation,
          shallow,
          loaded: config.value.loaded,
          checkedOutTwice: await isCheckedOutElsewhere(place, head.value),
          ...rulesOf(head.value, config.value.config),
        },
      };
    },
    askRemote: async (upstream) => reading(await askRemote(git, upstream, await limits())),
    compare: async (ours, theirs) => reading(await compare(git, ours, theirs)),
    carriesDropped: async (seen, head, tip) => reading(await carriesDropped(git, seen, head, tip)),
    inspect: async (from, to) => inspectMove(await tools(), from, to),
    async isRescuedThere(upstream, commit) {
      const found = await findRemoteRescue(await tools(), upstream, commit);
      return found.kind === "failed"
        ? failed(found)
        : { kind: "read", value: found.value !== null };
    },
    async fetch(upstream): Promise<FetchOutcome> {
      const begunAt = systemClock.now();
      const exit = await fetchUpstream(git, upstream, await limits());
      if (exit.kind !== "exited" || exit.exitCode !== 0) {
        await dropHalfPacks(place, begunAt - FILE_TIME_MS);
        return failed({ exit });
      }
      const synced = await durably(() => syncRef(place, upstream.trackingRef));
      if (synced.kind === "failed") return synced;
      const fetched = await readRef(git, upstream.trackingRef);
      return fetched.kind === "failed" ? failed(fetched) : { kind: "done", commit: fetched.value };
    },
    async fetchObjects(upstream): Promise<Effect> {
      const exit = await fetchObjects(git, upstream, await limits());
      return exit.kind === "exited" && exit.exitCode === 0 ? { kind: "done" } : failed({ exit });
    },
    listCommits: async (older, newer) => reading(await listCommits(git, older, newer)),
    staleRefs: async ({ trackingRef }) => reading(await findStaleRefs(git, trackingRef)),
    removeRef: async (held) => removeRef(git, place, held),
    snapshot: async (request) => takeSnapshot(await tools(), request),
    async createRef(ref, commit): Promise<Effect> {
      const synced = await syncLately();
      return synced.kind === "failed" ? synced : createRescueRef(await tools(), ref, commit);
    },
    async moveBranch(request): Promise<MoveOutcome> {
      const synced = await syncLately();
      return synced.kind === "failed" ? synced : moveBranch(await tools(), request);
    },
    rescueRemote: async (upstream, ref) => rescueRemoteTip(await tools(), upstream, ref),
    async push({ upstream, to }): Promise<PushOutcome> {
      const lately = await syncLately();
      if (lately.kind === "failed") return lately;
      const outcome = await pushTo(git, to, upstream, await limits());
      return outcome.kind === "done"
        ? durably(() => syncRef(place, upstream.trackingRef))
        : outcome;
    },
  };
}

/** What a disk refuses to keep is not done. */
async function durably(sync: () => Promise<void>): Promise<Effect> {
  try {
    await sync();
    return { kind: "done" };
  } catch (error) {
    return { kind: "failed", failure: fileFailure(error) };
  }
}

/** File times are as coarse as two seconds (FAT), and a little behind the clock elsewhere. */
const FILE_TIME_MS = 2000;

/** Mending works on files here and asks no remote. */
const MEND_LIMITS = { deadlineMs: 60_000 } as const;

async function openRepository(
  door: GitDoor,
  place: RepositoryPlace,
  plainGit: Git,
): Promise<Read<Opened>> {
  const listed = await listTrustedConfig(plainGit, place.root);
  if (listed.kind === "failed") return listed;
  const config = listed.entries;
  const git = openGit(door, place.root, repositoryOverrides(config));
  return { kind: "read", value: { git, config, loaded: loadSettings(config, door.env) } };
}

/** What the rules need to know of the configuration. */
function rulesOf(head: Head, config: readonly ConfigEntry[]) {
  const ownFilters = hasOwnFilters(config);
  if (head.kind !== "tracking") return { ownFilters, pushesToUpstream: false };
  const value = (key: string): string | undefined =>
    config.findLast((entry) => entry.key === key)?.value ?? undefined;
  const branch = head.branch.replace(/^refs\/heads\//, "");
  const pushConfig = {
    pushRemote: value(`branch.${branch}.pushremote`) ?? value("remote.pushdefault"),
    pushDefault: value("push.default"),
    hasPushRefspec: value(`remote.${head.upstream.remote}.push`) !== undefined,
    urls: remoteUrls(head.upstream.remote, config),
  };
  return {
    ownFilters,
    pushesToUpstream: pushesToUpstream(head.branch, head.upstream, pushConfig),
  };
}

/** git keeps the list of commits whose parents it does not have (gitrepository-layout(5)). */
function isShallow({ commonDir }: RepositoryPlace): Promise<boolean> {
  return access(join(commonDir, "shallow")).then(
    () => true,
    () => false,
  );
}

function reading<Value>(read: Read<Value>): Reading<Value> {
  return read.kind === "failed" ? failed(read) : read;
}

function failed({ exit }: { readonly exit: GitExit }) {
  return { kind: "failed", failure: classify(exit) } as const;
}
