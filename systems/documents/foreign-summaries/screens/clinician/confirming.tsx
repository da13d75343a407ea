/** Whose a document is: both sides trait by trait; a person says that it is the same, and how they know where it is unsure. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { CheckReply } from '../../model.ts';
import { useForeignWords } from '../words/use-foreign-words.ts';

interface ConfirmingProps {
  readonly checked: CheckReply;
  readonly busy: boolean;
  readonly onKeep: (reason: string) => unknown;
}

export function Confirming({ checked: { document, identity, already }, busy, onKeep }: ConfirmingProps) {
  const { i18n } = useLingui();
  const words = useForeignWords();
  const [reason, setReason] = useState('');
  const facts = document.sections.reduce((sum, section) => sum + section.facts.length, 0);
  const isUnsure = identity.verdict === 'unsure';
  return (
    <section aria-live="polite">
      <h2 lang={document.language}>{document.title}</h2>
      <p>{i18n._('Części: {sections}, informacji: {facts}', { sections: document.sections.length, facts })}</p>
      <Notice kind={identity.verdict === 'same' ? 'info' : 'warning'} title={words.verdict[identity.verdict]}>
        <ul>
          {identity.traits.map(({ trait, verdict, there, here }) => (
            <li key={trait}>
              <strong>{words.trait[trait]}</strong>: {there ?? '–'} / {here ?? '–'} ({words.traitVerdict[verdict]})
            </li>
          ))}
        </ul>
      </Notice>
      {already && <p>{i18n._('Ten sam plik jest już dołączony.')}</p>}
      {identity.verdict !== 'different' && (
        <>
          {isUnsure && (
            <TextField
              id="fs-reason"
              label={i18n._('Skąd wiadomo, że to ta sama osoba')}
              value={reason}
              onChange={setReason}
              maxLength={500}
            />
          )}
          <Button kind="primary" busy={busy} disabled={isUnsure && reason.trim() === ''} onClick={() => onKeep(reason)}>
            {i18n._('To ta sama osoba: dołącz dokument')}
          </Button>
        </>
      )}
    </section>
  );
}
