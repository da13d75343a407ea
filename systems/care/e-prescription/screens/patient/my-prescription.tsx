/** One package of the patient: the code for the counter; when nothing is left to collect, what became of it. */
import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { CodeCard } from './code-card.tsx';
import { type MyPackage, packagesOf, toCollect } from './packages.ts';
import { useKeeping, usePrescriptions } from './use-prescriptions.ts';
import { WhatHappened } from './what-happened.tsx';

export default function MyPrescriptionCode({ params: { id } }: ScreenProps) {
  const { i18n } = useLingui();
  const query = usePrescriptions();
  useKeeping(query);
  useAwake();
  return (
    <Page title={i18n._('Kod recepty')} actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}>
      <Loaded query={query} lines={8}>
        {({ items }) => {
          const packages = packagesOf(items);
          const mine = packages.find((one) => one.id === id);
          if (!mine) return <EmptyState kind="never">{i18n._('Nie ma takiej recepty.')}</EmptyState>;
          return (
            <div className="sgr-stack">
              <CodeCard package={mine} />
              <Others packages={toCollect(packages)} mine={mine} />
              <WhatHappened prescriptions={mine.prescriptions} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** At the counter one goes from one package to the next. */
function Others({ packages, mine }: { readonly packages: readonly MyPackage[]; readonly mine: MyPackage }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { date } = useFormat();
  const place = packages.findIndex(({ id }) => id === mine.id);
  const next = packages[(place + 1) % packages.length];
  const address = next && next.id !== mine.id && href('patient-portal/prescription', { id: next.id });
  const all = href('patient-portal/prescriptions');
  return (
    <p className="sgr-head ez-no-print">
      {address && (
        <ButtonLink href={address} kind="primary">
          {i18n._('Następna recepta (z {issued})', { issued: date(next.issued.slice(0, 10)) ?? '' })}
        </ButtonLink>
      )}
      {all && <ButtonLink href={all}>{i18n._('Wszystkie recepty')}</ButtonLink>}
    </p>
  );
}

/** The screen stays on while the code is shown, where the browser can do that. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let left = false;
    const asked = navigator.wakeLock?.request('screen');
    asked?.then(
      (given) => {
        if (left) given.release().catch(() => undefined);
        else lock = given;
      },
      () => undefined,
    );
    return () => {
      left = true;
      lock?.release().catch(() => undefined);
    };
  }, []);
}
