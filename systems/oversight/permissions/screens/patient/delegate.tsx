/** Adding a trusted person in two steps: who, what and until when; then exactly what that person will see. */
import { useLingui } from '@lingui/react';
import { useMemo, useState } from 'react';
import { areaNames, type ScopeArea } from '#core/access/areas.ts';
import { Button } from '#libs/ui/button/button.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { PeselField } from '#libs/ui/pesel-field/pesel-field.tsx';
import { peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Preview } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import { PreviewList } from './preview-list.tsx';
import '../permissions.css';

interface Asked {
  readonly pesel: string;
  readonly family: string;
  readonly until: string;
  readonly scope: readonly ScopeArea[];
  readonly sensitive: boolean;
}

const nothing: Asked = { pesel: '', family: '', until: '', scope: [], sensitive: false };

export default function Delegate() {
  const { i18n } = useLingui();
  const api = useApi();
  const { go, href } = usePortal();
  const words = usePermissionWords();
  const [asked, setAsked] = useState(nothing);
  const [preview, setPreview] = useState<Preview>();
  const [tried, setTried] = useState(false);
  const { busy, problem, act } = useAct();
  const problems = useProblems(asked, tried);
  const look = () =>
    act(async () => {
      setTried(true);
      if (wrongWith(i18n, asked).length > 0) return;
      const query = new URLSearchParams({ scope: asked.scope.join(','), sensitive: String(asked.sensitive) });
      setPreview(await api.get<Preview>(`/api/permissions/preview?${query}`));
    });
  const [code, setCode] = useState('');
  const save = () =>
    act(async () => {
      if (code.length === 6) await api.send('POST', '/api/accounts/step-up', { act: 'confirm', code });
      await api.send('POST', '/api/permissions/delegations', asked);
      go(href('patient-portal/permissions') ?? '');
    });
  return (
    <Page
      title={preview ? i18n._('Sprawdź, co zobaczy ta osoba') : i18n._('Dodaj osobę zaufaną')}
      failed={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      {preview ? (
        <>
          <PreviewList preview={preview} name={asked.family} />
          {(problem || code) && <ProveAgain problem={problem} code={code} onChange={setCode} />}
          <div className="saa-actions">
            <Button kind="primary" busy={busy} onClick={save}>
              {i18n._('Daj dostęp')}
            </Button>
            <Button onClick={() => setPreview(undefined)}>{i18n._('Zmień')}</Button>
          </div>
        </>
      ) : (
        <>
          <Questions asked={asked} problems={problems} onChange={setAsked} />
          <div className="saa-actions">
            <Button kind="primary" busy={busy} onClick={look}>
              {i18n._('Zobacz to, co zobaczy')}
            </Button>
            <ButtonLink href={href('patient-portal/permissions') ?? ''}>{i18n._('Anuluj')}</ButtonLink>
          </div>
        </>
      )}
    </Page>
  );
}

/** Somebody who found the session open gives access to nobody: after a few minutes the second factor is asked again. */
function ProveAgain({ problem, code, onChange }: ProveAgainProps) {
  const { i18n } = useLingui();
  if (!code && !asksForFactor.has(problem?.code ?? '')) return null;
  return (
    <CodeField
      id="kod"
      label={i18n._('Kod z aplikacji')}
      hint={i18n._('Potwierdza, że to Ty. Jeśli używasz klucza dostępu, wyloguj się i zaloguj ponownie.')}
      value={code}
      onChange={onChange}
    />
  );
}

interface ProveAgainProps {
  problem: ApiProblem | undefined;
  code: string;
  onChange: (code: string) => void;
}

const asksForFactor = new Set(['prove-again', 'wrong-code', 'code-used']);

type I18n = ReturnType<typeof useLingui>['i18n'];

/** The same list as long as the words are the same, so that the summary takes the focus once. */
function useProblems(asked: Asked, tried: boolean): readonly Problem[] {
  const { i18n } = useLingui();
  return useMemo(() => (tried ? wrongWith(i18n, asked) : []), [i18n, asked, tried]);
}

function wrongWith(i18n: I18n, { pesel, family, until, scope }: Asked): Problem[] {
  const number = peselProblem(i18n, pesel);
  return [
    ...(number ? [{ field: 'pesel', message: number }] : []),
    ...(family.trim() === '' ? [{ field: 'nazwisko', message: i18n._('Wpisz nazwisko tej osoby.') }] : []),
    ...(scope.length === 0 ? [{ field: 'zakres', message: i18n._('Zaznacz, co ta osoba ma widzieć.') }] : []),
    ...(until === '' ? [{ field: 'koniec', message: i18n._('Podaj ostatni dzień dostępu.') }] : []),
  ];
}

interface QuestionsProps {
  asked: Asked;
  problems: readonly Problem[];
  onChange: (asked: Asked) => void;
}

function Questions({ asked, problems, onChange }: QuestionsProps) {
  const { i18n } = useLingui();
  const set = (more: Partial<Asked>) => onChange({ ...asked, ...more });
  return (
    <>
      <PeselField
        id="pesel"
        label={i18n._('PESEL osoby zaufanej')}
        value={asked.pesel}
        onChange={(pesel) => set({ pesel })}
        error={problemOf(problems, 'pesel')}
      />
      <TextField
        id="nazwisko"
        label={i18n._('Nazwisko osoby zaufanej')}
        value={asked.family}
        onChange={(family) => set({ family })}
        error={problemOf(problems, 'nazwisko')}
      />
      <Areas asked={asked} error={problemOf(problems, 'zakres')} onChange={set} />
      <TextField
        id="koniec"
        type="date"
        length={12}
        label={i18n._('Ostatni dzień dostępu')}
        hint={i18n._('Najwyżej 5 lat od dziś. Dostęp możesz odebrać w każdej chwili.')}
        value={asked.until}
        onChange={(until) => set({ until })}
        error={problemOf(problems, 'koniec')}
      />
    </>
  );
}

interface AreasProps {
  asked: Asked;
  error: string | undefined;
  onChange: (more: Partial<Asked>) => void;
}

function Areas({ asked: { scope, sensitive }, error, onChange }: AreasProps) {
  const { i18n } = useLingui();
  const words = usePermissionWords();
  const toggle = (area: ScopeArea) =>
    onChange({ scope: scope.includes(area) ? scope.filter((one) => one !== area) : [...scope, area] });
  return (
    <fieldset className={`ez-field ez-radios saa-choices ${error ? 'ez-field-failed' : ''}`}>
      <legend>{i18n._('Co ta osoba ma widzieć')}</legend>
      {error && <p className="ez-field-error">{error}</p>}
      {areaNames.map((area, index) => (
        <label key={area} className="ez-radio">
          <input
            type="checkbox"
            id={index === 0 ? 'zakres' : `zakres-${area}`}
            checked={scope.includes(area)}
            onChange={() => toggle(area)}
          />
          <span>{words.area(area)}</span>
        </label>
      ))}
      <label className="ez-radio">
        <input type="checkbox" checked={sensitive} onChange={() => onChange({ sensitive: !sensitive })} />
        <span>
          {i18n._('także dane wrażliwe')}
          <span className="ez-field-hint ez-radio-hint">
            {i18n._('Na przykład zdrowie psychiczne, HIV, badania genetyczne.')}
          </span>
        </span>
      </label>
    </fieldset>
  );
}
