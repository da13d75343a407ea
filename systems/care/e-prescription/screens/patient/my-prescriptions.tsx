/** The patient's prescriptions: what is to be collected with its code, and all others with what became of them. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ActionLink, ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Line } from './code-card.tsx';
import { type MyPackage, packagesOf, toCollect } from './packages.ts';
import { OnThisDevice } from './on-this-device.tsx';
import { useKeeping, usePrescriptions } from './use-prescriptions.ts';
import './prescriptions.css';

export default function MyPrescriptions() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const [cursor, setCursor] = useState<string>();
  const query = usePrescriptions(cursor);
  useKeeping(usePrescriptions());
  const plan = href('patient-portal/medicine-plan');
  return (
    <Page
      title={i18n._('Moje recepty')}
      lead={i18n._('Kod do apteki, ile zostało do wykupienia i do kiedy.')}
      actions={
        <>
          {plan && <ButtonLink href={plan}>{i18n._('Plan leków na dziś')}</ButtonLink>}
          <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        </>
      }
    >
      <Loaded query={query} lines={8}>
        {({ items, next }) => {
          const packages = packagesOf(items);
          const open = toCollect(packages);
          const closed = packages.filter((one) => !open.includes(one));
          return (
            <div className="sgr-stack">
              <section>
                <h2>{i18n._('Do wykupienia ({count})', { count: open.length })}</h2>
                {open.length === 0 && (
                  <EmptyState kind="never">{i18n._('Nie masz teraz recept do wykupienia.')}</EmptyState>
                )}
                <div className="sgr-stack">
                  {open.map((one) => (
                    <PackageCard key={one.id} package={one} withCode />
                  ))}
                </div>
              </section>
              {closed.length > 0 && (
                <section>
                  <h2>{i18n._('Wykupione i zakończone ({count})', { count: closed.length })}</h2>
                  <div className="sgr-stack">
                    {closed.map((one) => (
                      <PackageCard key={one.id} package={one} />
                    ))}
                  </div>
                </section>
              )}
              {next && <Button onClick={() => setCursor(next)}>{i18n._('Pokaż starsze recepty')}</Button>}
              {cursor && <Button onClick={() => setCursor(undefined)}>{i18n._('Wróć do najnowszych')}</Button>}
              <OnThisDevice />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function PackageCard({ package: mine, withCode }: { readonly package: MyPackage; readonly withCode?: boolean }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const { href } = usePortal();
  const address = href('patient-portal/prescription', { id: mine.id });
  return (
    <Card
      level={3}
      title={i18n._('Recepta z {issued}', { issued: date(mine.issued.slice(0, 10)) ?? '' })}
      aside={withCode && <strong className="sgr-key">{i18n._('Kod {code}', { code: mine.code })}</strong>}
    >
      <ul className="sgr-lines">
        {mine.prescriptions.map((prescription) => (
          <li key={prescription.id}>
            <Line prescription={prescription} />
          </li>
        ))}
      </ul>
      {address && (
        <ActionLink href={address}>
          {withCode ? i18n._('Pokaż kod i kod QR') : i18n._('Zobacz szczegóły i historię')}
        </ActionLink>
      )}
    </Card>
  );
}
