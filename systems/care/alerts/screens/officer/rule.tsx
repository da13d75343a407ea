/** One rule before the safety officer: where it stands, reviews, what doctors said, and changing it with a reason. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { RuleCardReply } from '../clinician/rule-reading.ts';
import { ChangeRule } from './change-rule.tsx';
import { DueTag } from './due-tag.tsx';
import { SaidForm } from './said-form.tsx';
import type { MessageShown, ReviewShown } from './reading.ts';
import { stageLooks, useOfficerWords } from './use-officer-words.ts';
import '../alerts.css';

export default function OfficerRule({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { language, href } = usePortal();
  const id = params.id as string;
  const query = useGet<RuleCardReply>(`/api/alerts/rules/${encodeURIComponent(id)}`, { fresh: true });
  const title = query.data?.words.title[language] ?? i18n._('Reguła');
  return (
    <Page title={title} width="wide">
      <Breadcrumb
        label={i18n._('Gdzie jesteś')}
        trail={[{ href: href('operations-portal/alert-rules'), label: i18n._('Reguły alertów') }, { label: title }]}
      />
      <Loaded query={query} lines={10}>
        {(card) => (
          <>
            <Standing card={card} />
            <OpenReviews rule={id} />
            <Messages rule={id} />
            <ChangeRule card={card} key={card.history[0]?.at ?? 'file'} />
            <Card title={i18n._('Zgłoś szkodę')}>
              <SaidForm
                id="al-szkoda"
                path={`/api/alerts/rules/${encodeURIComponent(id)}/harm`}
                name="why"
                label={i18n._('Co się stało, bez danych pacjenta')}
                action={i18n._('Otwórz przegląd (14 dni)')}
              />
            </Card>
            <History card={card} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Standing({ card }: { card: RuleCardReply }) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const { language } = usePortal();
  const words = useOfficerWords();
  const { stage, tier, fileTier, shadow, measured, bySpeciality } = card;
  const unknown = i18n._('jeszcze nie zmierzono');
  return (
    <Card title={i18n._('Gdzie stoi')} aside={<Tag kind={stageLooks[stage]}>{words.stage(stage)}</Tag>}>
      <p>{card.purpose[language]}</p>
      <SummaryList
        rows={[
          {
            key: 'tier',
            label: i18n._('Poziom'),
            value: i18n._('{tier} (w pliku reguły: {fileTier})', { tier, fileTier }),
          },
          {
            key: 'shadow',
            label: i18n._('Próba na danych zmyślonych'),
            value: shadow
              ? i18n._('{visits} wizyt, {per100} alertu na 100 wizyt, trafność {value}', {
                  visits: number(shadow.visits),
                  per100: number(shadow.per100Visits),
                  value: words.share(shadow.predictedValue) ?? unknown,
                })
              : i18n._('jeszcze nie było'),
          },
          {
            key: 'month',
            label: i18n._('Ostatnie 30 dni'),
            value: i18n._('pokazana {shown} razy, przyjęta {accepted}, odłożona {overridden} ({share})', {
              ...{ shown: measured.shown, accepted: measured.accepted, overridden: measured.overridden },
              share: words.share(measured.acceptance) ?? unknown,
            }),
          },
          ...bySpeciality.map((one) => ({
            key: `by-${one.speciality}`,
            label: i18n._('Specjalność {code}', { code: one.speciality }),
            value: i18n._('pokazana {shown} razy, przerwała {interrupted}, przyjęta {share}', {
              ...{ shown: one.shown, interrupted: one.interrupted },
              share: words.share(one.acceptance) ?? unknown,
            }),
          })),
        ]}
      />
    </Card>
  );
}

function OpenReviews({ rule }: { rule: string }) {
  const { i18n } = useLingui();
  const words = useOfficerWords();
  const { data } = useGet<{ reviews: readonly ReviewShown[] }>('/api/alerts/reviews', { fresh: true });
  const open = (data?.reviews ?? []).filter((one) => one.rule === rule && one.closed === null);
  return open.map(({ id, kind, why, due }) => (
    <Card key={id} title={i18n._('Przegląd: {kind}', { kind: words.kind(kind) })} aside={<DueTag due={due} />}>
      <p lang="pl">{why}</p>
      <SaidForm
        id={`al-wniosek-${id}`}
        path={`/api/alerts/reviews/${encodeURIComponent(id)}/close`}
        name="conclusion"
        label={i18n._('Wniosek z przeglądu, widoczny w karcie reguły')}
        action={i18n._('Zakończ przegląd')}
      />
    </Card>
  ));
}

/** Of this rule what nobody has answered. */
function Messages({ rule }: { rule: string }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useOfficerWords();
  const { data } = useGet<{ messages: readonly MessageShown[] }>('/api/alerts/messages', { fresh: true });
  const own = (data?.messages ?? []).filter((one) => one.rule === rule);
  return own.map(({ id, reason, comment, speciality, at }) => (
    <Card key={id} title={i18n._('Od lekarza: {reason}', { reason: words.reason(reason) })}>
      {comment && <blockquote>{comment}</blockquote>}
      <p className="ez-secondary">
        {i18n._('Specjalność {code}', { code: speciality })}, {dateTime(at)}
      </p>
      <SaidForm
        id={`al-odpowiedz-${id}`}
        path={`/api/alerts/messages/${encodeURIComponent(id)}/answer`}
        name="answer"
        label={i18n._('Odpowiedź właściciela reguły')}
        action={i18n._('Odpowiedz')}
      />
    </Card>
  ));
}

function History({ card: { history, reviews } }: { card: RuleCardReply }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const closed = reviews.filter((one) => one.closed !== null);
  return (
    <>
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
      <Details summary={i18n._('Zakończone przeglądy ({count})', { count: closed.length })}>
        <ul>
          {closed.map(({ opened, why, conclusion }) => (
            <li key={opened} lang="pl">
              {date(opened.slice(0, 10))}: {why} {conclusion}
            </li>
          ))}
        </ul>
      </Details>
    </>
  );
}
