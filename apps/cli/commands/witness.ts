/**
 * `npx ezdrowie witness`: a witness of the audit trail, best on another machine and by another hand. Keeps its own key
 * and what it has cosigned in a folder; needs neither the database nor the data folder of the platform.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { appendCosigned, readCheckpoints } from '#core/audit/checkpoints.ts';
import { continued, cosign, type Head, Inconsistent, noHead, type SealSent } from '#core/audit/witness.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Command, CommandIo } from '../command.ts';
import { stopSignal } from '../progress.ts';

export const command: Command = {
  name: 'witness',
  summary: 'Cosign the checkpoints of a platform’s audit trail, from elsewhere',
  usage: `npx ezdrowie witness <address> <folder> --token-file FILE [--key public.pem] [--every SECONDS | --once]

  <address>      of the platform: https://ezdrowie.example
  <folder>       of this witness: witness.pem (its key, made at the first start), platform.pem, cosigned.txt
  --token-file   an access token with the scope system/AuditEvent.s; read anew each time
  --key          EZDROWIE_HOME/keys/audit/public.pem, brought here by hand; needed once, pinned from then on
  --every        seconds between looks (60); --once looks once and ends

Publish witness.pub.pem and cosigned.txt. With them, on the platform:
npx ezdrowie verify-audit --against cosigned.txt --witness-key witness.pub.pem
Exit code 1 when the platform shows a chain that does not continue what was cosigned.`,
  async run(args, io) {
    const asked = readArguments(args);
    const keys = keysIn(asked.folder, asked.key);
    const stop = stopSignal();
    try {
      for (;;) {
        try {
          await look(asked, keys, io);
        } catch (error) {
          if (error instanceof Inconsistent) {
            io.err(`NOT COSIGNED: ${error.message} What is in cosigned.txt stands; ask who runs the platform.`);
            return 1;
          }
          if (asked.once) throw error;
          io.err((error as Error).message);
        }
        if (asked.once || stop.signal.aborted) return 0;
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, asked.every * 1000);
          stop.signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
        });
        if (stop.signal.aborted) return 0;
      }
    } finally {
      stop.release();
    }
  },
};

interface Asked {
  readonly address: string;
  readonly folder: string;
  readonly tokenFile: string;
  readonly key: string | undefined;
  readonly every: number;
  readonly once: boolean;
}

function readArguments(args: string[]): Asked {
  const usage = new Refusal('invalid', 'bad-arguments', command.usage);
  try {
    const text = { type: 'string' } as const;
    const options = { 'token-file': text, key: text, every: text, once: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [address, folder, ...more] = positionals;
    const every = Number(values.every ?? 60);
    const tokenFile = values['token-file'];
    if (!address || !folder || !tokenFile || more.length > 0 || !(every >= 1 && every <= 86_400)) throw usage;
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw usage;
    return { address, folder, tokenFile, key: values.key, every, once: values.once ?? false };
  } catch {
    throw usage;
  }
}

interface Keys {
  readonly own: KeyObject;
  readonly ownPublic: KeyObject;
  readonly platform: KeyObject;
  readonly file: string;
}

/** @throws Refusal `no-key`, `other-key` */
function keysIn(folder: string, given: string | undefined): Keys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => path.join(folder, name);
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
  const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
  const pinned = read(at('platform.pem'));
  const named = given === undefined ? undefined : read(given);
  const text = pinned ?? named;
  if (text === undefined)
    throw new Refusal('invalid', 'no-key', 'Name the public key of the platform: --key public.pem');
  const platform = createPublicKey(text);
  if (named !== undefined && pem(createPublicKey(named)) !== pem(platform)) {
    const says = 'This witness was given another key of the platform before. A new key needs a new witness folder.';
    throw new Refusal('conflict', 'other-key', says);
  }
  if (pinned === undefined) writeFileSync(at('platform.pem'), pem(platform), { mode: 0o644 });
  if (read(at('witness.pem')) === undefined) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(at('witness.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const own = createPrivateKey(readFileSync(at('witness.pem'), 'utf8'));
  const ownPublic = createPublicKey(own);
  writeFileSync(at('witness.pub.pem'), pem(ownPublic), { mode: 0o644 });
  return { own, ownPublic, platform, file: at('cosigned.txt') };
}

/** The page of seals behind a head, which begins with the head itself: it must still be there. @throws Inconsistent */
async function behind(head: Head, { address, tokenFile }: Asked): Promise<SealSent[]> {
  if (head.number === 0) return sealsOf(address, tokenFile, 0);
  const [known, ...seals] = await sealsOf(address, tokenFile, head.number - 1);
  if (known?.number !== head.number || known.hash !== head.hash.toString('base64'))
    throw new Inconsistent(`Seal ${head.number}, which this witness cosigned, is gone or another.`);
  return seals;
}

/** One look: every seal behind the last that was cosigned is followed, and the newest head of each page is cosigned. */
async function look(asked: Asked, keys: Keys, io: CommandIo): Promise<void> {
  let head: Head = noHead;
  for await (const checkpoint of readCheckpoints(keys.file)) head = checkpoint;
  for (;;) {
    const seals = await behind(head, asked);
    if (seals.length === 0) return;
    for (const seal of seals) {
      const checkpoint = continued(head, seal, keys.platform);
      head = checkpoint;
      if (seal !== seals.at(-1)) continue;
      const time = Math.floor(systemRuntime.now().getTime() / 1000);
      await appendCosigned(keys.file, checkpoint, cosign(checkpoint, keys.own, keys.ownPublic, time));
      io.out(
        io.json
          ? JSON.stringify({ seal: head.number, size: head.size })
          : `Cosigned seal ${head.number}: ${head.size} events.`,
      );
    }
  }
}

/** @throws Refusal `unavailable` when the platform does not answer as it should */
async function sealsOf(address: string, tokenFile: string, after: number): Promise<SealSent[]> {
  const url = new URL(`/api/audit-trail/seals?after=${after}`, address);
  let says = '';
  try {
    const headers = { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
    if (answer.ok) return ((await answer.json()) as { seals: SealSent[] }).seals;
    says = `status ${answer.status}`;
  } catch (error) {
    says = (error as Error).message;
  }
  throw new Refusal('unavailable', 'no-answer', `The platform gave no seals (${url.origin}): ${says}`);
}
