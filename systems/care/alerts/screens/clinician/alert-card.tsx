/** One alert: what it is, why, what can be done by one click, or why it is set aside. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Deeds } from './use-deeds.ts';
import type { Decision, Evidence, Reason, ShownAlert } from './reading.ts';
import { SetAside } from './set-aside.tsx';

interface AlertCardProps {
  alert: ShownAlert;
  patient: string;
  reasons: readonly Reason[];
  deeds: Deeds;
  /** What taking the draft off is called here. */
  removeLabel?: string;
  /** Tells ids of fields apart where one alert stands twice on a page. */
  within?: string;
}

const looks = { 1: 'critical', 2: 'warning', 3: 'info' } as const;

export function AlertCard(props: AlertCardProps) {
  const { alert, patient, reasons, deeds, removeLabel, within = 'al' } = props;
  const { i18n } = useLingui();
  const { language, href } = usePortal();
  const { problem, busy, act } = useAct();
  const [asides, showAside] = useState(false);
  const card = href('clinician-portal/alert-rule', { id: alert.rule });
  const tiers = { 1: i18n._('przerywa'), 2: i18n._('obok'), 3: i18n._('na żądanie') };
  return (
    <article className={`al-card al-card-${alert.tier}`} aria-labelledby={`${within}-${alert.id}`}>
      <h3 id={`${within}-${alert.id}`}>
        <Tag kind={looks[alert.tier]}>{tiers[alert.tier]}</Tag> {alert.title[language]}
      </h3>
      <p>{alert.why[language]}</p>
      <p>
        <strong>{i18n._('Co zrobić:')}</strong> {alert.todo[language]}
      </p>
      <Because facts={alert.because} patient={patient} />
      <Decisions
        decisions={alert.decisions}
        reasons={reasons}
        onUndo={deeds.undo && ((one) => act(async () => deeds.undo?.(one)))}
      />
      {problem && (
        <Notice kind="warning" title={i18n._('Nic nie zapisano')} live>
          <p>{problem.message}</p>
        </Notice>
      )}
      <div className="al-actions ez-no-print">
        {alert.actions.filter(deeds.can).map((action) => (
          <Button key={action.id} busy={busy} onClick={() => act(() => deeds.take(action))}>
            {(action.type === 'delete' && removeLabel) || action.label[language]}
          </Button>
        ))}
        <Button kind="quiet" aria-expanded={asides} onClick={() => showAside(!asides)}>
          {i18n._('Odłóż z powodem')}
        </Button>
      </div>
      {asides && (
        <SetAside
          id={`${within}-${alert.id}`}
          reasons={reasons}
          isCommentNeeded={alert.tier === 1}
          busy={busy}
          onSave={(reason, comment) => act(() => deeds.setAside(reason, comment)).then(() => showAside(false))}
        />
      )}
      <p className="al-source">
        {i18n._('Źródło: {source}.', { source: alert.source })}{' '}
        {card && <Link href={card}>{i18n._('Karta reguły')}</Link>}
      </p>
    </article>
  );
}

/** On what it stands; each fact opens where it was recorded. */
function Because({ facts, patient }: { facts: readonly Evidence[]; patient: string }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const { href } = usePortal();
  if (facts.length === 0) return null;
  return (
    <ul className="al-because" aria-label={i18n._('Skąd to wiadomo')}>
      {facts.map(({ what, on, reference }) => {
        const [type = '', id = ''] = reference?.split('/') ?? [];
        const address = id && type !== 'Patient' && href('clinician-portal/event', { patient, type, id });
        const day = on && shortDate(on.slice(0, 10));
        return (
          <li key={`${reference}${what}`}>
            <span lang="pl">{address ? <Link href={address}>{what}</Link> : what}</span>
            {day && <span className="ez-secondary"> · {day}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** What colleagues decided: the next doctor sees why it was set aside. */
export function Decisions({
  decisions,
  reasons,
  onUndo,
}: {
  decisions: readonly Decision[];
  reasons: readonly Reason[];
  onUndo: ((id: string) => void) | undefined;
}) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const { language } = usePortal();
  if (decisions.length === 0) return null;
  return (
    <ul className="al-decisions" aria-label={i18n._('Wcześniejsze decyzje')}>
      {decisions.map(({ id, kind, reason, comment, name, at }) => (
        <li key={id}>
          {kind === 'accepted' ? i18n._('Podjęto działanie') : i18n._('Odłożono')}
          {reason && `: ${reasons.find(({ code }) => code === reason)?.label[language] ?? reason}`}
          {comment && ` („${comment}”)`} · {name} · {dateTime(at)}{' '}
          {onUndo && (
            <Button kind="quiet" className="ez-no-print" onClick={() => onUndo(id)}>
              {i18n._('Cofnij')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
