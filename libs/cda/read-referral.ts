/** Reading a referral of P1's form back into `ReferralDocument`. */
import { oids, template } from './codes.ts';
import type { Coded, Diagnosis, ReferralDocument, ReferralKind, ReferralNote, SpaData } from './model.ts';
import {
  codedOf,
  dayAt,
  headerOf,
  optional,
  payerOf,
  qualifierOf,
  referredWords,
  sectionBy,
  sectionsOf,
} from './read-header.ts';
import { notes } from './referral.ts';
import { vitals } from './referral-spa.ts';
import { all, attribute, type Node, one, type Reading, within, words } from './tree.ts';

export function referralOf(document: Node, referralKind: ReferralKind, reading: Reading): ReferralDocument {
  const header = headerOf(document, reading);
  const classes = one(document, 'code/translation');
  const encounter = sectionsOf(document).flatMap((section) => all(section, 'entry/encounter'))[0];
  const path = 'entry/encounter';
  const diagnoses = diagnosesOf(document, reading);
  if (diagnoses.length === 0) reading.error('missing', 'section[Rozpoznania]', 'A referral has a diagnosis.');
  const priority = attribute(encounter, 'priorityCode', 'code');
  const spa = referralKind === 'spa' ? spaOf(document, classes, reading) : undefined;
  return {
    ...header,
    kind: 'referral',
    referralKind,
    documentClass: reading.oneOf(classes?.attributes.code, ['02.10', '02.11', '02.12'], 'code/translation'),
    target: reading.must(
      codedOf(one(encounter, 'code')),
      { code: '', name: '' },
      `${path}/code`,
      'Where to is needed.',
    ),
    urgent: reading.oneOf(priority ?? 'R', ['R', 'UR'], `${path}/priorityCode`) === 'UR',
    diagnoses,
    procedures: all(encounter, 'entryRelationship/procedure').flatMap((one) => procedureOf(one) ?? []),
    notes: notesOf(document),
    ...optional('payer', payerOf(document)),
    ...optional('spa', spa),
  };
}

const procedureOf = (node: Node): Coded | undefined => codedOf(one(node, 'code'));

function notesOf(document: Node): ReferralDocument['notes'] {
  const found: Partial<Record<ReferralNote, string>> = {};
  for (const [name, { template: number }] of Object.entries(notes) as [ReferralNote, { template: string }][]) {
    const said = words(sectionBy(document, template(number)), 'text');
    if (said !== undefined) found[name] = said;
  }
  return found;
}

const sides: Readonly<Record<string, 'left' | 'right' | 'both'>> = {
  '7771000': 'left',
  '24028007': 'right',
  '51440002': 'both',
};

/** Of the entries where there are any, else of the words (psychiatric referrals have nothing else). */
function diagnosesOf(document: Node, reading: Reading): Diagnosis[] {
  const section = sectionBy(document, template('3.1')) ?? sectionBy(document, template('3.20'));
  const coded = within(section, 'observation').map((node) => ({ code: codedOf(one(node, 'code')), node }));
  const spoken = within(one(section, 'text'), 'content').filter(({ attributes }) =>
    /^OBS_\d+$/.test(attributes.ID ?? ''),
  );
  const list = coded.length > 0 ? coded : spoken.map((node) => ({ code: inWords(words(node) ?? ''), node: undefined }));
  return list.map(({ code, node }, index) => {
    const side = sides[attribute(node, 'targetSiteCode', 'code') ?? ''];
    return {
      ...reading.must(code, { code: '', name: '' }, `diagnosis[${index + 1}]`, 'A diagnosis has a code of ICD-10.'),
      ...optional('description', referredWords(section, `OBS_OPIS_${index + 1}`)),
      ...optional('side', side),
    };
  });
}

function inWords(said: string): Coded | undefined {
  const [, code, name] = /^([A-Z]\d{2}(?:\.\d{1,2})?)\s+(.+)$/.exec(said) ?? [];
  return code && name ? { code, name } : undefined;
}

function spaOf(document: Node, classes: Node | undefined, reading: Reading): SpaData {
  const observations = sectionsOf(document).flatMap((section) => all(section, 'entry/observation'));
  const measured = (loinc: string, path: string): string =>
    reading.must(
      attribute(
        observations.find((one) => attribute(one, 'code', 'code') === loinc),
        'value',
        'value',
      ),
      '',
      `examination/${path}`,
      'A spa referral says it.',
    );
  const entries = Object.entries(vitals) as [keyof SpaData['examination'], { loinc: string }][];
  const examination = Object.fromEntries(entries.map(([name, { loinc }]) => [name, measured(loinc, name)]));
  const results = sectionBy(document, template('3.7'));
  const reasons = within(sectionBy(document, template('3.11')), 'observation');
  const letters = sectionBy(document, template('3.166'));
  return {
    treatment: reading.oneOf(qualifierOf(classes, 'RSUZDR'), ['LU', 'RU'], 'code/translation/RSUZDR'),
    mode: reading.oneOf(qualifierOf(classes, 'TRSU'), ['TS', 'TA'], 'code/translation/TRSU'),
    examination: examination as SpaData['examination'],
    justifications: reasons
      .filter((one) => attribute(one, 'code', 'codeSystem') === oids.spaJustification)
      .flatMap((one) => attribute(one, 'code', 'code') ?? []),
    results: all(results, 'entry/observation').flatMap((node, index) => {
      const procedure = procedureOf(node);
      const date = dayAt(node, 'effectiveTime', reading);
      const said = referredWords(results, `WYNIK_${index + 1}`);
      return procedure && date ? [{ procedure, date, ...optional('result', said) }] : [];
    }),
    correspondence: reading.oneOf(attribute(letters, 'entry/act/code', 'code'), ['E', 'P'], 'section[Korespondencja]'),
  };
}
