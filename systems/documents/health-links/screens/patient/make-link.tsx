/** Makes a link: for whom, until when, with which PIN, which parts, and whether it keeps up with the record. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type Made, type Part, parts } from '../../model.ts';
import { usePartWords } from './use-part-words.ts';

export function MakeLink({ language, onMade }: { language: 'pl' | 'en'; onMade: (made: Made) => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const partWords = usePartWords();
  const { busy, problem, act } = useAct();
  const [label, setLabel] = useState('');
  const [hours, setHours] = useState('168');
  const [pin, setPin] = useState('');
  const [given, setGiven] = useState<readonly Part[]>(parts);
  const [keepsUp, setKeepsUp] = useState(false);
  const make = () =>
    act(async () => {
      const asked = { label, hours: Number(hours), parts: given, language, keepsUp, ...(pin ? { pin } : {}) };
      onMade(await api.send<Made>('POST', '/api/health-links', asked));
      setPin('');
    });
  const toggle = (part: Part, on: boolean) =>
    setGiven(parts.filter((one) => (one === part ? on : given.includes(one))));
  return (
    <Details summary={i18n._('Utwórz link')}>
      <div className="hl-form">
        <TextField
          id="hl-label"
          label={i18n._('Dla kogo albo po co')}
          value={label}
          onChange={setLabel}
          maxLength={80}
        />
        <SelectField
          id="hl-hours"
          label={i18n._('Jak długo ma działać')}
          options={[
            { value: '24', label: i18n._('24 godziny') },
            { value: '168', label: i18n._('7 dni') },
            { value: '720', label: i18n._('30 dni') },
            { value: '8760', label: i18n._('rok') },
          ]}
          value={hours}
          onChange={setHours}
        />
        <TextField
          id="hl-new-pin"
          label={i18n._('PIN')}
          optional
          hint={i18n._('Co najmniej 6 znaków. Bez PIN-u otworzy go każdy, kto ma link.')}
          value={pin}
          onChange={setPin}
          maxLength={40}
        />
        <fieldset>
          <legend>{i18n._('Co udostępniasz')}</legend>
          {parts.map((part) => (
            <Checkbox
              key={part}
              id={`hl-part-${part}`}
              label={partWords[part]}
              checked={given.includes(part)}
              onChange={(on) => toggle(part, on)}
            />
          ))}
        </fieldset>
        <Checkbox
          id="hl-keeps-up"
          label={i18n._('Pokazuj zawsze aktualny stan')}
          hint={i18n._('Bez tego link pokaże to, co jest w kartotece teraz.')}
          checked={keepsUp}
          onChange={setKeepsUp}
        />
        {problem && (
          <Notice kind="warning" live>
            <p>
              {problem.code === 'weak-pin'
                ? i18n._('Ten PIN jest za łatwy. Podaj co najmniej 6 znaków, nie kolejnych i nie takich samych.')
                : i18n._('Nie udało się utworzyć linku. Spróbuj ponownie za chwilę.')}
            </p>
          </Notice>
        )}
        <Button kind="primary" busy={busy} disabled={given.length === 0} onClick={make}>
          {i18n._('Utwórz link')}
        </Button>
      </div>
    </Details>
  );
}
