/** A result in one line of plain words: value, then whether it is within the range. Never by colour alone. */
import { useLingui } from '@lingui/react';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { KeyResult } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { Waiting } from './show-when.tsx';

export function ResultWords({ result }: { result: KeyResult }) {
  const { value } = useWording();
  return (
    <Waiting code={result.code}>
      <strong>{value(result)}</strong> <FlagTag result={result} />
    </Waiting>
  );
}

/** No green tick: a value within the range is information, not praise; one outside it is a reason to ask, not an alarm. */
export function FlagTag({ result: { flag } }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const words = {
    normal: i18n._('w normie'),
    high: i18n._('powyżej normy'),
    low: i18n._('poniżej normy'),
    unknown: i18n._('laboratorium nie podało normy'),
  };
  const kind = flag === 'high' || flag === 'low' ? 'warning' : flag === 'normal' ? 'info' : 'neutral';
  const icon = ({ high: 'up', low: 'down', normal: 'level', unknown: 'past' } as const)[flag];
  return (
    <Tag kind={kind} icon={icon}>
      {words[flag]}
    </Tag>
  );
}
