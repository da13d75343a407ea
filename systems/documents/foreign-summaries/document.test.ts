/** Opening foreign documents: what is refused, what is shown for what it is, and that nothing makes it fail. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Refusal } from '#core/refusal/refusal.ts';
import { openDocument } from './document.ts';
import { aForeignSummary, resourcesOf, sectionsOf } from './fixtures.ts';
import { cutMark, linesOf } from './narrative.ts';

const now = new Date('2026-11-26T12:00:00Z');
const open = (...change: Parameters<typeof aForeignSummary>) => openDocument(aForeignSummary(...change), now).document;
const codeOf = (content: string): string | undefined => {
  try {
    openDocument(content, now);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe('a summary', () => {
  it('is read section by section, in the sender’s words and language', () => {
    const document = open();
    expect(document).toMatchObject({
      ...{ kind: 'summary', language: 'it', title: 'Profilo sanitario sintetico', authors: ['Carla Rossi'] },
      ...{ dangling: [], unknownSystems: ['urn:example:regional-codes'], notes: ['not-signed'] },
      person: { name: 'Anna Maria Kowalska', birthDate: '1959-03-12', country: 'IT' },
    });
    expect(document.sections.map(({ kind, state, facts }) => [kind, state, facts.length])).toEqual([
      ['allergies', 'facts', 1],
      ['medicines', 'facts', 1],
      ['problems', 'facts', 2],
      ['immunizations', 'facts', 1],
      ['results', 'facts', 1],
    ]);
    const [allergy, medicine, problem, odd] = document.sections.flatMap(({ facts }) => facts);
    expect(allergy).toMatchObject({ what: 'Penicillina', detail: 'Anafilassi, high' });
    expect(medicine).toMatchObject({ what: 'Ramipril 10 mg compresse', detail: '1 compressa la mattina' });
    expect([problem?.notes, odd?.notes]).toEqual([['partial-date'], ['unknown-code-system']]);
  });

  it('says of each section that says nothing why that is', () => {
    const [stated, unasked, empty, words, missing] = open((bundle, composition) => {
      const [allergies, medicines, problems, immunizations] = sectionsOf(composition) as [
        object,
        object,
        object,
        object,
      ];
      const reason = (code: string) => ({
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code }],
      });
      Object.assign(allergies, { entry: [], emptyReason: reason('nilknown') });
      Object.assign(problems, { entry: [], text: undefined });
      Object.assign(immunizations, { entry: [], emptyReason: reason('notasked') });
      Object.assign(medicines, { entry: [] });
      composition.section = [allergies, immunizations, problems, { ...medicines, code: undefined }];
      bundle.entry = (bundle.entry as unknown[]).slice(0, 4);
    }).sections;
    expect([stated, unasked, empty, words].map((one) => one?.state)).toEqual([
      'stated-none',
      'no-answer',
      'empty',
      'words',
    ]);
    expect(missing).toMatchObject({ state: 'missing', kind: 'medicines', facts: [] });
  });

  it('keeps apart "none known" and "no information"', () => {
    const state = (code: string) =>
      open((bundle) => {
        const allergy = resourcesOf(bundle).find(({ resourceType }) => resourceType === 'AllergyIntolerance');
        Object.assign(allergy as object, { code: { coding: [{ system: 'http://snomed.info/sct', code }] } });
      }).sections[0]?.state;
    expect([state('716186003'), state('1631000175102'), state('764146007')]).toEqual([
      'stated-none',
      'no-answer',
      'facts',
    ]);
  });

  it('names what leads nowhere, and shows what no section lists', () => {
    const document = open((bundle, composition) => {
      const [allergies] = sectionsOf(composition) as [{ entry: unknown[] }];
      allergies.entry = [{ reference: 'urn:uuid:gone' }];
      bundle.signature = { who: { display: 'X' } };
    });
    expect(document.dangling).toEqual(['urn:uuid:gone']);
    expect(document.notes).toEqual(['signature-not-verified']);
    const outside = document.sections.at(-1)?.facts;
    expect(outside).toMatchObject([{ what: 'Penicillina', kind: 'allergies', notes: ['outside-sections'] }]);
  });

  it('does not hold a fact about somebody else, or of tomorrow, to be one of the patient', () => {
    const document = open((bundle) => {
      for (const one of resourcesOf(bundle)) {
        if (one.resourceType === 'Immunization') one.patient = { reference: 'urn:uuid:somebody' };
        if (one.resourceType === 'Observation') one.effectiveDateTime = '2031-01-01';
      }
    });
    const notes = document.sections.flatMap(({ facts }) => facts.map((fact) => [fact.type, fact.notes] as const));
    expect(new Map(notes).get('Immunization')).toEqual(['other-patient']);
    expect(new Map(notes).get('Observation')).toEqual(['future-date']);
  });
});

describe('what is refused', () => {
  it('says what is wrong', () => {
    const huge = aForeignSummary((bundle) => void (bundle.note = 'x'.repeat(1_500_000)));
    const many = aForeignSummary(
      (bundle) => void (bundle.entry = Array.from({ length: 2001 }, () => ({ resource: {} }))),
    );
    expect([codeOf('{'), codeOf('[]'), codeOf('<a'), codeOf(huge), codeOf(many)]).toEqual([
      ...['not-readable', 'not-readable', 'not-readable', 'document-too-large', 'too-many-entries'],
    ]);
    expect(codeOf('{"resourceType":"Bundle","type":"collection"}')).toBe('not-a-document');
    expect(codeOf('{"resourceType":"Bundle","type":"document"}')).toBe('no-composition');
    expect(codeOf(aForeignSummary((bundle) => void (bundle.entry as unknown[]).splice(1, 1)))).toBe('no-subject');
  });

  test('nothing else: whatever is written in place of any part, a document opens or is refused', () => {
    const spots: [object, string][] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        spots.push([value, name]);
        collect(inner);
      }
    };
    const whole = JSON.parse(aForeignSummary()) as object;
    collect(whole);
    fc.assert(
      fc.property(fc.nat(spots.length - 1), fc.jsonValue({ maxDepth: 3 }), (at, value) => {
        const [holder, name] = spots[at] as [Record<string, unknown>, string];
        const before = holder[name];
        holder[name] = value;
        try {
          codeOf(JSON.stringify(whole));
        } finally {
          holder[name] = before;
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the narrative', () => {
  it('becomes lines of text, and nothing in it runs or hides', () => {
    expect(
      linesOf(
        '<div><table><tr><th>Farmaco</th><th>Dose</th></tr>' +
          '<tr><td>A &amp; B</td><td>&lt;5 mg&#x202E;</td></tr></table>' +
          '<script>alert(1)</script><p style="display:none">Ukryte</p><!-- nie --><img src="x" alt="wykres"/></div>',
      ),
    ).toEqual(['Farmaco | Dose', 'A & B | <5 mg', 'Ukryte', '[wykres]']);
    expect(linesOf(`<p>${'a'.repeat(70_000)}</p>`)).toEqual([cutMark]);
  });

  test('no tag of any text comes through', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', 'script', 'img src=x', '/', '"', 'a', '<!--', '-->', ' ')),
        (parts) => {
          expect(linesOf(parts.join('')).join('')).not.toMatch(/<\w[^>]*>/);
        },
      ),
    );
  });
});
