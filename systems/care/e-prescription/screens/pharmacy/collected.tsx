/** What was found: whose, from whom, and each prescription with what may still be dispensed and until when. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Prescription, PrescriptionPackage } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';

interface CollectedProps {
  packages: readonly PrescriptionPackage[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onNext: () => void;
}

export function Collected({ packages, chosen, onChoose, onNext }: CollectedProps) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const box = useRef<HTMLDivElement>(null);
  // From here a digit chooses: the focus leaves the field.
  useEffect(() => box.current?.focus(), []);
  const inOrder = packages.flatMap(({ prescriptions }) => prescriptions.map(({ id }) => id));
  return (
    <div ref={box} tabIndex={-1} className="ez-no-print rx-issued">
      {packages.length === 0 && (
        <EmptyState kind="no-match">{i18n._('Nie ma tu recept, które można dziś wydać.')}</EmptyState>
      )}
      {packages.map(({ id, patient, issuer, issued, facility, prescriptions }) => (
        <section key={id} aria-label={i18n._('Recepty: {name}', { name: patient.name })} className="rx-collected">
          <h2>{patient.name}</h2>
          <p className="rx-words">
            {[patient.pesel && `PESEL ${patient.pesel}`, issuer.name, facility?.name, shortDate(issued.slice(0, 10))]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <ol className="rx-repeat">
            {prescriptions.map((one) => (
              <li key={one.id}>
                <Choice one={one} number={inOrder.indexOf(one.id) + 1} chosen={one.id === chosen} onChoose={onChoose} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      <Button onClick={onNext} aria-keyshortcuts="n">
        {i18n._('Następny pacjent (N)')}
      </Button>
    </div>
  );
}

function Choice({
  one,
  number,
  chosen,
  onChoose,
}: {
  one: Prescription;
  number: number;
  chosen: boolean;
  onChoose: (id: string) => void;
}) {
  const { i18n } = useLingui();
  const { shortDate, number: said } = useFormat();
  const words = useRxWords();
  const { kind, says } = words.state(one);
  const { id, medicine, remaining, quantity, until, dosageWords, noSubstitution } = one;
  return (
    <button type="button" className="rx-repeat-button" aria-pressed={chosen} onClick={() => onChoose(id)}>
      {number <= 9 && <kbd>{number}</kbd>}
      <span>
        <strong>{medicine.name}</strong>
        <br />
        <small>
          {[
            i18n._('zostało {remaining} z {quantity} op.', { remaining: said(remaining), quantity: said(quantity) }),
            i18n._('do {day}', { day: shortDate(until) ?? '' }),
            words.category(medicine.category),
            noSubstitution && i18n._('nie zamieniać'),
          ]
            .filter(Boolean)
            .join(' · ')}
          {dosageWords && (
            <>
              <br />
              <span lang="pl">{dosageWords}</span>
            </>
          )}
        </small>
      </span>
      <Tag kind={kind}>{says}</Tag>
    </button>
  );
}
