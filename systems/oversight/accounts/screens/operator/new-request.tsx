/** Asking for an account, a right, a change, a return, a new code or a closing. Another person decides. */
import { useLingui } from '@lingui/react';
import { useMemo, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { practises, staffRoles } from '../../roles.ts';
import type { PersonShown } from './model.ts';
import { type Asked, bodyOf, nothingAsked, requestKinds, wrongWith } from './request-fields.ts';
import { useDecisive } from './use-decisive.tsx';
import { useOperatorWords } from './use-operator-words.ts';
import './operator.css';

export default function NewRequest({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const api = useApi();
  const words = useOperatorWords();
  const refresh = useRefresh('/api/accounts/');
  const account = search.konto;
  const person = useGet<PersonShown>(account && `/api/accounts/staff/${encodeURIComponent(account)}`);
  const kinds = account ? requestKinds : (['grant'] as const);
  const [asked, setAsked] = useState<Asked>({
    ...nothingAsked,
    kind: kinds.find((kind) => kind === search.rodzaj) ?? 'grant',
  });
  const [tried, setTried] = useState(false);
  const { busy, run, message } = useDecisive();
  const wrong = useMemo(() => wrongWith(i18n, asked, account !== undefined), [i18n, asked, account]);
  const problems = tried ? wrong : [];
  const send = () => {
    setTried(true);
    if (wrong.length > 0) return;
    void run(async () => {
      const body = { ...bodyOf(asked, account === undefined), ...(account ? { account } : {}) };
      const { id } = await api.send<{ id: string }>('POST', '/api/accounts/requests', body);
      await refresh();
      go(href('operations-portal/requests', { stan: 'open', wniosek: id }) ?? '');
    });
  };
  const title = person.data ? i18n._('Wniosek: {name}', { name: person.data.name }) : i18n._('Wniosek o konto');
  return (
    <Page title={title} lead={i18n._('Zdecyduje inna osoba niż Ty.')} failed={problems.length > 0} width="wide">
      <Summary problems={problems} />
      {message}
      <div className="saz-form">
        {account && (
          <SelectField
            id="rodzaj"
            label={i18n._('O co wnioskujesz')}
            options={kinds.map((value) => ({ value, label: words.request(value) }))}
            value={asked.kind}
            onChange={(kind) => setAsked({ ...asked, kind: kind as Asked['kind'] })}
          />
        )}
        <Fields asked={asked} problems={problems} isNew={!account} onChange={setAsked} />
        <TextField
          id="powod"
          label={i18n._('Powód')}
          hint={i18n._('Na przykład: zatrudnienie od 1 grudnia.')}
          error={problemOf(problems, 'powod')}
          value={asked.reason}
          onChange={(reason) => setAsked({ ...asked, reason })}
          maxLength={500}
        />
        <div className="saz-acts">
          <Button kind="primary" busy={busy} onClick={send}>
            {i18n._('Złóż wniosek')}
          </Button>
          <ButtonLink href={href('operations-portal/requests') ?? ''} kind="quiet">
            {i18n._('Anuluj')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}

/** The summary takes the focus when the list of problems changes, not at every letter. */
function Summary({ problems }: { problems: readonly Problem[] }) {
  const said = JSON.stringify(problems);
  const same = useMemo(() => JSON.parse(said) as Problem[], [said]);
  return <ErrorSummary problems={same} />;
}

interface FieldsProps {
  asked: Asked;
  problems: readonly Problem[];
  isNew: boolean;
  onChange: (asked: Asked) => void;
}

function Fields({ asked, problems, isNew, onChange }: FieldsProps) {
  const { i18n } = useLingui();
  const text = (id: keyof Asked, label: string, more: { hint?: string; optional?: boolean; type?: string } = {}) => (
    <TextField
      id={id}
      label={label}
      {...more}
      error={problemOf(problems, id)}
      value={asked[id]}
      onChange={(value) => onChange({ ...asked, [id]: value })}
    />
  );
  const optional = asked.kind === 'change';
  const names = (
    <div className="saz-fields">
      {text('givenName', i18n._('Imię'), { optional })}
      {text('familyName', i18n._('Nazwisko'), { optional })}
      {text('post', i18n._('Stanowisko'), { optional: true })}
    </div>
  );
  if (asked.kind === 'change') {
    return (
      <>
        <p>{i18n._('Wpisz tylko to, co ma się zmienić.')}</p>
        {names}
        {text('scope', i18n._('Zakres upoważnienia'), { optional: true })}
      </>
    );
  }
  if (asked.kind !== 'grant') return null;
  return (
    <>
      {isNew && names}
      <div className="saz-fields">
        <RoleField asked={asked} onChange={onChange} />
        {practises(asked.role) && (
          <>
            {text('facilityName', i18n._('Nazwa placówki'))}
            {text('facility', i18n._('Identyfikator placówki'), { hint: i18n._('Id zasobu Organization.') })}
            {text('practitioner', i18n._('Identyfikator pracownika medycznego'), {
              hint: i18n._('Id zasobu Practitioner.'),
              optional: true,
            })}
          </>
        )}
      </div>
      {text('scope', i18n._('Zakres upoważnienia'), {
        hint: i18n._('Tak trafi do rejestru osób upoważnionych, na przykład: dokumentacja pacjentów poradni.'),
      })}
      <div className="saz-fields">
        <SelectField
          id="employment"
          label={i18n._('Zatrudnienie')}
          options={[
            { value: 'employee', label: i18n._('etat') },
            { value: 'contractor', label: i18n._('umowa, osoba z zewnątrz') },
          ]}
          value={asked.employment}
          onChange={(employment) => onChange({ ...asked, employment })}
        />
        {text('ends', i18n._('Ostatni dzień uprawnień'), {
          type: 'date',
          optional: asked.employment === 'employee',
          hint: i18n._('Osoba z zewnątrz: najwyżej 180 dni.'),
        })}
      </div>
    </>
  );
}

function RoleField({ asked, onChange }: Pick<FieldsProps, 'asked' | 'onChange'>) {
  const { i18n } = useLingui();
  const words = useOperatorWords();
  return (
    <SelectField
      id="role"
      label={i18n._('Rola')}
      options={staffRoles.map((value) => ({ value, label: words.role(value) }))}
      value={asked.role}
      onChange={(role) => onChange({ ...asked, role })}
    />
  );
}
