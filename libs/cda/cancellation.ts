/**
 * Dokument anulujący (template 1.14), of a prescription or a referral: it replaces the document, so it shares the set
 * id and has the next version (domain/poland.md 1.2, 5).
 */
import { documentCodes, type Edition, template } from './codes.ts';
import { clinicalDocument, id, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { CancellationDocument } from './model.ts';
import { dayInWords } from './times.ts';

/** The document as XML, canonical after its first line. */
export function writeCancellation(document: CancellationDocument, edition: Edition = '1.3.1'): string {
  return clinicalDocument(document, {
    edition,
    templates: ['1.3.6.1.4.1.19376.1.9.1.1.1', '1.3.6.1.4.1.19376.1.5.3.1.1.1'],
    own: '1.14',
    header: { patient: '2.3', author: '2.4', organisation: '2.17', body: '2.47' },
    code: documentCodes.cancellation,
    title: 'Dokument anulujący',
    ...(document.payer !== undefined && { payer: document.payer }),
    relations: [replaces(document)],
    sections: [section(document)],
  });
}

const replaces = ({ cancelled, setId }: CancellationDocument): Markup =>
  el(
    'relatedDocument',
    { typeCode: 'RPLC' },
    templateIds(template('2.46')),
    el(
      'parentDocument',
      {},
      id('id', cancelled.id),
      id('setId', setId),
      el('versionNumber', { value: String(cancelled.version) }),
    ),
  );

const line = (ID: string, caption: string, words: string | undefined): Child =>
  words === undefined
    ? undefined
    : el('paragraph', {}, el('caption', {}, text(caption)), el('content', { ID }, text(words)));

const section = ({ cancelled, reason }: CancellationDocument): Markup =>
  el(
    'section',
    {},
    templateIds(template('3.27')),
    el('title', {}, text('Dane dokumentu anulowanego')),
    el(
      'text',
      {},
      line('p1_anulowany_tytul', 'Tytuł:', cancelled.title),
      line('p1_anulowany_data', 'Data wystawienia:', cancelled.issuedOn && dayInWords(cancelled.issuedOn)),
      line('p1_anulowany_id', 'Identyfikator:', cancelled.id.extension),
      line('p1_anulowany_powod', 'Powód anulowania:', reason),
    ),
  );
