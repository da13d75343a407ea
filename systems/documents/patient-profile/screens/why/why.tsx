/**
 * "Skąd to wiadomo": a small button beside a fact; opened, it says the rule, its source, date and owner, every entry
 * that the fact stands on, and who disputes it; there the fact is disputed. A native popover: Esc closes it and the
 * focus comes back to the button. https://html.spec.whatwg.org/multipage/popover.html
 */
import { useLingui } from '@lingui/react';
import { useEffect, useId, useRef, useState } from 'react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Dispute } from '../../disputes/model.ts';
import type { EventLink, InputShown, RuleCard, Why as WhyOf } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { Disputes } from './disputes.tsx';
import { useFacts } from './facts.ts';
import './why.css';

export interface WhyProps {
  /** `Type/id` of the fact's entry, or a key of Overview.why. */
  fact: string;
  /** What the fact is called: part of the button's name. */
  name: string;
  /** Of a gap: its rule and inputs, which stand with it. */
  why?: readonly WhyOf[];
}

/** Nothing where the page gives no facts: then nothing is known of why. */
export function Why({ fact, name, why }: WhyProps) {
  const { i18n } = useLingui();
  const facts = useFacts();
  const id = useId();
  const [open, setOpen] = useState(false);
  const said = why ?? facts?.why[fact];
  if (!facts || !said || said.length === 0) return null;
  const link = linkOf(fact) ?? linkOf(said[0]?.[1] ?? '');
  const disputes = facts.disputes.filter((one) => `${one.link.type}/${one.link.id}` === fact);
  const label = i18n._('Skąd to wiadomo: {name}', { name });
  return (
    <>
      <DisputeMark disputes={disputes} />
      <button type="button" className="pp-why ez-no-print" popoverTarget={id} aria-label={label} title={label}>
        <Icon name="source" />
      </button>
      <div id={id} popover="auto" className="pp-why-box" onToggle={(event) => setOpen(event.newState === 'open')}>
        {open && <WhyBox id={id} name={name} said={said} link={link} disputes={disputes} />}
      </div>
    </>
  );
}

const linkOf = (key: string): EventLink | undefined => {
  const [type = '', id = ''] = key.split('/');
  return /^[A-Z]/.test(type) && id ? { type, id } : undefined;
};

/** Beside the fact itself, for everybody: that it is disputed, or how that ended. */
function DisputeMark({ disputes }: { disputes: readonly Dispute[] }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  const [last] = disputes.filter(({ state }) => state === 'open' || state === 'kept');
  if (!last) return null;
  const said = { day: shortDate(last.at.slice(0, 10)) ?? '', who: last.by.name };
  return (
    <span className="pp-disputed">
      {last.state === 'open'
        ? i18n._('zakwestionowane {day}, {who}', said)
        : i18n._('zakwestionowane {day}, {who}; placówka podtrzymała', said)}
      {last.words && <Recorded>{`: ${last.words}`}</Recorded>}
    </span>
  );
}

interface BoxProps {
  id: string;
  name: string;
  said: readonly WhyOf[];
  link: EventLink | undefined;
  disputes: readonly Dispute[];
}

function WhyBox({ id, name, said, link, disputes }: BoxProps) {
  const { i18n } = useLingui();
  const facts = useFacts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const inputs = [...new Set(said.flatMap(([, ...of]) => of))].slice(0, 12).join(',');
  const patient = encodeURIComponent(facts?.patient ?? '');
  const past = facts?.asOf ? `&asOf=${encodeURIComponent(facts.asOf)}` : '';
  const rules = useGet<{ rules: RuleCard[] }>('/api/patient-profile/rules');
  const read = useGet<{ inputs: InputShown[] }>(
    inputs ? `/api/patient-profile/${patient}/inputs?of=${encodeURIComponent(inputs)}${past}` : undefined,
  );
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} ref={heading} tabIndex={-1}>
        {i18n._('Skąd to wiadomo')}: <Recorded>{name}</Recorded>
      </h3>
      <Loaded query={rules} lines={3}>
        {({ rules: cards }) => <Rules cards={cards} ids={said.map(([rule]) => rule)} />}
      </Loaded>
      {inputs !== '' && (
        <Loaded query={read} lines={3}>
          {({ inputs: shown }) => <Inputs inputs={shown} />}
        </Loaded>
      )}
      {link && <Disputes link={link} disputes={disputes} />}
      <button type="button" className="ez-button ez-button-secondary" popoverTarget={id} popoverTargetAction="hide">
        {i18n._('Zamknij')}
      </button>
    </section>
  );
}

function Rules({ cards, ids }: { cards: readonly RuleCard[]; ids: readonly string[] }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { shortDate } = useWording();
  return cards
    .filter((card) => ids.includes(card.id))
    .map((card) => (
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

function Inputs({ inputs }: { inputs: readonly InputShown[] }) {
  const { i18n } = useLingui();
  const { shortDate, dateTime, source, kind } = useWording();
  return (
    <>
      <h4>{i18n._('Na podstawie:')}</h4>
      <ul className="pp-why-inputs">
        {inputs.map(({ link, what, version, date, known, by, source: from }) => (
          <li key={`${link.type}/${link.id}`}>
            {kind(link.type)}: <Recorded>{what || '–'}</Recorded>
            <small className="pp-source">
              {source(from)} ·{' '}
              {i18n._('zdarzyło się: {day}', { day: shortDate(date?.slice(0, 10)) ?? i18n._('bez daty') })}
              {' · '}
              {i18n._('wiadomo od: {when}', { when: dateTime(known) ?? '' })}
              {by && ` (${by})`} · {i18n._('wersja {version}', { version })}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
