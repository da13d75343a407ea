/** What happened to a referral, the newest first, in whole sentences with the reason where one was given. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { type HistoryStep, useReferralWords } from './use-referral-words.ts';
import '../referrals.css';

export function History({ steps }: { steps: readonly HistoryStep[] }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useReferralWords();
  return (
    <ol className="sgs-history">
      {[...steps].reverse().map((step) => (
        <li key={`${step.at} ${step.name}`}>
          <span>{words.step(step)}</span>
          <span className="ez-secondary">{dateTime(step.at)}</span>
          {step.reason && <span>{i18n._('Powód: {reason}', { reason: step.reason })}</span>}
        </li>
      ))}
    </ol>
  );
}
