/**
 * OWASP Core Rule Set's regression requests, 1,800 attacks and near misses, sent as they are and to the record with a
 * token: no fault, no silence, nothing of the machine in the answer, no payload given back as a page, alive after.
 */
import { globSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { load } from 'js-yaml';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Input {
  method?: string;
  uri?: string;
  version?: string;
  headers?: Record<string, string | number>;
  data?: unknown;
  encoded_request?: string;
}

interface RuleFile {
  rule_id: number;
  tests?: { test_id: number; stages?: { input?: Input }[] }[];
}

const atOnce = 16;
const waitMs = 10_000;

export async function sendAttacks({ folder, base, token }: SuiteNeeds): Promise<SuiteResult> {
  const files = globSync('**/*.yaml', { cwd: folder }).sort();
  const attacks = files.flatMap((file) => attacksOf(load(readFileSync(path.join(folder, file), 'utf8')) as RuleFile));
  const failures: SuiteResult['failures'] = [];
  const { host } = new URL(base);
  let next = 0;
  const worker = async () => {
    while (next < attacks.length) {
      const attack = attacks[next++] as Attack;
      const why = (await judge(attack.bytes(host, ''), host)) ?? (await judge(attack.bytes(host, token), host));
      if (why) failures.push({ what: attack.name, why });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const alive = await fetch(new URL('/health/ready', base));
  if (!alive.ok) failures.push({ what: 'afterwards', why: 'the platform is not ready any more' });
  return { total: attacks.length, failures };
}

interface Attack {
  readonly name: string;
  /** The request as it is; with a token, the same against the record. */
  bytes(host: string, token: string): Buffer;
}

function attacksOf({ rule_id, tests = [] }: RuleFile): Attack[] {
  return tests.flatMap(({ test_id, stages = [] }) =>
    stages.flatMap(({ input }, stage) =>
      input ? [{ name: `${rule_id}-${test_id}${stage ? `-${stage}` : ''}`, bytes: bytesOf(input) }] : [],
    ),
  );
}

const bytesOf =
  ({ method = 'GET', uri = '/', version = 'HTTP/1.1', headers = {}, data, encoded_request }: Input): Attack['bytes'] =>
  (host, token) => {
    if (encoded_request && !token) return Buffer.from(encoded_request, 'base64');
    const body = data === undefined ? '' : typeof data === 'string' ? data : JSON.stringify(data);
    const sent = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const has = (name: string) => [...sent.keys()].some((key) => key.toLowerCase() === name);
    if (has('host')) sent.set([...sent.keys()].find((key) => key.toLowerCase() === 'host') as string, host);
    if (body && !has('content-length') && !has('transfer-encoding')) {
      sent.set('Content-Length', String(Buffer.byteLength(body)));
    }
    if (token) sent.set('Authorization', `Bearer ${token}`);
    const query = uri.includes('?') ? uri.slice(uri.indexOf('?')) : '';
    const address = token ? `/fhir/R4/Patient${query}` : uri;
    const lines = [...sent].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return Buffer.from(`${method} ${address} ${version}\r\n${lines}\r\n${body}`);
  };

/** What is wrong with the answer, if anything. */
async function judge(request: Buffer, host: string): Promise<string | undefined> {
  const answer = await exchange(request, host);
  if (answer === undefined) return 'no answer within ten seconds';
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1] ?? 0);
  if (status >= 500) return `answered ${status}`;
  const shown = /root:[^:]*:0:0:|\[boot loader\]|syntax error at or near|node_modules\/|at Object\.</.exec(answer)?.[0];
  // A refusal may name the address that was asked for; that shows nothing.
  if (shown && !decoded(request.toString('latin1')).includes(shown)) return 'shows something of the machine';
  const isPage = /^content-type: text\/html/im.test(answer.split('\r\n\r\n')[0] ?? '');
  const payload = /<script[^>]*>[^<]{4,}|onerror=[^\s>]{4,}/i.exec(decoded(request.toString('latin1')))?.[0];
  return isPage && payload && answer.includes(payload) ? 'gives the payload back in a page' : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A connection of its own. It may be closed without words for what is no HTTP; it may not stay open in silence. */
function exchange(request: Buffer, host: string): Promise<string | undefined> {
  const [name = '', port] = host.split(':');
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(Number(port), name, () => socket.end(request));
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(said || undefined);
    }, waitMs);
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
  });
}
