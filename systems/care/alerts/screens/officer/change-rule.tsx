/**
 * A rule is raised, lowered, taken out or brought back: with a reason that its card shows for good, and a question
 * before it is done, which says what doctors will notice. Another change reverses it.
 */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import type { RuleCardReply } from '../clinician/rule-reading.ts';
import { leastWords } from './said-form.tsx';
import { useOfficerWords } from './use-officer-words.ts';

const retired = 'retired';

export function ChangeRule({ card }: { card: RuleCardReply }) {
  const { i18n } = useLingui();
  const changing = useChanging(card);
  const { target, setTarget, why, setWhy, tried, asks, setAsks, busy, problem } = changing;
  const words = useOfficerWords();
  const choices = useChoices(card);
  const chosen = choices.find(({ value }) => value === target);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.ask();
  };
  return (
    <Card title={i18n._('Zmień regułę')}>
      <form noValidate onSubmit={submit}>
        <Radios
          id="al-zmiana"
          label={i18n._('Jak ma działać')}
          value={target}
          onChange={setTarget}
          error={tried && !target ? i18n._('Wybierz, co zmienić.') : undefined}
          options={choices}
        />
        <TextArea
          id="al-zmiana-powod"
          label={i18n._('Powód, widoczny w karcie reguły')}
          rows={2}
          value={why}
          onChange={setWhy}
          maxLength={500}
          error={tried && why.trim().length < leastWords ? i18n._('Napisz co najmniej 5 znaków.') : undefined}
        />
        <Button type="submit">{i18n._('Zmień')}</Button>
      </form>
      {asks && chosen && (
        <Dialog
          title={i18n._('Zmienić regułę?')}
          onClose={() => setAsks(false)}
          actions={
            <>
              <Button kind="primary" busy={busy} onClick={changing.send}>
                {i18n._('Tak, zmień')}
              </Button>
              <Button onClick={() => setAsks(false)}>{i18n._('Zostaw')}</Button>
            </>
          }
        >
          <p>
            <strong>{chosen.label}</strong>. {chosen.hint}
          </p>
          <p>{i18n._('Zobaczą to wszyscy lekarze i farmaceuci. Kolejna zmiana może to cofnąć.')}</p>
          {problem && (
            <Notice kind="warning" live>
              <p>{words.problem(problem)}</p>
            </Notice>
          )}
        </Dialog>
      )}
    </Card>
  );
}

/** What it can be made, without what it is. */
function useChoices({ live, tier }: RuleCardReply) {
  const { i18n } = useLingui();
  const isNow = (value: string) => value === (live ? String(tier) : retired);
  return [
    { value: '1', label: i18n._('Poziom 1'), hint: i18n._('Przerywa przed podpisem; odłożyć można tylko z powodem.') },
    { value: '2', label: i18n._('Poziom 2'), hint: i18n._('Stoi obok pracy i nie przerywa.') },
    { value: '3', label: i18n._('Poziom 3'), hint: i18n._('Widać ją na żądanie.') },
    { value: retired, label: i18n._('Wycofana'), hint: i18n._('Nikt jej nie widzi, dopóki nie zostanie przywrócona.') },
  ].filter(({ value }) => !isNow(value));
}

function useChanging(card: RuleCardReply) {
  const api = useApi();
  const refresh = useRefresh('/api/alerts/');
  const { busy, problem, act } = useAct();
  const [target, setTarget] = useState<string>();
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const [asks, setAsks] = useState(false);
  return {
    ...{ target, setTarget, why, setWhy, tried, asks, setAsks, busy, problem },
    ask() {
      setTried(true);
      if (!target) document.querySelector<HTMLElement>('input[name="al-zmiana"]')?.focus();
      else if (why.trim().length < leastWords) document.getElementById('al-zmiana-powod')?.focus();
      else setAsks(true);
    },
    send: () =>
      act(async () => {
        const live = target !== retired;
        const body = { live, tier: live ? Number(target) : card.tier, why: why.trim() };
        await api.send('POST', `/api/alerts/rules/${encodeURIComponent(card.id)}/standing`, body);
        setAsks(false);
        await refresh();
      }),
  };
}
