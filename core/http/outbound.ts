/**
 * Requests that leave the platform: to hosts on an allow list, by https, to an address that was resolved once and is no
 * private one, without redirects, in five seconds. security/requirements.md 7.3
 */
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { Refusal } from '../refusal/refusal.ts';

export interface OutboundRules {
  /** `host` or `host:port`. */
  readonly hosts: readonly string[];
  /** The demonstration may talk to this machine, by http too. */
  readonly loopback: boolean;
}

const timeout = 5_000;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const inner = new BlockList();
const ranges: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];
for (const [net, bits] of ranges) inner.addSubnet(net, bits);

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
/** Of IPv6 only global unicast goes out: no loopback, link-local, unique local, mapped or translated address. */
const isInner = (address: string): boolean =>
  family(address) === 'ipv6' ? !/^[23]/.test(address) || /^(2002|64):/i.test(address) : inner.check(address, 'ipv4');
/** A connection that has gone has no address. */
export const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && loopback.check(address, family(address));

const no = (code: string, says: string): Refusal => new Refusal('rule-broken', code, says);

/** The address as URL. @throws Refusal when requests to it are not allowed. */
export function demandAllowed(endpoint: string, { hosts, loopback: local }: OutboundRules): URL {
  if (!URL.canParse(endpoint)) throw no('bad-endpoint', 'The endpoint is no address.');
  const url = new URL(endpoint);
  const { protocol, username, password, port } = url;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const here = local && (hostname === 'localhost' || (isIP(hostname) > 0 && isLoopback(hostname)));
  if (protocol !== 'https:' && !(here && protocol === 'http:')) throw no('https-only', 'The endpoint must be https.');
  if (username || password) throw no('bad-endpoint', 'The endpoint may carry no password; use a header.');
  if (here || hosts.includes(port ? `${hostname}:${port}` : hostname)) return url;
  throw no('host-not-allowed', `Requests to ${hostname} are not allowed here. Ask the operator to add the host.`);
}

interface Target {
  readonly url: URL;
  readonly address: string;
  readonly family: number;
}

/** Resolves an address once, and refuses those that lead inside. @throws Refusal */
async function resolve(endpoint: string, rules: OutboundRules, deadline: AbortSignal): Promise<Target> {
  const url = demandAllowed(endpoint, rules);
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const found = await Promise.race([
    lookup(hostname, { all: true, verbatim: true }),
    new Promise<never>((_, reject) => deadline.addEventListener('abort', () => reject(new Error('no answer of DNS')))),
  ]).catch((error: Error) => {
    throw no('endpoint-failed', `The endpoint cannot be found: ${error.message}.`);
  });
  const bad = found.some(({ address }) => isInner(address) && !(rules.loopback && isLoopback(address)));
  const [target] = found;
  if (bad || !target) throw no('host-not-allowed', 'The endpoint leads to an inner address.');
  return { url, ...target };
}

/** The options of a request to what was resolved. The address is pinned: what was checked is what is asked. */
function pinned({ address, family }: Target, signal: AbortSignal): RequestOptions {
  const lookup: RequestOptions['lookup'] = (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  return { agent: false, signal, lookup };
}

const sending = ({ url }: Target) => (url.protocol === 'https:' ? httpsRequest : httpRequest);

/** Sends a body and demands 2xx. What the other side answers is not read. @throws Refusal saying what went wrong. */
export async function post(
  endpoint: string,
  body: string,
  headers: { readonly [name: string]: string },
  rules: OutboundRules,
): Promise<void> {
  const deadline = AbortSignal.timeout(timeout);
  const target = await resolve(endpoint, rules, deadline);
  await new Promise<void>((done, reject) => {
    const fail = (says: string) => reject(no('endpoint-failed', `The endpoint ${says}.`));
    const options = {
      ...pinned(target, deadline),
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    };
    const outgoing = sending(target)(target.url, options, ({ statusCode = 0 }) => {
      outgoing.destroy();
      if (statusCode >= 200 && statusCode < 300) done();
      else fail(`answered ${statusCode}`);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      fail(deadline.aborted ? 'did not answer in 5 s' : `cannot be reached: ${error.code ?? 'fault'}`),
    );
    outgoing.end(body);
  });
}

/**
 * Fetches a file: 200 and nothing else, plain or gzip, its bytes as they come. A side that is silent for ten seconds is
 * given up. @throws Refusal `endpoint-failed` saying what went wrong; so does the stream.
 */
export async function download(
  endpoint: string,
  headers: { readonly [name: string]: string },
  rules: OutboundRules,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const target = await resolve(endpoint, rules, AbortSignal.any([signal, AbortSignal.timeout(timeout)]));
  return new Promise<IncomingMessage>((done, reject) => {
    const fail = (says: string) => reject(no('endpoint-failed', `The endpoint ${says}.`));
    const options = { ...pinned(target, signal), headers: { ...headers, 'accept-encoding': 'gzip' } };
    const outgoing = sending(target)(target.url, options, (answer) => {
      const { statusCode = 0, headers: said } = answer;
      const coding = said['content-encoding'] ?? 'identity';
      if (statusCode === 200 && /^(identity|gzip|x-gzip)$/i.test(coding)) return done(answer);
      outgoing.destroy();
      if (statusCode === 200) return fail(`sent the encoding ${coding.slice(0, 40)}, which was not asked for`);
      return fail(
        `answered ${statusCode}${statusCode >= 300 && statusCode < 400 ? ': redirects are not followed' : ''}`,
      );
    });
    outgoing.setTimeout(2 * timeout, () => outgoing.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
    outgoing.on('error', (error: NodeJS.ErrnoException) => fail(`cannot be reached: ${error.code ?? 'fault'}`));
    outgoing.end();
  });
}

/** Our certificate, and the one that is believed at the other end. PEM. */
export interface MutualTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

export interface Question {
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
  /** Most bytes that an answer may have. */
  readonly limit: number;
  /** Milliseconds for the whole of it. */
  readonly within: number;
  readonly tls?: MutualTls | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends a body and reads the whole answer: 200 and nothing else, without an encoding, within a time and a size.
 * @throws Refusal `endpoint-failed` saying what went wrong
 */
export async function ask(endpoint: string, question: Question, rules: OutboundRules): Promise<Buffer> {
  const { body, headers, limit, within, tls, signal } = question;
  const timely = AbortSignal.timeout(within);
  const deadline = AbortSignal.any([signal, timely]);
  const target = await resolve(endpoint, rules, deadline);
  return new Promise<Buffer>((done, reject) => {
    const fail = (says: string) => reject(no('endpoint-failed', `The endpoint ${says}.`));
    const options = {
      ...pinned(target, deadline),
      ...(tls ? { ...tls, minVersion: 'TLSv1.2' as const } : {}),
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    };
    const broken = (error: NodeJS.ErrnoException) =>
      fail(timely.aborted ? `did not answer in ${within / 1000} s` : `cannot be reached: ${error.code ?? 'fault'}`);
    const outgoing = sending(target)(target.url, options, (answer) => {
      if (answer.statusCode !== 200) {
        outgoing.destroy();
        return fail(`answered ${answer.statusCode}`);
      }
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length <= limit) return;
        fail(`answered more than ${limit} bytes`);
        outgoing.destroy();
      });
      answer.on('end', () => (answer.complete ? done(Buffer.concat(chunks)) : fail('broke off')));
      answer.on('error', broken);
    });
    outgoing.on('error', broken);
    outgoing.end(body);
  });
}
