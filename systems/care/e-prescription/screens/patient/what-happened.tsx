/** What pharmacies handed over of a package, and when. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { MyPrescription, PrescriptionRead } from '../../model.ts';

export function WhatHappened({ prescriptions }: { readonly prescriptions: readonly MyPrescription[] }) {
  const { i18n } = useLingui();
  const begun = prescriptions.filter(({ dispensed }) => dispensed > 0);
  if (begun.length === 0) return null;
  return (
    <Card title={i18n._('Co wydała apteka')}>
      {begun.map(({ id, medicine }) => (
        <Dispenses key={id} id={id} medicine={medicine.name} />
      ))}
    </Card>
  );
}

function Dispenses({ id, medicine }: { readonly id: string; readonly medicine: string }) {
  const { i18n } = useLingui();
  const { dateTime, number } = useFormat();
  const query = useGet<PrescriptionRead>(`/api/e-prescription/prescriptions/${encodeURIComponent(id)}`);
  return (
    <Loaded query={query} lines={2}>
      {({ dispenses }) => (
        <>
          <h3 lang="pl">{medicine}</h3>
          <ul className="sgr-lines">
            {dispenses
              .filter(({ state }) => state === 'OBOWIAZUJACY')
              .map((one) => (
                <li key={one.id}>
                  {dateTime(one.at)}, {one.pharmacy.name}
                  <p lang="pl">
                    {one.items.map(({ name, quantity }) => `${name ?? medicine}: ${number(quantity)}`).join('; ')}
                  </p>
                  {one.substituted && <p>{i18n._('Apteka wydała zamiennik.')}</p>}
                </li>
              ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
