/**
 * Section "Dane o ubezpieczeniu i uprawnieniach": additional entitlements, when there are any (domain/poland.md 4.1,
 * 4.4).
 */
import { oids, template } from './codes.ts';
import { id, qualifier, referTo, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { Entitlement, PrescriptionDocument } from './model.ts';
import { lineOf } from './prescription-line.ts';

export function payersSection(document: PrescriptionDocument): Child {
  const { entitlements, refund } = document;
  if (entitlements.length === 0) return undefined;
  const listed = entitlements.map(({ code, document }) => (document === undefined ? code : `${code} (${document})`));
  return el(
    'section',
    {},
    templateIds('2.16.840.1.113883.10.20.1.9', '1.3.6.1.4.1.19376.1.5.3.1.1.5.3.7', template('3.69')),
    el('code', { code: '48768-6', codeSystem: oids.loinc }),
    el('title', {}, text('Dane o ubezpieczeniu i uprawnieniach')),
    el(
      'text',
      {},
      el(
        'paragraph',
        { ID: 'ACT_2' },
        refund.payer === undefined ? undefined : [text(`Oddział NFZ: ${refund.payer}`), el('br')],
        text(`Uprawnienia dodatkowe: ${listed.join(', ')}`),
      ),
    ),
    el(
      'entry',
      {},
      el(
        'act',
        { classCode: 'ACT', moodCode: 'DEF' },
        templateIds('2.16.840.1.113883.10.20.1.20', template('4.51')),
        el('id', { nullFlavor: 'NA' }),
        el('code', { code: '48768-6', codeSystem: oids.loinc, displayName: 'Payment source' }),
        referTo('ACT_2'),
        el('statusCode', { code: 'completed' }),
        entitlements.map((entitlement) => el('entryRelationship', { typeCode: 'COMP' }, policy(entitlement, document))),
      ),
    ),
  );
}

function policy({ code, document: shown }: Entitlement, document: PrescriptionDocument): Markup {
  const name = { code: 'RLUD', name: 'Refundacja leków wynikająca z uprawnień dodatkowych' };
  const payer = document.refund.payer;
  return el(
    'act',
    { classCode: 'ACT', moodCode: 'EVN' },
    templateIds('2.16.840.1.113883.10.20.1.26', template('4.61')),
    el('id', { nullFlavor: 'NA' }),
    el('code', { code: 'PUBLICPOL', codeSystem: oids.act }, qualifier(name, { code, name: code }, oids.entitlement)),
    referTo('ACT_2'),
    el('statusCode', { code: 'completed' }),
    payer === undefined
      ? undefined
      : el(
          'performer',
          { typeCode: 'PRF' },
          el('assignedEntity', {}, id('id', { root: oids.payer, extension: payer }, true)),
        ),
    el('entryRelationship', { typeCode: 'REFR' }, concerns(document)),
    shown === undefined
      ? undefined
      : el(
          'reference',
          { typeCode: 'REFR' },
          el(
            'externalDocument',
            { classCode: 'DOC', moodCode: 'EVN' },
            templateIds(template('4.59')),
            el('text', {}, text(shown)),
          ),
        ),
  );
}

/** The line of the prescription that an entitlement is used for. */
const concerns = (document: PrescriptionDocument): Markup =>
  el(
    'act',
    { classCode: 'ACT', moodCode: 'EVN' },
    templateIds('2.16.840.1.113883.10.20.1.19', template('4.53')),
    el('id', { nullFlavor: 'NA' }),
    el('code', { nullFlavor: 'NA' }),
    el(
      'entryRelationship',
      { typeCode: 'SUBJ' },
      el(
        'substanceAdministration',
        { classCode: 'SBADM', moodCode: 'PRMS' },
        id('id', lineOf(document)),
        el('consumable', {}, el('manufacturedProduct', {}, el('manufacturedMaterial', { nullFlavor: 'NA' }))),
      ),
    ),
  );
