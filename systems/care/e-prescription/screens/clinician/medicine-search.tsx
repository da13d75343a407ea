/** Finding a medicine by name, substance, ATC or EAN, with what the patient would pay beside it. */
import { useLingui } from '@lingui/react';
import { type Ref, useState } from 'react';
import { Combobox } from '#libs/ui/combobox/combobox.tsx';
import { useRxWords } from '../words/use-rx-words.ts';
import type { DraftMedicine } from './draft.ts';
import { useFoundMedicines, usePrice } from './use-medicines.ts';

interface MedicineSearchProps {
  birthDate: string | undefined;
  onChoose: (medicine: DraftMedicine) => void;
  ref: Ref<HTMLInputElement>;
  /** What is looked for from outside: a medicine of the record without a package. */
  initial?: string;
}

/** Of so many offers the price is asked. */
const priced = 6;

export function MedicineSearch({ birthDate, onChoose, ref, initial = '' }: MedicineSearchProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState(initial);
  const { found, busy } = useFoundMedicines(text);
  return (
    <div className="rx-search">
      <Combobox
        ref={ref}
        id="lek"
        autoFocus={initial !== ''}
        label={i18n._('Dodaj lek')}
        hint={i18n._('Nazwa, substancja, ATC albo kod EAN. Skrót: /')}
        text={text}
        onText={setText}
        busy={busy}
        options={found?.map((medicine, place) => ({
          key: medicine.gtin ?? medicine.name,
          content: (
            <Offer medicine={medicine} birthDate={place < priced ? birthDate : undefined} asks={place < priced} />
          ),
        }))}
        onChoose={(key) => {
          const chosen = found?.find(({ gtin, name }) => (gtin ?? name) === key);
          if (!chosen) return;
          setText('');
          onChoose(chosen);
        }}
      />
      {found?.length === 0 && !busy && text.trim().length > 1 && (
        <p role="status">{i18n._('Nic nie pasuje. Sprawdź pisownię albo szukaj po substancji.')}</p>
      )}
    </div>
  );
}

function Offer({ medicine, birthDate, asks }: { medicine: DraftMedicine; birthDate?: string; asks: boolean }) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const { data } = usePrice(asks ? medicine.gtin : undefined, birthDate);
  const [payment] = data?.payments ?? [];
  return (
    <span className="rx-offer">
      <span>
        <strong>{medicine.name}</strong>, {medicine.says}
        <br />
        <small>
          {[medicine.substance, medicine.atc?.[0], medicine.category && words.category(medicine.category)]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <span className="rx-price">
        {payment && data?.reimbursed
          ? i18n._('pacjent: {pays} ({level})', { pays: words.money(payment.pays), level: words.refund(payment.level) })
          : data && i18n._('bez refundacji')}
      </span>
    </span>
  );
}
