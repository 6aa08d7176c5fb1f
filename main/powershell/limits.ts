/** How long and how much; times in milliseconds. Changed only by tests and by an administrator's own choice. */
export interface SessionLimits {
  /** From the start of the child to its hello. */
  readonly hello: number;
  /** Opening one remote session. */
  readonly open: number;
  /** One cmdlet. */
  readonly operation: number;
  /** How long a stopped cmdlet may take to stop, before its session is given up. */
  readonly stop: number;
  /** How much longer than its own limits the bridge may take to say so, before it counts as frozen. */
  readonly slack: number;
  /** A session that nobody used for this long is closed: Exchange counts it against the user. */
  readonly idle: number;
  /** As `idle`, while another server waits for its turn. */
  readonly idleWhileOthersWait: number;
  /** As `operation`, for the server that is asked for the organisation, when there are others that could be. */
  readonly leading: number;
  /** From the end of input to the end of the child, before it is killed. */
  readonly close: number;
}

export const sessionLimits: SessionLimits = {
  hello: 30_000,
  open: 30_000,
  operation: 120_000,
  leading: 30_000,
  stop: 15_000,
  slack: 5000,
  idle: 150_000,
  idleWhileOthersWait: 50,
  close: 7000,
};

/** Bounds of `Patience` in milliseconds. */
export const patienceBounds = { least: 2000, most: 15_000 };

/** Children alive at once; Exchange allows a user 18 shells (exchange.md 7.5), and each takes 60 to 80 MB here. */
export const mostChildren = 8;

/**
 * Characters of one line, and of all lines of one answer. The bridge stops at 64 Mi characters and says so; this is for one
 * that does not. A line holds whole records, and one record may be as long as an answer (docs/bridge-protocol.md, 1).
 */
export const longestLine = 96 * 1024 * 1024;

/** Objects of one answer. */
export const mostRecords = 200_000;

/** Levels of one value; remoting flattens everything after a few, so a deeper one is hostile. */
export const deepestValue = 24;
