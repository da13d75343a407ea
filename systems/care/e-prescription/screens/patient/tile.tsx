/** On the patient's first page: the code that is needed next, one tap away from all others. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ActionLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { isOpen, packagesOf, toCollect } from './packages.ts';
import { useKeeping, usePrescriptions } from './use-prescriptions.ts';
import './prescriptions.css';

export default function PrescriptionTile() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { date } = useFormat();
  const query = usePrescriptions();
  const { data } = query;
  useKeeping(query);
  if (!data) return null;
  const [first, ...more] = toCollect(packagesOf(data.items));
  const all = href('patient-portal/prescriptions');
  if (!first || !all) return null;
  const code = href('patient-portal/prescription', { id: first.id });
  const open = first.prescriptions.filter(isOpen);
  const until = open.map(({ until }) => until).sort()[0];
  return (
    <Card
      title={i18n._('Recepta do wykupienia')}
      aside={<strong className="sgr-key">{i18n._('Kod {code}', { code: first.code })}</strong>}
    >
      <p lang="pl">{open.map(({ medicine }) => medicine.name).join(', ')}</p>
      <p className="ez-secondary">{i18n._('Wykup do {until}', { until: date(until) ?? '' })}</p>
      {code && <ActionLink href={code}>{i18n._('Pokaż kod i kod QR')}</ActionLink>}
      {more.length > 0 && (
        <p>
          <ActionLink href={all}>
            {i18n._('Wszystkie recepty do wykupienia ({count})', { count: more.length + 1 })}
          </ActionLink>
        </p>
      )}
    </Card>
  );
}
