/** The pharmacy's counter: find by the key (a scanner types it) or by code and PESEL, dispense, go on to the next. */
import { useLingui } from '@lingui/react';
import { useCallback, useRef, useState } from 'react';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { PrescriptionPackage } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import { Collected } from './collected.tsx';
import { Desk } from './desk.tsx';
import { type Asked, FindForm } from './find-form.tsx';
import '../prescriptions.css';
import './pharmacy.css';

export default function Counter() {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const first = useRef<HTMLInputElement>(null);
  const asked = useRef<Asked>(undefined);
  const { busy, problem, act } = useAct();
  const [packages, setPackages] = useState<readonly PrescriptionPackage[]>();
  const [chosen, setChosen] = useState<string>();
  const [round, setRound] = useState(0);
  const ask = useCallback(
    (by: Asked) =>
      act(async () => {
        asked.current = by;
        const answer = await api.send<{ packages: readonly PrescriptionPackage[] }>(
          'POST',
          '/api/e-prescription/collect',
          by,
        );
        setPackages(answer.packages);
        return answer.packages;
      }),
    [act, api],
  );
  const find = async (by: Asked) => {
    setPackages(undefined);
    setChosen(undefined);
    const found = await ask(by);
    const all = found?.flatMap(({ prescriptions }) => prescriptions) ?? [];
    if (all.length === 1) setChosen(all[0]?.id);
  };
  const next = () => {
    setPackages(undefined);
    setChosen(undefined);
    asked.current = undefined;
    // A new form, empty and in focus.
    setRound(round + 1);
  };
  const all = packages?.flatMap(({ prescriptions }) => prescriptions) ?? [];
  useKeys({
    ...Object.fromEntries(all.slice(0, 9).map(({ id }, place) => [String(place + 1), () => setChosen(id)])),
    '/': next,
    n: next,
  });
  return (
    <Page title={i18n._('Wydaj lek z recepty')} width="wide">
      <div className="ez-no-print">
        <FindForm ref={first} busy={busy} onFind={find} key={round} />
        {problem && (
          <Notice kind="warning" live>
            <p>{words.problem(problem)}</p>
          </Notice>
        )}
      </div>
      {packages && (
        <div className="rx-columns">
          <Collected packages={packages} chosen={chosen} onChoose={setChosen} onNext={next} />
          {chosen && (
            <Desk
              key={chosen}
              id={chosen}
              onChanged={async () => {
                if (asked.current) await ask(asked.current);
              }}
            />
          )}
        </div>
      )}
      {!packages && !problem && (
        <p className="ez-secondary">
          {i18n._('Zeskanuj kod z wydruku albo wpisz 4-cyfrowy kod i PESEL. Enter szuka.')}
        </p>
      )}
    </Page>
  );
}
