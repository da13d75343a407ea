/**
 * Skierowanie in its kinds (templates 1.4, 1.9–1.13, 1.29). What a kind adds stands in one table; the spa referral's
 * own sections are in referral-spa.ts. domain/poland.md 3.2 and 5.
 */
import { type Edition, oids, template } from './codes.ts';
import { clinicalDocument, coded, type HeaderTemplates, loincCode, qualifier, referTo, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { Diagnosis, ReferralDocument, ReferralKind, ReferralNote } from './model.ts';
import { spaSections } from './referral-spa.ts';

interface Kind {
  readonly own: string;
  readonly title: string;
  readonly patient: string;
  readonly body: string;
  /** Number of the section that says where to, and of its entry. */
  readonly target: { readonly section: string; readonly entry: string };
}

const target = { section: '3.6', entry: '4.6' };
const care = { section: '3.15', entry: '4.9' };

/**
 * Templates of each kind (domain 3.2, 5). The body templates of care, disease and rehabilitation are P1's general one.
 */
export const kindsOfReferral: Readonly<Record<ReferralKind, Kind>> = {
  general: { own: '1.4', title: 'Skierowanie', patient: '2.26', body: '2.28', target },
  spa: { own: '1.9', title: 'Skierowanie na leczenie uzdrowiskowe', patient: '2.26', body: '2.35', target },
  'care-home': {
    own: '1.10',
    title: 'Skierowanie do zakładu opiekuńczego',
    patient: '2.26',
    body: '2.28',
    target: care,
  },
  'long-term-nursing': {
    own: '1.11',
    title: 'Skierowanie do pielęgniarskiej opieki długoterminowej',
    patient: '2.26',
    body: '2.28',
    target: care,
  },
  psychiatric: {
    own: '1.12',
    title: 'Skierowanie do szpitala psychiatrycznego',
    patient: '2.40',
    body: '2.41',
    target: { section: '3.21', entry: '4.11' },
  },
  'occupational-disease': {
    own: '1.13',
    title: 'Skierowanie w związku z podejrzeniem choroby zawodowej',
    patient: '2.26',
    body: '2.28',
    target,
  },
  rehabilitation: {
    own: '1.29',
    title: 'Skierowanie na rehabilitację leczniczą',
    patient: '2.26',
    body: '2.28',
    target,
  },
};

/** Classes of KLAS_DOK_P1 with LOINC (domain 3.2). */
export const referralClasses = {
  '02.10': {
    loinc: '57832-8',
    display: 'Prescription for diagnostic or specialist care Document',
    title: 'Skierowanie na badanie lub leczenie',
  },
  '02.11': {
    loinc: '57832-8',
    display: 'Prescription for diagnostic or specialist care Document',
    title: 'Skierowanie na konsultację',
  },
  '02.12': { loinc: '34140-4', display: 'Referral note', title: 'Prośba o objęcie opieką' },
} as const;

/** Sections of words, by template and LOINC. */
export const notes: Readonly<
  Record<ReferralNote, { template: string; loinc: string; display: string; title: string }>
> = {
  reason: { template: '3.22', loinc: '42349-1', display: 'Reason for referral', title: 'Powód skierowania' },
  socialHistory: { template: '3.17', loinc: '29762-2', display: 'Social history', title: 'Wywiad społeczny' },
  medicalHistory: { template: '3.10', loinc: '10164-2', display: 'History of present illness', title: 'Wywiad' },
  currentTreatment: {
    template: '3.13',
    loinc: '19009-0',
    display: 'Medication current',
    title: 'Dotychczasowe leczenie',
  },
  barthel: { template: '3.14', loinc: '10158-4', display: 'History of functional status', title: 'Skala Barthel' },
  contraindications: { template: '3.72', loinc: '48767-8', display: 'Annotation comment', title: 'Przeciwwskazania' },
  remarks: { template: '3.2', loinc: '48767-8', display: 'Annotation comment', title: 'Uwagi' },
};

const sides = {
  left: { code: '7771000', name: 'Left (qualifier value)' },
  right: { code: '24028007', name: 'Right (qualifier value)' },
  both: { code: '51440002', name: 'Bilateral (qualifier value)' },
} as const;

/** The document as XML, canonical after its first line. */
export function writeReferral(document: ReferralDocument, edition: Edition = '1.3.1'): string {
  const kind = kindsOfReferral[document.referralKind];
  const header: HeaderTemplates = { patient: kind.patient, author: '2.86', organisation: '2.18', body: kind.body };
  const { spa } = document;
  return clinicalDocument(document, {
    edition,
    templates: [],
    own: kind.own,
    header,
    code: { ...referralClasses[document.documentClass], class: document.documentClass },
    title: kind.title,
    qualifiers: spa
      ? [
          qualifier(
            { code: 'RSUZDR', name: 'Rodzaj świadczenia uzdrowiskowego' },
            {
              code: spa.treatment,
              name: spa.treatment === 'LU' ? 'Leczenie uzdrowiskowe' : 'Rehabilitacja uzdrowiskowa',
            },
          ),
          qualifier(
            { code: 'TRSU', name: 'Tryb realizacji świadczenia uzdrowiskowego' },
            { code: spa.mode, name: spa.mode === 'TS' ? 'Tryb stacjonarny' : 'Tryb ambulatoryjny' },
          ),
        ]
      : [],
    ...(document.payer !== undefined && { payer: document.payer }),
    sections: [
      ...Object.keys(notes).map((name) => note(document, name as ReferralNote)),
      diagnoses(document),
      targetSection(document, kind),
      ...(spa ? spaSections(spa) : []),
    ],
  });
}

function note({ notes: written }: ReferralDocument, name: ReferralNote): Child {
  const words = written[name];
  if (words === undefined) return undefined;
  const { template: number, loinc, display, title } = notes[name];
  return el(
    'section',
    {},
    templateIds(template(number)),
    loincCode(loinc, display),
    el('title', {}, text(title)),
    el('text', {}, el('content', { ID: `p1_${name}` }, text(words))),
  );
}

/** Main diagnosis first; the entries stand beside the words, which a psychiatric referral has alone (template 3.20). */
function diagnoses({ diagnoses, referralKind }: ReferralDocument): Child {
  if (diagnoses.length === 0) return undefined;
  const wordsOnly = referralKind === 'psychiatric';
  return el(
    'section',
    {},
    templateIds(template(wordsOnly ? '3.20' : '3.1')),
    loincCode('29548-5', 'Diagnosis'),
    el('title', {}, text('Rozpoznania')),
    el(
      'text',
      {},
      diagnoses.map(({ code, name, description }, index) =>
        el(
          'paragraph',
          {},
          el('content', { ID: `OBS_${index + 1}` }, text(`${code} ${name}`)),
          description === undefined
            ? undefined
            : [text(' '), el('content', { ID: `OBS_OPIS_${index + 1}` }, text(description))],
        ),
      ),
    ),
    wordsOnly ? undefined : diagnoses.map(diagnosisEntry),
  );
}

function diagnosisEntry({ code, name, side }: Diagnosis, index: number): Markup {
  const main = { code: '8319008', name: 'Principal diagnosis' };
  const further = { code: '85097005', name: 'Secondary diagnosis' };
  return el(
    'entry',
    {},
    templateIds(template(index === 0 ? '4.1' : '4.2')),
    el(
      'organizer',
      { classCode: 'BATTERY', moodCode: 'EVN' },
      coded('code', index === 0 ? main : further, oids.snomed, 'SNOMED CT'),
      el('statusCode', { code: 'completed' }),
      el(
        'component',
        {},
        el(
          'observation',
          { classCode: 'OBS', moodCode: 'EVN' },
          coded('code', { code, name }, oids.icd10, 'icd10'),
          referTo(`OBS_${index + 1}`),
          side && coded('targetSiteCode', sides[side], oids.snomed, 'SNOMED CT'),
        ),
      ),
    ),
  );
}

/** Where to, how urgent, and which procedures. */
function targetSection({ target, urgent, procedures, referralKind }: ReferralDocument, kind: Kind): Markup {
  const priority = urgent ? { code: 'UR', name: 'urgent' } : { code: 'R', name: 'routine' };
  return el(
    'section',
    {},
    templateIds(template(kind.target.section)),
    loincCode('57828-6', 'Prescriptions'),
    el('title', {}, text(referralKind === 'general' ? 'Procedury' : 'Przedmiot skierowania')),
    el(
      'text',
      {},
      el(
        'paragraph',
        {},
        el('content', { ID: 'ENC_1' }, text(`${target.code} ${target.name}`)),
        el('br'),
        el('content', { ID: 'p1_tryb' }, text(urgent ? 'Tryb: pilny' : 'Tryb: stabilny')),
      ),
      procedures.map(({ code, name }, index) => el('paragraph', { ID: `PROC_${index + 1}` }, text(`${code} ${name}`))),
    ),
    el(
      'entry',
      {},
      templateIds(template(kind.target.entry)),
      el(
        'encounter',
        { classCode: 'ENC', moodCode: 'RQO' },
        coded('code', target, oids.cellSpeciality),
        referTo('ENC_1'),
        coded('priorityCode', priority, oids.priority, 'Act Priority'),
        procedures.map(({ code, name }, index) =>
          el(
            'entryRelationship',
            { typeCode: 'COMP' },
            el(
              'procedure',
              { classCode: 'PROC', moodCode: 'RQO' },
              coded('code', { code, name }, oids.icd9, 'ICD-9-PL'),
              referTo(`PROC_${index + 1}`),
            ),
          ),
        ),
      ),
    ),
  );
}
