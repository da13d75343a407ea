/** Beside dispensing: a compounded medicine is taken in hand or given back; a prescription is blocked or freed. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useSession } from '#libs/ui/portal/portal.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Prescription, PrescriptionRead } from '../../model.ts';
import { type BlockReason, blockReasons, may } from '../../states.ts';
import { useRxWords } from '../words/use-rx-words.ts';

interface HandActsProps {
  prescription: Prescription;
  onDone: (read: PrescriptionRead) => void;
}

export function HandActs({ prescription, onDone }: HandActsProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const { facility } = useSession();
  const { busy, problem, act } = useAct();
  const [blocking, setBlocking] = useState<BlockReason | ''>('');
  const { id, status, medicine, block, pharmacy } = prescription;
  const does =
    (what: string, body: object = {}) =>
    () =>
      act(async () => {
        onDone(
          await api.send<PrescriptionRead>(
            'POST',
            `/api/e-prescription/prescriptions/${encodeURIComponent(id)}/${what}`,
            body,
          ),
        );
      });
  const inHand = block?.reason === 'W_REALIZACJI';
  const free = may('block', status);
  return (
    <div className="rx-acts">
      {medicine.kind === 'R' && free && (
        <Button busy={busy} onClick={does('accept')}>
          {i18n._('Przyjmij do wykonania')}
        </Button>
      )}
      {inHand && (pharmacy === undefined || pharmacy === facility) && (
        <Button busy={busy} onClick={does('resign')}>
          {i18n._('Zrezygnuj z wykonania')}
        </Button>
      )}
      {block && !inHand && (
        <Button busy={busy} onClick={does('unblock')}>
          {i18n._('Odblokuj')}
        </Button>
      )}
      {free && (
        <details className="rx-more">
          <summary>{i18n._('Zablokuj receptę…')}</summary>
          <SelectField
            id={`${id}-block`}
            label={i18n._('Powód')}
            options={[
              { value: '', label: i18n._('wybierz powód') },
              ...blockReasons
                .filter((reason) => reason !== 'W_REALIZACJI')
                .map((reason) => ({ value: reason as string, label: words.block(reason) })),
            ]}
            value={blocking}
            onChange={(reason) => setBlocking(reason as BlockReason)}
          />
          <Button
            busy={busy}
            onClick={blocking ? does('block', { reason: blocking }) : undefined}
            aria-disabled={!blocking}
          >
            {i18n._('Zablokuj')}
          </Button>
        </details>
      )}
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
    </div>
  );
}
