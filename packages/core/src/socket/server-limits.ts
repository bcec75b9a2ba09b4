/** What a peer may take from the server before it is cut off. */
export interface ServerLimits {
  readonly headerBytes: number;
  readonly bodyBytes: number;
  /** For routes that pass over their body. */
  readonly ignoredBodyBytes: number;
  readonly connections: number;
  readonly streams: number;
  /** What may wait for one reader of the event stream before the next event is one too many. */
  readonly streamBufferBytes: number;
  /** From the connection to the last header. */
  readonly headersMs: number;
  /** From the connection to the end of the body. */
  readonly requestMs: number;
  /** How often the two above are checked. */
  readonly checkEveryMs: number;
  /** How long a reply may wait for a peer that does not read. */
  readonly replyMs: number;
  /** How long replies may still take once the server closes. */
  readonly closeMs: number;
  /** The pause after which a quiet stream says that it is alive. */
  readonly aliveMs: number;
}

/** The limits of the agent; tests pass shorter ones. */
export const SERVER_LIMITS: ServerLimits = {
  headerBytes: 8 * 1024,
  bodyBytes: 64 * 1024,
  ignoredBodyBytes: 1024,
  connections: 64,
  streams: 16,
  streamBufferBytes: 1024 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  checkEveryMs: 1_000,
  replyMs: 10_000,
  closeMs: 2_000,
  aliveMs: 15_000,
};
