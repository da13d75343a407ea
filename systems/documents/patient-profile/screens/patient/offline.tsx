/** "Moje zdrowie w skrócie" without a connection: of everybody whose summary was put by on this device, with its age. */
import { useLingui } from '@lingui/react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { OfflineProps } from '#libs/ui/screens/screens.ts';
import { useWording } from '../wording/use-wording.ts';
import { type KeptSummary, sectionPrefix } from './keep-summary.tsx';
import { SummaryBody } from './summary.tsx';
import type { Overview } from '../../model.ts';
import './patient.css';

export default function Offline({ kept }: OfflineProps) {
  return Object.entries(kept.sections).flatMap(([name, { savedAt, value }]) =>
    name.startsWith(sectionPrefix) && value
      ? [<Person key={name} savedAt={savedAt} overview={value as NonNullable<KeptSummary>} />]
      : [],
  );
}

function Person({ savedAt, overview }: { savedAt: string; overview: Overview }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { dateTime } = useWording();
  const days = Math.floor((now().getTime() - Date.parse(savedAt)) / 86_400_000);
  const age = i18n._(
    '{days, plural, =0 {dzisiaj} one {# dzień temu} few {# dni temu} many {# dni temu} other {# dnia temu}}',
    { days },
  );
  return (
    <section>
      <h2>{i18n._('Zdrowie w skrócie: {name}', { name: overview.patient.name })}</h2>
      <p>{i18n._('Stan z: {when} ({age}). Mógł się od tego czasu zmienić.', { when: dateTime(savedAt) ?? '', age })}</p>
      <SummaryBody overview={overview} />
    </section>
  );
}
