/** How long the client waits for an agent, and how much it takes from one. */
export interface ClientLimits {
  readonly connectMs: number;
  /** For a whole reply, or for the head of the event stream. */
  readonly answerMs: number;
  /** For a whole `reload`, which reads the settings of every repository. */
  readonly reloadMs: number;
  /** For a look that is waited for, unless the caller says otherwise. */
  readonly lookMs: number;
  /** How often a waiting look asks whether the agent is still well. */
  readonly checkEveryMs: number;
  /** After this pause the event stream counts as lost; three times the agent's own `alive`. */
  readonly silenceMs: number;
  /** For one reply, and for one line of the event stream. */
  readonly replyBytes: number;
}

/** The limits of every client; tests pass shorter ones. */
export const CLIENT_LIMITS: ClientLimits = {
  connectMs: 300,
  answerMs: 5_000,
  reloadMs: 30_000,
  lookMs: 600_000,
  checkEveryMs: 5_000,
  silenceMs: 45_000,
  replyBytes: 8 * 1024 * 1024,
};
