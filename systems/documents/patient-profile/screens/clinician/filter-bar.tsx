/** The filter in words, with a way to take each part off, and the fields that change it. All of it is an address. */
import { useLingui } from '@lingui/react';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { type Facets, type FacetValue, type Lane, lanes } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { addDays } from './days.ts';
import { type FilterName, filterNames, filterOf } from './filter-state.ts';

interface FilterBarProps {
  patient: string;
  search: ScreenProps['search'];
  facets: Facets;
  /** Whether the fields are shown, or the sentence alone. */
  fields?: boolean;
}

export function FilterBar({ patient, search, facets, fields = true }: FilterBarProps) {
  const { i18n } = useLingui();
  const { go, href, now } = usePortal();
  const words = useWording();
  const address = (filter: Readonly<Record<string, string | undefined>>) => {
    const { widok } = search;
    const given = Object.entries({ widok, ...filter }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return href('clinician-portal/patient', { patient, ...Object.fromEntries(given) }) ?? '';
  };
  const parts = usePartsOf(search, facets);
  const { matching, total } = facets;
  const counts = i18n._('{matching, number} z {total, number} wpisów', { matching, total });
  const sentence = parts.length === 0 ? i18n._('wszystko') : parts.map(({ said }) => said).join(', ');
  const option = ({ id, name, count }: FacetValue) => ({ value: id, label: `${name ?? id} (${words.number(count)})` });
  const all = { value: '', label: i18n._('wszystkie') };
  const years = yearsOf(search, now().getFullYear(), words.date);
  const laneOption = ({ id, count }: FacetValue) => option({ id, count, name: words.lane(id as Lane) });
  return (
    <div className="pp-filter">
      <p role="status">{i18n._('Pokazuję: {sentence}, {counts}.', { sentence, counts })}</p>
      {parts.length > 0 && (
        <nav aria-label={i18n._('Filtry, które są włączone')} className="ez-no-print">
          {parts.map(({ name, said }) => (
            <Link key={name} href={address({ ...filterOf(search), [name]: undefined })} className="pp-chip">
              <span className="ez-hidden">{i18n._('Usuń filtr:')} </span>
              {said} <span aria-hidden="true">×</span>
            </Link>
          ))}
          {parts.length > 1 && <Link href={address({})}>{i18n._('Usuń wszystkie filtry')}</Link>}
        </nav>
      )}
      {fields && (
        <Filters
          values={search}
          onApply={(values) => go(address(values))}
          filters={[
            { name: 'tor', label: i18n._('Rodzaj'), options: [all, ...facets.lanes.map(laneOption)] },
            { name: 'placowka', label: i18n._('Placówka'), options: [all, ...facets.facilities.map(option)] },
            { name: 'specjalnosc', label: i18n._('Specjalność'), options: [all, ...facets.specialties.map(option)] },
            { name: 'od', label: i18n._('Od'), options: [{ ...all, label: i18n._('początku') }, ...years.from] },
            { name: 'do', label: i18n._('Do'), options: [{ ...all, label: i18n._('końca') }, ...years.to] },
          ]}
        />
      )}
    </div>
  );
}

interface Part {
  name: FilterName;
  said: string;
}

/** Each part of the filter in words. `do` is the first day that is not shown. */
function usePartsOf(search: ScreenProps['search'], facets: Facets): Part[] {
  const { i18n } = useLingui();
  const words = useWording();
  const named = (values: readonly FacetValue[], asked: string) =>
    asked.split(',').map((id) => values.find((one) => one.id === id)?.name ?? i18n._('bez wpisów'));
  const said: Readonly<Record<FilterName, (value: string) => string>> = {
    tor: (value) =>
      value
        .split(',')
        .map((id) => (lanes.includes(id as Lane) ? words.lane(id as Lane) : id))
        .join(', '),
    placowka: (value) => named(facets.facilities, value).join(', '),
    specjalnosc: (value) => named(facets.specialties, value).join(', '),
    od: (value) => i18n._('od {day}', { day: dayWords(value, words.date) }),
    do: (value) => i18n._('do {day}', { day: dayWords(lastDay(value), words.date) }),
  };
  const filter = filterOf(search);
  return filterNames.flatMap((name) => (filter[name] ? [{ name, said: said[name](filter[name]) }] : []));
}

type DateWords = (date: string | undefined) => string | undefined;
const dayWords = (value: string, date: DateWords): string => (/^\d{4}$/.test(value) ? value : (date(value) ?? value));
const lastDay = (value: string): string =>
  /^\d{4}$/.test(value) ? String(Number(value) - 1) : /^\d{4}-\d{2}-\d{2}$/.test(value) ? addDays(value, -1) : value;

/** Whole years to choose from, and what the address says where that is no whole year. */
function yearsOf({ od, do: until }: ScreenProps['search'], now: number, date: DateWords) {
  const years = Array.from({ length: 80 }, (_, back) => String(now - back));
  const own = (value: string | undefined, label: (value: string) => string) =>
    value && !/^\d{4}$/.test(value) ? [{ value, label: label(value) }] : [];
  return {
    from: [...own(od, (value) => dayWords(value, date)), ...years.map((year) => ({ value: year, label: year }))],
    to: [
      ...own(until, (value) => dayWords(lastDay(value), date)),
      ...years.map((year) => ({ value: String(Number(year) + 1), label: year })),
    ],
  };
}
