/** Key or code, and PESEL for a code. A scanned key is sent at once; nothing that is typed stands in an address. */
import { useLingui } from '@lingui/react';
import { type FormEvent, type Ref, useRef, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';

export type Asked = { readonly key: string } | { readonly code: string; readonly pesel: string };

const keyLength = 44;

interface FindFormProps {
  busy: boolean;
  onFind: (asked: Asked) => void;
  ref: Ref<HTMLInputElement>;
}

export function FindForm({ busy, onFind, ref }: FindFormProps) {
  const { i18n } = useLingui();
  const second = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [pesel, setPesel] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  /** Said when one tries, not while one types. */
  const wrong = (): Problem[] => {
    const message = peselProblem(i18n, pesel);
    return [
      ...(/^\d{4}$|^\d{44}$/.test(code)
        ? []
        : [{ field: 'rx-klucz', message: i18n._('Wpisz 4 cyfry kodu albo zeskanuj klucz (44 cyfry).') }]),
      ...(code.length === 4 && message ? [{ field: 'rx-pesel', message }] : []),
    ];
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setProblems([]);
    if (code.length === keyLength) return onFind({ key: code });
    if (/^\d{4}$/.test(code) && pesel === '' && document.activeElement?.id === 'rx-klucz')
      return second.current?.focus();
    if (/^\d{4}$/.test(code) && !peselProblem(i18n, pesel)) return onFind({ code, pesel: pesel.replace(/\D/g, '') });
    setProblems(wrong());
  };
  return (
    <form onSubmit={submit} noValidate>
      <ErrorSummary problems={problems} />
      <div className="rx-find">
        <TextField
          ref={ref}
          id="rx-klucz"
          label={i18n._('Klucz (skaner) albo 4-cyfrowy kod')}
          inputMode="numeric"
          autoFocus
          code
          value={code}
          onChange={(text) => {
            const digits = text.replace(/\D/g, '').slice(0, keyLength);
            setCode(digits);
            if (digits.length === keyLength && code.length < keyLength) onFind({ key: digits });
          }}
          error={problemOf(problems, 'rx-klucz')}
        />
        <TextField
          ref={second}
          id="rx-pesel"
          label={i18n._('PESEL (do kodu)')}
          inputMode="numeric"
          length={13}
          code
          value={pesel}
          onChange={setPesel}
          error={problemOf(problems, 'rx-pesel')}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {i18n._('Znajdź')}
        </Button>
      </div>
    </form>
  );
}
