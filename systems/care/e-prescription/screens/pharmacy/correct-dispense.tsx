/** Putting a dispense right: a reason, and the same form as dispensing with what was really handed over. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Dispense, PrescriptionRead } from '../../model.ts';
import { DispenseForm } from './dispense-form.tsx';

export function CorrectDispense({ dispense, onEnd }: { dispense: Dispense; onEnd: () => void }) {
  const { i18n } = useLingui();
  const refresh = useRefresh('/api/e-prescription/');
  const [reason, setReason] = useState('');
  const query = useGet<PrescriptionRead>(
    `/api/e-prescription/prescriptions/${encodeURIComponent(dispense.prescription)}`,
  );
  return (
    <section className="rx-draft ez-no-print" aria-label={i18n._('Popraw wydanie')}>
      <div className="rx-draft-head">
        <h2>{i18n._('Popraw wydanie')}</h2>
        <Button kind="quiet" onClick={onEnd}>
          {i18n._('Zostaw')}
        </Button>
      </div>
      <TextField
        id="rx-poprawka"
        label={i18n._('Powód poprawki')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        error={reason.trim().length < 3 ? i18n._('Napisz, co było źle.') : undefined}
      />
      <Loaded query={query} lines={6}>
        {({ prescription, package: of }) => (
          <DispenseForm
            prescription={prescription}
            birthDate={of.patient.birthDate}
            most={dispense.counts}
            before={dispense.items}
            path={`/api/e-prescription/dispenses/${encodeURIComponent(dispense.id)}/correct`}
            bodyOf={(corrected) => ({ reason: reason.trim(), dispense: corrected })}
            label={i18n._('Zapisz poprawkę (F8)')}
            onDone={() => {
              onEnd();
              void refresh();
            }}
          />
        )}
      </Loaded>
    </section>
  );
}
