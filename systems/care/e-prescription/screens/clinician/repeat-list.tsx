/** What the patient took before: a digit adds it as it was prescribed last, the same digit takes it out again. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { Prescription } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';

/** A medicine of the record that no e-prescription names a package of: it is looked for. */
export interface Recorded {
  readonly name: string;
  readonly dosage: string;
}

interface RepeatListProps {
  medicines: readonly Prescription[];
  chosen: (prescription: Prescription) => boolean;
  onToggle: (prescription: Prescription) => void;
  recorded: readonly Recorded[];
  onLook: (medicine: Recorded) => void;
}

export const digits = 9;

export function RepeatList({ medicines, chosen, onToggle, recorded, onLook }: RepeatListProps) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useRxWords();
  if (medicines.length + recorded.length === 0)
    return <p className="ez-secondary">{i18n._('Pacjent nie miał jeszcze e-recept, które można powtórzyć.')}</p>;
  return (
    <ol className="rx-repeat">
      {medicines.map((prescription, place) => {
        const { id, medicine, dosageWords, quantity, issued } = prescription;
        const on = chosen(prescription);
        return (
          <li key={id}>
            <button type="button" aria-pressed={on} onClick={() => onToggle(prescription)} className="rx-repeat-button">
              <Digit number={place + 1} />
              <span>
                <strong>{medicine.name}</strong>
                <br />
                <small>
                  {[dosageWords, i18n._('{quantity} op.', { quantity }), shortDate(issued.slice(0, 10))]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <small>{on ? i18n._('dodany') : words.state(prescription).says}</small>
            </button>
          </li>
        );
      })}
      {recorded.map((medicine, place) => (
        <li key={medicine.name}>
          <button type="button" onClick={() => onLook(medicine)} className="rx-repeat-button">
            <Digit number={medicines.length + place + 1} />
            <span>
              <strong>{medicine.name}</strong>
              <br />
              <small>{medicine.dosage}</small>
            </span>
            <small>{i18n._('wybierz opakowanie')}</small>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** The key that adds it; further ones are added by the pointer or by Tab and Enter. */
const Digit = ({ number }: { number: number }) => (number <= digits ? <kbd>{number}</kbd> : <span />);
