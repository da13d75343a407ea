/**
 * Referring the open patient: one page, filled in from the record; F8 issues. With `?poprawia=<id>` a referral that
 * nobody has accepted is put right. GAB-4
 */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { type Kind, kinds } from '../../kinds.ts';
import type { Prefilled } from '../../prefill.ts';
import { useReferralWords, type WithHistory } from '../words/use-referral-words.ts';
import { RecordBand, type RecordFacts, recordFactsAddress } from '#libs/ui/identity-band/record-band.tsx';
import { ReferForm } from './refer-form.tsx';
import '../referrals.css';

export default function Refer({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const patient = params.patient as string;
  const facts = useGet<RecordFacts>(recordFactsAddress(patient));
  const corrected = search.poprawia;
  return (
    <Page
      title={corrected ? i18n._('Popraw skierowanie') : i18n._('Wystaw skierowanie')}
      person={facts.data?.patient.name}
      width="wide"
    >
      {facts.data && <RecordBand facts={facts.data} />}
      {corrected ? <Correcting patient={patient} id={corrected} /> : <Issuing patient={patient} />}
    </Page>
  );
}

function Issuing({ patient }: { patient: string }) {
  const { i18n } = useLingui();
  const words = useReferralWords();
  const [kind, setKind] = useState<Kind>('clinic');
  const query = useGet<Prefilled>(`/api/e-referral/patients/${encodeURIComponent(patient)}/prefill?kind=${kind}`);
  const options = kinds.filter((one) => one !== 'vaccination').map((one) => ({ value: one, label: words.kind(one) }));
  return (
    <>
      <SelectField
        id="sgs-kind"
        label={i18n._('Rodzaj skierowania')}
        options={options}
        value={kind}
        onChange={(one) => setKind(one as Kind)}
      />
      <Loaded query={query} lines={8}>
        {({ draft, problems }) => <ReferForm key={kind} patient={patient} draft={draft} problems={problems} />}
      </Loaded>
    </>
  );
}

function Correcting({ patient, id }: { patient: string; id: string }) {
  const query = useGet<WithHistory>(`/api/e-referral/referrals/${encodeURIComponent(id)}`, { fresh: true });
  return (
    <Loaded query={query} lines={8}>
      {(referral) => <ReferForm patient={patient} draft={referral} problems={[]} corrected={id} />}
    </Loaded>
  );
}
