/** Rules of level 3: the original for what it is, and the places of facts in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originalOf } from './document-original.ts';
import { placeOf, stemNeedle, valueNeedle } from './document-places.ts';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const shown = (contentType: string | undefined, content: string | Buffer) =>
  originalOf(contentType ? { contentType } : {}, base64(content));

describe('an original', () => {
  it('is text as it stands, in the charset that its sender names', () => {
    expect(shown('text/plain; charset=utf-8', 'Zażółć')).toMatchObject({ state: 'text', parts: [{ text: 'Zażółć' }] });
    const latin2 = shown('text/plain; charset=iso-8859-2', Buffer.from([0xb1]));
    expect(latin2.parts).toEqual([{ text: 'ą' }]);
  });

  it('of HTML is its words: no script, no tag', () => {
    const { parts } = shown('text/html', '<p>Wypis</p><script>alert(1)</script><img src=x onerror=alert(2)>');
    expect(parts[0]?.text).toBe('Wypis');
  });

  it('of CDA is its sections, with rows of tables as lines', () => {
    const cda = `<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Karta</title><component><structuredBody><component>
      <section><title>Leki</title><text><table><tr><td>Ramipryl</td><td>5 mg</td></tr></table></text></section>
      </component></structuredBody></component></ClinicalDocument>`;
    expect(shown('text/xml', cda)).toMatchObject({
      format: 'cda',
      parts: [{ text: 'Karta' }, { title: 'Leki', text: 'Ramipryl · 5 mg' }],
    });
  });

  it('of a FHIR document is the sections of its Composition', () => {
    const composition = {
      resourceType: 'Composition',
      section: [{ title: 'Leki', text: { div: '<div>Ramipryl</div>' } }],
    };
    const bundle = JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: composition }] });
    expect(shown('application/fhir+json', bundle).parts).toEqual([{ title: 'Leki', text: 'Ramipryl' }]);
  });

  it.each([
    ['text/xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ClinicalDocument>&x;</ClinicalDocument>'],
    ['application/json', '{"resourceType": "Bund'],
  ])('of broken %s is shown as it stands', (type, content) => {
    expect(shown(type, content).parts).toEqual([{ text: content }]);
  });

  it('says what it is when there is nothing to show', () => {
    expect(originalOf({}, undefined).state).toBe('missing');
    expect(originalOf({ url: 'https://inny.example/1' }, undefined).state).toBe('elsewhere');
    expect(originalOf({ contentType: 'text/plain' }, '%%%').state).toBe('broken');
    expect(shown('application/pdf', 'no pdf').state).toBe('broken');
    expect(shown('application/pdf', '%PDF-1.4').state).toBe('pdf');
    expect(shown('application/dicom', 'x').state).toBe('file');
    expect(originalOf({ contentType: 'text/plain' }, 'A'.repeat(12 * 1024 * 1024)).state).toBe('too-large');
    expect(shown('text/plain', 'a'.repeat(300_000))).toMatchObject({ state: 'text', cut: true });
  });

  it('never throws, whatever was sent', () => {
    const type = fc.constantFrom(
      'text/xml',
      'text/html',
      'application/fhir+json',
      'text/plain; charset=nonsense',
      '',
      'image/png',
    );
    fc.assert(
      fc.property(type, fc.oneof(fc.string(), fc.json()), (contentType, content) => {
        expect(() => originalOf({ contentType }, base64(content))).not.toThrow();
        expect(() => originalOf({ contentType }, content)).not.toThrow();
      }),
    );
  });
});

describe('a place in the text', () => {
  const parts = [{ text: 'Włączono apiksabanem. ECHO: frakcja 35 %. I50.0, nie I50.05. HbA1c 7,9 %.' }];
  const found = (needles: (string | RegExp | undefined)[]) => {
    const place = placeOf(
      parts,
      needles.filter((one) => one !== undefined),
    );
    return place && parts[place.part]?.text.slice(place.from, place.to);
  };

  it('is found by stem, by number with unit, by code', () => {
    expect(found([stemNeedle('Apiksaban 5 mg, tabletki')])).toBe('apiksabanem');
    expect(found([valueNeedle(7.9, '%')])).toBe('7,9 %');
    expect(found(['I50.0'])).toBe('I50.0');
  });

  it('is none within another word or number', () => {
    expect(found([valueNeedle(5, '%')])).toBeUndefined();
    expect(found(['frakc'])).toBeUndefined();
    expect(found(['a'])).toBeUndefined();
  });

  it('always lies within its part, whatever is looked for', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (texts, needle) => {
        const all = texts.map((text) => ({ text }));
        const place = placeOf(all, [needle]);
        if (!place) return;
        const text = all[place.part]?.text ?? '';
        expect(place.from < place.to && place.to <= text.length).toBe(true);
      }),
    );
  });
});
