/** The last step: what is chosen, what it costs or why it is free, and the one button that submits. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { type FreeReason, freeReasons, type Kind, type NextChoice } from '../../model.ts';
import { useDeclarationWords } from '../words/use-declaration-words.ts';

interface ConfirmProps {
  readonly next: NextChoice | undefined;
  readonly wanted: { readonly kind: Kind; readonly facility: string; readonly practitioner: string };
  readonly who: string;
}

export function Confirm({ next, wanted, who }: ConfirmProps) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const api = useApi();
  const words = useDeclarationWords();
  const { busy, problem, act } = useAct();
  const [way, setWay] = useState<FreeReason | 'fee'>();
  const fee = next?.fee;
  const submit = () =>
    act(async () => {
      const cost = way === 'fee' ? { feeAgreed: fee?.value } : way ? { freeReason: way } : {};
      await api.send('POST', '/api/declarations', { ...wanted, ...cost });
      go(href('patient-portal/primary-care') ?? '');
    });
  return (
    <section>
      <h2>{i18n._('3. Potwierdzenie')}</h2>
      <p>
        {i18n._('Wybierasz:')} <strong>{who}</strong>
      </p>
      {fee ? (
        <Radios
          id="dk-fee"
          label={i18n._('To {number}. wybór w tym roku: kosztuje {fee}, chyba że jest powód zwolnienia', {
            number: next.number,
            fee: words.money(fee),
          })}
          options={[
            { value: 'fee', label: i18n._('Zgadzam się na opłatę') },
            ...freeReasons.map((one) => ({ value: one, label: words.freeReason(one) })),
          ]}
          value={way}
          onChange={(value) => setWay(value as FreeReason | 'fee')}
        />
      ) : (
        <p>{i18n._('Ta zmiana jest bezpłatna.')}</p>
      )}
      <p>
        {i18n._('Placówka ma 7 dni na odpowiedź. Do tego czasu nic się nie zmienia, a deklarację możesz wycofać.')}{' '}
        {i18n._('Po przyjęciu placówka zobaczy Twoją dokumentację medyczną.')}
      </p>
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <Button kind="primary" busy={busy} disabled={fee !== undefined && way === undefined} onClick={submit}>
        {i18n._('Złóż deklarację')}
      </Button>
    </section>
  );
}
