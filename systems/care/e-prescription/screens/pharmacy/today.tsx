/** What this pharmacy dispensed on a day; a mistake is put right or taken back from here, with its reason. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Dispense, Page as PageOf } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import { CorrectDispense } from './correct-dispense.tsx';
import { WithdrawButton } from './withdraw.tsx';
import '../prescriptions.css';
import './pharmacy.css';

export default function Today() {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { facilityName } = useSession();
  const [day, setDay] = useState(now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' }));
  const [cursor, setCursor] = useState<string>();
  const [correcting, setCorrecting] = useState<Dispense>();
  const query = useGet<PageOf<Dispense>>(
    day && `/api/e-prescription/dispenses?${new URLSearchParams({ day, ...(cursor ? { cursor } : {}) })}`,
    { fresh: true },
  );
  return (
    <Page
      title={i18n._('Wydane leki')}
      lead={facilityName}
      width="wide"
      actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}
    >
      <TextField
        id="rx-dzien"
        type="date"
        label={i18n._('Dzień')}
        length={11}
        value={day}
        onChange={(chosen) => {
          setDay(chosen);
          setCursor(undefined);
        }}
      />
      {correcting && <CorrectDispense dispense={correcting} onEnd={() => setCorrecting(undefined)} />}
      <Loaded query={query} lines={8}>
        {({ items, next }) => (
          <>
            <List dispenses={items} onCorrect={setCorrecting} />
            <CursorPaging
              count={items.length}
              onFirst={cursor ? () => setCursor(undefined) : undefined}
              onNext={next ? () => setCursor(next) : undefined}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function List({ dispenses, onCorrect }: { dispenses: readonly Dispense[]; onCorrect: (dispense: Dispense) => void }) {
  const { i18n } = useLingui();
  const { time, number } = useFormat();
  const words = useRxWords();
  if (dispenses.length === 0)
    return <EmptyState kind="no-match">{i18n._('Tego dnia apteka niczego nie wydała z e-recept.')}</EmptyState>;
  const states = {
    OBOWIAZUJACY: { kind: 'success' as const, says: i18n._('wydane') },
    SKORYGOWANY: { kind: 'neutral' as const, says: i18n._('poprawione') },
    WYCOFANY: { kind: 'neutral' as const, says: i18n._('wycofane') },
  };
  const named = (dispense: Dispense) => dispense.items.map(({ name, gtin }) => name ?? gtin).join(', ');
  return (
    <Table
      caption={i18n._('Wydane leki')}
      captionHidden
      rows={dispenses}
      rowKey={({ id }) => id}
      columns={[
        { key: 'at', header: i18n._('Godzina'), cell: ({ at }) => time(at) },
        {
          key: 'what',
          header: i18n._('Lek'),
          rowHeader: true,
          cell: (dispense) => (
            <>
              {named(dispense)}
              {dispense.substituted && <small> {i18n._('(zamiennik)')}</small>}
            </>
          ),
        },
        {
          key: 'lot',
          header: i18n._('Seria'),
          cell: ({ items }) => items.flatMap(({ lot }) => lot ?? []).join(', ') || '–',
        },
        { key: 'counts', header: i18n._('Opakowań'), numeric: true, cell: ({ counts }) => number(counts) },
        {
          key: 'paid',
          header: i18n._('Zapłata'),
          numeric: true,
          cell: ({ paid }) => (paid === undefined ? '–' : words.money(paid)),
        },
        { key: 'who', header: i18n._('Kto wydał'), cell: ({ pharmacist }) => pharmacist.name },
        {
          key: 'state',
          header: i18n._('Stan'),
          cell: ({ state }) => <Tag kind={states[state].kind}>{states[state].says}</Tag>,
        },
        {
          key: 'acts',
          header: i18n._('Działania'),
          cell: (dispense) =>
            dispense.state === 'OBOWIAZUJACY' ? (
              <span className="rx-acts ez-no-print">
                <Button
                  kind="quiet"
                  onClick={() => onCorrect(dispense)}
                  aria-label={i18n._('Popraw: {name}', { name: named(dispense) })}
                >
                  {i18n._('Popraw')}
                </Button>
                <WithdrawButton id={dispense.id} name={named(dispense)} />
              </span>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}
