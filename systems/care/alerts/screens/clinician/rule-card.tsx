/** The public card of a rule (ALE-8): purpose, source, owner, condition, tests, trial run, acceptance, reviews. */
import { useLingui } from '@lingui/react';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { RuleCardReply } from './rule-reading.ts';
import { useInputWords } from './use-input-words.ts';
import '../alerts.css';

export default function RuleCard({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { language, href } = usePortal();
  const query = useGet<RuleCardReply>(`/api/alerts/rules/${encodeURIComponent(params.id as string)}`);
  return (
    <Page title={query.data?.words.title[language] ?? i18n._('Karta reguły')} width="wide">
      <p className="ez-no-print">
        <Link href={href('clinician-portal/alert-rules') ?? ''}>{i18n._('Wszystkie reguły')}</Link>
      </p>
      <Loaded query={query} lines={8}>
        {(card) => <Card card={card} />}
      </Loaded>
    </Page>
  );
}

function Card({ card }: { card: RuleCardReply }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { date } = useFormat();
  const inputWords = useInputWords();
  const percent = (share: number | undefined) =>
    share === undefined ? i18n._('jeszcze nie zmierzono') : `${Math.round(share * 100)} %`;
  const { measured, shadow } = card;
  return (
    <>
      {!card.validated && (
        <Notice kind="warning">
          <p>{i18n._('Tej reguły nie zatwierdzono do użytku klinicznego.')}</p>
        </Notice>
      )}
      <p>{card.purpose[language]}</p>
      <SummaryList
        rows={[
          { key: 'says', label: i18n._('Co mówi'), value: `${card.words.why[language]} ${card.words.todo[language]}` },
          {
            key: 'source',
            label: i18n._('Źródło'),
            value: <span lang="pl">{`${card.source.document}, ${card.source.section}`}</span>,
          },
          { key: 'owner', label: i18n._('Właściciel'), value: card.owner },
          { key: 'date', label: i18n._('Ostatnio przejrzana'), value: date(card.date) },
          {
            key: 'state',
            label: i18n._('Stan'),
            value: `${card.live ? i18n._('działa') : i18n._('wyłączona')}, ${i18n._('poziom {tier}', { tier: card.tier })}`,
          },
          {
            key: 'shadow',
            label: i18n._('Próba na danych zmyślonych'),
            value: shadow
              ? i18n._('{visits} wizyt, {per100} alertu na 100 wizyt, trafność {value}', {
                  visits: shadow.visits,
                  per100: String(shadow.per100Visits).replace('.', ','),
                  value: percent(shadow.predictedValue),
                })
              : i18n._('jeszcze nie było'),
          },
          {
            key: 'month',
            label: i18n._('Ostatnie 30 dni'),
            value: i18n._('pokazana {shown} razy, przyjęta {accepted}, odłożona {overridden} ({share})', {
              ...{ shown: measured.shown, accepted: measured.accepted, overridden: measured.overridden },
              share: percent(measured.acceptance),
            }),
          },
          {
            key: 'inputs',
            label: i18n._('O co pyta'),
            value: card.inputs.map(({ input }) => inputWords(input)).join(', '),
          },
        ]}
      />
      <Details summary={i18n._('Warunek')}>
        <pre className="al-code">{card.condition}</pre>
        {card.unless.map(({ when, why }) => (
          <p key={when}>
            {i18n._('Milczy, gdy:')} <code>{when}</code>: {why[language]}
          </p>
        ))}
      </Details>
      <Details summary={i18n._('Przykłady, którymi jest sprawdzana ({count})', { count: card.tests.length })}>
        <ul>
          {card.tests.map(({ name, expect }) => (
            <li key={name}>
              <span lang="pl">{name}</span>: <code>{expect}</code>
            </li>
          ))}
        </ul>
      </Details>
      <Reviews card={card} />
    </>
  );
}

function Reviews({ card: { reviews, history } }: { card: RuleCardReply }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  return (
    <>
      <h2>{i18n._('Przeglądy bezpieczeństwa')}</h2>
      {reviews.length === 0 && <p className="ez-secondary">{i18n._('Nie było jeszcze żadnego.')}</p>}
      <ul>
        {reviews.map(({ opened, due, closed, why, conclusion }) => (
          <li key={opened}>
            {date(opened.slice(0, 10))}: <span lang="pl">{why}</span>.{' '}
            {closed ? conclusion : i18n._('Trwa, termin {due}', { due: date(due.slice(0, 10)) ?? '' })}
          </li>
        ))}
      </ul>
      <Details summary={i18n._('Historia zmian ({count})', { count: history.length })}>
        <ul>
          {history.map(({ at, live, tier, why }) => (
            <li key={at}>
              {date(at.slice(0, 10))}: {live ? i18n._('działa') : i18n._('wyłączona')},{' '}
              {i18n._('poziom {tier}', { tier })}. <span lang="pl">{why}</span>
            </li>
          ))}
        </ul>
      </Details>
    </>
  );
}
