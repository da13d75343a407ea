/** A referral by key or by code and PESEL: shown first, then accepted. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { PeselField } from '#libs/ui/pesel-field/pesel-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Shown } from '../../model.ts';
import { Facts } from '../sheet/sheet.tsx';
import { StateTag } from '../words/state-tag.tsx';
import { useReferralWords } from '../words/use-referral-words.ts';
import '../referrals.css';

export function AcceptByCode({ onDone }: { onDone: () => unknown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useReferralWords();
  const { busy, problem, act } = useAct();
  const [code, setCode] = useState('');
  const [pesel, setPesel] = useState('');
  const [found, setFound] = useState<Shown>();
  const [done, setDone] = useState<Shown>();
  const digits = code.replaceAll(/[\s-]/g, '');
  const asked = digits.length > 4 ? { key: digits } : { code: digits, pesel };
  const find = () =>
    act(async () => {
      setDone(undefined);
      setFound(undefined);
      setFound(await api.send<Shown>('POST', '/api/e-referral/find', asked));
    });
  const accept = (referral: Shown) =>
    act(async () => {
      setDone(await api.send<Shown>('POST', '/api/e-referral/accept', { key: referral.key }));
      setFound(undefined);
      setCode('');
      setPesel('');
      await onDone();
    });
  return (
    <Card title={i18n._('Przyjmij skierowanie')}>
      <form
        className="sgs-find-form"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <div className="sgs-find">
          <TextField
            id="sgs-code"
            code
            inputMode="numeric"
            label={i18n._('Kod albo klucz')}
            hint={i18n._('4 cyfry od pacjenta albo 44 cyfry z wydruku')}
            value={code}
            onChange={setCode}
            maxLength={60}
          />
          {digits.length <= 4 && (
            <PeselField
              id="sgs-pesel"
              label={i18n._('PESEL pacjenta')}
              hint={i18n._('Tylko z kodem.')}
              value={pesel}
              onChange={setPesel}
            />
          )}
        </div>
        <Button type="submit" busy={busy} kind={found ? 'secondary' : 'primary'}>
          {i18n._('Pokaż skierowanie')}
        </Button>
      </form>
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      {done && (
        <Notice kind="success" live>
          <p>{i18n._('Przyjęto: {what}, {who}.', { what: words.to(done), who: done.patientName ?? '' })}</p>
        </Notice>
      )}
      {found && (
        <section aria-label={i18n._('Znalezione skierowanie')} className="sgs-stack">
          <h3>
            {found.patientName} <StateTag referral={found} />
          </h3>
          <Facts referral={found} />
          <Button kind="primary" busy={busy} onClick={() => void accept(found)}>
            {i18n._('Przyjmij do realizacji')}
          </Button>
        </section>
      )}
    </Card>
  );
}
