/** "Ochrona moich danych": to whom the data went, objections, and what became of them. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { CaseShown, DisclosurePage, DisclosureShown } from '../../model.ts';
import { useRegisterWords } from '../words/use-register-words.ts';
import { useSending } from '../words/use-sending.ts';
import '../register.css';

const mine = '/api/data-protection/disclosures/mine';

export default function DataProtection() {
  const { i18n } = useLingui();
  const cases = useGet<{ cases: readonly CaseShown[] }>('/api/data-protection/cases/mine');
  return (
    <Page
      title={i18n._('Ochrona moich danych')}
      lead={i18n._('Tu sprawdzisz, komu udostępniono Twoje dane, i złożysz sprzeciw.')}
    >
      <Disclosures />
      <Card title={i18n._('Moje sprawy')}>
        <Loaded query={cases} lines={4}>
          {(found) =>
            found.cases.length === 0 ? (
              <EmptyState kind="never">{i18n._('Nie masz żadnych spraw.')}</EmptyState>
            ) : (
              found.cases.map((one) => <OneCase key={one.id} shown={one} onDone={() => cases.refetch()} />)
            )
          }
        </Loaded>
      </Card>
      <Objection onDone={() => cases.refetch()} />
    </Page>
  );
}

function Disclosures() {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const [to, setTo] = useState<string>();
  const query = useGet<DisclosurePage>(to === undefined ? mine : `${mine}?to=${to}`);
  return (
    <Card title={i18n._('Komu udostępniono moje dane')}>
      <Loaded query={query} lines={8}>
        {({ disclosures, next }) => (
          <>
            {disclosures.length === 0 && (
              <EmptyState kind="never">{i18n._('Nikomu nie udostępniono Twoich danych.')}</EmptyState>
            )}
            {[...Map.groupBy(disclosures, ({ day }) => day)].map(([day, lines]) => (
              <section key={day}>
                <h3>{date(day)}</h3>
                <ul className="dp-list">
                  {lines.map((line) => (
                    <Line key={line.id} line={line} />
                  ))}
                </ul>
              </section>
            ))}
            <p className="ez-no-print">
              {next && <Button onClick={() => setTo(next)}>{i18n._('Starsze')}</Button>}{' '}
              <a href={`${mine}?format=csv`} download>
                {i18n._('Pobierz wszystko jako plik CSV')}
              </a>
            </p>
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Line({ line }: { line: DisclosureShown }) {
  const words = useRegisterWords();
  return (
    <li>
      <strong>{line.recipient.name}</strong>
      {line.person && <span className="ez-secondary">, {line.person}</span>}
      <br />
      {words.types(line)}. {words.ground(line)}.
    </li>
  );
}

function OneCase({ shown, onDone }: { shown: CaseShown; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const api = useApi();
  const words = useRegisterWords();
  const { busy, problem, sending } = useSending();
  const holds = shown.kind === 'objection' && (shown.decision === undefined || shown.decision === 'accepted');
  const takeBack = async () => {
    await sending(() => api.send('DELETE', `/api/data-protection/objections/${shown.id}`));
    onDone();
  };
  return (
    <section className="dp-case">
      <h3>{words.title(shown)}</h3>
      <p>
        <Tag kind={shown.decision ? 'info' : 'warning'}>{words.decision(shown)}</Tag>{' '}
        {shown.decision
          ? shown.answer
          : i18n._('Odpowiedź dostaniesz do {day}.', { day: date(shown.due.slice(0, 10)) ?? '' })}
      </p>
      {holds && (
        <p>
          {i18n._(
            'Dostęp jest zamknięty dla {count, plural, one {# placówki} few {# placówek} other {# placówek}}. Ratownicy nadal otworzą Twoje dane, gdy chodzi o życie.',
            { count: shown.closed },
          )}
        </p>
      )}
      {shown.kept && holds && (
        <p className="ez-secondary">
          {i18n._('Samej dokumentacji nie wolno usunąć przez {years} lat ({law}).', { ...shown.kept })}
        </p>
      )}
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      {holds && (
        <Button busy={busy} onClick={takeBack}>
          {i18n._('Cofnij sprzeciw')}
        </Button>
      )}
    </section>
  );
}

interface Facilities {
  readonly access: readonly { readonly facility: string; readonly facilityName: string; readonly refused: boolean }[];
}

function Objection({ onDone }: { onDone: () => unknown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRegisterWords();
  const { busy, problem, sending } = useSending();
  const facilities = useGet<Facilities>('/api/permissions/mine').data?.access ?? [];
  const [choice, setChoice] = useState<string>();
  const [text, setText] = useState('');
  const options = [
    { value: '+all', label: i18n._('wobec wszystkiego, czego nie nakazuje prawo') },
    ...facilities
      .filter(({ refused }) => !refused)
      .map(({ facility, facilityName }) => ({
        value: facility,
        label: i18n._('wobec udostępniania placówce {facilityName}', { facilityName }),
      })),
  ];
  const file = async () => {
    const about = choice === '+all' ? { scope: 'processing' } : { scope: 'facility', facility: choice };
    const filed = await sending(() => api.send('POST', '/api/data-protection/objections', { ...about, words: text }));
    if (!filed) return;
    setText('');
    setChoice(undefined);
    onDone();
  };
  return (
    <Card title={i18n._('Złóż sprzeciw')}>
      <p>{i18n._('Sprzeciw działa od razu. Inspektor ochrony danych odpowie w ciągu 30 dni.')}</p>
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      <Radios id="sprzeciw" label={i18n._('Sprzeciw')} value={choice} onChange={setChoice} options={options} />
      <TextField
        id="powod"
        label={i18n._('Dlaczego')}
        hint={i18n._('Co najmniej 10 znaków.')}
        value={text}
        onChange={setText}
      />
      <Button kind="primary" busy={busy} disabled={choice === undefined || text.trim().length < 10} onClick={file}>
        {i18n._('Złóż sprzeciw')}
      </Button>
    </Card>
  );
}
