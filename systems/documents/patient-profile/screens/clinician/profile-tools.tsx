/**
 * Searching, filtering and looking back, one quiet line at the top of the profile: what is opened stays open while it
 * is in use, the rest takes no room.
 */
import { useLingui } from '@lingui/react';
import { useCallback, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { Facets } from '../../model.ts';
import { FilterBar } from './filter-bar.tsx';
import { asked, filterOf, isFiltered } from './filter-state.ts';
import { dayOf } from './known-day.ts';
import { useProfile } from './known-then.tsx';
import { TimeSlider } from './time-slider.tsx';

interface ToolsProps {
  patient: string;
  search: ScreenProps['search'];
}

/** The facets of the filter that is on; asked for only when `wanted`: the overview alone needs none. */
export const useFacets = ({ patient, search }: ToolsProps, wanted: boolean) =>
  useProfile<Facets>(
    wanted
      ? `/api/patient-profile/${encodeURIComponent(patient)}/facets?${new URLSearchParams(asked(search))}`
      : undefined,
    search,
  );

export function ProfileTools({ patient, search }: ToolsProps) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const day = dayOf(search);
  const lists = search.widok === 'tabela' || search.widok === 'szukaj';
  const [opened, open] = useState<'filter' | 'then' | undefined>();
  const filtering = opened === 'filter' || lists || isFiltered(search);
  const looking = opened === 'then' || day !== undefined;
  const facets = useFacets({ patient, search }, filtering);
  const find = href('clinician-portal/patient', { patient, widok: 'szukaj', ...filterOf(search) }) ?? '';
  const toggle = (which: 'filter' | 'then') => () => open(opened === which ? undefined : which);
  useKeys({ f: toggle('filter'), w: toggle('then') });
  const toDay = useCallback(
    (chosen: string | undefined) => {
      const there = new URL(location.href);
      if (chosen) there.searchParams.set('stan', chosen);
      else there.searchParams.delete('stan');
      go(`${there.pathname}${there.search}`);
    },
    [go],
  );
  return (
    <div className="pp-tools ez-no-print">
      <div className="pp-tools-line">
        {search.widok !== 'szukaj' && (
          <ButtonLink kind="quiet" href={find}>
            {i18n._('Szukaj (/)')}
          </ButtonLink>
        )}
        {!lists && (
          <Button kind="quiet" aria-expanded={filtering} onClick={toggle('filter')}>
            {i18n._('Filtruj (F)')}
          </Button>
        )}
        <Button kind="quiet" aria-expanded={looking} onClick={toggle('then')}>
          {i18n._('Jak było wiadomo (W)')}
        </Button>
      </div>
      {looking && <TimeSlider patient={patient} day={day} onDay={toDay} />}
      {filtering && (
        <Loaded query={facets} lines={1}>
          {(counted) => (
            <FilterBar patient={patient} search={search} facets={counted} fields={opened === 'filter' || lists} />
          )}
        </Loaded>
      )}
    </div>
  );
}
