/** One prescription at the counter: what may be dispensed today and why not more, dispensing, and what else can be done. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { Slot } from '#libs/ui/slots/slot.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Prescription, PrescriptionRead } from '../../model.ts';
import { Verdicts } from '../clinician/verdicts.tsx';
import { useRxWords } from '../words/use-rx-words.ts';
import { DispenseForm } from './dispense-form.tsx';
import { HandActs } from './hand-acts.tsx';
import { Receipt } from './receipt.tsx';

export function Desk({ id, onChanged }: { id: string; onChanged: () => Promise<void> }) {
  const refresh = useRefresh('/api/e-prescription/');
  const [done, setDone] = useState<PrescriptionRead>();
  const query = useGet<PrescriptionRead>(`/api/e-prescription/prescriptions/${encodeURIComponent(id)}`, {
    fresh: true,
  });
  const changed = async (read: PrescriptionRead, dispensed: boolean) => {
    if (dispensed) setDone(read);
    await refresh();
    await onChanged();
  };
  if (done) return <Receipt read={done} onMore={() => setDone(undefined)} />;
  return (
    <Loaded query={query} lines={8}>
      {(read) => <OneDesk read={read} onChanged={changed} />}
    </Loaded>
  );
}

function OneDesk({
  read,
  onChanged,
}: {
  read: PrescriptionRead;
  onChanged: (read: PrescriptionRead, dispensed: boolean) => void;
}) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useRxWords();
  const { prescription, allowance } = read;
  const { medicine, block } = prescription;
  const { kind, says } = words.state(prescription);
  const may = allowance === undefined || allowance.most > 0;
  const api = useApi();
  const path = `/api/e-prescription/prescriptions/${encodeURIComponent(prescription.id)}`;
  const hold = async () => {
    const body = { reason: 'WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU' };
    onChanged(await api.send<PrescriptionRead>('POST', `${path}/block`, body), false);
  };
  return (
    <section className="rx-draft" aria-label={medicine.name}>
      <div className="rx-draft-head">
        <h2>{medicine.name}</h2>
        <Tag kind={kind}>{says}</Tag>
      </div>
      <Facts prescription={prescription} />
      {block && (
        <p>
          {i18n._('Zablokowana: {why}', { why: words.block(block.reason) })} {block.note}
        </p>
      )}
      <Verdicts verdicts={allowance?.verdicts} />
      {allowance?.moreFrom && (
        <p>{i18n._('Więcej będzie można wydać od {day}.', { day: shortDate(allowance.moreFrom) ?? '' })}</p>
      )}
      {may && <Slot name="pharmacy/dispensing" props={{ prescription: prescription.id, onHold: hold }} />}
      {may && (
        <DispenseForm
          prescription={prescription}
          birthDate={read.package.patient.birthDate}
          most={allowance?.most ?? prescription.remaining}
          path={`${path}/dispenses`}
          onDone={(now) => onChanged(now, true)}
        />
      )}
      <HandActs prescription={prescription} onDone={(now) => onChanged(now, false)} />
    </section>
  );
}

function Facts({ prescription }: { prescription: Prescription }) {
  const { i18n } = useLingui();
  const { shortDate, number } = useFormat();
  const words = useRxWords();
  const { medicine, from, until, refundLevel, entitlement, dosageWords, forPharmacist, noSubstitution } = prescription;
  const { ingredients, amount, preparation } = medicine;
  return (
    <SummaryList
      rows={[
        { key: 'dose', label: i18n._('Dawkowanie'), value: dosageWords && <span lang="pl">{dosageWords}</span> },
        {
          key: 'left',
          label: i18n._('Zostało'),
          value: i18n._('{remaining} z {quantity} op.', {
            remaining: number(prescription.remaining),
            quantity: number(prescription.quantity),
          }),
        },
        {
          key: 'days',
          label: i18n._('Ważna'),
          value: i18n._('od {from} do {until}', { from: shortDate(from) ?? '', until: shortDate(until) ?? '' }),
        },
        {
          key: 'pays',
          label: i18n._('Odpłatność'),
          value: [words.refund(refundLevel), entitlement && words.entitlement(entitlement)].filter(Boolean).join(', '),
        },
        ...(noSubstitution ? [{ key: 'nz', label: i18n._('Zamiana'), value: i18n._('nie zamieniać (NZ)') }] : []),
        ...(forPharmacist ? [{ key: 'note', label: i18n._('Od lekarza'), value: forPharmacist }] : []),
        ...(ingredients
          ? [
              {
                key: 'made',
                label: i18n._('Skład'),
                value: ingredients
                  .map((one) =>
                    [one.name, one.amount ? `${number(one.amount.value)} ${one.amount.unit}` : 'ad'].join(' '),
                  )
                  .join(', '),
              },
              {
                key: 'amount',
                label: i18n._('Ile razem'),
                value: [amount && `${number(amount.value)} ${amount.unit}`, preparation].filter(Boolean).join('; '),
              },
            ]
          : []),
      ]}
    />
  );
}
