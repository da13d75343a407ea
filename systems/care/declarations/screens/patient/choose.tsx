/** Choosing in three steps: the facility, the person, and the confirmation with what it costs. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SearchField } from '#libs/ui/search-field/search-field.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { type Kind, kinds, type Mine, type Named, type PersonShown } from '../../model.ts';
import { useDeclarationWords } from '../words/use-declaration-words.ts';
import { Confirm } from './confirm.tsx';
import '../declarations.css';

type Facility = Named & { readonly address?: string };

export default function Choose({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useDeclarationWords();
  const kind = kinds.find((one) => one === params.kind) ?? 'doctor';
  const mine = useGet<Mine>('/api/declarations/mine', { fresh: true });
  const [facility, setFacility] = useState<Facility>();
  const [person, setPerson] = useState<PersonShown>();
  const title = {
    doctor: i18n._('Wybierz lekarza POZ'),
    nurse: i18n._('Wybierz pielęgniarkę POZ'),
    midwife: i18n._('Wybierz położną POZ'),
  }[kind];
  return (
    <Page
      title={title}
      actions={<ButtonLink href={href('patient-portal/primary-care') ?? ''}>{i18n._('Wróć bez zmian')}</ButtonLink>}
    >
      <FindFacility chosen={facility} onChoose={(one) => [setFacility(one), setPerson(undefined)]} />
      {facility && (
        <ChoosePerson key={facility.id} kind={kind} facility={facility} chosen={person} onChoose={setPerson} />
      )}
      {facility && person && (
        <Loaded query={mine} lines={4}>
          {({ next }) => (
            <Confirm
              key={person.id}
              next={next.find((one) => one.kind === kind)}
              wanted={{ kind, facility: facility.id, practitioner: person.id }}
              who={words.who({ person, facility })}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface FindProps {
  readonly chosen: Facility | undefined;
  readonly onChoose: (facility: Facility) => unknown;
}

function FindFacility({ chosen, onChoose }: FindProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState('');
  const path = text.length >= 2 ? `/api/declarations/facilities?text=${encodeURIComponent(text)}` : undefined;
  const query = useGet<{ facilities: readonly Facility[] }>(path);
  return (
    <section>
      <h2>{i18n._('1. Placówka')}</h2>
      <SearchField
        id="dk-facility"
        label={i18n._('Nazwa przychodni albo miejscowość')}
        hint={i18n._('Co najmniej 2 litery')}
        onSearch={setText}
      />
      {path && (
        <Loaded query={query} lines={4}>
          {({ facilities }) =>
            facilities.length === 0 ? (
              <p>{i18n._('Nie ma takiej przychodni. Sprawdź pisownię albo wpisz miejscowość.')}</p>
            ) : (
              <Radios
                id="dk-facilities"
                label={i18n._('Wybierz przychodnię')}
                options={facilities.map(({ id, name, address }) => ({ value: id, label: name ?? id, hint: address }))}
                value={chosen?.id}
                onChange={(id) => {
                  const found = facilities.find((one) => one.id === id);
                  if (found) onChoose(found);
                }}
              />
            )
          }
        </Loaded>
      )}
    </section>
  );
}

interface PersonProps {
  readonly kind: Kind;
  readonly facility: Facility;
  readonly chosen: PersonShown | undefined;
  readonly onChoose: (person: PersonShown) => void;
}

function ChoosePerson({ kind, facility, chosen, onChoose }: PersonProps) {
  const { i18n } = useLingui();
  const query = useGet<{ people: readonly PersonShown[] }>(
    `/api/declarations/facilities/${encodeURIComponent(facility.id)}/people?kind=${kind}`,
  );
  const hint = ({ specialities, accepted, limit }: PersonShown) =>
    [
      specialities.join(', '),
      limit === undefined
        ? i18n._('na liście: {accepted}', { accepted })
        : i18n._('na liście: {accepted}, zalecane najwyżej {limit}', { accepted, limit }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <section>
      <h2>{i18n._('2. Osoba')}</h2>
      <Loaded query={query} lines={4}>
        {({ people }) =>
          people.length === 0 ? (
            <Notice kind="info">{i18n._('W tej placówce nikogo takiego nie można teraz wybrać.')}</Notice>
          ) : (
            <Radios
              id="dk-people"
              label={i18n._('Kogo wybierasz?')}
              options={people.map((one) => ({ value: one.id, label: one.name ?? one.id, hint: hint(one) }))}
              value={chosen?.id}
              onChange={(id) => {
                const found = people.find((one) => one.id === id);
                if (found) onChoose(found);
              }}
            />
          )
        }
      </Loaded>
    </section>
  );
}
