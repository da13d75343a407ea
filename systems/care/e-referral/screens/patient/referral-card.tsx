/** A referral as its patient needs it: where to, the code, where it stands, what to do. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Shown } from '../../model.ts';
import { StateTag } from '../words/state-tag.tsx';
import { useReferralWords } from '../words/use-referral-words.ts';

export function ReferralCard({ referral }: { referral: Shown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const { href } = usePortal();
  const words = useReferralWords();
  const { id, code, kind, speciality, issuedAt, issuer } = referral;
  const address = href('patient-portal/referral', { id }) ?? '';
  return (
    <Card
      level={3}
      title={
        <Link href={address} lang={speciality ? 'pl' : undefined}>
          {words.to(referral)}
        </Link>
      }
      aside={<StateTag referral={referral} />}
    >
      {speciality && <p className="ez-secondary">{words.kind(kind)}</p>}
      {code && (
        <p>
          {i18n._('Kod skierowania:')}{' '}
          <strong className="sgs-code-line">
            <code>{code}</code>
          </strong>
        </p>
      )}
      <p>{words.next(referral)}</p>
      <p className="ez-secondary">
        {[date(issuedAt.slice(0, 10)), issuer.person?.name, issuer.facility?.name].filter(Boolean).join(', ')}
      </p>
    </Card>
  );
}
