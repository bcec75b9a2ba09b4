import type { GitFailure, GitFailureKind } from "./git-failure.ts";
import { FAILURES } from "./git-failure.ts";
import type { LookReason } from "./look-reason.ts";
import { retryDelayMs } from "./retry.ts";

/** How long a probe may be on its way before another may be sent. No question to a remote takes longer. */
export const PROBE_MS = 45_000;

/** A host that could not be asked. Times are milliseconds since the epoch. */
export interface HostDown {
  readonly failures: number;
  /** From then on one look may try. */
  readonly retryAt: number;
  readonly by: string;
  readonly kind: GitFailureKind;
}

/** Credentials that a host refused. */
export interface Refusal {
  readonly credentials: string;
  readonly by: string;
  readonly detail: string;
  /** A person has acted since: one look may find out whether that was it. */
  readonly mayTry: boolean;
}

/**
 * What is known of a remote host, shared by all repositories that ask it.
 *
 * - open: nobody was disappointed. Left by `offline` (down) or `auth` (refused).
 * - down: could not be reached, or asked us to slow down. One look tries when `retryAt` has come;
 *   the others wait for what it finds. Left when any look gets an answer.
 * - refused: some credentials were refused. Repeating them could lock an account, so only a person's
 *   act lets one look try again (`afterTrigger`). Left when the credentials are taken.
 */
export interface HostState {
  readonly down: HostDown | null;
  readonly refusals: readonly Refusal[];
}

/** A host of which nothing bad is known. */
export const OPEN_HOST: HostState = { down: null, refusals: [] };

/** A look that wants to ask a host. */
export interface Asker {
  readonly repository: string;
  readonly credentials: string;
}

/** Whether a look may ask, and what becomes of the host's state if it does. */
export type Passage =
  | { readonly kind: "go"; readonly state: HostState }
  | { readonly kind: "wait"; readonly failure: GitFailure };

/**
 * Decides whether a look may ask a host now.
 *
 * @param shown the host's name for people
 */
export function passage(state: HostState, asker: Asker, shown: string, now: number): Passage {
  const refusal = state.refusals.find(({ credentials }) => credentials === asker.credentials);
  if (refusal?.mayTry === false) return { kind: "wait", failure: refused(refusal, asker, shown) };
  const { down } = state;
  if (down !== null && now < down.retryAt) {
    const detail = `waits: ${shown} did not answer ${down.by}`;
    return { kind: "wait", failure: { kind: down.kind, detail, waitsUntil: down.retryAt } };
  }
  // Where it was closed, this look is the probe: until it is back, nobody else needs to try.
  const refusals = letTry(state.refusals, asker.credentials, false);
  return {
    kind: "go",
    state: { refusals, down: down === null ? null : { ...down, retryAt: now + PROBE_MS } },
  };
}

/** What a trigger says about a host: what it refused, or where it was, may be different now. */
interface Hope {
  readonly credentials: boolean;
  readonly network: boolean;
}

/** The reasons behind which a person stands. Each lets one look try what the others waited for. */
const HOPES: Partial<Record<LookReason, Hope>> = {
  sync: { credentials: true, network: true },
  "changed-settings": { credentials: true, network: true },
  // Somebody works here, perhaps with new credentials; but a commit does not mend the network.
  hook: { credentials: true, network: false },
};

/** Returns the state of a host after a trigger for a look that would ask it. */
export function afterTrigger(
  state: HostState,
  reason: LookReason,
  credentials: string,
  now: number,
): HostState {
  const hope = HOPES[reason];
  if (hope === undefined || state === OPEN_HOST) return state;
  const refusals = letTry(state.refusals, credentials, true);
  const hopeful = hope.credentials ? { ...state, refusals } : state;
  return hope.network ? tryAgain(hopeful, now) : hopeful;
}

/** What was asked of a host. A fetch or push may be slow for its size; a question may not. */
export type Asked = "question" | "transfer";

/**
 * Returns the state of a host after a look asked it.
 *
 * @param failure `null` when the host answered as it should
 * @param random in [0, 1); spreads the next try
 */
export function afterAsking(
  state: HostState,
  asker: Asker,
  { asked, failure }: { readonly asked: Asked; readonly failure: GitFailure | null },
  { now, random }: { readonly now: number; readonly random: number },
): HostState {
  if (failure === null) return answered(state, asker);
  switch (failure.kind) {
    case "timeout":
      if (asked === "transfer") return unproved(state, asker);
      return wentDown(state, asker, failure, now, random);
    case "offline":
    case "rate-limited":
      return wentDown(state, asker, failure, now, random);
    case "auth": {
      const { credentials, repository: by } = asker;
      const others = state.refusals.filter((refusal) => refusal.credentials !== credentials);
      const refusal = { credentials, by, detail: failure.detail, mayTry: false };
      return { down: null, refusals: [...others, refusal] };
    }
    case "denied":
    case "moved":
    case "refused":
    case "protected":
    case "remote-trouble":
      return answered(state, asker);
    case "not-found":
      // Forges say this to strangers too: the host is there, the credentials are not proved.
      return { ...unproved(state, asker), down: null };
    default:
      return unproved(state, asker);
  }
}

/** Lets one look try at once: the network has changed, or the machine woke. */
export function tryAgain(state: HostState, now: number): HostState {
  return state.down === null ? state : { ...state, down: { ...state.down, retryAt: now } };
}

/** Whether a look that failed like this waits for its host, alone or with others. */
export function waitsForHost(kind: GitFailureKind): boolean {
  return ["offline", "timeout", "rate-limited", "auth"].includes(kind);
}

/** Whether a host went from disappointing some to serving them. */
export function hasOpened(before: HostState, after: HostState): boolean {
  const cameBack = before.down !== null && after.down === null;
  return cameBack || after.refusals.length < before.refusals.length;
}

function answered({ refusals }: HostState, { credentials }: Asker): HostState {
  return { down: null, refusals: refusals.filter((one) => one.credentials !== credentials) };
}

/** The look came back without an answer to what others wait for: the next one may try. */
function unproved(state: HostState, { credentials }: Asker): HostState {
  return { ...state, refusals: letTry(state.refusals, credentials, true) };
}

function letTry(
  refusals: readonly Refusal[],
  credentials: string,
  mayTry: boolean,
): readonly Refusal[] {
  return refusals.map((one) => (one.credentials === credentials ? { ...one, mayTry } : one));
}

function wentDown(
  state: HostState,
  asker: Asker,
  { kind }: GitFailure,
  now: number,
  random: number,
): HostState {
  const { repository: by } = asker;
  const failures = (state.down?.failures ?? 0) + 1;
  const delayMs = retryDelayMs(FAILURES[kind].retry, failures, random) ?? PROBE_MS;
  return { ...unproved(state, asker), down: { failures, retryAt: now + delayMs, by, kind } };
}

function refused(refusal: Refusal, { repository }: Asker, shown: string): GitFailure {
  const own = refusal.by === repository;
  const detail = own ? refusal.detail : `waits: ${shown} refused the credentials of ${refusal.by}`;
  return { kind: "auth", detail, waitsUntil: null };
}
