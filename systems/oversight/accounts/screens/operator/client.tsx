/** One client: whose it is, what it may do, how it proves who it is; new keys, stopping, ending its tokens. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { ClientGate } from './client-gate.tsx';
import { ClientStateTag } from './clients.tsx';
import { KeysForm } from './keys-form.tsx';
import type { ClientInFull } from './model.ts';
import { ReasonForm } from './reason-form.tsx';
import { useDecisive } from './use-decisive.tsx';
import './operator.css';

export default function Client({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useGet<ClientInFull>(`/api/accounts/clients/${encodeURIComponent(params.id ?? '')}`);
  const name = query.data?.name ?? i18n._('Klient');
  return (
    <Page title={name} width="wide">
      <Breadcrumb
        label={i18n._('Gdzie jesteś')}
        trail={[{ href: href('operations-portal/clients'), label: i18n._('Klienci') }, { label: name }]}
      />
      <Loaded query={query} lines={10}>
        {(client) => (
          <>
            <Acts client={client} />
            <div className="saz-columns">
              <Identity client={client} />
              <Scopes client={client} />
            </div>
            {client.kind === 'system' && <ClientGate id={client.id} />}
            <Keys client={client} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Open = 'stop' | 'keys' | undefined;

function Acts({ client }: { client: ClientInFull }) {
  const { i18n } = useLingui();
  const api = useApi();
  const refresh = useRefresh('/api/accounts/clients');
  const { busy, run, message } = useDecisive();
  const [open, setOpen] = useState<Open>();
  const [done, setDone] = useState('');
  const send = (path: string, says: string, body?: object) =>
    run(async () => {
      await api.send('POST', `/api/accounts/clients/${encodeURIComponent(client.id)}/${path}`, body);
      setOpen(undefined);
      setDone(says);
      await refresh();
    });
  return (
    <>
      <div className="saz-acts ez-no-print">
        {client.disabledAt ? (
          <Button busy={busy} onClick={() => send('resume', i18n._('Klient znów działa.'))}>
            {i18n._('Wznów')}
          </Button>
        ) : (
          <Button onClick={() => setOpen('stop')}>{i18n._('Zatrzymaj klienta')}</Button>
        )}
        {client.proves === 'private_key_jwt' && (
          <Button onClick={() => setOpen('keys')}>{i18n._('Wymień klucze')}</Button>
        )}
        <Button
          busy={busy}
          onClick={() => send('tokens/end', i18n._('Tokeny unieważnione. Klient może prosić o nowe.'))}
        >
          {i18n._('Unieważnij tokeny')}
        </Button>
      </div>
      {message}
      {done && (
        <Notice kind="success" live>
          <p>{done}</p>
        </Notice>
      )}
      {open === 'stop' && (
        <ReasonForm
          id="stop"
          label={i18n._('Zatrzymaj')}
          danger
          busy={busy}
          onGiven={(reason) => send('stop', i18n._('Klient zatrzymany. Odmawiamy mu w ciągu 10 sekund.'), { reason })}
          onCancel={() => setOpen(undefined)}
        >
          <p>{i18n._('Placówka straci połączenie. Powiedz jej o tym.')}</p>
        </ReasonForm>
      )}
      {open === 'keys' && (
        <KeysForm
          busy={busy}
          onGiven={(keys) => send('keys', i18n._('Klucze wymienione. Stare przestają działać w ciągu minuty.'), keys)}
          onCancel={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function Identity({ client }: { client: ClientInFull }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useFormat();
  const { href } = usePortal();
  const software = [client.vendor, client.product, client.version].filter(Boolean).join(' ');
  const bound = { dpop: 'DPoP', mtls: 'mTLS', none: i18n._('nie') }[client.bound];
  const trail = href('operations-portal/audit', { osoba: client.id });
  return (
    <Card title={i18n._('Klient')} aside={<ClientStateTag stopped={!!client.disabledAt} />}>
      <SummaryList
        rows={[
          { key: 'id', label: i18n._('Identyfikator'), value: <code>{client.id}</code> },
          {
            key: 'kind',
            label: i18n._('Rodzaj'),
            value: client.kind === 'system' ? i18n._('system') : i18n._('aplikacja'),
          },
          { key: 'provider', label: i18n._('Świadczeniodawca'), value: client.providerName ?? i18n._('nie dotyczy') },
          { key: 'software', label: i18n._('Oprogramowanie'), value: software || undefined },
          { key: 'bound', label: i18n._('Token związany z kluczem'), value: bound },
          { key: 'created', label: i18n._('Dodany'), value: date(client.createdAt.slice(0, 10)) },
          ...(client.disabledAt
            ? [
                {
                  key: 'stopped',
                  label: i18n._('Zatrzymany'),
                  value: [dateTime(client.disabledAt), client.stopReason].filter(Boolean).join('. '),
                },
              ]
            : []),
          ...(client.redirectUris.length > 0
            ? [
                {
                  key: 'redirect',
                  label: i18n._('Adresy powrotu'),
                  value: <span className="saz-code">{client.redirectUris.join(' ')}</span>,
                },
              ]
            : []),
        ]}
      />
      {trail && (
        <p>
          <Link href={trail}>{i18n._('Co robił ten klient: wpisy w dzienniku')}</Link>
        </p>
      )}
    </Card>
  );
}

function Scopes({ client: { scopes } }: { client: ClientInFull }) {
  const { i18n } = useLingui();
  return (
    <Card title={i18n._('Najwięcej, co może dostać')}>
      <ul className="saz-scopes">
        {scopes.map((scope) => (
          <li key={scope}>{scope}</li>
        ))}
      </ul>
    </Card>
  );
}

function Keys({ client: { keys, jwksUri, certificates, proves } }: { client: ClientInFull }) {
  const { i18n } = useLingui();
  return (
    <>
      <h2>{i18n._('Klucze i certyfikaty')}</h2>
      {proves === 'none' && <p>{i18n._('Ta aplikacja nie ma kluczy: dowodzi tożsamości przez PKCE.')}</p>}
      {jwksUri && (
        <p>
          {i18n._('Klucze pod adresem klienta:')} <span className="saz-code">{jwksUri}</span>
        </p>
      )}
      {keys.length + certificates.length > 0 && (
        <Table
          cards
          caption={i18n._('Klucze i certyfikaty')}
          captionHidden
          rows={[
            ...keys.map(({ kid, algorithm, thumbprint }) => ({ name: kid, what: algorithm, thumbprint })),
            ...certificates.map((thumbprint) => ({ name: '', what: i18n._('certyfikat mTLS'), thumbprint })),
          ]}
          rowKey={({ thumbprint }) => thumbprint}
          missing="–"
          columns={[
            { key: 'name', header: 'kid', rowHeader: true, cell: ({ name }) => name || '–' },
            { key: 'what', header: i18n._('Rodzaj'), cell: ({ what }) => what },
            {
              key: 'thumbprint',
              header: i18n._('Odcisk SHA-256'),
              cell: ({ thumbprint }) => <span className="saz-code">{thumbprint}</span>,
            },
          ]}
        />
      )}
    </>
  );
}
