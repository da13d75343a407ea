/** The alerts of one patient: what must be decided now, what to think of at this visit, what is there on demand. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { RecordBand, type RecordFacts, recordFactsAddress } from '#libs/ui/identity-band/record-band.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { Tier } from '../../model.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { AlertCard } from './alert-card.tsx';
import { type PatientAlerts as Reply, type ShownAlert, useAlerts } from './reading.ts';
import { useDeeds } from './use-deeds.ts';
import { useInputWords } from './use-input-words.ts';
import '../alerts.css';

export default function PatientAlerts({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const patient = params.patient as string;
  const query = useAlerts(patient);
  const facts = useGet<RecordFacts>(recordFactsAddress(patient));
  const { go, href } = usePortal();
  const back = href('clinician-portal/patient', { patient }) ?? '';
  useKeys({ Backspace: () => go(back) });
  return (
    <Page title={i18n._('Alerty')} person={facts.data?.patient.name} width="wide">
      {facts.data && <RecordBand facts={facts.data} />}
      <Loaded query={query} lines={8}>
        {(reply) => <Body reply={reply} />}
      </Loaded>
    </Page>
  );
}

function Body({ reply }: { reply: Reply }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const { href } = usePortal();
  const of = (tier: Tier) => reply.alerts.filter((one) => one.tier === tier);
  return (
    <>
      <p className="al-note">
        {i18n._('Reguły czytają całą dokumentację. Decyzja należy do Ciebie.')}{' '}
        {i18n._('Reguły nie są jeszcze zatwierdzone do użytku klinicznego. To demonstracja.')}
      </p>
      <Group id="al-now" title={i18n._('Wymaga decyzji teraz')} alerts={of(1)} reply={reply} />
      <Group id="al-visit" title={i18n._('Do rozważenia przy tej wizycie')} alerts={of(2)} reply={reply} />
      {of(3).length > 0 && (
        <Details summary={i18n._('Na żądanie ({count})', { count: of(3).length })}>
          <Cards alerts={of(3)} reply={reply} />
        </Details>
      )}
      {reply.tolerated.length > 0 && (
        <Details summary={i18n._('Odłożone z powodem ({count})', { count: reply.tolerated.length })}>
          <Cards alerts={reply.tolerated} reply={reply} />
        </Details>
      )}
      <Unchecked reply={reply} />
      <p className="ez-secondary">
        {i18n._('Sprawdzono: {when}. Działających reguł: {rules}.', {
          when: dateTime(reply.asOf) ?? '',
          rules: reply.rulesLive,
        })}{' '}
        <Link href={href('clinician-portal/alert-rules') ?? ''}>{i18n._('Wszystkie reguły i ich wyniki')}</Link>
      </p>
      <Button kind="quiet" className="ez-no-print" onClick={() => print()}>
        {i18n._('Drukuj')}
      </Button>
    </>
  );
}

interface GroupProps {
  id: string;
  title: string;
  alerts: readonly ShownAlert[];
  reply: Reply;
}

function Group({ id, title, alerts, reply }: GroupProps) {
  const { i18n } = useLingui();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} ({alerts.length})
      </h2>
      {alerts.length === 0 ? (
        <p className="ez-secondary">{i18n._('Działające reguły niczego tu nie znalazły.')}</p>
      ) : (
        <Cards alerts={alerts} reply={reply} />
      )}
    </section>
  );
}

function Cards({ alerts, reply }: Pick<GroupProps, 'alerts' | 'reply'>) {
  return alerts.map((alert) => <OneCard key={alert.id} alert={alert} reply={reply} />);
}

function OneCard({ alert, reply: { patient, reasons } }: Pick<GroupProps, 'reply'> & { alert: ShownAlert }) {
  return <AlertCard alert={alert} patient={patient} reasons={reasons} deeds={useDeeds(patient, alert)} />;
}

/** Silence must not look like safety: what could not be looked at, and of what the record holds nothing. */
function Unchecked({ reply: { unchecked, noData, odd, silenced } }: { reply: Reply }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const inputWords = useInputWords();
  return (
    <section aria-labelledby="al-unchecked" className="al-unchecked">
      <h2 id="al-unchecked">{i18n._('Czego nie sprawdzono')}</h2>
      {unchecked.length === 0 && noData.length === 0 && (
        <p className="ez-secondary">{i18n._('Reguły miały wszystkie dane, o które pytają.')}</p>
      )}
      {unchecked.length > 0 && (
        <ul>
          {unchecked.map(({ what, rules }) => (
            <li key={what.pl}>
              {what[language]}{' '}
              <span className="ez-secondary">
                {i18n._('{count, plural, one {# reguła} few {# reguły} other {# reguł}}', { count: rules.length })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {noData.length > 0 && (
        <p>
          {i18n._('W dokumentacji nie ma żadnych wpisów: {list}. To nie znaczy, że wszystko jest dobrze.', {
            list: noData.map(inputWords).join(', '),
          })}
        </p>
      )}
      {odd.length > 0 && (
        <Details summary={i18n._('Wpisy, których reguły nie rozumieją ({count})', { count: odd.length })}>
          <ul>
            {odd.map(({ what, reference }) => (
              <li key={`${reference}${what}`} lang="pl">
                {what}
              </li>
            ))}
          </ul>
        </Details>
      )}
      {silenced.length > 0 && (
        <Details summary={i18n._('Uciszone, bo nie mają tu znaczenia ({count})', { count: silenced.length })}>
          <ul>
            {silenced.map(({ rule, title, why }) => (
              <li key={rule}>
                {title[language]}: {why[language]}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </section>
  );
}
