/**
 * Every setting of the platform: its name in the environment, its default, its check, its words. The README's table is
 * made from these rows (checks/docs-in-step.test.ts compares).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../core/refusal/refusal.ts';
import { clearWays, isLoopbackHost } from './transport.ts';

export interface Settings {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  poolerUrl: string | undefined;
  replicaUrl: string | undefined;
  prepare: boolean;
  home: string;
  profile: 'demo' | 'production';
  baseUrl: string;
  https: boolean;
  /** Where clients may show certificates: a second listener, by TLS. */
  tls: { port: number; certificate: string | undefined; key: string | undefined } | undefined;
  logLevel: string;
  partitions: number;
  demoPatients: number;
  connections: number;
  /** Folder that describes the national node; in the demonstration its simulator stands in when there is none. */
  nodeFolder: string | undefined;
  /** Folder that says how the NFZ is asked about settled services (ZIP); in the demonstration its simulator stands in. */
  healthFundFolder: string | undefined;
  /** Where the sealed trail is shipped to, if anywhere. */
  siem: { address: string; ca: string | undefined } | undefined;
  /** Hosts to which the platform may send (Subscriptions): `host` or `host:port`. */
  outboundHosts: readonly string[];
  /** Hosts from which `$import` may fetch files, and the folder in which it may name them. */
  importHosts: readonly string[];
  importFolder: string | undefined;
  /** Where root keys are made; without it in `<home>/keys`. */
  keyModule: { module: string; label: string; pin: string } | undefined;
  /** Whether Observations that are vital signs must fit R4's vital-sign profiles when they are written. */
  vitalSigns: 'accept' | 'demand';
}

interface Setting {
  name: string;
  default: string;
  says: string;
}

export const settingRows: readonly Setting[] = [
  { name: 'PORT', default: '8080', says: 'Port of the HTTP server; 0 lets the system choose.' },
  {
    name: 'HOST',
    default: '127.0.0.1',
    says: 'Address it listens on; other machines are served by TLS only. The demonstration profile allows loopback only.',
  },
  {
    name: 'DATABASE_URL',
    default: '',
    says: 'A PostgreSQL server, 15 or newer; on another machine with `sslmode=verify-full`. Empty: the embedded server in EZDROWIE_HOME.',
  },
  {
    name: 'DATABASE_POOLER_URL',
    default: '',
    says: 'PgBouncer in front of that server, for ordinary statements; jobs, locks and migrations go directly.',
  },
  {
    name: 'DATABASE_PREPARE',
    default: 'true',
    says: '`false` behind poolers that cannot carry named statements (PgBouncer before 1.21).',
  },
  {
    name: 'DATABASE_REPLICA_URL',
    default: '',
    says: 'A streaming replica, asked by callers who send `Cache-Control: max-stale=<seconds>`.',
  },
  { name: 'DATABASE_CONNECTIONS', default: '20', says: 'Connections that one process opens to the database.' },
  {
    name: 'EZDROWIE_HOME',
    default: './var',
    says: 'Data folder: embedded database, keys, state of the demonstration.',
  },
  { name: 'EZDROWIE_PROFILE', default: 'demo', says: '`demo` (synthetic people, loopback only) or `production`.' },
  {
    name: 'EZDROWIE_BASE_URL',
    default: 'http://{HOST}:{PORT}',
    says: 'Address under which people and clients reach it.',
  },
  {
    name: 'EZDROWIE_PARTITIONS',
    default: '4',
    says: 'Hash partitions of the record; read at the first migration only.',
  },
  {
    name: 'EZDROWIE_DEMO_PATIENTS',
    default: '250',
    says: 'Patients of the demonstration population made at first start.',
  },
  {
    name: 'EZDROWIE_NODE_FOLDER',
    default: '',
    says: 'Folder that describes the national node (login.gov.pl): addresses, its certificates, our keys. Empty: none; the demonstration has a simulator.',
  },
  {
    name: 'EZDROWIE_ZIP_FOLDER',
    default: '',
    says: 'Folder that says how the NFZ is asked about settled services (ZIP): address, its certificate, our key. Empty: nobody is asked; the demonstration has a simulator.',
  },
  {
    name: 'SIEM_URL',
    default: '',
    says: 'A SIEM that gets the sealed audit trail: `syslog+tls://siem.example:6514`. Empty: nobody.',
  },
  {
    name: 'SIEM_CA',
    default: '',
    says: 'PEM file of the authority of the SIEM. Empty: the authorities of the system.',
  },
  {
    name: 'EZDROWIE_OUTBOUND_HOSTS',
    default: '',
    says: 'Hosts that Subscriptions may notify, and clients publish keys at, by https, `host` or `host:port`, with commas between.',
  },
  {
    name: 'EZDROWIE_VITAL_SIGNS',
    default: 'accept',
    says: '`demand`: what is a vital sign is stored only if it fits the vital-sign profiles of R4; `$validate` tells always.',
  },
  {
    name: 'EZDROWIE_IMPORT_HOSTS',
    default: '',
    says: 'Hosts from which `$import` may fetch files by https, `host` or `host:port`, with commas between.',
  },
  {
    name: 'EZDROWIE_IMPORT_FOLDER',
    default: '',
    says: 'Folder whose NDJSON files `$import` may name (`file:…`). Empty: none.',
  },
  {
    name: 'EZDROWIE_TLS_PORT',
    default: '',
    says: 'Port of the listener by TLS 1.2 and 1.3, where clients may show certificates (RFC 8705); 0 lets the system choose. Empty: none.',
  },
  {
    name: 'EZDROWIE_TLS_CERTIFICATE',
    default: '',
    says: 'PEM file with the certificate of that listener and its chain. Empty, in the demonstration: one of its own.',
  },
  { name: 'EZDROWIE_TLS_KEY', default: '', says: 'PEM file with the key of that certificate.' },
  {
    name: 'EZDROWIE_KEY_MODULE',
    default: '',
    says: 'PKCS#11 library of the hardware module that holds the root keys of encryption. Empty: files in EZDROWIE_HOME/keys.',
  },
  { name: 'EZDROWIE_KEY_TOKEN', default: '', says: 'Label of the token in that module.' },
  { name: 'EZDROWIE_KEY_PIN_FILE', default: '', says: 'File with the PIN of that token.' },
  { name: 'LOG_LEVEL', default: 'warn', says: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.' },
];

/**
 * Reads and checks the settings. @throws Refusal `bad-setting` naming every setting that is wrong, and how to mend it.
 */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const wrong: string[] = [];
  const text = (name: string) => environment[name] || (settingRows.find((row) => row.name === name)?.default ?? '');
  const whole = (name: string, from: number, to: number) => {
    const value = text(name);
    if (!/^\d{1,9}$/.test(value) || Number(value) < from || Number(value) > to) {
      wrong.push(`${name} is "${value}": give a whole number from ${from} to ${to}.`);
    }
    return Number(value);
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T => {
    const value = text(name) as T;
    if (!allowed.includes(value)) wrong.push(`${name} is "${value}": give one of ${allowed.join(', ')}.`);
    return value;
  };
  const port = whole('PORT', 0, 65_535);
  const host = text('HOST');
  const profile = oneOf('EZDROWIE_PROFILE', ['demo', 'production']);
  const databaseUrl = text('DATABASE_URL') || undefined;
  const named = environment.EZDROWIE_BASE_URL;
  const tls = tlsOf(text, whole, profile, wrong);
  const authority = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const ownUrl = isLoopbackHost(host) ? `http://${authority}:${port}` : `https://${authority}:${tls?.port}`;
  const baseUrl = (named || ownUrl).replace(/\/$/, '');
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    wrong.push(`EZDROWIE_BASE_URL is "${named}": give an address such as https://ezdrowie.example.`);
  }
  const databases = ['DATABASE_URL', 'DATABASE_POOLER_URL', 'DATABASE_REPLICA_URL'] as const;
  for (const name of databases) {
    if (!text(name)) continue;
    if (!/^postgres(ql)?:\/\//.test(text(name)))
      wrong.push(`${name} must start with postgres:// (its value is not shown because it may hold a password).`);
    if (!databaseUrl) wrong.push(`${name} needs DATABASE_URL: the server that it stands beside.`);
  }
  if (profile === 'demo' && !isLoopbackHost(host)) {
    wrong.push(
      `HOST is "${host}", but the demonstration profile listens on loopback only: its passwords can be printed by anyone here.`,
    );
  }
  wrong.push(
    ...clearWays({ host, baseUrl, hasTls: tls !== undefined, databases: databases.map((one) => [one, text(one)]) }),
  );
  const [nodeFolder, zipFolder, importFolder] = ['NODE', 'ZIP', 'IMPORT'].map((of) => folderOf(of, text, wrong));
  const known = new Set(settingRows.map((row) => row.name));
  const strange = Object.keys(environment).filter((name) => name.startsWith('EZDROWIE_') && !known.has(name));
  for (const name of strange) wrong.push(`${name} is not a setting: see the README for the list.`);
  const settings: Settings = {
    ...{ port, host, databaseUrl, profile, baseUrl, https: baseUrl.startsWith('https:') },
    poolerUrl: text('DATABASE_POOLER_URL') || undefined,
    replicaUrl: text('DATABASE_REPLICA_URL') || undefined,
    prepare: oneOf('DATABASE_PREPARE', ['true', 'false']) === 'true',
    home: path.resolve(text('EZDROWIE_HOME')),
    tls,
    logLevel: oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    partitions: whole('EZDROWIE_PARTITIONS', 1, 1024),
    demoPatients: whole('EZDROWIE_DEMO_PATIENTS', 0, 1_000_000),
    connections: whole('DATABASE_CONNECTIONS', 2, 200),
    nodeFolder,
    healthFundFolder: zipFolder,
    siem: siemOf(text, wrong),
    outboundHosts: listed(text('EZDROWIE_OUTBOUND_HOSTS')),
    importHosts: listed(text('EZDROWIE_IMPORT_HOSTS')),
    importFolder,
    keyModule: keyModuleOf(text, wrong),
    vitalSigns: oneOf('EZDROWIE_VITAL_SIGNS', ['accept', 'demand']),
  };
  if (wrong.length > 0) throw new Refusal('invalid', 'bad-setting', wrong.join('\n'));
  return settings;
}

/** A folder of the operator's: `EZDROWIE_<of>_FOLDER`, if named. */
function folderOf(of: string, text: (name: string) => string, wrong: string[]): string | undefined {
  const name = `EZDROWIE_${of}_FOLDER`;
  if (text(name) && !existsSync(text(name))) wrong.push(`${name} names a folder that is not there.`);
  return text(name) ? path.resolve(text(name)) : undefined;
}

function siemOf(text: (name: string) => string, wrong: string[]): Settings['siem'] {
  const [address, ca] = [text('SIEM_URL'), text('SIEM_CA')];
  if (address && !/^syslog\+tls:\/\/[^/\s]+$/.test(address)) {
    wrong.push(`SIEM_URL is "${address}": give an address such as syslog+tls://siem.example:6514.`);
  }
  if (ca && !existsSync(ca)) wrong.push(`SIEM_CA names a file that is not there.`);
  return address ? { address, ca: ca || undefined } : undefined;
}

/** The listener by TLS. What is wrong with it is told with the rest. */
function tlsOf(
  text: (name: string) => string,
  whole: (name: string, from: number, to: number) => number,
  profile: Settings['profile'],
  wrong: string[],
): Settings['tls'] {
  const files = ['EZDROWIE_TLS_CERTIFICATE', 'EZDROWIE_TLS_KEY'];
  const [certificate, key] = files.map((name) => text(name) || undefined);
  for (const name of files)
    if (text(name) && !existsSync(text(name))) wrong.push(`${name} names a file that is not there.`);
  if (!certificate !== !key) wrong.push(`${files.join(' and ')} are given together.`);
  if (!text('EZDROWIE_TLS_PORT')) return undefined;
  if (profile === 'production' && !certificate)
    wrong.push('EZDROWIE_TLS_PORT needs EZDROWIE_TLS_CERTIFICATE: a certificate of its own is for the demonstration.');
  return { port: whole('EZDROWIE_TLS_PORT', 0, 65_535), certificate, key };
}

/** The module of root keys: all three settings or none. */
function keyModuleOf(text: (name: string) => string, wrong: string[]): Settings['keyModule'] {
  const [module, label, pinFile] = ['MODULE', 'TOKEN', 'PIN_FILE'].map((name) => text(`EZDROWIE_KEY_${name}`));
  if (!module && !label && !pinFile) return undefined;
  if (!module || !label || !pinFile) {
    wrong.push('EZDROWIE_KEY_MODULE, EZDROWIE_KEY_TOKEN and EZDROWIE_KEY_PIN_FILE are given together.');
    return undefined;
  }
  const missing = [
    ['EZDROWIE_KEY_MODULE', module],
    ['EZDROWIE_KEY_PIN_FILE', pinFile],
  ].filter(([, file]) => !existsSync(file as string));
  for (const [name] of missing) wrong.push(`${name} names a file that is not there.`);
  return missing.length > 0 ? undefined : { module, label, pin: readFileSync(pinFile, 'utf8').trim() };
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** True when the folder has been used by a platform before. */
export const isPrepared = (home: string): boolean => existsSync(path.join(home, 'postgres', 'PG_VERSION'));
