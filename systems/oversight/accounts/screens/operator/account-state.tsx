/** Whether an account is in use: a word with its colour and sign. */
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { AccountState } from './model.ts';
import { useOperatorWords } from './use-operator-words.ts';

export function AccountStateTag({ state }: { state: AccountState }) {
  const words = useOperatorWords();
  const kind = state === 'active' ? 'success' : state === 'blocked' ? 'warning' : 'neutral';
  return <Tag kind={kind}>{words.state(state)}</Tag>;
}
