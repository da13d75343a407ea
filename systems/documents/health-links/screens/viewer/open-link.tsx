/**
 * The page that a link leads to, for whoever holds it: no account. The key stays behind `#` in this browser; the server
 * is asked for ciphertext alone. https://docs.smarthealthit.org/smart-health-links/spec
 */
import { useLingui } from '@lingui/react';
import { compactDecrypt } from 'jose';
import { type FormEvent, useMemo, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type ShownSummary, summaryIn } from '../parts/reading.ts';
import { SummaryView } from '../parts/summary-view.tsx';
import { bytesOf, type LinkPayload, payloadIn } from './payload.ts';

type Failure =
  | { readonly kind: 'wrong-pin'; readonly left?: number }
  | { readonly kind: 'gone' | 'busy' | 'unreadable' };

export default function OpenLink() {
  const { i18n } = useLingui();
  const payload = useMemo(() => payloadIn(location.hash), []);
  const [summary, setSummary] = useState<ShownSummary>();
  const title = i18n._('Podsumowanie zdrowia');
  if (!payload) return <NoLink title={title} />;
  if (!summary) return <Asking payload={payload} onOpened={setSummary} />;
  return (
    <Page title={title} lead={payload.label} actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}>
      <SummaryView summary={summary} />
    </Page>
  );
}

/** Whoever scans the code of a card without a link comes here with nothing: that is no fault. */
function NoLink({ title }: { title: string }) {
  const { i18n } = useLingui();
  return (
    <Page title={title}>
      {location.hash === '' ? (
        <Notice>
          <p>{i18n._('Ten adres jest na kartach pacjentów. Sam nie pokazuje niczyich danych.')}</p>
          <p>{i18n._('Podsumowanie otwiera link, który pacjent tworzy na swoim koncie (IKP, „Moja karta”).')}</p>
        </Notice>
      ) : (
        <Notice kind="warning">
          <p>{i18n._('Ten link jest niepełny. Zeskanuj kod jeszcze raz albo poproś pacjenta o nowy.')}</p>
        </Notice>
      )}
    </Page>
  );
}

function Asking({ payload, onOpened }: { payload: LinkPayload; onOpened: (summary: ShownSummary) => void }) {
  const { i18n } = useLingui();
  const needsPin = payload.flag?.includes('P') === true;
  const [recipient, setRecipient] = useState('');
  const [passcode, setPasscode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    const opened = await open(payload, { recipient, ...(needsPin ? { passcode } : {}) });
    setBusy(false);
    if ('kind' in opened) setFailure(opened);
    else onOpened(opened);
  };
  return (
    <Page
      title={i18n._('Podsumowanie zdrowia')}
      lead={i18n._('Ktoś udostępnił Ci swoje podsumowanie zdrowia. Pacjent zobaczy, kto i kiedy je otworzył.')}
      failed={failure !== undefined}
    >
      <form className="hl-form" onSubmit={submit}>
        <TextField
          id="hl-recipient"
          label={i18n._('Kto otwiera')}
          hint={i18n._('Imię, nazwisko i miejsce pracy, na przykład: dr Rossi, szpital w Bergamo')}
          value={recipient}
          onChange={setRecipient}
          maxLength={200}
        />
        {needsPin && (
          <TextField id="hl-pin" label={i18n._('PIN od pacjenta')} value={passcode} onChange={setPasscode} />
        )}
        {failure && <Failed failure={failure} />}
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={recipient.trim() === '' || (needsPin && passcode === '')}
        >
          {i18n._('Otwórz')}
        </Button>
      </form>
    </Page>
  );
}

function Failed({ failure }: { failure: Failure }) {
  const { i18n } = useLingui();
  const left = failure.kind === 'wrong-pin' ? failure.left : undefined;
  const says: Record<Failure['kind'], string> = {
    'wrong-pin': i18n._('PIN jest nieprawidłowy. Pozostało prób: {left}.', { left: left ?? '–' }),
    gone: i18n._('Ten link już nie działa: minął jego czas, pacjent go unieważnił albo było za dużo prób.'),
    busy: i18n._('Nie udało się połączyć. Spróbuj ponownie za chwilę.'),
    unreadable: i18n._('Zawartości nie da się odczytać. Poproś pacjenta o nowy link.'),
  };
  return (
    <Notice kind="warning" live>
      <p>{says[failure.kind]}</p>
    </Notice>
  );
}

interface Manifest {
  readonly files?: readonly { readonly embedded?: string; readonly location?: string }[];
  readonly remainingAttempts?: number;
}

async function open(payload: LinkPayload, said: object): Promise<ShownSummary | Failure> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(payload.url, {
      method: 'POST',
      headers,
      body: JSON.stringify(said),
      credentials: 'omit',
    });
    const manifest = (await answer.json().catch(() => ({}))) as Manifest;
    if (answer.status === 401)
      return {
        kind: 'wrong-pin',
        ...(manifest.remainingAttempts === undefined ? {} : { left: manifest.remainingAttempts }),
      };
    if (answer.status === 404) return { kind: 'gone' };
    if (!answer.ok) return { kind: 'busy' };
    const [file] = manifest.files ?? [];
    const jwe =
      file?.embedded ?? (file?.location ? await (await fetch(file.location, { credentials: 'omit' })).text() : '');
    return await read(jwe, payload.key);
  } catch (error) {
    if (error instanceof ApiProblem || error instanceof TypeError) return { kind: 'busy' };
    return { kind: 'unreadable' };
  }
}

async function read(jwe: string, key: string): Promise<ShownSummary | Failure> {
  const opened = await compactDecrypt(jwe, bytesOf(key)).catch(() => undefined);
  if (!opened) return { kind: 'unreadable' };
  return summaryIn(JSON.parse(new TextDecoder().decode(opened.plaintext))) ?? { kind: 'unreadable' };
}
