/**
 * Reading a document that a practice or a pharmacy sent: which one it is, what it says, and everything that is wrong
 * with it. The signature is verified before, and what is read is what was signed (core/signatures).
 */
import { template } from './codes.ts';
import type { CancellationDocument, ClinicalDocument, Fault } from './model.ts';
import { referralKinds } from './model.ts';
import { headerOf, identifierOf, optional, payerOf, referredWords, sectionsOf } from './read-header.ts';
import { dispensingOf } from './read-dispensing.ts';
import { prescriptionOf } from './read-prescription.ts';
import { referralOf } from './read-referral.ts';
import { kindsOfReferral } from './referral.ts';
import { attribute, hasTemplate, type Node, one, Reading, treeOf, Unreadable, words } from './tree.ts';

export interface ReadDocument {
  /** Absent when there is an error among the faults. */
  readonly document?: ClinicalDocument;
  readonly faults: readonly Fault[];
}

/** Reads one document. Never throws for what a stranger wrote. */
export function readDocument(source: string | Uint8Array): ReadDocument {
  const reading = new Reading();
  try {
    const root = treeOf(source);
    const document = documentOf(root, reading);
    const isGood = document && !reading.faults.some(({ severity }) => severity === 'error');
    return { ...(isGood && { document }), faults: reading.faults };
  } catch (error) {
    if (error instanceof Unreadable) return { faults: [...reading.faults, error.fault] };
    throw error;
  }
}

function documentOf(root: Node, reading: Reading): ClinicalDocument | undefined {
  if (root.name !== 'ClinicalDocument') {
    reading.error('no-document', '/', 'The root must be ClinicalDocument.');
    return undefined;
  }
  const is = (number: string): boolean => hasTemplate(root, template(number));
  if (is('1.3')) return prescriptionOf(root, reading);
  if (is('1.14')) return cancellationOf(root, reading);
  if (is('1.27')) return dispensingOf(root, reading);
  const kind = referralKinds.find((name) => is(kindsOfReferral[name].own));
  if (kind) return referralOf(root, kind, reading);
  reading.error('unknown-template', 'templateId', 'No document of this template is read here.');
  return undefined;
}

function cancellationOf(root: Node, reading: Reading): CancellationDocument {
  const header = headerOf(root, reading);
  const parent = one(root, 'relatedDocument/parentDocument');
  const path = 'relatedDocument/parentDocument';
  if (attribute(root, 'relatedDocument', 'typeCode') !== 'RPLC') {
    reading.error('relation', 'relatedDocument', 'A cancellation replaces a document (RPLC).');
  }
  const id = reading.must(
    identifierOf(one(parent, 'id')),
    { root: '', extension: '' },
    `${path}/id`,
    'What is cancelled must be named.',
  );
  const version = Number(attribute(parent, 'versionNumber', 'value') ?? '1');
  if (header.version !== version + 1)
    reading.error('version', 'versionNumber', 'It is the version after the cancelled one.');
  const section = sectionsOf(root)[0];
  const said = (name: string): string | undefined => referredWords(section, `p1_anulowany_${name}`);
  const issuedOn = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(said('data') ?? '');
  return {
    ...header,
    kind: 'cancellation',
    cancelled: {
      id,
      version,
      title: said('tytul') ?? words(root, 'title') ?? '',
      ...(issuedOn && { issuedOn: `${issuedOn[3]}-${issuedOn[2]}-${issuedOn[1]}` }),
    },
    ...optional('reason', said('powod')),
    ...optional('payer', payerOf(root)),
  };
}
