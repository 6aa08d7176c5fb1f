/** How a child process ended; always known, never a rejection. */
export interface ChildEnd {
  /** Null when a signal ended it or it never started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started (`ENOENT`, `EACCES`), or null. */
  readonly error: string | null;
  /** The end of what it wrote to standard error; untrusted text, at most 8 KB. */
  readonly stderr: string;
}

/** The process that runs the bridge, reduced to what this program uses of it. */
export interface BridgeChild {
  readonly pid: number | null;
  /** Writes one request with its line end; `written` runs when the bytes have left this process or are lost. */
  send(line: Uint8Array | string, written?: () => void): void;
  /** Standard output as it comes, in pieces of any size; at most one listener. */
  onOutput(listener: (text: string) => void): void;
  /** Resolves after the last piece of output. */
  readonly ended: Promise<ChildEnd>;
  /** The bridge closes its sessions and ends; it does the same when this process dies. */
  endInput(): void;
  /** The last resort: what ran on the server may go on until the server notices. */
  kill(): void;
}

/** Starts a bridge whose lines begin with `tag`. Throws only for a wrong argument; a failed start is an end. */
export type StartChild = (tag: string) => BridgeChild;
