/** My links: what each gives, until when, every attempt to open it; ends one at once. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Link, Outcome, State } from '../../model.ts';

export function MyLinks({ links, onChanged }: { links: readonly Link[]; onChanged: () => unknown }) {
  const { i18n } = useLingui();
  if (links.length === 0) return <EmptyState kind="never">{i18n._('Nie masz jeszcze żadnych linków.')}</EmptyState>;
  return (
    <ul className="hl-lines">
      {links.map((link) => (
        <li key={link.id}>
          <OneLink link={link} onChanged={onChanged} />
        </li>
      ))}
    </ul>
  );
}

function OneLink({ link, onChanged }: { link: Link; onChanged: () => unknown }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const api = useApi();
  const { busy, act } = useAct();
  const states: Record<State, string> = {
    active: i18n._('działa'),
    expired: i18n._('wygasł'),
    revoked: i18n._('unieważniony'),
    locked: i18n._('zablokowany: za dużo złych PIN-ów'),
  };
  const outcomes: Record<Outcome, string> = {
    opened: i18n._('otwarto'),
    'wrong-pin': i18n._('zły PIN'),
    locked: i18n._('próba po zablokowaniu'),
    'after-end': i18n._('próba po końcu'),
  };
  const revoke = () =>
    act(async () => {
      await api.send('POST', `/api/health-links/${link.id}/revoke`);
      await onChanged();
    });
  return (
    <div>
      <p>
        <strong>{link.label || i18n._('bez nazwy')}</strong>{' '}
        <Tag kind={link.state === 'active' ? 'success' : 'neutral'}>{states[link.state]}</Tag>{' '}
        <span className="hl-note">{i18n._('do: {date}', { date: format.dateTime(link.ends) ?? '' })}</span>
      </p>
      {link.openings.length === 0 ? (
        <p className="hl-note">{i18n._('Nikt go jeszcze nie otwierał.')}</p>
      ) : (
        <Details summary={i18n._('Kto otwierał ({count})', { count: link.openings.length })}>
          <ul>
            {link.openings.map(({ at, outcome, recipient }) => (
              <li key={at + outcome}>
                {format.dateTime(at)}: {recipient} – {outcomes[outcome]}
              </li>
            ))}
          </ul>
        </Details>
      )}
      {link.state === 'active' && (
        <Button busy={busy} onClick={revoke}>
          {i18n._('Unieważnij: {label}', { label: link.label || i18n._('bez nazwy') })}
        </Button>
      )}
    </div>
  );
}
