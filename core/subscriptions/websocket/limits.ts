/** What sockets may cost. Times in ms. */
export interface SocketLimits {
  /** Sockets of this process, of one client, and of one address that have bound nothing yet. */
  readonly sockets: number;
  readonly ofClient: number;
  readonly unboundOfAddress: number;
  /** A socket that binds nothing is closed after this. */
  readonly unboundFor: number;
  /** Bytes that wait for a reader; one who does not catch up in time is cut off, and asks `$events` for the rest. */
  readonly waiting: number;
  readonly slowFor: number;
  readonly pingEvery: number;
  /** So often everybody's rights are looked at, also when nothing happens. */
  readonly recheckEvery: number;
  /** When no bell is heard, events are found after this. */
  readonly lookEvery: number;
  /** Bytes of a message from a client, and messages in a minute. */
  readonly message: number;
  readonly messages: number;
}

export const socketLimits: SocketLimits = {
  ...{ sockets: 2_000, ofClient: 10, unboundOfAddress: 50 },
  ...{ unboundFor: 10_000, waiting: 1024 * 1024, slowFor: 10_000, pingEvery: 30_000, recheckEvery: 30_000 },
  ...{ lookEvery: 2_000, message: 1_024, messages: 60 },
};
