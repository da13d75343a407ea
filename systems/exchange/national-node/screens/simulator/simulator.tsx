/** SYMULATOR of login.gov.pl: whoever is chosen is signed in as, at the level chosen. It must not be taken for the real one. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';

interface Asked {
  readonly people: readonly {
    readonly pesel: string;
    readonly givenName: string;
    readonly familyName: string;
    readonly birthDate: string;
  }[];
}

export default function NodeSimulator({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const address = `/api/national-node/simulator/requests/${encodeURIComponent(search.prosba ?? '')}`;
  const asked = useGet<Asked>(search.prosba ? address : undefined);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const over = !search.prosba || asked.isError;
  return (
    <Page title={i18n._('SYMULATOR: login.gov.pl')} failed={problems.length > 0}>
      <Notice kind="warning" title={i18n._('To nie jest login.gov.pl')}>
        <p>{i18n._('Wszyscy są tu wymyśleni. Wybierz, kim jesteś, a platforma uwierzy jak prawdziwemu węzłowi.')}</p>
      </Notice>
      {over ? (
        <p>
          {i18n._('Ta prośba o zalogowanie wygasła albo jej nie było.')}{' '}
          <Link href="/sign-in">{i18n._('Zacznij od strony logowania')}</Link>
        </p>
      ) : (
        <Loaded query={asked}>
          {({ people }) => <Choice {...{ address, people, problems }} onProblems={setProblems} />}
        </Loaded>
      )}
    </Page>
  );
}

interface ChoiceProps extends Asked {
  address: string;
  problems: readonly Problem[];
  onProblems: (problems: readonly Problem[]) => void;
}

function Choice({ address, people, problems, onProblems }: ChoiceProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [pesel, setPesel] = useState<string>();
  const [level, setLevel] = useState('substantial');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!pesel) return onProblems([{ field: 'osoba', message: i18n._('Zaznacz osobę') }]);
    setBusy(true);
    try {
      const onward = await api.send<{ continue: string }>('POST', address, { pesel, level });
      return location.assign(onward.continue);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      onProblems([{ message: i18n._('Ta prośba wygasła. Wróć na stronę logowania i zacznij od nowa.') }]);
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      <Radios
        id="osoba"
        label={i18n._('Kim jesteś?')}
        options={people.map((one) => ({
          value: one.pesel,
          label: `${one.givenName} ${one.familyName}`,
          hint: i18n._('PESEL {pesel}', { pesel: one.pesel }),
        }))}
        value={pesel}
        onChange={setPesel}
        error={problemOf(problems, 'osoba')}
      />
      <Radios
        id="poziom"
        label={i18n._('Czym się logujesz?')}
        options={[
          { value: 'substantial', label: i18n._('Profil zaufany'), hint: i18n._('Poziom średni (substantial)') },
          { value: 'high', label: i18n._('e-dowód'), hint: i18n._('Poziom wysoki (high)') },
          { value: 'low', label: i18n._('Samo hasło'), hint: i18n._('Poziom niski (low)') },
        ]}
        value={level}
        onChange={setLevel}
      />
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Zaloguj jako wybraną osobę')}
      </Button>{' '}
      <Link href="/sign-in">{i18n._('Zrezygnuj')}</Link>
    </form>
  );
}
