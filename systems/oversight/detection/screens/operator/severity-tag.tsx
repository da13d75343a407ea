/** How grave an alert is: word, icon and colour. */
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { AlertShown } from './model.ts';
import { useAlertWords } from './use-alert-words.ts';

const kinds = { high: 'critical', medium: 'warning', low: 'info' } as const;

export function SeverityTag({ severity }: Pick<AlertShown, 'severity'>) {
  const words = useAlertWords();
  return <Tag kind={kinds[severity]}>{words.severity(severity)}</Tag>;
}
