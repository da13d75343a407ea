/** Inside "Skąd to wiadomo": the rules in words, and the entries that a fact stands on, each opening where it lies. */
import { useLingui } from '@lingui/react';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { InputShown, RuleCard } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useFacts } from './facts.tsx';

export function Rules({ rules }: { rules: readonly RuleCard[] }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { shortDate } = useWording();
  return rules.map((card) => (
    <p key={card.id}>
      <strong>{card.title[language]}.</strong> {card.when[language]}{' '}
      <small className="pp-source">
        {i18n._('Źródło: {source}. Reguła {id} z {day}; nie do użytku klinicznego.', {
          ...{ source: card.source, id: card.id, day: shortDate(card.date) ?? card.date },
        })}
      </small>
    </p>
  ));
}

/** An entry in words: its kind and what was recorded. The person stands for "looked for in the whole record". */
export function useInputName(): (input: InputShown) => string {
  const { i18n } = useLingui();
  const { kind } = useWording();
  return ({ link, what }) =>
    link.type === 'Patient' ? i18n._('Dane pacjenta i cały jego zapis') : [kind(link.type), what].join(': ');
}

export function Inputs({ inputs }: { inputs: readonly InputShown[] }) {
  const { i18n } = useLingui();
  if (inputs.length === 0) {
    return <p>{i18n._('Wpisów, na których to stoi, nie możemy Ci pokazać albo już ich nie ma.')}</p>;
  }
  return (
    <>
      <h4>{i18n._('Na podstawie:')}</h4>
      <ul className="pp-why-inputs">
        {inputs.map((input) => (
          <li key={linkKey(input.link)}>
            <Input input={input} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Input({ input }: { input: InputShown }) {
  const { i18n } = useLingui();
  const { shortDate, dateTime, source, kind } = useWording();
  const { link, what, version, date, known, by, source: from, opens } = input;
  const name = useInputName()(input);
  const address = useFacts()?.addressOf(link);
  const isPerson = link.type === 'Patient';
  const words = isPerson ? (
    name
  ) : (
    <>
      {kind(link.type)}: <Recorded>{what}</Recorded>
    </>
  );
  return (
    <>
      {opens && address ? <Link href={address}>{words}</Link> : words}
      <small className="pp-source">
        {!isPerson && `${source(from)} · `}
        {!isPerson &&
          `${i18n._('zdarzyło się: {day}', { day: shortDate(date?.slice(0, 10)) ?? i18n._('bez daty') })} · `}
        {i18n._('wiadomo od: {when}', { when: dateTime(known) ?? '' })}
        {by && ` (${by})`} · {i18n._('wersja {version}', { version })}
      </small>
    </>
  );
}
