/** The state of a referral: icon, word and colour together. */
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Shown } from '../../model.ts';
import { useReferralWords } from './use-referral-words.ts';

export function StateTag({ referral }: { referral: Shown }) {
  const { says, kind = 'neutral', icon } = useReferralWords().state(referral);
  return (
    <Tag kind={kind} {...(icon ? { icon } : {})}>
      {says}
    </Tag>
  );
}
