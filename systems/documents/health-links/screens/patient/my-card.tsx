/** "Moja karta": the summary that travels, in plain words, and links that give it away, with who opened them. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { QrCode } from '#libs/ui/qr-code/qr-code.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Link, Made } from '../../model.ts';
import { summaryIn } from '../parts/reading.ts';
import { SummaryView } from '../parts/summary-view.tsx';
import { MakeLink } from './make-link.tsx';
import { MyLinks } from './my-links.tsx';

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
      actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}
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

function NewLink({ made }: { made: Made }) {
  const { i18n } = useLingui();
  return (
    <Notice kind="success" title={i18n._('Link jest gotowy')} live>
      <p>{i18n._('Pokaż ten kod albo przekaż adres. Nie da się go pokazać drugi raz. PIN przekaż osobno.')}</p>
      <QrCode text={made.address} label={i18n._('Kod QR do podsumowania')} />
      <p className="hl-address">
        <a href={made.address}>{made.address}</a>
      </p>
    </Notice>
  );
}
