/** Bundles: what references in documents mean, which entries a search may find, and which links there may be. */
import { describe, expect, it } from 'vitest';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict, type VerdictOptions } from '../verdict.ts';

type Json = { [element: string]: unknown };

const errors = (resource: Json, purpose: VerdictOptions['purpose'] = 'validate') =>
  verdict(resource, { definitions: shippedDefinitions(), purpose, now: '2026-11-28T10:00:00Z' })
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression);

const uuid = (n: number) => `urn:uuid:00000000-0000-4000-8000-00000000000${n}`;
const base = 'http://example.org/fhir';
const patient = (more: Json = {}): Json => ({ resourceType: 'Patient', id: 'p', ...more });
const document = (...entry: Json[]): Json => ({
  ...{ resourceType: 'Bundle', type: 'document', identifier: { system: 'urn:ietf:rfc:3986', value: uuid(9) } },
  ...{ timestamp: '2026-11-28T10:00:00Z', entry },
});
const composition = (fullUrl: string, more: Json): Json => ({
  fullUrl,
  resource: {
    ...{ resourceType: 'Composition', id: 'c', status: 'final', type: { text: 'x' }, date: '2026', title: 'x' },
    ...{ author: [{ display: 'x' }], ...more },
  },
});
const about = (fullUrl: string, reference: string) => composition(fullUrl, { subject: { reference } });

describe('references of a document', () => {
  it('lead below the base of the entry that they stand in', () => {
    const good = about(`${base}/Composition/c`, 'Patient/p');
    expect(errors(document(good, { fullUrl: `${base}/Patient/p`, resource: patient() }))).toEqual([]);
    const elsewhere = document(good, { fullUrl: 'http://example.com/Patient/p', resource: patient() });
    expect(errors(elsewhere)).toEqual(['Bundle.entry[0].resource.subject']);
    expect(errors(elsewhere, 'write')).toEqual([]);
  });

  it('lead from an entry with a UUID only to UUIDs', () => {
    const from = (reference: string) =>
      errors(document(about(uuid(1), reference), { fullUrl: uuid(2), resource: patient() }));
    expect(from(uuid(2))).toEqual([]);
    expect(from(`Patient/${uuid(2).slice(9)}`)).toEqual([]);
    expect(from('Patient/p')).toEqual(['Bundle.entry[0].resource.subject']);
  });

  it('lead to every entry, forwards or backwards, or a narrative or an address does', () => {
    const head = composition(uuid(1), {});
    const entry = (resource: Json) => ({ fullUrl: uuid(2), resource });
    expect(errors(document(head, entry(patient())))).toEqual(['Bundle.entry[1]']);
    expect(errors(document(head, entry(patient())), 'write')).toEqual([]);
    const provenance = {
      ...{ resourceType: 'Provenance', target: [{ reference: uuid(1) }], recorded: '2026-11-28T10:00:00Z' },
      agent: [{ who: { display: 'x' } }],
    };
    expect(errors(document(head, entry(provenance)))).toEqual([]);
    const div = `<div xmlns="http://www.w3.org/1999/xhtml"><img src="${uuid(2)}" alt="x"/></div>`;
    const shown = composition(uuid(1), { text: { status: 'generated', div } });
    expect(errors(document(shown, entry({ resourceType: 'Binary', contentType: 'image/png' })))).toEqual([]);
    const sheet = document(head, entry({ resourceType: 'Binary', contentType: 'text/css' }));
    expect(errors(sheet)).toEqual(['Bundle.entry[1]']);
    expect(errors({ ...sheet, link: [{ relation: 'stylesheet', url: uuid(2) }] })).toEqual([]);
  });
});

describe('a searchset', () => {
  const found = (self: string, mode: string, ...more: Json[]): Json => ({
    ...{ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'self', url: self }, ...more] },
    entry: [{ fullUrl: `${base}/Patient/p`, resource: patient(), search: { mode } }],
  });

  it.each([`${base}/Patient?name=x`, `${base}?_type=Patient,Group`, `${base}/Observation/1/$everything`, '?name=x'])(
    '%s may find a Patient',
    (self) => expect(errors(found(self, 'match'))).toEqual([]),
  );

  it.each([`${base}/Observation?code=x`, 'Observation/_search', `${base}?_type=Group`])('%s finds none', (self) => {
    expect(errors(found(self, 'match'))).toEqual(['Bundle.entry[0].resource']);
    expect(errors(found(self, 'include'))).toEqual([]);
  });

  it('has each page once, and only it and a history have pages', () => {
    const page = (n: number) => ({ relation: 'next', url: `${base}/Patient?name=x&page=${n}` });
    const self = `${base}/Patient?name=x`;
    expect(errors(found(self, 'match', page(1)))).toEqual([]);
    expect(errors(found(self, 'match', page(1), page(2)))).toEqual(['Bundle.link[2].relation']);
    const collection = { resourceType: 'Bundle', type: 'collection', link: [page(1)] };
    expect(errors(collection)).toEqual(['Bundle.link[0].relation']);
    expect(errors(collection, 'write')).toEqual([]);
  });
});
