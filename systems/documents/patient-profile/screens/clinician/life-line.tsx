/** The life line of the overview: everything that the record holds, in six lanes, opened as an event or as a table. */
import { useLingui } from '@lingui/react';
import { useCallback, useMemo } from 'react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { TimelineEvent } from '#libs/ui/timeline/clusters.ts';
import { type Period, type Sight, Timeline } from '#libs/ui/timeline/timeline.tsx';
import { type Lane, lanes, type Overview } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { useEntryAddress } from './levels.ts';
import { filteredLine, filterOf, isFiltered } from './filter-state.ts';
import { useFacets } from './profile-tools.tsx';

interface Entry extends TimelineEvent {
  type: string;
  logicalId: string;
  lane: Lane;
}

/** What was last in view, by patient: coming Back from an event shows it again. In memory, so it ends with the page. */
const sights = new Map<string, Sight>();

export function LifeLine({
  overview: { lifeLine: whole, patient, asOf, problems, documents, medicines },
  search,
}: {
  overview: Overview;
  search: ScreenProps['search'];
}) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const addressOf = useEntryAddress(patient.id);
  const words = useWording();
  const facets = useFacets({ patient: patient.id, search }, isFiltered(search));
  const lifeLine = useMemo(() => filteredLine(whole, search, facets.data), [whole, search, facets.data]);
  const drawn = useMemo(
    () =>
      lanes.map((lane) => ({
        key: lane,
        label: words.lane(lane),
        events: lifeLine.lanes[lane].map(([starts, lasts, at, logicalId]): Entry => {
          const type = lifeLine.types[at] ?? '';
          const ends = starts === null || lasts === null ? null : starts + lasts;
          return { id: `${type}/${logicalId}`, starts, ends, type, logicalId, lane };
        }),
      })),
    [lifeLine, words],
  );
  const remember = useCallback((sight: Sight) => void sights.set(patient.id, sight), [patient.id]);
  const named = useMemo(() => {
    const lines = [...problems, ...documents.list, ...medicines];
    return new Map(lines.map(({ link, what }) => [`${link.type}/${link.id}`, what]));
  }, [problems, documents, medicines]);
  const describe = ({ id, type, lane, starts, ends }: Entry) => {
    const span = [
      dayOf(starts),
      ends === starts ? undefined : ends === null ? i18n._('trwa') : words.date(isoDay(ends)),
    ];
    return [named.get(id) ?? words.kind(type, lane), span.filter(Boolean).join(' – ')].filter(Boolean).join(', ');
  };
  const dayOf = (seconds: number | null) => (seconds === null ? undefined : words.date(isoDay(seconds)));
  const openTable = ({ lane, from, to }: Period) => {
    const period: Record<string, string> = lane ? { tor: lane, od: isoDay(from), do: isoDay(to + 86_400) } : {};
    const filter = { ...filterOf(search), ...period };
    go(href('clinician-portal/patient', { patient: patient.id, widok: 'tabela', ...filter }) ?? '');
  };
  return (
    <Timeline
      label={i18n._('Linia życia')}
      lanes={drawn}
      now={Date.parse(asOf) / 1000}
      first={sights.get(patient.id)}
      onView={remember}
      describe={describe}
      onOpen={({ type, logicalId }) => go(addressOf({ type, id: logicalId }) ?? '')}
      onTable={openTable}
    />
  );
}

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
