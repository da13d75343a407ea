/** One line of a dispense: code, batch, expiry, how many; whether the batch may be dispensed is asked while one types. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { useSettled } from '#libs/ui/session/use-settled.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Prescription } from '../../model.ts';
import { type Item, scanned } from './items.ts';

interface ItemFieldsProps {
  item: Item;
  first: boolean;
  prescription: Prescription;
  onChange: (values: Partial<Item>) => void;
  onRemove: (() => void) | undefined;
}

export function ItemFields({ item, first, prescription, onChange, onRemove }: ItemFieldsProps) {
  const { i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) input.current?.focus();
  }, [first]);
  const { key } = item;
  const compounded = prescription.medicine.kind === 'R';
  const substituted = !compounded && item.gtin !== '' && pad(item.gtin) !== pad(prescription.medicine.gtin ?? '');
  return (
    <fieldset className="rx-item">
      <legend className="ez-hidden">{i18n._('Wydawane opakowanie')}</legend>
      <div className="rx-fields rx-item-fields">
        {!compounded && (
          <div>
            <TextField
              ref={input}
              id={`${key}-gtin`}
              label={i18n._('Kod z opakowania')}
              hint={i18n._('Skan wpisze też serię i datę.')}
              code
              length={14}
              value={item.gtin}
              onFocus={({ currentTarget }) => currentTarget.select()}
              onChange={(text) => onChange(scanned(text))}
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            />
            {substituted && <Substitute gtin={item.gtin} prescription={prescription} />}
          </div>
        )}
        {!compounded && (
          <TextField
            id={`${key}-lot`}
            label={i18n._('Seria')}
            optional
            code
            length={12}
            maxLength={40}
            value={item.lot}
            onChange={(lot) => onChange({ lot })}
          />
        )}
        {!compounded && (
          <TextField
            id={`${key}-expires`}
            type="date"
            label={i18n._('Termin ważności')}
            optional
            length={11}
            value={item.expires}
            onChange={(expires) => onChange({ expires })}
          />
        )}
        <TextField
          id={`${key}-quantity`}
          label={compounded ? i18n._('Ile razy') : i18n._('Opakowań')}
          inputMode="decimal"
          length={5}
          value={item.quantity}
          onChange={(quantity) => onChange({ quantity })}
        />
        {substituted && (
          <TextField
            id={`${key}-standsFor`}
            label={i18n._('Zastępuje przepisanych')}
            hint={i18n._('Gdy opakowanie ma inną wielkość.')}
            optional
            inputMode="decimal"
            length={5}
            value={item.standsFor}
            onChange={(standsFor) => onChange({ standsFor })}
          />
        )}
      </div>
      {!compounded && <BatchVerdict gtin={item.gtin} batch={item.lot} />}
      {onRemove && (
        <Button kind="quiet" onClick={onRemove}>
          {i18n._('Usuń tę serię')}
        </Button>
      )}
    </fieldset>
  );
}

const pad = (gtin: string): string => gtin.padStart(14, '0');

/** Another medicine than was prescribed: which, and whether the prescriber forbade it. */
function Substitute({ gtin, prescription }: { gtin: string; prescription: Prescription }) {
  const { i18n } = useLingui();
  const asked = useSettled(gtin, 200);
  const known = useGet<{ product: { name: string; strength?: string }; package: { says: string } }>(
    /^\d{8,14}$/.test(asked) ? `/api/medicinal-products/packages/${asked}` : undefined,
  );
  if (known.error?.status === 404 || known.error?.status === 400)
    return <p className="rx-words">{i18n._('Rejestr nie zna tego kodu. Sprawdź go.')}</p>;
  if (!known.data) return null;
  const { product, package: box } = known.data;
  return (
    <p className="rx-words">
      {i18n._('Zamiennik: {name}', { name: [product.name, product.strength, box.says].filter(Boolean).join(' ') })}
      {prescription.noSubstitution && ` · ${i18n._('Lekarz napisał: nie zamieniać (NZ)')}`}
    </p>
  );
}

interface BatchAnswer {
  readonly answer: 'dispensable' | 'stopped' | 'check-batch';
  readonly says: { readonly pl: string; readonly en: string };
}

/** What the inspectorate's decisions say of this batch today. */
function BatchVerdict({ gtin, batch }: { gtin: string; batch: string }) {
  const { language } = usePortal();
  const asked = useSettled(
    new URLSearchParams({ gtin, ...(batch.trim() ? { batch: batch.trim() } : {}) }).toString(),
    250,
  );
  const { data } = useGet<BatchAnswer>(/^\d{8,14}$/.test(gtin) ? `/api/product-decisions/verdict?${asked}` : undefined);
  if (!data || data.answer === 'dispensable') return null;
  return (
    <Notice kind={data.answer === 'stopped' ? 'critical' : 'warning'} live>
      <p lang={language === 'uk' ? 'pl' : undefined}>{language === 'en' ? data.says.en : data.says.pl}</p>
    </Notice>
  );
}
