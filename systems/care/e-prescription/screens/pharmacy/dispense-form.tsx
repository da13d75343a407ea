/** What is handed over: packages by code and batch (typed or scanned), as one line or several; F8 dispenses. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import { Button } from '#libs/ui/button/button.tsx';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { DispensedItem, Prescription, PrescriptionRead } from '../../model.ts';
import { usePrice } from '../clinician/use-medicines.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import { ItemFields } from './item-fields.tsx';
import { dispenseOf, type Item, itemAgain, itemOf, numberOf, type Said } from './items.ts';

export interface DispenseFormProps {
  prescription: Prescription;
  birthDate: string | undefined;
  /** In prescribed packages. */
  most: number;
  path: string;
  /** What the body is put into: a correction says its reason beside it. */
  bodyOf?: (dispense: unknown) => unknown;
  label?: string;
  /** What was dispensed, when it is put right. */
  before?: readonly DispensedItem[];
  onDone: (read: PrescriptionRead) => void;
}

const nothingSaid: Said = { last: false, emergency: false, paid: '', note: '' };

export function DispenseForm(props: DispenseFormProps) {
  const { prescription, birthDate, most, path, bodyOf, label, before, onDone } = props;
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const compounded = prescription.medicine.kind === 'R';
  const [items, setItems] = useState<readonly Item[]>(() =>
    before ? before.map((item) => itemAgain(newBrowserId(), item)) : [itemOf(newBrowserId(), prescription, most)],
  );
  const [said, setSaid] = useState(nothingSaid);
  const { busy, problem, act } = useAct();
  const last = useRef({ text: '', key: '' });
  const change = (key: string, values: Partial<Item>) =>
    setItems(items.map((item) => (item.key === key ? { ...item, ...values } : item)));
  const wrong = items.find((item) => numberOf(item.quantity) <= 0 || (!compounded && item.gtin === ''));
  const dispense = () => {
    if (wrong) return document.getElementById(`${wrong.key}-quantity`)?.focus();
    const request = dispenseOf(items, said, compounded);
    const body = bodyOf ? bodyOf(request) : request;
    const text = JSON.stringify(body);
    // The same once more is the same: a second press, or an answer that did not come.
    if (last.current.text !== text) last.current = { text, key: newBrowserId() };
    void act(async () => {
      onDone(await api.send<PrescriptionRead>('POST', path, body, { idempotencyKey: last.current.key }));
    });
  };
  useDispenseKey(dispense);
  return (
    <div className="rx-dispense">
      {items.map((item, place) => (
        <ItemFields
          key={item.key}
          item={item}
          first={place === 0}
          prescription={prescription}
          onChange={(values) => change(item.key, values)}
          onRemove={items.length > 1 ? () => setItems(items.filter(({ key }) => key !== item.key)) : undefined}
        />
      ))}
      {!compounded && (
        <Button kind="quiet" onClick={() => setItems([...items, itemOf(newBrowserId(), prescription, 1)])}>
          {i18n._('Dodaj drugą serię albo opakowanie')}
        </Button>
      )}
      <SaidFields said={said} onChange={setSaid} />
      <Pays prescription={prescription} items={items} birthDate={birthDate} />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <div className="rx-acts">
        <Button kind="primary" busy={busy} onClick={dispense} aria-keyshortcuts="F8">
          {label ?? i18n._('Wydaj (F8)')}
        </Button>
        {!before && <span className="ez-secondary">{i18n._('Najwyżej {most} op. dzisiaj', { most })}</span>}
      </div>
    </div>
  );
}

function SaidFields({ said, onChange }: { said: Said; onChange: (said: Said) => void }) {
  const { i18n } = useLingui();
  return (
    <details className="rx-more">
      <summary>{i18n._('Zapłata, uwagi, koniec realizacji…')}</summary>
      <div className="rx-fields">
        <TextField
          id="rx-zaplacono"
          label={i18n._('Pacjent zapłacił (zł)')}
          optional
          inputMode="decimal"
          length={8}
          value={said.paid}
          onChange={(paid) => onChange({ ...said, paid })}
        />
        <TextField
          id="rx-uwaga"
          label={i18n._('Uwaga')}
          optional
          maxLength={500}
          value={said.note}
          onChange={(note) => onChange({ ...said, note })}
        />
        <div>
          <Checkbox
            id="rx-ostatnie"
            label={i18n._('To ostatnie wydanie')}
            hint={i18n._('Reszty nie będzie można wydać.')}
            checked={said.last}
            onChange={(isLast) => onChange({ ...said, last: isLast })}
          />
          <Checkbox
            id="rx-awaryjny"
            label={i18n._('Tryb awaryjny')}
            checked={said.emergency}
            onChange={(emergency) => onChange({ ...said, emergency })}
          />
        </div>
      </div>
    </details>
  );
}

/** What the patient pays by the list of today for what is handed over. */
function Pays({
  prescription,
  items,
  birthDate,
}: {
  prescription: Prescription;
  items: readonly Item[];
  birthDate: string | undefined;
}) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const [item] = items;
  const { data } = usePrice(item && /^\d{8,14}$/.test(item.gtin) ? item.gtin : undefined, birthDate);
  const payment = data?.payments.find(({ level }) => level === prescription.refundLevel);
  if (!payment || !item || items.length > 1 || prescription.refundLevel === '100%') return null;
  return (
    <p className="rx-words">
      {i18n._('Według listy pacjent płaci {pays} za {count} op.', {
        pays: words.money(Math.round(payment.pays * numberOf(item.quantity))),
        count: item.quantity,
      })}
    </p>
  );
}

function useDispenseKey(dispense: () => void): void {
  const current = useRef(dispense);
  current.current = dispense;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.repeat) return;
      event.preventDefault();
      current.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
