/**
 * The alerts document: one FHIR document Bundle for one patient, narrative in Polish. Every alert is a DetectedIssue
 * with what may be done beside it; what could not be checked stands in a section of its own.
 * https://hl7.org/fhir/R4/documents.html
 */
import { hash } from 'node:crypto';
import { type Found, nameOf, type Shown } from './desk.ts';
import type { Fhir } from './engine/reading.ts';
import { reasons } from './ledger/reasons.ts';
import type { Audience, Tier } from './model.ts';
import { listOf, narrative } from './narrative.ts';

export interface DocumentFacts {
  readonly found: Found;
  readonly audience: Audience;
  readonly now: Date;
  readonly baseUrl: string;
}

const severity: { readonly [tier in Tier]: string } = { 1: 'high', 2: 'moderate', 3: 'low' };
const tierTitles: { readonly [tier in Tier]: string } = {
  1: 'Wymaga decyzji teraz',
  2: 'Do rozważenia przy tej wizycie',
  3: 'Pozostałe, na życzenie',
};

/** A uuid made of what it names: the same document content has the same ids. RFC 9562, version 8 */
function urn(of: string): string {
  const hex = hash('sha256', of);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `9${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

/** Valid R4, with everything that the Composition refers to inside. */
export function documentOf(facts: DocumentFacts): Fhir & { readonly resourceType: 'Bundle' } {
  const { found, now, baseUrl } = facts;
  const { patient } = found;
  const fhir = `${baseUrl}/fhir/R4`;
  const subject = `${fhir}/Patient/${found.facts.patient}`;
  const at = now.toISOString();
  const key = `${found.facts.patient} ${at} ${facts.audience}`;
  const device = { fullUrl: urn(`device ${key}`), resource: deviceOf() };
  const issues = found.alerts.map((alert) => issueOf(alert, { ...facts, fhir, subject, device: device.fullUrl }));
  const unchecked = found.unchecked.map(({ what, rules }) => ({
    fullUrl: urn(`unchecked ${what.en} ${key}`),
    resource: responseOf(what.pl, rules, { subject, at, baseUrl }),
  }));
  const composition = compositionOf({ ...facts, subject, device: device.fullUrl, issues, unchecked });
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(key) },
    type: 'document',
    timestamp: at,
    entry: [
      { fullUrl: urn(`composition ${key}`), resource: composition },
      { fullUrl: subject, resource: patient },
      device,
      ...issues.flatMap(({ entries }) => entries),
      ...unchecked,
    ],
  };
}

const deviceOf = (): Fhir => ({
  resourceType: 'Device',
  deviceName: [{ name: 'e-Zdrowie: alerty dla lekarzy', type: 'user-friendly-name' }],
  note: [{ text: 'Reguły niezwalidowane: nie do użytku klinicznego.' }],
});

interface Around extends DocumentFacts {
  readonly fhir: string;
  readonly subject: string;
  readonly device: string;
}

interface Issue {
  readonly alert: Shown;
  readonly entries: readonly { readonly fullUrl: string; readonly resource: Fhir }[];
}

function issueOf(alert: Shown, { fhir, subject, device, baseUrl, now }: Around): Issue {
  const created = alert.actions.flatMap(({ id, type, resource }) =>
    type === 'create' && resource
      ? [{ fullUrl: urn(`${alert.id} ${id} ${now.toISOString()}`), resource: absolute(resource, fhir) as Fhir }]
      : [],
  );
  const references = [...new Set(alert.because.flatMap(({ reference }) => reference ?? []))];
  const issue: Fhir = {
    resourceType: 'DetectedIssue',
    identifier: [{ system: 'urn:ezdrowie:alert', value: alert.id }],
    status: 'final',
    code: { coding: [{ system: 'urn:ezdrowie:alert-rule', code: alert.rule }], text: alert.title.pl },
    severity: severity[alert.tier],
    patient: { reference: subject },
    identifiedDateTime: now.toISOString(),
    author: { reference: device },
    ...(references.length > 0 ? { implicated: references.map((one) => ({ reference: `${fhir}/${one}` })) } : {}),
    detail: `${alert.why.pl} ${alert.todo.pl}`,
    reference: cardUrl(baseUrl, alert.rule),
    ...(alert.decisions.length > 0 ? { mitigation: alert.decisions.map(mitigationOf) } : {}),
  };
  return { alert, entries: [{ fullUrl: urn(`${alert.id} ${now.toISOString()}`), resource: issue }, ...created] };
}

/** Where the public card of a rule is read. */
export const cardUrl = (baseUrl: string, rule: string): string => `${baseUrl}/api/alerts/rules/${rule}`;

const mitigationOf = ({ reason, action, comment, name, at }: Shown['decisions'][number]): Fhir => {
  const said = reason === null ? `Przyjęto: ${action ?? ''}` : reasons[reason].label.pl;
  return { action: { text: [said, comment, name].filter(Boolean).join('; ') }, date: at.toISOString() };
};

/** References of draft resources lead out of the document, so they are absolute. */
function absolute(value: unknown, fhir: string): unknown {
  if (Array.isArray(value)) return value.map((one) => absolute(one, fhir));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) =>
      name === 'reference' && typeof one === 'string' ? [name, `${fhir}/${one}`] : [name, absolute(one, fhir)],
    ),
  );
}

const responseOf = (
  what: string,
  rules: readonly string[],
  { subject, at, baseUrl }: { readonly subject: string; readonly at: string; readonly baseUrl: string },
): Fhir => ({
  resourceType: 'GuidanceResponse',
  moduleUri: `${baseUrl}/api/alerts/rules`,
  status: 'data-required',
  subject: { reference: subject },
  occurrenceDateTime: at,
  reasonCode: [{ text: `Nie sprawdzono: ${what}` }],
  note: [{ text: `Reguły: ${rules.join(', ')}` }],
});

interface Composing extends DocumentFacts {
  readonly subject: string;
  readonly device: string;
  readonly issues: readonly Issue[];
  readonly unchecked: readonly { readonly fullUrl: string; readonly resource: Fhir }[];
}

const emptyReason = (found: Found): Fhir => {
  const system = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';
  const [code, display] = found.unchecked.length > 0 ? ['unavailable', 'Unavailable'] : ['nilknown', 'Nil Known'];
  return { coding: [{ system, code, display }], text: none(found).join(' ') };
};

function compositionOf(facts: Composing): Fhir {
  const { found, subject, device, now, issues } = facts;
  const sections = ([1, 2, 3] as const).map((tier) => {
    const own = issues.filter(({ alert }) => alert.tier === tier);
    return {
      title: tierTitles[tier],
      text: narrative(own.length > 0 ? listOf(own.map(({ alert }) => linesOf(alert))) : none(found)),
      ...(own.length > 0
        ? { entry: own.flatMap(({ entries }) => entries.map(({ fullUrl }) => ({ reference: fullUrl }))) }
        : { emptyReason: emptyReason(found) }),
    };
  });
  const who = nameOf(found.facts, found.patient);
  return {
    resourceType: 'Composition',
    language: 'pl',
    text: narrative([`Alerty dla lekarza: ${who}.`, 'Nie do użytku klinicznego: reguły niezwalidowane.']),
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '55112-7', display: 'Document summary' }], text: 'Alerty' },
    subject: { reference: subject },
    date: now.toISOString(),
    author: [{ reference: device }],
    title: 'Alerty dla lekarza',
    section: [...sections, ...uncheckedSection(facts), ...otherSections(found)],
  };
}

/** Nothing found is said together with what could not be looked at. */
const none = ({ unchecked }: Found): string[] =>
  unchecked.length > 0
    ? ['Nic nie znaleziono, ale nie wszystko sprawdzono: patrz „Nie sprawdzono”.']
    : ['Nic nie znaleziono w danych, które są w rejestrze.'];

function linesOf({ title, why, todo, because, actions, decisions, source }: Shown): string[] {
  const facts = because.map(({ what, on }) => (on ? `${what} (${on})` : what)).join('; ');
  const decided = decisions.slice(0, 3).map(({ reason, comment, name, at }) => {
    const said = reason === null ? 'przyjęto' : `pominięto: ${reasons[reason].label.pl}`;
    return `${at.toISOString().slice(0, 10)} ${name}: ${said}${comment ? ` (${comment})` : ''}`;
  });
  return [
    title.pl,
    `${why.pl} ${todo.pl}`,
    `Podstawa: ${facts}`,
    `Można: ${actions.map(({ label }) => label.pl).join('; ')}`,
    ...decided,
    `Źródło reguły: ${source}`,
  ];
}

function uncheckedSection({ found, unchecked }: Composing): Fhir[] {
  const lines = [
    ...found.unchecked.map(({ what, rules }) => [`${what.pl} (reguł: ${rules.length})`]),
    ...(found.noData.length > 0 ? [[`Rejestr nie ma żadnych danych: ${found.noData.join(', ')}`]] : []),
  ];
  if (lines.length === 0) return [];
  const entry = unchecked.map(({ fullUrl }) => ({ reference: fullUrl }));
  return [{ title: 'Nie sprawdzono', text: narrative(listOf(lines)), ...(entry.length > 0 ? { entry } : {}) }];
}

function otherSections({ silenced, tolerated, odd }: Found): Fhir[] {
  const section = (title: string, lines: readonly string[][]): Fhir[] =>
    lines.length > 0 ? [{ title, text: narrative(listOf(lines)) }] : [];
  return [
    ...section(
      'Pominięte wcześniej, nadal obowiązuje',
      tolerated.map((alert) => linesOf(alert)),
    ),
    ...section(
      'Wyciszone przez okoliczności',
      silenced.map(({ title, why }) => [`${title.pl}: ${why.pl}`]),
    ),
    ...section(
      'Dane, których nie udało się zrozumieć',
      odd.map(({ what, on }) => [on ? `${what} (${on})` : what]),
    ),
  ];
}
