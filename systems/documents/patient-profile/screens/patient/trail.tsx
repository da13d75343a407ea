/** Where a page lies among the levels, and printing: the same on every page of the patient's profile. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import type { EventLine, Identity } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { useLevels } from './whose.tsx';

/** `Moje zdrowie › Cukrzyca › Wizyta › this`. Steps without an address are left out. */
export function Trail({
  here,
  problem,
  encounter,
}: {
  here: string;
  problem?: { id: string; what: string } | undefined;
  encounter?: EventLine | undefined;
}) {
  const { i18n } = useLingui();
  const levels = useLevels();
  const above = [
    { href: levels.summary(), label: i18n._('Moje zdrowie w skrócie') },
    ...(problem ? [{ href: levels.problem(problem.id), label: problem.what }] : []),
    ...(encounter ? [{ href: levels.event(encounter.link, problem?.id), label: encounter.what }] : []),
  ];
  const reachable = above.flatMap(({ href, label }) => (href ? [{ href, label }] : []));
  return <Breadcrumb label={i18n._('Gdzie jesteś')} trail={[...reachable, { label: here }]} />;
}

export function PrintButton() {
  const { i18n } = useLingui();
  return <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>;
}

/** Whose sheet it is: printed only, since on the screen the portal says who is signed in. */
export function PrintedIdentity({ patient, asOf }: { patient: Identity; asOf?: string }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useWording();
  const born = date(patient.birthDate);
  return (
    <p className="pp-print-only">
      {[
        patient.name,
        patient.pesel && `PESEL ${patient.pesel}`,
        born && i18n._('data urodzenia: {born}', { born }),
        asOf && i18n._('stan z: {when}', { when: dateTime(asOf) ?? '' }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
