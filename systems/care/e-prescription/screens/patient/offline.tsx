/** Codes and the day's plan without a connection: of everybody whose prescriptions were put by on this device. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { OfflineProps } from '#libs/ui/screens/screens.ts';
import type { Section } from '#libs/ui/wallet/wallet.ts';
import { CodeCard } from './code-card.tsx';
import { DayPlan } from './day-plan.tsx';
import { packagesOf, toCollect } from './packages.ts';
import { planOf } from './plan.ts';
import { type KeptPrescriptions, sectionPrefix } from './use-prescriptions.ts';
import { polishDay } from './use-words.ts';
import './prescriptions.css';

export default function Offline({ kept }: OfflineProps) {
  const people = Object.entries(kept.sections).filter(([name]) => name.startsWith(sectionPrefix));
  return (
    <div className="sgr-stack">
      {people.map(([name, section]) => (
        <Person key={name} section={section as Section<KeptPrescriptions>} alone={people.length === 1} />
      ))}
    </div>
  );
}

function Person({ section, alone }: { readonly section: Section<KeptPrescriptions>; readonly alone: boolean }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { dateTime } = useFormat();
  const { savedAt, value } = section;
  const open = toCollect(packagesOf(value.prescriptions));
  const days = Math.floor((now().getTime() - Date.parse(savedAt)) / 86_400_000);
  const age = i18n._(
    '{days, plural, =0 {dzisiaj} one {# dzień temu} few {# dni temu} many {# dni temu} other {# dnia temu}}',
    { days },
  );
  return (
    <section className="sgr-stack">
      {!alone && <h2>{value.name}</h2>}
      <p>{i18n._('Stan z: {when} ({age}). Mógł się od tego czasu zmienić.', { when: dateTime(savedAt) ?? '', age })}</p>
      {open.length === 0 && <p>{i18n._('Nie było wtedy recept do wykupienia.')}</p>}
      {open.map((one) => (
        <CodeCard key={one.id} package={one} />
      ))}
      <DayPlan plan={planOf(value.prescriptions, polishDay(now()))} />
    </section>
  );
}
