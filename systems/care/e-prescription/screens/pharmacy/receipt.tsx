/** It was dispensed: what, by whom, what is left and until when; printed for the patient in black and white. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { PrescriptionRead } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';

export function Receipt({ read, onMore }: { read: PrescriptionRead; onMore: () => void }) {
  const { i18n } = useLingui();
  const { shortDate, dateTime, number } = useFormat();
  const words = useRxWords();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const { prescription, package: of, dispenses } = read;
  const dispense = [...dispenses]
    .sort((a, b) => b.at.localeCompare(a.at))
    .find(({ state }) => state === 'OBOWIAZUJACY');
  const { remaining, until, medicine, dosageWords } = prescription;
  return (
    <section ref={box} tabIndex={-1} aria-label={i18n._('Wydano')} className="rx-issued">
      <div className="ez-no-print">
        <Notice kind="success" title={i18n._('Wydano')} live>
          <p>
            {remaining > 0
              ? i18n._('Zostało {remaining} op. do {day}.', {
                  remaining: number(remaining),
                  day: shortDate(until) ?? '',
                })
              : i18n._('Recepta jest zrealizowana w całości.')}
          </p>
          <div className="rx-acts">
            <Button onClick={() => print()}>{i18n._('Drukuj potwierdzenie')}</Button>
            {remaining > 0 && (
              <Button kind="quiet" onClick={onMore}>
                {i18n._('Wróć do recepty')}
              </Button>
            )}
          </div>
        </Notice>
      </div>
      <article className="rx-sheet" aria-label={i18n._('Potwierdzenie wydania')}>
        <h2>{i18n._('Potwierdzenie wydania')}</h2>
        <p>
          <strong>{of.patient.name}</strong>
          <br />
          {dispense &&
            [dispense.pharmacy.name, dispense.pharmacist.name, dateTime(dispense.at)].filter(Boolean).join(', ')}
        </p>
        <p>
          <strong>{medicine.name}</strong>
          {dosageWords && (
            <>
              <br />
              <span lang="pl">{dosageWords}</span>
            </>
          )}
        </p>
        <ul>
          {dispense?.items.map((item) => (
            <li key={`${item.gtin} ${item.lot}`}>
              {[
                item.name ?? item.gtin ?? medicine.name,
                i18n._('{quantity} op.', { quantity: number(item.quantity) }),
                item.lot && i18n._('seria {lot}', { lot: item.lot }),
                item.expires && i18n._('ważny do {day}', { day: shortDate(item.expires) ?? '' }),
              ]
                .filter(Boolean)
                .join(', ')}
            </li>
          ))}
        </ul>
        {dispense?.paid !== undefined && <p>{i18n._('Zapłacono: {sum}', { sum: words.money(dispense.paid) })}</p>}
        {remaining > 0 && (
          <p>
            {i18n._('Do odebrania zostało {remaining} op., najpóźniej {day}.', {
              remaining: number(remaining),
              day: shortDate(until) ?? '',
            })}
          </p>
        )}
      </article>
    </section>
  );
}
