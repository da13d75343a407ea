/**
 * Syslog messages (https://www.rfc-editor.org/rfc/rfc5424) over TLS with octet counting
 * (https://www.rfc-editor.org/rfc/rfc5425). Only TLS 1.2 and newer, only a receiver whose certificate holds.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import type { ocsfEvent, Place } from './ocsf.ts';

/** "log audit" */
const facility = 13;
const severities: { readonly [ocsf: number]: number } = { 1: 6, 3: 4, 4: 3 };
/** The number that IANA keeps for examples: a deployer with a number of their own sets it at the receiver. */
const enterprise = 32473;

/** One framed message. */
export function syslogFrame(event: ReturnType<typeof ocsfEvent>, { seal, place }: Place, host: string): Buffer {
  const priority = facility * 8 + (severities[event.severity_id] ?? 6);
  const head = `<${priority}>1 ${new Date(event.time).toISOString()} ${host} e-zdrowie - audit`;
  const text = `${head} [place@${enterprise} seal="${seal}" place="${place}"] ${JSON.stringify(event)}`;
  const message = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

export interface SyslogTarget {
  readonly host: string;
  readonly port: number;
  /** PEM file of the authority that the receiver's certificate comes from; without it those of the system. */
  readonly ca?: string;
}

/** `syslog+tls://siem.example:6514`. Undefined for what is no such address. */
export function syslogTarget(address: string, ca?: string): SyslogTarget | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'syslog+tls:' || !url.hostname) return undefined;
  return { host: url.hostname, port: Number(url.port || 6514), ...(ca ? { ca } : {}) };
}

export interface SyslogConnection {
  /** Resolves when the system has taken all bytes. @throws Error when the connection is gone. */
  send(frames: readonly Buffer[]): Promise<void>;
  /** Throws when the connection has ended meanwhile. */
  check(): void;
  close(): void;
}

/** Longest wait for a connection, and for a receiver that takes nothing, ms. */
const patience = 10_000;

/** @throws Error when the receiver does not answer or its certificate does not hold. */
export async function openSyslog({ host, port, ca }: SyslogTarget): Promise<SyslogConnection> {
  const socket = connect({
    ...{ host, port, minVersion: 'TLSv1.2' as const, timeout: patience },
    ...(ca ? { ca: readFileSync(ca) } : {}),
  });
  let ended: Error | undefined;
  const over = (error?: Error) => {
    ended ??= error ?? new Error('The receiver closed the connection.');
    socket.destroy();
  };
  socket.on('timeout', () => over(new Error(`The receiver took nothing for ${patience / 1000} s.`)));
  await Promise.race([once(socket, 'secureConnect'), failed(socket)]);
  socket.setTimeout(0);
  socket.on('error', over);
  socket.on('close', () => over());
  // A receiver that says something, or says goodbye, is read, so that its end is noticed.
  socket.on('end', () => over());
  socket.resume();
  const check = () => {
    if (ended) throw ended;
  };
  return {
    check,
    async send(frames) {
      check();
      socket.setTimeout(patience);
      await new Promise<void>((resolve, reject) => {
        socket.once('close', () => reject(ended));
        socket.write(Buffer.concat(frames), (error) => (error ? reject(error) : resolve()));
      });
      socket.setTimeout(0);
    },
    close: () => socket.destroy(),
  };
}

async function failed(socket: TLSSocket): Promise<never> {
  const [error] = (await once(socket, 'close', { signal: AbortSignal.timeout(patience * 2) }).catch((reason) => [
    reason,
  ])) as [unknown];
  throw error instanceof Error ? error : new Error('The receiver does not answer.');
}
