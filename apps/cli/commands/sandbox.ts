/** `npx ezdrowie sandbox`: a platform of a vendor's own, with a client of a practice and requests to try. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '#core/refusal/refusal.ts';
import { createClient } from '../../../packages/client/src/index.ts';
import { markSandbox, prepareSandbox, resetSandbox, type Sandbox } from '../../sandbox.ts';
import { readSettings } from '../../settings.ts';
import type { Command, CommandIo } from '../command.ts';
import { serve } from './start.ts';

export const command: Command = {
  name: 'sandbox',
  summary: 'A platform for vendors to try: generated data, a machine client with its key, sample requests',
  usage: `npx ezdrowie sandbox [--port N] [--home DIR] [--patients N] [--reset] [--json]
npx ezdrowie sandbox token [--home DIR]

  --port N       port on 127.0.0.1, default 8090
  --home DIR     where everything lies, default ./var/sandbox
  --patients N   synthetic patients made at the first start, default 25
  --reset        forget everything and begin anew

  token          prints an access token of the client of the running sandbox

docs/quick-start.md leads through it in 15 minutes.`,
  async run(args, io) {
    const wanted = readArguments(args);
    return wanted.token ? sayToken(wanted.home, io) : start(wanted, io);
  },
};

interface Wanted {
  readonly port: string;
  readonly home: string;
  readonly patients: string;
  readonly reset: boolean;
  readonly token: boolean;
}

/** @throws Refusal `usage` */
function readArguments(args: string[]): Wanted {
  const usage = (says: string) => new Refusal('invalid', 'usage', `${says} See npx ezdrowie sandbox --help.`);
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '8090' },
        home: { type: 'string', default: 'var/sandbox' },
        patients: { type: 'string', default: '25' },
        reset: { type: 'boolean', default: false },
      },
    });
    const { port, home, patients, reset } = values;
    if (positionals.some((word) => word !== 'token')) throw usage(`There is no ${positionals.join(' ')}.`);
    return { port, home: path.resolve(home), patients, reset, token: positionals.length > 0 };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw usage((error as Error).message);
  }
}

async function start({ port, home, patients, reset }: Wanted, io: CommandIo): Promise<number> {
  if (reset) await resetSandbox(home);
  const settings = readSettings({
    ...{ LOG_LEVEL: process.env.LOG_LEVEL, EZDROWIE_PROFILE: 'demo', HOST: '127.0.0.1' },
    ...{ PORT: port, EZDROWIE_HOME: home, EZDROWIE_DEMO_PATIENTS: patients },
  });
  markSandbox(home);
  return serve(settings, io, async ({ platform }, seconds) => {
    const sandbox = await prepareSandbox(platform);
    if (io.json) io.out(JSON.stringify(sandbox));
    else say(io, sandbox, home, seconds);
  });
}

/** As one would type it here. */
function shown(place: string): string {
  const here = path.relative(process.cwd(), place);
  return here.startsWith('..') ? place : here || '.';
}

function say(io: CommandIo, sandbox: Sandbox, home: string, seconds: number): void {
  const { baseUrl, tokenEndpoint, clientId, scope, keyFiles, facility, practitioner, patients } = sandbox;
  const here = shown(home);
  for (const line of [
    `The sandbox is ready in ${seconds.toFixed(1)} s (stop it with Ctrl+C; --reset begins anew)`,
    `  API           ${baseUrl}/api/docs   (${baseUrl}/api/openapi.json)`,
    `  FHIR R4       ${baseUrl}/fhir/R4`,
    `  token         ${tokenEndpoint}   (private_key_jwt, ES384)`,
    `  client        ${clientId}, scope ${scope}`,
    `  its key       ${shown(keyFiles.pem)}, also as JWK beside it`,
    `  practice      ${facility.name} (Organization/${facility.id})`,
    `  physician     ${practitioner.name} (Practitioner/${practitioner.id})`,
    ...patients.map(({ pesel, name }) => `  patient       ${pesel}  ${name}`),
    `  all of it     ${path.join(here, 'sandbox.json')}; requests to try: ${path.join(here, 'requests.http')}`,
    '',
    `  TOKEN=$(npx ezdrowie sandbox token)`,
    `  curl -H "Authorization: Bearer $TOKEN" "${baseUrl}/api/medicinal-products/search?q=ramipryl&count=1"`,
  ]) {
    io.out(line);
  }
}

/** @throws Refusal `no-sandbox`, `not-running` */
async function sayToken(home: string, io: CommandIo): Promise<number> {
  const sandbox = read(home);
  const { baseUrl, clientId, keyId, scope, keyFiles } = sandbox;
  if (!baseUrl) throw new Refusal('unavailable', 'not-running', 'The sandbox is not ready yet.');
  const privateKey = JSON.parse(readFileSync(keyFiles.jwk, 'utf8')) as JsonWebKey;
  const client = createClient({ baseUrl, as: { clientId, keyId, scope, privateKey } });
  const token = await client.token().catch(() => {
    throw new Refusal('unavailable', 'not-running', `No sandbox answers at ${baseUrl}. Start it: npx ezdrowie sandbox`);
  });
  io.out(io.json ? JSON.stringify({ access_token: token }) : token);
  return 0;
}

function read(home: string): Sandbox {
  try {
    return JSON.parse(readFileSync(path.join(home, 'sandbox.json'), 'utf8')) as Sandbox;
  } catch {
    throw new Refusal('not-found', 'no-sandbox', `There is no sandbox in ${home}. Start one: npx ezdrowie sandbox`);
  }
}
