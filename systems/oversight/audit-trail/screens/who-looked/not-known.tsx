/** "Nie rozpoznaję tego": makes a case of one line of the list, for the data-protection officer. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Access } from '../../model.ts';

export function NotKnown({ access }: { access: Access }) {
  const { i18n } = useLingui();
  const api = useApi();
  const [state, setState] = useState<'none' | 'busy' | 'sent' | 'failed'>('none');
  const report = async () => {
    setState('busy');
    try {
      await api.send('POST', '/api/data-protection/unknown-accesses', { access: access.id });
      setState('sent');
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setState('failed');
    }
  };
  return (
    <span className="ez-no-print" aria-live="polite">
      {state === 'sent' ? (
        i18n._('Zgłoszono. Inspektor odpowie w ciągu 30 dni.')
      ) : (
        <Button busy={state === 'busy'} onClick={report} aria-label={nameOf(i18n._('Nie rozpoznaję tego'), access)}>
          {i18n._('Nie rozpoznaję tego')}
        </Button>
      )}
      {state === 'failed' && i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.')}
    </span>
  );
}

/** For those who hear the button without its line. */
const nameOf = (words: string, { who, day }: Access): string => `${words}: ${who.name}, ${day}`;
