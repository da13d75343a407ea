/** What the operations of the profile answer, as JSON schemas for the description of the API: model.ts in another form. */
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { disputeReasons, disputeStates } from './disputes/model.ts';
import { lanes } from './model.ts';
import { showWhen } from './result-display.ts';

const number: Schema = { type: 'number' };
const counts: Schema = { type: 'object', additionalProperties: whole };
const lane = oneOf(lanes);
export const link = shape({ type: text, id: text });
export const source = shape({}, { facility: text, author: text });
export const inThreeLanguages = shape({ pl: text, en: text, uk: text });
const bounds = shape({}, { low: number, high: number, text });

export const identity = shape(
  { id: text, name: text, sex: oneOf(['male', 'female', 'other', 'unknown']) },
  { birthDate: text, age: whole, pesel: text, city: text, deceased: { type: ['string', 'boolean'] } },
);
export const dose = shape(
  {},
  { text, amount: number, unit: text, times: number, every: number, period: text, asNeeded: yesOrNo },
);
export const allergies = shape({
  state: oneOf(['known', 'stated-none', 'no-data']),
  list: listOf(shape({ link, what: text, critical: yesOrNo, source }, { reaction: text, recorded: text })),
});
export const result = shape(
  {
    ...{ link, what: text, code: text, source, flag: oneOf(['low', 'normal', 'high', 'unknown']) },
    value: shape({}, { number, second: number, text, unit: text }),
    series: listOf(shape({ date: text, value: number })),
  },
  { date: text, range: bounds, trend: oneOf(['up', 'down', 'same']) },
);
const line = shape({ link, what: text }, { date: text, detail: text });
const speaker = shape({ kind: oneOf(['clinician', 'patient', 'proxy']), name: text }, { facility: text });

export const disputeShape = shape(
  {
    ...{ id: text, link, reason: oneOf(disputeReasons), at: instantText, by: speaker, state: oneOf(disputeStates) },
    moves: listOf(oneOf(['withdraw', 'answer'])),
  },
  {
    ...{ version: whole, words: text, recordedBy: text },
    answer: shape({ outcome: oneOf(['corrected', 'kept']), words: text, at: instantText, by: speaker }),
  },
);

const dated = { link, what: text };
export const news = shape({
  ...{ since: text, basis: oneOf(['last-visit-here', 'last-year']), more: whole },
  lines: listOf(
    shape(
      { kind: oneOf(['discharge', 'result', 'medicine', 'problem']), link },
      { date: text, what: text, facility: text, result },
    ),
  ),
});
export const gap = shape(
  {
    ...{ kind: text, danger: { enum: [1, 2, 3] }, title: inThreeLanguages },
    links: listOf(shape({ type: text, id: text }, { what: text, date: text })),
  },
  { count: whole, since: text, days: whole, places: listOf(shape({ name: text, last: text })) },
);
const outside = shape(
  { source: text, name: text, simulated: yesOrNo },
  {
    state: oneOf(['not-connected', 'never', 'asking', 'answered', 'down']),
    ...{ lastAsked: instantText, lastAnswered: instantText, downSince: instantText, downBecause: text },
    ...{ partial: yesOrNo, services: whole, unreadable: whole },
  },
);
const sourceState = shape(
  { id: text, name: text, state: oneOf(['ok', 'none', 'partial', 'down', 'unasked']) },
  { last: text, count: whole, since: text },
);
/** `[starts, lasts, type, id]`: seconds, null where unknown or still lasting. */
const mark: Schema = { type: 'array', items: { type: ['number', 'string', 'null'] }, minItems: 4, maxItems: 4 };
const lifeLine = shape({
  types: listOf(text),
  lanes: shape(Object.fromEntries(lanes.map((one) => [one, listOf(mark)]))),
  total: whole,
});

export const findShape = shape({ patients: listOf(identity), more: yesOrNo, by: oneOf(['pesel', 'name']) });

export const overviewShape = shape({
  ...{ patient: identity, asOf: instantText, allergies, news, gaps: listOf(gap) },
  problems: listOf(shape({ ...dated, active: yesOrNo, source }, { code: text, since: text, until: text })),
  medicines: listOf(
    shape(
      { ...dated, dispensed: shape({ state: oneOf(['yes', 'no']) }, { on: text }), source },
      { code: text, atc: text, dose, prescribed: text, started: text },
    ),
  ),
  results: listOf(result),
  documents: shape({
    list: listOf(shape({ ...dated, discharge: yesOrNo, source }, { date: text })),
    total: whole,
  }),
  careTeam: listOf(shape({ name: text }, { role: text, facility: text, lastSeen: text })),
  sources: listOf(shape({ name: text, last: text })),
  ...{ outside: listOf(outside), sourceStates: listOf(sourceState), notShown: counts },
  ...{ disputes: listOf(disputeShape), lifeLine, cut: listOf(text) },
});

const row = { link, lane, what: text, source };
const perhapsRow = { starts: text, ends: text, detail: text };
export const timelineShape = shape({ rows: listOf(shape(row, perhapsRow)), total: whole }, { next: text });

export const eventShape = shape(
  {
    ...{ patient: identity, allergies, link, lane, what: text, source },
    ...{ who: listOf(text), why: listOf(text), done: listOf(line), decided: listOf(line), followUps: listOf(line) },
    ...{ results: listOf(result), documents: listOf(line) },
  },
  { starts: text, ends: text, status: text, where: text, text, dose, result, encounter: line },
);

const measure = shape(
  {
    ...{ code: text, what: text, otherUnit: whole },
    points: listOf(shape({ date: text, value: number, link }, { second: number })),
  },
  { last: result, goal: shape({}, { low: number, high: number }) },
);
const treatment = shape(
  {
    ...{ ...dated, prescriptions: whole, active: yesOrNo, because: oneOf(['prescription', 'table']) },
    spans: listOf(shape({ from: text }, { to: text })),
  },
  { code: text, dose },
);
const missing = shape(
  { kind: text },
  { what: text, everyMonths: whole, last: text, months: whole, since: text, days: whole, link },
);
export const problemShape = shape(
  {
    ...{ patient: identity, allergies, asOf: instantText, link, what: text, active: yesOrNo, source },
    ...{ measures: listOf(measure), treatments: listOf(treatment), missing: listOf(missing) },
    goals: listOf(shape(dated, { status: text, since: text, due: text, by: text, met: yesOrNo, measured: result })),
    plans: listOf(shape({ ...dated, activities: listOf(text) }, { status: text, since: text, by: text })),
    ...{ stays: listOf(shape(row, perhapsRow)), documents: listOf(line), events: listOf(shape(row, perhapsRow)) },
    cut: listOf(text),
  },
  {
    ...{ code: text, doubt: text, since: text, until: text },
    responsible: shape(
      { name: text, why: oneOf(['plan-author', 'care-team', 'most-visits', 'recorder']) },
      { role: text, facility: text, lastSeen: text },
    ),
    table: shape({ name: text, source: text, date: text, owner: text }),
  },
);

const original = shape(
  {
    state: oneOf(['text', 'pdf', 'file', 'missing', 'broken', 'too-large', 'elsewhere', 'not-stored-here']),
    format: oneOf(['text', 'html', 'cda', 'fhir', 'pdf', 'image', 'unknown']),
    parts: listOf(shape({ text }, { title: text })),
  },
  { contentType: text, title: text, size: whole, language: text, cut: yesOrNo },
);
export const documentShape = shape(
  {
    ...{ patient: identity, allergies, asOf: instantText, link, what: text, authors: listOf(text), source },
    originals: listOf(original),
    facts: listOf(
      shape({ kind: text, what: text }, { detail: text, link, place: shape({ part: whole, from: whole, to: whole }) }),
    ),
    signature: shape({ state: oneOf(['recorded', 'none-known']) }, { when: text, who: text }),
    ...{ replaces: listOf(line), replacedBy: listOf(line) },
    series: listOf(shape({}, { modality: text, what: text, site: text, instances: whole, date: text })),
  },
  { date: text, status: text, docStatus: text, where: text, encounter: line },
);

export const trailShape = shape({
  crumbs: listOf(
    shape({ level: oneOf(['problem', 'event']), link, what: text }, { stay: yesOrNo, starts: text, ends: text }),
  ),
});
export const knowledgeShape = shape(
  { days: listOf({ type: 'array', items: { type: ['string', 'integer'] }, minItems: 2, maxItems: 2 }), cut: yesOrNo },
  { first: text },
);

const facet = listOf(shape({ id: text, count: whole }, { name: text }));
export const facetsShape = shape(
  { total: whole, matching: whole, lanes: facet, facilities: facet, specialties: facet },
  { keys: listOf(text) },
);
const excerpt = shape(
  { text, hits: listOf({ type: 'array', items: whole, minItems: 2, maxItems: 2 }) },
  { before: yesOrNo, after: yesOrNo },
);
export const searchShape = shape({
  ...{ total: whole, searched: whole },
  lanes: listOf(
    shape(
      { lane, total: whole, hits: listOf(shape({ ...row, excerpts: listOf(excerpt) }, perhapsRow)) },
      { next: text },
    ),
  ),
  silent: shape({ picture: whole, pdf: whole, elsewhere: whole, other: whole }),
});

/** Tests by their LOINC codes. */
export const choicesShape = shape({ choices: listOf(shape({ code: text, when: oneOf(showWhen) })) });
