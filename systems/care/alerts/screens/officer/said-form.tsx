/** Words that an operation of the officer demands: a conclusion, an answer, what happened. At least five characters. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { useOfficerWords } from './use-officer-words.ts';

interface SaidFormProps {
  id: string;
  path: string;
  /** The member of the body that holds the words. */
  name: string;
  label: string;
  action: string;
}

export const leastWords = 5;

export function SaidForm({ id, path, name, label, action }: SaidFormProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useOfficerWords();
  const refresh = useRefresh('/api/alerts/');
  const { busy, problem, act } = useAct();
  const [said, setSaid] = useState('');
  const [tried, setTried] = useState(false);
  const isShort = said.trim().length < leastWords;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isShort) return document.getElementById(id)?.focus();
    void act(async () => {
      await api.send('POST', path, { [name]: said.trim() });
      setSaid('');
      setTried(false);
      await refresh();
    });
  };
  return (
    <form noValidate onSubmit={send}>
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <TextArea
        id={id}
        label={label}
        rows={2}
        value={said}
        onChange={setSaid}
        maxLength={500}
        error={tried && isShort ? i18n._('Napisz co najmniej 5 znaków.') : undefined}
      />
      <Button type="submit" busy={busy}>
        {action}
      </Button>
    </form>
  );
}
