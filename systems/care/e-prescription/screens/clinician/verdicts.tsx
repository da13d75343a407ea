/** What rules say, beside the field that they are about: errors first, each with what to do. */
import { useLingui } from '@lingui/react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Verdict } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';

const weight = { error: 0, warning: 1, information: 2 };
const icons = { error: 'stop', warning: 'alert', information: 'info' } as const;

export function Verdicts({ verdicts }: { verdicts: readonly Verdict[] | undefined }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const words = useRxWords();
  if (!verdicts || verdicts.length === 0) return null;
  const severities = { error: i18n._('Błąd:'), warning: i18n._('Uwaga:'), information: i18n._('Informacja:') };
  return (
    <ul className="rx-verdicts" lang={language === 'uk' ? 'pl' : undefined}>
      {[...verdicts]
        .sort((a, b) => weight[a.severity] - weight[b.severity])
        .map((verdict) => (
          <li key={`${verdict.code} ${verdict.path}`} className={`rx-verdict-${verdict.severity}`}>
            <Icon name={icons[verdict.severity]} /> <span className="ez-hidden">{severities[verdict.severity]} </span>
            {words.verdict(verdict)}
          </li>
        ))}
    </ul>
  );
}
