/** Why an alert is set aside: a coded reason and words, which go to the rule's owner and to the next doctor. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Reason } from './reading.ts';

interface SetAsideProps {
  id: string;
  reasons: readonly Reason[];
  isCommentNeeded: boolean;
  busy: boolean;
  onSave: (reason: string, comment: string) => unknown;
}

export function SetAside({ id, reasons, isCommentNeeded, busy, onSave }: SetAsideProps) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const [reason, setReason] = useState<string>();
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const reasonError = tried && !reason ? i18n._('Wybierz powód') : undefined;
  const commentError = tried && isCommentNeeded && !comment.trim() ? i18n._('Napisz dlaczego') : undefined;
  const save = () => {
    setTried(true);
    if (reason && (!isCommentNeeded || comment.trim())) onSave(reason, comment.trim());
  };
  return (
    <form
      className="al-aside"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Radios
        id={`al-reason-${id}`}
        label={i18n._('Dlaczego nie teraz?')}
        error={reasonError}
        value={reason}
        onChange={setReason}
        options={reasons.map(({ code, label, months }) => ({
          value: code,
          label: label[language],
          hint:
            months > 0
              ? i18n._('wróci za {months, plural, one {# miesiąc} few {# miesiące} other {# miesięcy}}', { months })
              : i18n._('wróci przy następnym otwarciu'),
        }))}
      />
      <TextField
        id={`al-comment-${id}`}
        label={i18n._('Komentarz dla właściciela reguły i następnego lekarza')}
        optional={!isCommentNeeded}
        error={commentError}
        value={comment}
        onChange={setComment}
      />
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Odłóż alert')}
      </Button>
    </form>
  );
}
