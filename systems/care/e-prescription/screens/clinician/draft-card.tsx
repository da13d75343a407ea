/** One prescription while it is written: every field with what rules say of it beside it. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { entitlements, refundLevels } from '../../model.ts';
import { readDosage, unitOf } from '../dosage/dosage-text.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import type { Draft } from './draft.ts';
import type { DraftCardProps } from './draft-card-props.ts';
import { SafetyWarnings } from './safety.tsx';
import { MoreFields } from './more-fields.tsx';
import { levelOf, usePrice } from './use-medicines.ts';
import { Verdicts } from './verdicts.tsx';

export function DraftCard(props: DraftCardProps) {
  const { draft, number, verdicts, onRemove, onChange } = props;
  const { i18n } = useLingui();
  const words = useRxWords();
  const { medicine, key } = draft;
  const name = [medicine.name, medicine.says].filter(Boolean).join(', ');
  return (
    <section className="rx-draft" aria-labelledby={`${key}-name`} data-recepta={number}>
      <div className="rx-draft-head">
        <h3 id={`${key}-name`}>
          {number}. {name} {medicine.category && <small>{words.category(medicine.category)}</small>}
        </h3>
        <Button kind="quiet" onClick={onRemove} aria-label={i18n._('Usuń: {name}', { name })}>
          {i18n._('Usuń')}
        </Button>
      </div>
      <SafetyWarnings warnings={props.warnings} />
      <Verdicts verdicts={verdicts.get('medicine')} />
      <div className="rx-fields">
        <DosageField {...props} />
        <div className="rx-field-short">
          <TextField
            id={`${key}-quantity`}
            label={medicine.kind === 'R' ? i18n._('Ile razy') : i18n._('Opakowań')}
            inputMode="decimal"
            length={4}
            value={draft.quantity}
            onChange={(quantity) => onChange({ quantity })}
            error={Number(draft.quantity.replace(',', '.')) > 0 ? undefined : i18n._('Wpisz liczbę, na przykład 1.')}
          />
          <Suggested {...props} />
          <Verdicts verdicts={verdicts.get('quantity')} />
        </div>
        <RefundField {...props} />
        <EntitlementField {...props} />
      </div>
      <ValidityWords seen={props.seen} />
      <MoreFields draft={draft} verdicts={verdicts} onChange={onChange} />
      <Verdicts verdicts={verdicts.get('')} />
    </section>
  );
}

/** Days of treatment that the packages do not last for: how many would. */
function Suggested({ draft, seen, onChange }: DraftCardProps) {
  const { i18n } = useLingui();
  const read = readDosage(draft.dosage, unitOf(draft.medicine.form));
  const days = 'dosage' in read ? read.dosage.days : undefined;
  const quantity = Number(draft.quantity.replace(',', '.'));
  if (!days || !seen?.supplyDays || seen.supplyDays >= days || !(quantity > 0)) return null;
  const count = Math.ceil((days * quantity) / seen.supplyDays);
  return (
    <Button kind="quiet" onClick={() => onChange({ quantity: String(count) })}>
      {i18n._('Na {days} dni: {count} op.', { days, count })}
    </Button>
  );
}

function DosageField({ draft, verdicts, seen, tried, takesFocus, onChange }: DraftCardProps) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const read = readDosage(draft.dosage, unitOf(draft.medicine.form));
  const fault = 'fault' in read ? read.fault : undefined;
  const shown = fault && (tried || fault !== 'empty') ? words.dosageFault(fault) : undefined;
  return (
    <div className="rx-field-dosage">
      <TextField
        ref={input}
        id={`${draft.key}-dosage`}
        label={i18n._('Dawkowanie')}
        hint={fault ? i18n._('1-0-1, 2x1 przez 7 dni, 1/tydz; uwagi po średniku') : undefined}
        value={draft.dosage}
        onChange={(dosage) => onChange({ dosage })}
        error={shown}
      />
      {seen?.dosageWords && !fault && (
        <p className="rx-words">
          <span lang="pl">{seen.dosageWords}</span>
          {seen.supplyDays ? ` · ${i18n._('starczy na {days} dni', { days: seen.supplyDays })}` : ''}
        </p>
      )}
      <Verdicts verdicts={verdicts.get('dosage')} />
    </div>
  );
}

/** The level that the list gives is chosen beforehand, with the reason; another may be taken. */
function RefundField({ draft, verdicts, seen, birthDate, onChange }: DraftCardProps) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const { data } = usePrice(draft.medicine.gtin, birthDate);
  const own = levelOf(data);
  const chosen = draft.refund || own;
  const payment = data?.payments.find(({ level }) => level === chosen);
  const pays = seen?.pays ?? payment?.pays;
  const reason = data?.reimbursed
    ? i18n._('Z listy: {why}', { why: payment?.indications || i18n._('wszystkie wskazania') })
    : i18n._('Nie ma go na liście refundacyjnej.');
  return (
    <div>
      <SelectField
        id={`${draft.key}-refund`}
        label={i18n._('Odpłatność')}
        options={refundLevels.map((level) => ({ value: level, label: words.refund(level) }))}
        value={chosen}
        onChange={(level) => onChange({ refund: level as Draft['refund'] })}
      />
      {data && <p className="rx-words">{reason}</p>}
      {pays !== undefined && chosen !== '100%' && (
        <p className="rx-words">{i18n._('Pacjent zapłaci {pays} za opakowanie', { pays: words.money(pays) })}</p>
      )}
      <Verdicts verdicts={verdicts.get('refund')} />
    </div>
  );
}

function EntitlementField({ draft, verdicts, seen, onChange }: DraftCardProps) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const found = draft.entitlement ? undefined : seen?.entitlement;
  return (
    <div>
      <SelectField
        id={`${draft.key}-entitlement`}
        label={i18n._('Uprawnienie dodatkowe')}
        options={[
          { value: '', label: found ? words.entitlement(found) : i18n._('ustali się samo (S, DZ, C)') },
          ...entitlements.map((code) => ({ value: code as string, label: words.entitlement(code) })),
        ]}
        value={draft.entitlement}
        onChange={(code) => onChange({ entitlement: code as Draft['entitlement'] })}
      />
      {found && <p className="rx-words">{i18n._('Wynika z wieku lub ciąży: dodane samo.')}</p>}
      <Verdicts verdicts={verdicts.get('entitlement')} />
    </div>
  );
}

/** Days and what else a prescription says, in one line: what it will be. */
function ValidityWords({ seen }: Pick<DraftCardProps, 'seen'>) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  if (!seen?.from || !seen.until) return null;
  return (
    <p className="rx-words">
      {i18n._('Ważna od {from} do {until}', { from: shortDate(seen.from) ?? '', until: shortDate(seen.until) ?? '' })}
    </p>
  );
}
