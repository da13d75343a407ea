import fc from 'fast-check';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { parseJson, stringify } from './json.ts';
import { parseXml, writeXml, XmlRefused } from './xml.ts';

const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p class="a">5 &lt; 6 &amp; "7"<br/>ł</p><!-- kept --></div>';

/** Everything that XML does otherwise than JSON. */
const rich = parseJson(`{
  "resourceType": "Observation", "id": "o",
  "meta": { "profile": ["http://a", "http://b"] },
  "text": { "status": "generated", "div": ${JSON.stringify(div)} },
  "contained": [
    { "resourceType": "Patient", "id": "p", "name": [{ "id": "n", "given": ["Anna", null, "Ewa"],
      "_given": [null, { "extension": [{ "url": "http://x", "valueCode": "masked" }] }, { "id": "g" }] }],
      "birthDate": "1980", "_birthDate": { "extension": [{ "url": "http://t", "valueTime": "10:00:00" }] } }
  ],
  "extension": [{ "id": "e", "url": "http://x", "extension": [{ "url": "inner", "valueBoolean": false }] }],
  "status": "final", "code": { "text": "a\\tb\\nc <&\\"'>" }, "_effectiveDateTime": { "id": "only" },
  "valueQuantity": { "value": 1.50, "code": "mg" },
  "component": [{ "code": { "text": "x" }, "valueInteger": 0 }, { "code": { "text": "y" }, "valueBoolean": true }]
}`) as { [name: string]: unknown };

const sortKeys = (value: unknown): unknown => JSON.parse(stringify(value));

describe('XML', () => {
  it('carries everything there and back, decimals by their text', () => {
    const xml = writeXml(rich);
    expect(xml).toContain('<value value="1.50"/>');
    expect(sortKeys(parseXml(xml))).toEqual(sortKeys(rich));
    expect(stringify(parseXml(xml))).toContain('1.50');
    expect(parseXml(writeXml(rich, { pretty: true }))).toEqual(parseXml(xml));
  });

  it('is read alike by libxml2', () => {
    const document = XmlDocument.fromString(writeXml(rich));
    try {
      const namespaces = { f: 'http://hl7.org/fhir', h: 'http://www.w3.org/1999/xhtml' };
      const value = (path: string) => (document.get(path, namespaces) as XmlElement | null)?.content;
      expect(value('/f:Observation/f:code/f:text/@value')).toBe('a\tb\nc <&"\'>');
      expect(value('/f:Observation/f:extension/@id')).toBe('e');
      expect(value('/f:Observation/f:contained/f:Patient/f:name/f:given[2]/f:extension/@url')).toBe('http://x');
      expect(value('/f:Observation/f:text/h:div/h:p')).toBe('5 < 6 & "7"ł');
      const order = document.find('/f:Observation/*', namespaces).map((element) => (element as XmlElement).name);
      expect(order).toEqual(
        'id meta text contained extension status code effectiveDateTime valueQuantity component component'.split(' '),
      );
    } finally {
      document.dispose();
    }
  });

  it('keeps any text that FHIR allows', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, (family) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what FHIR and XML leave out
        if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(family)) return;
        const resource = { resourceType: 'Patient', name: [{ family }] };
        const xml = writeXml(resource);
        expect(parseXml(xml)).toEqual(resource);
        XmlDocument.fromString(xml).dispose();
      }),
    );
  });

  it('writes narratives that XML can carry', () => {
    const narrative = (inner: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;
    const through = (inner: string) => {
      const xml = writeXml({ resourceType: 'Patient', text: { status: 'generated', div: narrative(inner) } });
      XmlDocument.fromString(xml).dispose();
      return (parseXml(xml).text as { div: string }).div;
    };
    expect(through('a&nbsp;&oacute;&amp;')).toBe(narrative('a&#160;&#243;&amp;'));
    expect(through('a\r\nb<p\r\n>c</p>')).toBe(narrative('a\r\nb<p\n>c</p>'));
    expect(through('<!-- a -- b -->x')).toBe(narrative('x'));
    expect(through('<script>')).toBe(narrative(`${narrative('<script>')}`.replace(/[&<>"]/g, entity)));
  });

  it('reads what other writers may write', () => {
    const patient = { resourceType: 'Patient', id: 'p', active: true };
    const xml = `\ufeff<?xml version='1.0' encoding='utf-8'?><!-- a --><?style x?>\r\n
      <f:Patient xmlns:f='http://hl7.org/fhir' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="http://hl7.org/fhir ../fhir.xsd"><f:id value='p' /><f:active value="&#116;rue"></f:active>
      </f:Patient><!-- b -->`;
    expect(parseXml(Buffer.from(xml))).toEqual(patient);
  });
});

it('leaves what is no number of FHIR to the check', () => {
  const length = '<length><value value="+1.5"/></length>';
  const encounter = `<Encounter xmlns="http://hl7.org/fhir"><status value="finished"/>${length}</Encounter>`;
  expect(parseXml(encounter)).toMatchObject({ length: { value: '+1.5' } });
});

const entity = (sign: string): string => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign;
const patient = (inner: string) => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;
const nested = (levels: number) =>
  patient(`${'<extension url="x">'.repeat(levels)}<valueCode value="a"/>${'</extension>'.repeat(levels)}`);

describe('XML that is refused', () => {
  it.each<[string, string, string]>([
    ['a DOCTYPE', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${patient('')}`, 'forbidden-doctype'],
    ['entities inside entities', `<!DOCTYPE x [<!ENTITY a "&b;&b;">]>${patient('&a;')}`, 'forbidden-doctype'],
    ['an unknown entity', patient('<language value="&a;"/>'), 'unknown-entity'],
    ['depth', nested(70), 'too-deep'],
    ['great depth', nested(100_000), 'too-deep'],
    ['an unknown element', patient('<frob value="1"/>'), 'not-fhir'],
    ['an unknown attribute', patient('<active value="true" frob="1"/>'), 'not-fhir'],
    ['another namespace', '<Patient xmlns="urn:x"/>', 'not-fhir'],
    ['an element of another namespace', patient('<active xmlns="urn:x" value="true"/>'), 'not-fhir'],
    ['no resource', '<Kitten xmlns="http://hl7.org/fhir"/>', 'not-fhir'],
    ['text', patient('hello'), 'not-fhir'],
    ['CDATA', patient('<![CDATA[x]]>'), 'not-fhir'],
    ['an element twice', patient('<active value="true"/><active value="true"/>'), 'not-fhir'],
    ['an element out of order', patient('<gender value="male"/><active value="true"/>'), 'not-fhir'],
    ['a repeated element apart', patient('<name/><gender value="male"/><name/>'), 'not-fhir'],
    ['an empty value', patient('<language value=""/>'), 'not-fhir'],
    ['nothing', '', 'not-xml'],
    ['two roots', patient('') + patient(''), 'not-xml'],
    ['a tag that is not closed', '<Patient xmlns="http://hl7.org/fhir">', 'not-xml'],
    ['crossed tags', patient('<name><family></name></family>'), 'not-xml'],
    ['a character that is none', patient('<language value="&#0;"/>'), 'bad-text'],
    ['half a character', patient('<language value="\ud800"/>'), 'bad-text'],
    ['another encoding', '<?xml version="1.0" encoding="utf-16"?><Patient/>', 'bad-text'],
    ['an undeclared prefix', '<f:Patient/>', 'not-xml'],
    ['two resources in one place', patient('<contained><Patient/><Patient/></contained>'), 'not-fhir'],
    ['many attributes', `<Patient ${Array.from({ length: 99 }, (_, n) => `a${n}="1"`).join(' ')}/>`, 'too-many'],
  ])('%s', (_, xml, code) => {
    let found: unknown;
    try {
      parseXml(xml);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(XmlRefused);
    expect([(found as XmlRefused).code, (found as XmlRefused).message.length > 10]).toEqual([code, true]);
  });

  it('never fails otherwise, and takes nothing that libxml2 calls broken', () => {
    const base = writeXml(rich);
    const broken = fc.tuple(
      fc.nat(base.length),
      fc.nat(5),
      fc.constantFrom('', '<', '>', '"', '&', '/', 'x', '<!', '</a>'),
    );
    fc.assert(
      fc.property(broken, ([at, cut, put]) => {
        const xml = base.slice(0, at) + put + base.slice(at + cut);
        try {
          parseXml(xml);
        } catch (error) {
          expect(error).toBeInstanceOf(XmlRefused);
          return;
        }
        XmlDocument.fromString(xml).dispose();
      }),
      { numRuns: 500 },
    );
  });
});

it('reads elements in any order for those who ask for it', () => {
  const xml = patient('<gender value="male"/><active value="true"/>');
  expect(parseXml(xml, { anyOrder: true })).toEqual({ resourceType: 'Patient', gender: 'male', active: true });
});
