/** The HTTP operations of the Patient Summary. Access and audit happen in the record, for every resource that is read. */
import type { Call } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { fileOf } from '#core/http/shapes.ts';
import { cardPdf } from '#core/printing/card-pdf.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { cardOf, pointerTo } from './card.ts';
import type { Curation } from './curation.ts';
import { type Change, difference } from './difference.ts';
import type { Signatory } from './document.ts';
import { addedTo, type Language, most } from './model.ts';
import type { Sheet } from './sheet.ts';
import { keep, type Kept, type Signatures, sign, signedOf, signedOne, type SignedSummary, verify } from './signed.ts';
import { draftOf, makeSummary, sheetOfDraft, type SummaryNeeds, written } from './summary.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const ofPatient = { type: 'object', required: ['patient'], properties: { patient: id } };
const ofSigned = { type: 'object', required: ['patient', 'id'], properties: { patient: id, id } };
const language = { type: 'string', enum: ['pl', 'en'] };
const inLanguage = { type: 'object', properties: { language } };
const line = { type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}$' };
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const objectOf = (required: readonly string[], properties: object) => ({
  ...{ type: 'object', required, additionalProperties: false, properties },
});
const curation = {
  hide: {
    type: 'array',
    maxItems: most.lines,
    items: objectOf(['line', 'reason'], { line, reason: { type: 'string', maxLength: most.text } }),
  },
  confirm: { type: 'array', maxItems: most.lines, items: line },
  add: {
    type: 'array',
    maxItems: most.added,
    items: objectOf(['section', 'text'], { section: { type: 'string', enum: addedTo }, text: text(most.text) }),
  },
  comment: { type: 'string', maxLength: most.comment },
};

const open = (properties: object) => ({ type: 'object', properties });
const said = { type: 'string' };
const listOf = (items: object) => ({ type: 'array', items });
const summaryShape = open({
  id: said,
  version: { type: 'integer' },
  status: said,
  signedAt: said,
  by: said,
  facility: said,
});
const lineShape = open({
  line: said,
  what: said,
  codes: said,
  details: said,
  when: said,
  confirmed: { type: 'boolean' },
});
const sectionShape = open({
  ...{ name: said, code: said, title: said, says: said, contradiction: { type: 'boolean' } },
  state: { type: 'string', enum: ['entries', 'nobody-recorded', 'stated-none', 'left-out', 'withheld'] },
  lines: listOf(lineShape),
  leftOut: listOf(open({ reason: said, count: { type: 'integer' }, says: said })),
});
const changesShape = listOf(open({ kind: said, line: said, what: said }));
const sheetShape = open({
  ...{ basis: said, generatedAt: said, sections: listOf(sectionShape), exclusions: listOf(said) },
  signed: open({ ...summaryShape.properties, changes: changesShape, says: said }),
});
const verdictShape = open({
  summary: summaryShape,
  signature: open({ valid: { type: 'boolean' }, signer: said, kind: said, signedAt: said, why: said, code: said }),
});

const readers = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' } as const;

/** What is answered of the summary as it is now. */
export interface SummaryReply extends Sheet {
  readonly generatedAt: string;
  /** The newest that is signed, and what has changed since. */
  readonly signed?: SignedSummary & { readonly changes: readonly Change[]; readonly says: string };
}

export const operations = (needs: SummaryNeeds, signatures: Signatures | undefined): Operation[] => [
  ...reading(needs, signatures),
  printing(needs),
  ...signing(needs, signatures),
];

function reading(needs: SummaryNeeds, signatures: Signatures | undefined): Operation[] {
  const { record } = needs;
  return [
    operation({
      name: 'patient-summary',
      method: 'GET',
      path: '/patient-summary/:patient',
      summary: 'The summary as it is now, as rows; with the newest signed one and what has changed since.',
      ...{ access: readers, audit: 'in-record', params: ofPatient, query: inLanguage },
      reply: sheetShape,
      async handle({ params, query }, { call }): Promise<SummaryReply> {
        const patient = params.patient as string;
        const draft = await draftOf(needs, call, patient, wanted(query.language));
        const kept = await signedOf(record, call, patient);
        const sheet = sheetOfDraft(needs, draft);
        const current = kept.find(({ summary }) => summary.status === 'current');
        const since = current && { signed: sinceSigned(current, difference(current, draft.curated), draft.language) };
        return { ...sheet, generatedAt: draft.now.toISOString(), ...since };
      },
    }),
    operation({
      name: 'list-signed-summaries',
      method: 'GET',
      path: '/patient-summary/:patient/signed',
      summary: 'Signed summaries of the patient, the newest first, superseded ones too.',
      ...{ access: readers, audit: 'in-record', params: ofPatient },
      reply: open({ summaries: listOf(summaryShape) }),
      async handle({ params }, { call }) {
        const patient = params.patient as string;
        // A patient of whom the caller may not know is not found, rather than without summaries.
        await record.read(call, 'Patient', patient);
        return { summaries: (await signedOf(record, call, patient)).map(({ summary }) => summary) };
      },
    }),
    operation({
      name: 'signed-summary',
      method: 'GET',
      path: '/patient-summary/:patient/signed/:id',
      summary: 'A signed summary as it was signed: the FHIR document with its signature.',
      ...{ access: readers, audit: 'in-record', params: ofSigned },
      reply: open({ resourceType: said }),
      async handle({ params }, { call }) {
        return (await signedOne(record, call, params.patient as string, params.id as string)).bundle;
      },
    }),
    operation({
      name: 'verify-signed-summary',
      method: 'GET',
      path: '/patient-summary/:patient/signed/:id/verification',
      summary: 'Whether the signature counts, whose it is, and whether the summary was superseded.',
      ...{ access: readers, audit: 'in-record', params: ofSigned },
      reply: verdictShape,
      async handle({ params }, { call }) {
        const kept = await signedOne(record, call, params.patient as string, params.id as string);
        return { summary: kept.summary, signature: await verify(present(signatures), kept.bundle) };
      },
    }),
  ];
}

const printing = (needs: SummaryNeeds): Operation =>
  operation({
    name: 'print-patient-card',
    method: 'GET',
    path: '/patient-summary/:patient/card.pdf',
    summary:
      'The short card (karta pacjenta) as a PDF of one A4, in Polish, with a QR code that holds no personal data.',
    ...{ access: readers, audit: 'in-record', params: ofPatient },
    reply: fileOf('application/pdf'),
    async handle({ params, http }, { call }) {
      const bundle = await makeSummary(needs, call, params.patient as string, {});
      http.reply.type('application/pdf').header('content-disposition', 'inline; filename="karta-pacjenta.pdf"');
      return cardPdf(cardOf(bundle, { ...needs, code: pointerTo(needs.viewer) }));
    },
  });

function signing(needs: SummaryNeeds, signatures: Signatures | undefined): Operation[] {
  return [
    operation({
      name: 'preview-patient-summary',
      method: 'POST', // what a physician writes is personal: it must not stand in an address
      path: '/patient-summary/:patient/preview',
      summary: 'The summary as the physician wants it, before it is signed; writes nothing.',
      access: { roles: ['physician'], purpose: 'TREAT' },
      audit: 'in-record',
      params: ofPatient,
      body: objectOf([], { language, ...curation }),
      reply: sheetShape,
      async handle({ params, body }, { call }) {
        const { language, ...wishes } = body as Curation & { language?: Language };
        const by = signatoryOf(call);
        const draft = await draftOf(needs, call, params.patient as string, wanted(language), { by, wishes });
        return { ...sheetOfDraft(needs, draft), generatedAt: draft.now.toISOString() };
      },
    }),
    operation({
      name: 'sign-patient-summary',
      method: 'POST',
      path: '/patient-summary/:patient/sign',
      summary: 'Signs the summary as it was previewed and keeps it; the one signed before is superseded.',
      access: { roles: ['physician'], purpose: 'TREAT' },
      audit: 'in-record',
      ownTransactions: true,
      params: ofPatient,
      body: objectOf(['basis'], { basis: { type: 'string', pattern: '^[\\w-]{22}$' }, language, ...curation }),
      reply: verdictShape,
      handle: ({ params, body }, { call }) =>
        signOne(needs, present(signatures), call, params.patient as string, body as ToSign),
    }),
  ];
}

interface ToSign extends Curation {
  readonly basis: string;
  readonly language?: Language;
}

/** What was seen is what is signed: a record that has changed since is refused. */
async function signOne(needs: SummaryNeeds, signatures: Signatures, call: Call, patient: string, body: ToSign) {
  const { record, runtime } = needs;
  const { basis, language, ...wishes } = body;
  const by = signatoryOf(call);
  const draft = await draftOf(needs, call, patient, wanted(language), { by, wishes });
  if (draft.basis !== basis) {
    throw new Refusal('conflict', 'summary-changed', {
      message: 'The record has changed since you opened the summary. Look again.',
      pl: 'Dane zmieniły się od otwarcia podsumowania. Przejrzyj je ponownie i podpisz.',
    });
  }
  const before = (await signedOf(record, call, patient)).filter(({ summary }) => summary.status === 'current');
  const [former] = before;
  const replaces = former && (former.bundle.id as string);
  const bundle = written(needs, draft, { signatory: by, ...(replaces && { replaces }) });
  const signed = await sign(signatures, call, { bundle, signatory: by, now: draft.now });
  const { hidden } = draft.curated;
  const summaries = before.map(({ summary }) => summary);
  const newId = () => runtime.newId();
  await keep(record, call, {
    patient,
    bundle: signed,
    signatory: by,
    now: draft.now,
    hidden,
    before: summaries,
    newId,
  });
  const [kept] = await signedOf(record, call, patient);
  if (!kept) throw new Error('What was just signed is not in the record.');
  return { summary: kept.summary, signature: await verify(signatures, kept.bundle) };
}

const wanted = (language: string | undefined) => ({ language: (language as Language | undefined) ?? ('pl' as const) });

/** @throws Refusal `not-a-clinician` for an account that is of no practitioner. */
function signatoryOf({ actor }: Call): Signatory {
  const { practitioner, name, facility, facilityName } = actor;
  if (!practitioner) throw new Refusal('forbidden', 'not-a-clinician', 'Only a clinician signs a summary.');
  return { practitioner, name, ...(facility && { facility }), ...(facilityName && { facilityName }) };
}

function present(signatures: Signatures | undefined): Signatures {
  if (signatures) return signatures;
  throw new Refusal('unavailable', 'no-signatures', 'Signing is not set up here.');
}

function sinceSigned({ summary }: Kept, changes: readonly Change[], language: Language) {
  const day = summary.signedAt.slice(0, 10);
  const says =
    changes.length === 0
      ? { pl: `Od podpisania ${day} nic się nie zmieniło.`, en: `Nothing has changed since it was signed on ${day}.` }
      : {
          pl: `Dane są nowsze niż podpisane ${day}. Liczba zmian: ${changes.length}.`,
          en: `The data are newer than those signed on ${day}. Changes: ${changes.length}.`,
        };
  return { ...summary, changes, says: says[language] };
}
