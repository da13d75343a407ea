/** "Moja przychodnia": whom I chose, what waits, what I may change, and how it went. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Mine, NextChoice, Shown } from '../../model.ts';
import { useDeclarationWords } from '../words/use-declaration-words.ts';
import '../declarations.css';

export default function MyPrimaryCare() {
  const { i18n } = useLingui();
  const query = useGet<Mine>('/api/declarations/mine', { fresh: true });
  return (
    <Page
      title={i18n._('Moja przychodnia')}
      lead={i18n._('Tu wybierasz lekarza, pielęgniarkę i położną podstawowej opieki zdrowotnej (POZ).')}
    >
      <Loaded query={query} lines={8}>
        {(mine) => (
          <>
            {!mine.mayChoose && (
              <Notice kind="info">
                {i18n._('Możesz tu patrzeć. Wyboru dokonuje pacjent, a do 18. urodzin rodzic albo opiekun prawny.')}
              </Notice>
            )}
            {mine.next.map((next) => (
              <Choice key={next.kind} next={next} mine={mine} onChange={() => query.refetch()} />
            ))}
            <History declarations={mine.declarations} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface ChoiceProps {
  readonly next: NextChoice;
  readonly mine: Mine;
  readonly onChange: () => unknown;
}

function Choice({ next: { kind, fee }, mine: { declarations, mayChoose }, onChange }: ChoiceProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useDeclarationWords();
  const own = declarations.filter((one) => one.kind === kind);
  const present = own.find(({ state }) => state === 'accepted');
  const waiting = own.find(({ state }) => state === 'submitted');
  const address = href('patient-portal/choose-primary-care', { kind });
  return (
    <Card title={words.kind(kind)}>
      {!present && !waiting && <p>{i18n._('Nikogo jeszcze nie wybrano.')}</p>}
      <ul className="dk-list">
        {present && <Line declaration={present} onChange={onChange} />}
        {waiting && <Line declaration={waiting} onChange={onChange} />}
      </ul>
      {present?.standing === 'provider-only' && (
        <Notice kind="info">
          {i18n._('Ten lekarz leczy tylko dzieci. Wybór placówki nadal obowiązuje, a lekarza możesz wybrać na nowo.')}
        </Notice>
      )}
      {mayChoose && !waiting && address && (
        <div className="dk-actions">
          <ButtonLink href={address}>
            {present ? i18n._('Zmień') : i18n._('Wybierz')}
            <span className="ez-hidden">: {words.kind(kind)}</span>
          </ButtonLink>
          {fee && (
            <span className="ez-secondary">
              {i18n._('Kolejna zmiana w tym roku kosztuje {fee}.', { fee: words.money(fee) })}
            </span>
          )}
        </div>
      )}
    </Card>
  );
}

function Line({ declaration, onChange }: { declaration: Shown; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const api = useApi();
  const words = useDeclarationWords();
  const { busy, problem, act } = useAct();
  const { id, state, person, facility, submittedAt, answerBy, moves } = declaration;
  const withdraw = () =>
    act(async () => {
      await api.send('POST', `/api/declarations/declaration/${id}/withdraw`);
      await onChange();
    });
  return (
    <li>
      <span className="dk-what">
        <strong>{person.name}</strong>
        <span>{facility.name}</span>
        <span className="ez-secondary">
          {state === 'submitted'
            ? i18n._('Złożona {day}. Placówka odpowie do {until}; inaczej deklaracja przepada.', {
                day: date(submittedAt) ?? '',
                until: date(answerBy) ?? '',
              })
            : i18n._('Od {day}', { day: date(submittedAt) ?? '' })}
        </span>
        {problem && (
          <Notice kind="warning" live>
            <p>{words.problem(problem)}</p>
          </Notice>
        )}
      </span>
      <Tag kind={state === 'accepted' ? 'success' : 'info'}>{words.state(state)}</Tag>
      {state === 'submitted' && moves.includes('withdraw') && (
        <Button kind="quiet" busy={busy} onClick={withdraw}>
          {i18n._('Wycofaj')}
          <span className="ez-hidden">: {words.who(declaration)}</span>
        </Button>
      )}
    </li>
  );
}

/** What is over, newest first. */
function History({ declarations }: { declarations: readonly Shown[] }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const words = useDeclarationWords();
  const over = declarations.filter(({ state }) => state !== 'accepted' && state !== 'submitted');
  if (over.length === 0) return null;
  return (
    <Details summary={i18n._('Wcześniejsze deklaracje')}>
      <ul className="dk-list">
        {over.map((one) => (
          <li key={one.id}>
            <span className="dk-what">
              <strong>{words.who(one)}</strong>
              <span className="ez-secondary">
                {[
                  words.kind(one.kind),
                  date(one.last.at),
                  one.last.reason && words.reason(one.last.reason),
                  one.last.text,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <Tag>{words.state(one.state)}</Tag>
          </li>
        ))}
      </ul>
    </Details>
  );
}
