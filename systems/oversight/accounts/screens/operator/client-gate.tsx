/** Where a client's software stands at the compliance gate: what was declared and checked, and the person's verdict. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { ReasonForm } from './reason-form.tsx';
import { useDecisive } from './use-decisive.tsx';
import './operator.css';

interface GateShown {
  readonly state: string;
  readonly limit: string;
  readonly until: string | null;
  readonly transitionEnds: string | null;
  readonly daysLeft?: number;
  readonly checks: readonly { readonly check: string; readonly outcome: string; readonly says: string }[];
  readonly declaration?: {
    readonly validUntil: string;
    readonly requirements: Readonly<Record<string, { readonly met: boolean; readonly how: string }>>;
  } | null;
  readonly requirements: Readonly<Record<string, { readonly pl: string; readonly en: string }>>;
}

type Verdict = 'pass' | 'fail' | 'suspension' | 'reinstatement';

export function ClientGate({ id }: { id: string }) {
  const { i18n } = useLingui();
  const query = useGet<GateShown>(`/api/accounts/clients/${encodeURIComponent(id)}/gate`, { fresh: true });
  return (
    <Card title={i18n._('Bramka zgodności')} aside={query.data && <GateTag state={query.data.state} />}>
      <Loaded query={query} lines={4}>
        {(gate) => (
          <>
            <Facts gate={gate} />
            <Checks gate={gate} />
            <Acts id={id} state={gate.state} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function GateTag({ state }: { state: string }) {
  const { i18n } = useLingui();
  const words: Readonly<Record<string, string>> = {
    undeclared: i18n._('bez deklaracji'),
    declared: i18n._('czeka na ocenę'),
    verified: i18n._('sprawdzone'),
    expired: i18n._('po terminie'),
    failed: i18n._('nie przeszło'),
    suspended: i18n._('wstrzymane'),
  };
  const kind = state === 'verified' ? 'success' : state === 'suspended' || state === 'failed' ? 'critical' : 'warning';
  return <Tag kind={kind}>{words[state] ?? state}</Tag>;
}

function Facts({ gate }: { gate: GateShown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const limits: Readonly<Record<string, string>> = {
    none: i18n._('wszystko, na co ma zakresy'),
    restricted: i18n._('tylko ograniczony zestaw operacji'),
    closed: i18n._('nic'),
  };
  return (
    <SummaryList
      rows={[
        { key: 'limit', label: i18n._('Co teraz może'), value: limits[gate.limit] ?? gate.limit },
        ...(gate.until ? [{ key: 'until', label: i18n._('Ważne do'), value: date(gate.until.slice(0, 10)) }] : []),
        ...(gate.transitionEnds && gate.state !== 'verified'
          ? [{ key: 'ends', label: i18n._('Okres przejściowy do'), value: date(gate.transitionEnds.slice(0, 10)) }]
          : []),
        {
          key: 'declared',
          label: i18n._('Deklaracja'),
          value: gate.declaration
            ? i18n._('ważna do {day}', { day: date(gate.declaration.validUntil) })
            : i18n._('producent jeszcze jej nie złożył'),
        },
      ]}
    />
  );
}

function Checks({ gate: { checks, declaration, requirements } }: { gate: GateShown }) {
  const { i18n } = useLingui();
  const language = i18n.locale === 'en' ? 'en' : 'pl';
  const lacking = checks.filter(({ outcome }) => outcome !== 'passed').length;
  const summary = i18n._(
    '{lacking, plural, one {Brakuje # sprawdzenia} few {Brakuje # sprawdzeń} other {Brakuje # sprawdzeń}}',
    { lacking },
  );
  return (
    <>
      <Details summary={lacking > 0 ? summary : i18n._('Wszystkie sprawdzenia wypadły dobrze')}>
        <ul className="saz-list">
          {checks.map(({ check, outcome, says }) => (
            <li key={check}>
              <Tag kind={outcome === 'passed' ? 'success' : outcome === 'failed' ? 'critical' : 'warning'}>
                <code>{check}</code>
              </Tag>{' '}
              <span lang="en">{says}</span>
            </li>
          ))}
        </ul>
      </Details>
      {declaration && (
        <Details summary={i18n._('Co zadeklarował producent')}>
          <ul className="saz-list">
            {Object.entries(declaration.requirements).map(([row, { met, how }]) => (
              <li key={row}>
                <Tag kind={met ? 'success' : 'warning'}>{row}</Tag>{' '}
                <span lang={language}>{requirements[row]?.[language]}</span>: {how}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

function Acts({ id, state }: { id: string; state: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const refresh = useRefresh('/api/accounts/clients');
  const { busy, run, message } = useDecisive();
  const [open, setOpen] = useState<Verdict>();
  const words: Readonly<Record<Verdict, string>> = {
    pass: i18n._('Dopuść'),
    fail: i18n._('Nie dopuść'),
    suspension: i18n._('Wstrzymaj oprogramowanie'),
    reinstatement: i18n._('Przywróć'),
  };
  const offered: readonly Verdict[] =
    state === 'suspended'
      ? ['reinstatement']
      : [...(state === 'declared' || state === 'verified' ? (['pass', 'fail'] as const) : []), 'suspension'];
  const send = (verdict: Verdict) => (reason: string) =>
    run(async () => {
      const decides = verdict === 'pass' || verdict === 'fail';
      const path = decides ? 'decision' : verdict;
      const body = decides ? { decision: verdict, reason } : { reason };
      await api.send('POST', `/api/accounts/clients/${encodeURIComponent(id)}/gate/${path}`, body);
      setOpen(undefined);
      await refresh();
    });
  return (
    <>
      {message}
      {open ? (
        <ReasonForm
          id={open}
          label={words[open]}
          busy={busy}
          danger={open === 'suspension'}
          onGiven={send(open)}
          onCancel={() => setOpen(undefined)}
        />
      ) : (
        <div className="saz-acts ez-no-print">
          {offered.map((verdict) => (
            <Button key={verdict} onClick={() => setOpen(verdict)}>
              {words[verdict]}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
