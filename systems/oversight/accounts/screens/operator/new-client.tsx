/** Registering a client: a provider's system, or an app of patients and clinicians. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { keysOf } from './key-text.ts';
import { useDecisive } from './use-decisive.tsx';
import './operator.css';

const nothing = {
  ...{ id: '', name: '', kind: 'system', providerId: '', providerName: '', vendor: '', product: '', version: '' },
  ...{ scopes: '', keys: '', bound: 'dpop', redirectUris: '', launchUri: '' },
};
type Asked = typeof nothing;

const lines = (text: string): string[] => text.split(/\s+/).filter(Boolean);

function bodyOf(asked: Asked): object {
  const system = asked.kind === 'system';
  const { id, name, kind, vendor, product, version, bound, launchUri } = asked;
  return {
    ...{ id: id.trim(), name: name.trim(), kind, scopes: lines(asked.scopes), ...keysOf(asked.keys) },
    ...(system ? { bound, provider: { id: asked.providerId.trim(), name: asked.providerName.trim() } } : {}),
    ...(vendor && product && version ? { software: { vendor, product, version } } : {}),
    ...(system ? {} : { redirectUris: lines(asked.redirectUris), ...(launchUri && { launchUri: launchUri.trim() }) }),
  };
}

export default function NewClient() {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const api = useApi();
  const refresh = useRefresh('/api/accounts/clients');
  const { busy, run, message } = useDecisive();
  const [asked, setAsked] = useState(nothing);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const send = () => {
    const wrong = wrongWith(i18n, asked);
    setProblems(wrong);
    if (wrong.length > 0) return;
    void run(async () => {
      const { id } = await api.send<{ id: string }>('POST', '/api/accounts/clients', bodyOf(asked));
      await refresh();
      go(href('operations-portal/client', { id }) ?? '');
    });
  };
  return (
    <Page title={i18n._('Nowy klient')} failed={problems.length > 0} width="wide">
      <ErrorSummary problems={problems} />
      {message}
      <div className="saz-form">
        <Fields asked={asked} problems={problems} onChange={setAsked} />
        <div className="saz-acts">
          <Button kind="primary" busy={busy} onClick={send}>
            {i18n._('Dodaj klienta')}
          </Button>
          <ButtonLink kind="quiet" href={href('operations-portal/clients') ?? ''}>
            {i18n._('Anuluj')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}

function wrongWith(i18n: ReturnType<typeof useLingui>['i18n'], asked: Asked): Problem[] {
  const system = asked.kind === 'system';
  const missing = (field: keyof Asked, message: string, when = true): Problem[] =>
    when && !asked[field].trim() ? [{ field, message }] : [];
  return [
    ...(/^[a-z0-9][a-z0-9._-]{2,63}$/.test(asked.id.trim())
      ? []
      : [{ field: 'id', message: i18n._('Wpisz identyfikator: małe litery, cyfry, kropki i kreski, od 3 znaków.') }]),
    ...missing('name', i18n._('Wpisz nazwę.')),
    ...missing('providerId', i18n._('Wpisz identyfikator świadczeniodawcy.'), system),
    ...missing('providerName', i18n._('Wpisz nazwę świadczeniodawcy.'), system),
    ...missing('scopes', i18n._('Wpisz co najmniej jeden zakres, na przykład system/Observation.rs.')),
    ...missing('redirectUris', i18n._('Wpisz co najmniej jeden adres powrotu.'), !system),
    ...((system || asked.keys.trim()) && !keysOf(asked.keys)
      ? [{ field: 'keys', message: i18n._('Wklej zbiór JWKS: {"keys": […]}, albo adres https.') }]
      : []),
  ];
}

interface FieldsProps {
  asked: Asked;
  problems: readonly Problem[];
  onChange: (asked: Asked) => void;
}

function Fields({ asked, problems, onChange }: FieldsProps) {
  const { i18n } = useLingui();
  const system = asked.kind === 'system';
  const field = (id: keyof Asked, label: string) => ({
    ...{ id, label, error: problemOf(problems, id), value: asked[id] },
    onChange: (value: string) => onChange({ ...asked, [id]: value }),
  });
  return (
    <>
      <Radios
        {...field('kind', i18n._('Rodzaj'))}
        options={[
          { value: 'system', label: i18n._('system świadczeniodawcy'), hint: i18n._('działa sam, bez człowieka') },
          { value: 'app', label: i18n._('aplikacja'), hint: i18n._('działa w imieniu osoby, która ją otworzyła') },
        ]}
      />
      <div className="saz-fields">
        <TextField {...field('id', i18n._('Identyfikator'))} hint={i18n._('Nie można go później zmienić.')} code />
        <TextField {...field('name', i18n._('Nazwa'))} maxLength={200} />
        {system && <TextField {...field('providerName', i18n._('Świadczeniodawca'))} maxLength={300} />}
        {system && (
          <TextField
            {...field('providerId', i18n._('Identyfikator świadczeniodawcy'))}
            hint={i18n._('Id zasobu Organization.')}
          />
        )}
        <TextField {...field('vendor', i18n._('Producent'))} optional />
        <TextField {...field('product', i18n._('Oprogramowanie'))} optional />
        <TextField {...field('version', i18n._('Wersja'))} optional />
        {system && (
          <SelectField
            {...field('bound', i18n._('Token związany z kluczem'))}
            options={[
              { value: 'dpop', label: 'DPoP' },
              { value: 'mtls', label: 'mTLS' },
            ]}
          />
        )}
      </div>
      <TextArea
        {...field('scopes', i18n._('Zakresy'))}
        code
        hint={i18n._('Po jednym w wierszu, na przykład system/Observation.rs albo patient/*.rs.')}
      />
      <TextArea
        {...field('keys', i18n._('Klucze publiczne'))}
        code
        optional={!system}
        hint={i18n._('Zbiór JWKS albo adres https, pod którym klient go publikuje.')}
      />
      {!system && (
        <>
          <TextArea {...field('redirectUris', i18n._('Adresy powrotu'))} code rows={2} />
          <TextField {...field('launchUri', i18n._('Adres otwierania z Gabinetu'))} optional code />
        </>
      )}
    </>
  );
}
