/**
 * The aggregated profile as systems of providers get it (FLOW-37): a contract of its own, so that it stays as it is
 * when the screen changes. What the life line counts stands as numbers; single events are asked for one by one.
 */
import type { Example, Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { lanes, type Overview } from './model.ts';
import { allergies, dose, gap, identity, link, news, result, source } from './shapes.ts';

/** @param overview as the clinician would see it */
export const aggregated = (overview: Overview) => ({
  patient: overview.patient,
  asOf: overview.asOf,
  allergies: overview.allergies,
  problems: overview.problems,
  medicines: overview.medicines,
  results: overview.results,
  documents: overview.documents,
  news: overview.news,
  gaps: overview.gaps,
  careTeam: overview.careTeam,
  sources: overview.sources.map(({ name, last }) => ({ name, last })),
  outside: overview.outside,
  entries: {
    total: overview.lifeLine.total,
    lanes: Object.fromEntries(lanes.map((lane) => [lane, overview.lifeLine.lanes[lane].length])),
  },
  cut: overview.cut,
});

const dated = { link, what: text, source };
const outside = shape(
  { source: text, name: text, simulated: yesOrNo },
  {
    state: oneOf(['not-connected', 'never', 'asking', 'answered', 'down']),
    ...{ lastAsked: instantText, lastAnswered: instantText, downSince: instantText, downBecause: text },
    ...{ partial: yesOrNo, services: whole, unreadable: whole },
  },
);

export const aggregatedShape: Schema = shape({
  ...{ patient: identity, asOf: instantText, allergies },
  problems: listOf(shape({ ...dated, active: yesOrNo }, { code: text, since: text, until: text })),
  medicines: listOf(
    shape(
      { ...dated, dispensed: shape({ state: oneOf(['yes', 'no']) }, { on: text }) },
      { code: text, atc: text, prescribed: text, started: text, dose },
    ),
  ),
  results: listOf(result),
  documents: shape({ list: listOf(shape({ ...dated, discharge: yesOrNo }, { date: text })), total: whole }),
  ...{ news, gaps: listOf(gap) },
  careTeam: listOf(shape({ name: text }, { role: text, facility: text, lastSeen: text })),
  sources: listOf(shape({ name: text, last: text })),
  outside: listOf(outside),
  entries: shape({
    total: whole,
    lanes: shape(Object.fromEntries(lanes.map((lane) => [lane, whole]))),
  }),
  cut: listOf(text),
});

/** Of the sandbox: its physician, and its first patient. */
const practitioner = 'dr-1-0-family0-0';
const anna = {
  ...{ id: 'p-1-1', name: 'Anna Maria Wiśniowiecka', sex: 'female', birthDate: '1959-03-12', age: 67 },
  ...{ pesel: '59031200028', city: 'Warszawa' },
};

export const examples: { readonly identify: readonly Example[]; readonly aggregated: readonly Example[] } = {
  identify: [
    {
      summary: 'A patient of the practice',
      body: { pesel: anna.pesel, practitioner },
      reply: { patient: anna.id },
    },
  ],
  aggregated: [
    {
      summary: 'A patient of the practice',
      body: { patient: anna.id, practitioner },
      reply: {
        ...{ patient: anna, asOf: '2026-11-20T09:00:00.000Z', allergies: { state: 'known', list: [] } },
        ...{ problems: [], medicines: [], results: [], documents: { list: [], total: 310 } },
        news: { since: '2026-10-02', basis: 'last-visit-here', lines: [], more: 0 },
        ...{ gaps: [], careTeam: [], sources: [{ name: 'Przychodnia', last: '2026-10-02' }], outside: [] },
        entries: {
          total: 5010,
          lanes: { problems: 40, stays: 6, visits: 900, medicines: 1500, tests: 2254, documents: 310 },
        },
        cut: [],
      },
    },
  ],
};
