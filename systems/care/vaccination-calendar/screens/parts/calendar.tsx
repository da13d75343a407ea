/** The calendar of one person: what to do now, what comes, what was given, and what the lines stand on. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { type Column, Table } from '#libs/ui/table/table.tsx';
import { Tag, type TagProps } from '#libs/ui/tag/tag.tsx';
import type { Given, Line, VaccinationReply } from '../../model.ts';
import { useVaccinationWords } from './use-vaccination-words.ts';
import './vaccinations.css';

const tags: { readonly [state in Line['state']]?: TagProps['kind'] } = {
  overdue: 'warning',
  due: 'info',
  done: 'success',
  contraindicated: 'critical',
};
const now: ReadonlySet<Line['state']> = new Set(['due', 'overdue', 'refused']);
const later: ReadonlySet<Line['state']> = new Set(['future', 'deferred']);
const not: ReadonlySet<Line['state']> = new Set(['contraindicated', 'immune', 'closed']);

export function Calendar({ reply, children }: { reply: VaccinationReply; children?: ReactNode }) {
  const { i18n } = useLingui();
  const { lines } = reply;
  const due = byDay(lines.filter(({ state }) => now.has(state)));
  const coming = byDay(lines.filter(({ state }) => later.has(state)));
  return (
    <>
      {!reply.calendar.confirmed && <Notice kind="warning">{i18n._('To projekt kalendarza. Nie obowiązuje.')}</Notice>}
      <Card title={i18n._('Do zaszczepienia teraz')}>
        {due.length > 0 ? (
          <Lines lines={due} />
        ) : (
          <p>{i18n._('Dziś żadne szczepienie z kalendarza nie jest potrzebne.')}</p>
        )}
      </Card>
      {children}
      {coming.length > 0 && (
        <Card title={i18n._('Następne')}>
          <Lines lines={coming} />
        </Card>
      )}
      <Done reply={reply} />
      <NotGiven lines={lines.filter(({ state }) => not.has(state))} />
      <Sources reply={reply} />
    </>
  );
}

const byDay = (lines: readonly Line[]): Line[] =>
  [...lines].sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : (a.day ?? '') > (b.day ?? '') ? 1 : 0));

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="vc-lines">
      {lines.map((line) => (
        <Row key={`${line.antigen}${line.dose}`} line={line} />
      ))}
    </ul>
  );
}

function Row({ line }: { line: Line }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const words = useVaccinationWords();
  const { antigen, state, day, until, compulsory, exception } = line;
  return (
    <li>
      <span className="vc-what">
        <strong>{words.antigen(antigen)}</strong>
        <span className="ez-secondary">
          {[words.dose(line), compulsory ? undefined : i18n._('bezpłatna, nieobowiązkowa')].filter(Boolean).join(', ')}
        </span>
        {exception?.reason && <span>{i18n._('Powód: {reason}', { reason: exception.reason })}</span>}
      </span>
      <span className="vc-when">
        {day && later.has(state) && i18n._('od {day}', { day: date(day) ?? '' })}
        {until && state === 'due' && i18n._('do {day}', { day: date(until) ?? '' })}
        {until && state === 'overdue' && i18n._('termin minął {day}', { day: date(until) ?? '' })}
      </span>
      {state !== 'future' && <Tag kind={tags[state] ?? 'neutral'}>{words.state(state)}</Tag>}
    </li>
  );
}

interface Past {
  readonly key: string;
  readonly given: Given;
  readonly line?: Line;
}

/** What was given, newest first, with what is outside the calendar. */
function Done({ reply: { lines, others } }: { reply: VaccinationReply }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useVaccinationWords();
  const past: Past[] = [
    ...lines.flatMap((line) =>
      line.given ? [{ key: `${line.antigen}${line.given.id}`, given: line.given, line }] : [],
    ),
    ...others.map((given) => ({ key: given.id, given })),
  ].sort((a, b) => (a.given.day < b.given.day ? 1 : -1));
  const columns: readonly Column<Past>[] = [
    {
      key: 'what',
      header: i18n._('Przeciw czemu'),
      rowHeader: true,
      cell: ({ line, given }) => (line ? words.antigen(line.antigen) : <span lang="pl">{given.name}</span>),
    },
    {
      key: 'dose',
      header: i18n._('Dawka'),
      cell: ({ line }) =>
        line === undefined
          ? i18n._('spoza kalendarza')
          : line.fault
            ? `${words.state(line.state)}: ${words.fault(line.fault)}`
            : words.dose(line),
    },
    { key: 'day', header: i18n._('Dzień'), cell: ({ given }) => shortDate(given.day) },
    { key: 'lot', header: i18n._('Seria'), cell: ({ given }) => given.lot },
    { key: 'by', header: i18n._('Kto szczepił'), cell: ({ given }) => given.by },
  ];
  return (
    <section className="vc-done">
      <h2>{i18n._('Podane szczepienia')}</h2>
      {past.length === 0 ? (
        <EmptyState kind="never">{i18n._('Nikt nie przesłał jeszcze żadnego szczepienia tej osoby.')}</EmptyState>
      ) : (
        <Table
          caption={i18n._('Podane szczepienia')}
          captionHidden
          columns={columns}
          rows={past}
          rowKey={({ key }) => key}
          cards
        />
      )}
    </section>
  );
}

function NotGiven({ lines }: { lines: readonly Line[] }) {
  const { i18n } = useLingui();
  if (lines.length === 0) return null;
  return (
    <Details summary={i18n._('Szczepienia, których program nie przewiduje albo których nie można podać')}>
      <Lines lines={lines} />
    </Details>
  );
}

/** Where the windows come from, and that a doctor decides. */
function Sources({ reply: { calendar } }: { reply: VaccinationReply }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  return (
    <p className="ez-secondary vc-sources">
      {i18n._('Obliczone według: {source}, obowiązuje od {from}, sprawdzone {checked}.', {
        source: calendar.source,
        from: shortDate(calendar.validFrom) ?? '',
        checked: shortDate(calendar.checked) ?? '',
      })}{' '}
      {i18n._('Wyliczenie nie zostało jeszcze sprawdzone klinicznie. O szczepieniu decyduje lekarz po badaniu.')}
    </p>
  );
}
