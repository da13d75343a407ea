/** "Kto oglądał moje dane" as a file: all of it, at least three years back (EHDS art. 9; security/requirements 3.5). */
import { relationsEver } from '#core/access/grants.ts';
import { authorize } from '#core/access/index.ts';
import { type EventAbout, eventsAbout } from '#core/audit/index.ts';
import { csvOf, sendCsv } from '#core/http/csv.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { foldAccesses } from './accesses.ts';
import type { Access } from './model.ts';
import { replies } from './replies.ts';

const onPage = 5_000;
/** Some 60 MB in memory at most; above all years of a person who is in hospital every month. */
const mostEvents = 200_000;

export const downloadOperations = (): Operation[] => [
  operation({
    name: 'download-who-looked',
    method: 'GET',
    path: '/audit-trail/accesses/file',
    summary: 'Who looked at my data, all of it, as CSV',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'R' },
    reply: replies.accessesFile,
    async handle({ http: { reply } }, { actor, tx }) {
      const { visibility } = authorize(actor, 'search-type', 'AuditEvent');
      if (visibility.kind !== 'patient') return sendCsv(reply, 'kto-ogladal-moje-dane', csvOf(heads, []));
      const events: EventAbout[] = [];
      for (let before: string | undefined; events.length < mostEvents; ) {
        const page = await eventsAbout(tx, visibility.key, { ...(before ? { before } : {}), limit: onPage });
        events.push(...page);
        before = page.at(-1)?.sequence;
        if (page.length < onPage) break;
      }
      const places = [...new Set(events.flatMap(({ facility }) => facility ?? []))];
      const ties = places.length > 0 ? await relationsEver(tx, visibility.key, places) : [];
      const rows = foldAccesses(events, visibility.id, ties).map(cellsOf);
      return sendCsv(reply, 'kto-ogladal-moje-dane', csvOf(heads, rows));
    },
  }),
];

const heads = [
  ...['Dzień', 'Od', 'Do', 'Kto', 'Rola', 'Placówka', 'Aplikacja', 'Zakres', 'Cel', 'Relacja'],
  ...['Automatycznie', 'Odmowa', 'Zmiana', 'Liczba odczytów'],
];

const yes = (is: boolean): string => (is ? 'tak' : 'nie');

const cellsOf = (access: Access) => {
  const { who } = access;
  return [
    ...[access.day, access.first, access.last, who.name, who.role, who.facility?.name, who.app],
    ...[access.categories.join('; '), access.purpose, access.relation],
    ...[yes(access.automatic), yes(access.refused), yes(access.changed), access.events],
  ];
};
