/** One referral of the patient: code and QR, what to do now, what it says, what happened; giving it up. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { QrCode } from '#libs/ui/qr-code/qr-code.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Facts } from '../sheet/sheet.tsx';
import { History } from '../words/history.tsx';
import { ReasonForm } from '../words/reason-form.tsx';
import { StateTag } from '../words/state-tag.tsx';
import { useReferralWords, type WithHistory } from '../words/use-referral-words.ts';
import '../referrals.css';

export default function MyReferral({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const words = useReferralWords();
  const query = useGet<WithHistory>(`/api/e-referral/referrals/${encodeURIComponent(params.id ?? '')}`, {
    fresh: true,
  });
  return (
    <Page
      title={query.data ? words.kind(query.data.kind) : i18n._('Skierowanie')}
      actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}
    >
      <Loaded query={query} lines={8}>
        {(referral) => (
          <div className="sgs-stack">
            <Now referral={referral} onDone={() => query.refetch()} />
            <Card title={i18n._('Co jest na skierowaniu')}>
              <Facts referral={referral} />
            </Card>
            <Card title={i18n._('Co się działo')}>
              <History steps={referral.history} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Now({ referral, onDone }: { referral: WithHistory; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const words = useReferralWords();
  const { id, code, key, moves, spa, state } = referral;
  const path = (name: string) => `/api/e-referral/referrals/${encodeURIComponent(id)}/${name}`;
  return (
    <Card title={i18n._('Co teraz')} aside={<StateTag referral={referral} />}>
      <div className="sgs-code-row">
        <div>
          {spa && state === 'issued' && <p>{words.spa(spa.stage)}</p>}
          <p>{words.next(referral)}</p>
          {code && (
            <>
              <p className="ez-secondary">{i18n._('Kod skierowania')}</p>
              <p className="sgs-big-code">{code}</p>
            </>
          )}
        </div>
        {code && (
          <div className="sgs-qr">
            <QrCode text={key} label={i18n._('Kod QR skierowania')} />
          </div>
        )}
      </div>
      {code && (
        <p className="ez-secondary sgs-key">{i18n._('Klucz: {key}', { key: key.replace(/(\d{4})(?=\d)/g, '$1 ') })}</p>
      )}
      <div className="ez-no-print">
        {moves.includes('resign') && (
          <ReasonForm
            id="sgs-resign"
            label={i18n._('Rezygnuję z tej placówki')}
            act={i18n._('Rezygnuję')}
            hint={i18n._('Skierowanie zostanie. Możesz wybrać inną placówkę.')}
            path={path('resign')}
            onDone={onDone}
          />
        )}
        {moves.includes('give-back') && (
          <ReasonForm
            id="sgs-give-back"
            label={i18n._('Zwracam miejsce')}
            act={i18n._('Zwracam')}
            hint={i18n._('NFZ oceni powód. Ważny powód zachowuje Twój numer w kolejce.')}
            path={path('give-back')}
            onDone={onDone}
          />
        )}
      </div>
    </Card>
  );
}
