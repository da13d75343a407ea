/** One referral in Gabinet: what it says, what happened, what may be done with it now, and the sheet to print. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Sheet } from '../sheet/sheet.tsx';
import { History } from '../words/history.tsx';
import { ReasonForm } from '../words/reason-form.tsx';
import { StateTag } from '../words/state-tag.tsx';
import { useReferralWords, type WithHistory } from '../words/use-referral-words.ts';
import { RecordBand, type RecordFacts, recordFactsAddress } from '#libs/ui/identity-band/record-band.tsx';
import '../referrals.css';

export default function ReferralScreen({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { patient = '', id = '' } = params;
  const words = useReferralWords();
  const query = useGet<WithHistory>(`/api/e-referral/referrals/${encodeURIComponent(id)}`, { fresh: true });
  const facts = useGet<RecordFacts>(recordFactsAddress(patient));
  const all = href('clinician-portal/patient-referrals', { patient });
  return (
    <Page
      title={query.data ? words.kind(query.data.kind) : i18n._('Skierowanie')}
      person={query.data?.patientName ?? ''}
      actions={
        <>
          {all && (
            <ButtonLink kind="quiet" href={all}>
              {i18n._('Skierowania pacjenta')}
            </ButtonLink>
          )}
          <Button onClick={() => print()}>{i18n._('Drukuj skierowanie')}</Button>
        </>
      }
    >
      {facts.data && <RecordBand facts={facts.data} />}
      <Loaded query={query} lines={8}>
        {(referral) => (
          <div className="sgs-stack">
            <p className="ez-no-print">
              <StateTag referral={referral} />
            </p>
            <Sheet referral={referral} pesel={facts.data?.patient.pesel} />
            <div className="ez-no-print sgs-stack">
              <Acts referral={referral} onDone={() => query.refetch()} />
              <Card title={i18n._('Co się działo')}>
                <History steps={referral.history} />
              </Card>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Acts({ referral, onDone }: { referral: WithHistory; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const api = useApi();
  const words = useReferralWords();
  const { busy, problem, act } = useAct();
  const { id, patient, moves } = referral;
  const path = (name: string) => `/api/e-referral/referrals/${encodeURIComponent(id)}/${name}`;
  const realise = () =>
    act(async () => {
      await api.send('POST', path('realise'), {});
      await onDone();
    });
  const correct = href('clinician-portal/refer', { patient, poprawia: id });
  const may = (name: string) => moves.includes(name);
  if (moves.length === 0) return null;
  return (
    <>
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <div className="sgs-acts">
        {may('realise') && (
          <Button kind="primary" busy={busy} onClick={() => void realise()}>
            {i18n._('Oznacz jako zrealizowane')}
          </Button>
        )}
        {may('return') && (
          <ReasonForm
            id="sgs-return"
            label={i18n._('Oddaj skierowanie')}
            act={i18n._('Oddaj')}
            hint={i18n._('Pacjent zobaczy ten powód.')}
            path={path('return')}
            onDone={onDone}
          />
        )}
        {may('correct') && correct && <ButtonLink href={correct}>{i18n._('Popraw')}</ButtonLink>}
        {may('cancel') && (
          <ReasonForm
            id="sgs-cancel"
            label={i18n._('Anuluj skierowanie')}
            act={i18n._('Anuluj')}
            hint={i18n._('Pacjent zobaczy ten powód.')}
            path={path('cancel')}
            onDone={onDone}
          />
        )}
      </div>
    </>
  );
}
