/** "Moja karta": the summary that travels, in plain words, and links that give it away, with who opened them. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Link, Made } from '../../model.ts';
import { summaryIn } from '../parts/reading.ts';
import { SummaryView } from '../parts/summary-view.tsx';
import { MakeLink } from './make-link.tsx';
import { MyLinks } from './my-links.tsx';
import { NewLink } from './new-link.tsx';

export default function MyCard() {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { patient, actingFor } = useSession();
  const own = patient && !actingFor;
  const spoken = language === 'pl' ? 'pl' : 'en';
  const links = useGet<{ links: Link[] }>(own ? '/api/health-links' : undefined, { fresh: true });
  const [made, setMade] = useState<Made>();
  const summary = useGet<unknown>(
    patient && `/fhir/R4/Patient/${encodeURIComponent(patient)}/$summary?_language=${spoken}`,
  );
  return (
    <Page
      title={i18n._('Moja karta')}
      lead={i18n._('Podsumowanie Twojego zdrowia, które możesz zabrać w podróż albo pokazać lekarzowi przez link.')}
      actions={
        <>
          {patient && (
            <ButtonLink href={`/api/patient-summary/${encodeURIComponent(patient)}/card.pdf`} target="_blank">
              {i18n._('Karta na papier (PDF)')}
            </ButtonLink>
          )}
          <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        </>
      }
    >
      {made && <NewLink made={made} />}
      {own && (
        <div className="ez-no-print">
          <MakeLink
            language={spoken}
            onMade={(link) => {
              setMade(link);
              void links.refetch();
            }}
          />
          <h2>{i18n._('Moje linki')}</h2>
          <Loaded query={links} lines={3}>
            {(reply) => <MyLinks links={reply.links} onChanged={() => links.refetch()} />}
          </Loaded>
        </div>
      )}
      <Loaded query={summary} lines={10}>
        {(document) => {
          const shown = summaryIn(document);
          return shown ? <SummaryView summary={shown} /> : null;
        }}
      </Loaded>
    </Page>
  );
}
