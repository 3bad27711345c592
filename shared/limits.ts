const MIB = 1024 * 1024

/** Every limit of what is received, sent and shown, in one place. Sizes in bytes, times in ms. */
export const LIMITS = {
  /** Longer bodies are cut here, marked `truncated` and answered 413. */
  bodyBytes: 64 * MIB,
  /** Bodies that are being received share this; beyond it sockets are paused. */
  bodiesInFlightBytes: 256 * MIB,
  /** How long a paused sender waits for room before it is answered 503. */
  bodiesInFlightWaitMs: 60_000,
  /** Request line and headers together; beyond it 431. */
  headerBytes: 64 * 1024,
  /** Of a request that access rules refused, where those are kept, and of how many for each endpoint; the others are counted. */
  refusedBodyBytes: MIB,
  refusedKeptAMinute: 60,
  /** Kept of what the parser rejected. */
  malformedBytes: 64 * 1024,
  headersMs: 15_000,
  idleBodyMs: 30_000,
  requestMs: 300_000,
  keepAliveMs: 65_000,
  /** A sender that does not read its answer is let go. */
  unreadAnswerMs: 60_000,
  connections: 1000,
  /** Kept of a delivery's response. */
  responseBytes: 16 * MIB,
  /** A delivery that has no answer by then has failed. */
  deliveryMs: 30_000,
  /** Decoded views of compressed bodies stop here, or at `decodedRatio` times the stored size. */
  decodedBytes: 64 * MIB,
  decodedRatio: 1000,
  /** A file that captures are imported from. */
  importBytes: 8 * 1024 * MIB,
  /** Captures that wait to be forwarded; beyond it the newest are dropped, and counted. */
  forwardQueue: 1000,
  forwardsAtOnce: 4,
} as const
