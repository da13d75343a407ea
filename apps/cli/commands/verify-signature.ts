/** `npx ezdrowie verify-signature`: says who signed a document, when, and whether the signature counts. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { type Format, signingService } from '#core/signatures/index.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'verify-signature',
  summary: 'Say who signed a document (XAdES, JAdES, PAdES, CAdES) and whether it counts',
  usage:
    'npx ezdrowie verify-signature <file> --trust roots.pem [--time-trust roots.pem] [--crl list.der …] [--json]\n\n' +
    'Trusted are only the certificates that are named; a fresh list (--crl) must not name the signer.\n' +
    'Exit code 0 when the signature counts, 1 when it does not.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        trust: { type: 'string' },
        'time-trust': { type: 'string' },
        crl: { type: 'string', multiple: true, default: [] },
      },
    });
    const [file] = positionals;
    if (!file || !values.trust) {
      throw new Refusal(
        'invalid',
        'usage',
        'Name a file and --trust: npx ezdrowie verify-signature <file> --trust roots.pem',
      );
    }
    const signed = bytesOf(file);
    const trusted = certificatesOf(bytesOf(values.trust));
    const service = signingService({
      runtime: systemRuntime,
      trust: () => ({
        anchors: trusted.map((certificate) => ({ certificate, kind: 'qualified' as const })),
        timeAnchors: certificatesOf(bytesOf(values['time-trust'] ?? (values.trust as string))),
      }),
      revocation: () => ({ crls: values.crl.map((name) => derOf(bytesOf(name))) }),
      policy: { zusLastDate: new Date(8.64e15) },
    });
    const { content, ...verified } = await service.verify(signed, { format: formatOf(signed) });
    if (io.json) io.out(JSON.stringify({ ...verified, bytes: content.length }));
    else {
      const { signer, format, level, claimedAt, stampedAt } = verified;
      io.out(`${format}-${level} by ${signer.subject} (issued by ${signer.issuer}).`);
      io.out(
        `Signed at ${claimedAt?.toISOString() ?? 'an unknown time'}${stampedAt ? `, stamped at ${stampedAt.toISOString()}` : ''}.`,
      );
    }
    return 0;
  },
};

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new Refusal('invalid', 'no-file', `The file ${file} cannot be read.`);
  }
}

/** By the first bytes: a PDF, XML, a JWS (compact or JSON), else CMS. */
function formatOf(signed: Buffer): Format {
  const head = signed.subarray(0, 1024).toString('latin1').trimStart();
  if (head.startsWith('%PDF-')) return 'PAdES';
  if (head.replace(/^\u00ef\u00bb\u00bf/, '').startsWith('<')) return 'XAdES';
  return head.startsWith('{') || head.startsWith('eyJ') ? 'JAdES' : 'CAdES';
}

function certificatesOf(pem: Buffer): Buffer[] {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block).raw);
  } catch {
    throw new Refusal('invalid', 'certificates', 'The file of trusted certificates holds something that is none.');
  }
}

const derOf = (file: Buffer): Buffer => {
  const block = /-----BEGIN X509 CRL-----([^-]+)-----END/.exec(file.toString('latin1'))?.[1];
  return block ? Buffer.from(block, 'base64') : file;
};
