/**
 * "Skąd to wiadomo": a small button beside a fact; opened, it says the rule, its source, date and owner, every entry
 * that the fact stands on, and who disputes it; there the fact is disputed. A native popover: Esc closes it and the
 * focus comes back to the button. https://html.spec.whatwg.org/multipage/popover.html
 */
import { useLingui } from '@lingui/react';
import { useEffect, useId, useRef, useState } from 'react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { EventLink, Explained } from '../../model.ts';
import { type Level, linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { DisputeMark } from './dispute-mark.tsx';
import { Disputes } from './disputes.tsx';
import { Inputs, Rules } from './explained.tsx';
import { type Facts, useFacts } from './facts.tsx';
import './why.css';

export interface WhyProps {
  /** Its key (provenance/keys.ts). */
  fact: string;
  /** What the fact is called: part of the button's name. */
  name: string;
  /** Where it is derived, when not at the level of the page: the band over every level is the overview's. */
  level?: Level;
  /** Entries whose disputes are marked beside the fact; without them those that its key names. */
  about?: readonly EventLink[];
  /** Words on the button, for a page that offers to say that it is wrong. */
  words?: string;
}

/** Nothing where the page gives no facts, as offline: nobody could answer why. */
export function Why(props: WhyProps) {
  const facts = useFacts();
  return facts ? <WhyButton {...props} facts={facts} /> : null;
}

function WhyButton({ fact, name, level, about, words, facts }: WhyProps & { facts: Facts }) {
  const { i18n } = useLingui();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const place = [level ?? facts.level, fact, words].join(' ');
  const wasOpen = useRef(facts.opened === place);
  useEffect(() => {
    if (wasOpen.current) box.current?.showPopover();
  }, []);
  const onToggle = (isOpen: boolean) => {
    setOpen(isOpen);
    facts.remember(isOpen ? place : '');
  };
  const label = i18n._('Skąd to wiadomo: {name}', { name });
  return (
    <>
      {!words && <DisputeMark about={about?.map(linkKey) ?? keysIn(fact)} />}{' '}
      {words || facts.plain ? (
        <button
          type="button"
          className={words ? 'ez-button ez-button-secondary ez-no-print' : 'pp-why-words ez-no-print'}
          popoverTarget={id}
        >
          {words ?? i18n._('Skąd to wiadomo?')}
          <span className="ez-hidden"> {name}</span>
        </button>
      ) : (
        <button type="button" className="pp-why ez-no-print" popoverTarget={id} aria-label={label} title={label}>
          <Icon name="why" />
        </button>
      )}
      <div
        id={id}
        ref={box}
        popover="auto"
        className="pp-why-box"
        onToggle={(event) => onToggle(event.newState === 'open')}
      >
        {open && <WhyBox id={id} fact={fact} name={name} level={level} report={words !== undefined} facts={facts} />}
      </div>
    </>
  );
}

/** `Type/id` wherever a key names entries. */
const keysIn = (fact: string): string[] => fact.match(/\b[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+/g) ?? [];

interface BoxProps {
  id: string;
  fact: string;
  name: string;
  level: Level | undefined;
  /** Opened in order to say that it is wrong. */
  report: boolean;
  facts: Facts;
}

function WhyBox({ id, fact, name, level, report, facts }: BoxProps) {
  const { i18n } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const explained = useGet<Explained>(pathOf(facts, fact, level));
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} ref={heading} tabIndex={-1}>
        {i18n._('Skąd to wiadomo')}: <Recorded>{name}</Recorded>
      </h3>
      <Loaded query={explained} lines={4}>
        {({ rules, inputs }) => (
          <>
            <Rules rules={rules} />
            <Inputs inputs={inputs} />
            <Disputes inputs={inputs.filter(({ disputable }) => disputable)} report={report} />
          </>
        )}
      </Loaded>
      <button type="button" className="ez-button ez-button-secondary" popoverTarget={id} popoverTargetAction="hide">
        {i18n._('Zamknij')}
      </button>
    </section>
  );
}

function pathOf({ patient, level, of, asOf }: Facts, fact: string, asked: Level | undefined): string {
  const isOwn = asked === undefined || asked === level;
  const query = new URLSearchParams({ level: asked ?? level, fact });
  if (isOwn && of) query.set('of', of);
  if (asOf) query.set('asOf', asOf);
  return `/api/patient-profile/${encodeURIComponent(patient)}/why?${query}`;
}
