/**
 * Searching inside everything that was recorded about one patient. What is typed stays out of the address and in memory
 * only; Back from an event shows the same answers again. Escape leads back to the overview.
 */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Failure, Loading } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SearchField } from '#libs/ui/search-field/search-field.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Excerpt, SearchHit, SearchLane, SearchReply } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { DisputeMark } from '../why/dispute-mark.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { asked, filterOf } from './filter-state.ts';
import { asKnown, dayOf } from './known-day.ts';
import { EventAnchor } from './event-anchor.tsx';

interface SearchInsideProps {
  patient: string;
  search: ScreenProps['search'];
}

interface Found {
  text: string;
  reply: SearchReply;
}

/** What was found last, by patient, day and filter. It ends with the page. */
const last = new Map<string, Found>();

export function SearchInside({ patient, search }: SearchInsideProps) {
  const { i18n } = useLingui();
  const { href, go, language } = usePortal();
  const input = useRef<HTMLInputElement>(null);
  const api = useApi();
  const place = JSON.stringify([patient, dayOf(search), asked(search)]);
  const [state, set] = useState<{ found?: Found | undefined; problem?: ApiProblem; busy?: boolean }>({});
  const found = state.found ?? last.get(place);
  const back = href('clinician-portal/patient', { patient, ...filterOf(search) }) ?? '';
  const leave = () => go(back);
  useKeys({ '/': () => input.current?.focus(), Escape: leave });
  const ask = (text: string, more: object = {}) =>
    api.send<SearchReply>(
      'POST',
      asKnown(`/api/patient-profile/${encodeURIComponent(patient)}/search`, dayOf(search)),
      { text, ...asked(search), ...more },
    );
  const find = async (text: string) => {
    set({ busy: true });
    try {
      const next = { text, reply: await ask(text) };
      last.set(place, next);
      set({ found: next });
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      set({ problem });
    }
  };
  // Another filter or another day: the same words are looked for again.
  const words = useRef(found?.text);
  words.current = found?.text ?? words.current;
  const anew = useRef(find);
  anew.current = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the place changes
  useEffect(() => {
    if (words.current !== undefined && !last.has(place)) void anew.current(words.current);
    else set({});
  }, [place]);
  const wrong = state.problem?.status === 400 ? state.problem : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Escape leaves the search from its field, too
    <div role="search" className="pp-search" onKeyDown={(event) => event.key === 'Escape' && leave()}>
      <p className="ez-no-print">
        <Link href={back}>{i18n._('Wróć do przeglądu (Esc)')}</Link>
      </p>
      <SearchField
        ref={input}
        id="pp-szukaj"
        label={i18n._('Szukaj w zapisach i dokumentach')}
        hint={i18n._('Słowa w dowolnej formie. „W cudzysłowie”: obok siebie. Minus przed słowem: bez niego.')}
        error={wrong && (language === 'pl' ? (wrong.pl ?? wrong.message) : wrong.message)}
        initial={found?.text}
        onSearch={(text) => void find(text)}
        busy={state.busy}
        autoFocus
      />
      {state.problem && !wrong && <Failure problem={state.problem} />}
      {state.busy ? (
        <Loading lines={6} />
      ) : (
        found && !state.problem && <Answer found={found} patient={patient} ask={ask} />
      )}
    </div>
  );
}

interface AnswerProps {
  found: Found;
  patient: string;
  ask(text: string, more: object): Promise<SearchReply>;
}

function Answer({ found: { text, reply }, patient, ask }: AnswerProps) {
  const { i18n } = useLingui();
  const { total, searched } = reply;
  return (
    <>
      <p role="status">
        {i18n._(
          '{total, plural, one {Znaleziono # wpis} few {Znaleziono # wpisy} other {Znaleziono # wpisów}} wśród {searched, number} przeszukanych.',
          {
            total,
            searched,
          },
        )}{' '}
        <Silent silent={reply.silent} />
      </p>
      {total === 0 && <EmptyState kind="no-match">{i18n._('Żaden zapis nie zawiera tych słów.')}</EmptyState>}
      {reply.lanes.map((lane) => (
        <LaneHits key={`${text}/${lane.lane}`} lane={lane} patient={patient} more={(rest) => ask(text, rest)} />
      ))}
    </>
  );
}

/** What nobody could read: "not found" must not look like "not written". */
function Silent({ silent }: Pick<SearchReply, 'silent'>) {
  const { i18n } = useLingui();
  const count = silent.picture + silent.pdf + silent.elsewhere + silent.other;
  if (count === 0) return null;
  return (
    <strong>
      {i18n._(
        '{count, plural, one {# dokumentu nie da się przeszukać} few {# dokumentów nie da się przeszukać} other {# dokumentów nie da się przeszukać}} (obrazy, PDF bez tekstu, pliki poza zapisem).',
        {
          count,
        },
      )}
    </strong>
  );
}

interface LaneHitsProps {
  lane: SearchLane;
  patient: string;
  more(rest: object): Promise<SearchReply>;
}

function LaneHits({ lane: first, patient, more }: LaneHitsProps) {
  const { i18n } = useLingui();
  const words = useWording();
  const [lane, setLane] = useState(first);
  const id = `pp-hits-${lane.lane}`;
  const goOn = async () => {
    const { lanes } = await more({ lane: lane.lane, cursor: lane.next });
    const [next] = lanes;
    if (next)
      setLane({
        lane: lane.lane,
        total: next.total,
        hits: [...lane.hits, ...next.hits],
        ...(next.next ? { next: next.next } : {}),
      });
  };
  return (
    <section className="pp-panel" aria-labelledby={id}>
      <h2 id={id}>
        {words.lane(lane.lane)} ({words.number(lane.total)})
      </h2>
      <ul className="pp-lines">
        {lane.hits.map((hit) => (
          <li key={`${hit.link.type}/${hit.link.id}`}>
            <Hit hit={hit} patient={patient} />
          </li>
        ))}
      </ul>
      {lane.next && (
        <Button kind="quiet" onClick={() => void goOn()}>
          {i18n._('Pokaż następne')}
        </Button>
      )}
    </section>
  );
}

function Hit({ hit: { link, lane, starts, what, source, excerpts }, patient }: { hit: SearchHit; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  const day = starts && words.shortDate(starts.slice(0, 10));
  return (
    <>
      <EventAnchor link={link} patient={patient}>
        <Recorded>{what}</Recorded>
      </EventAnchor>{' '}
      <DisputeMark about={[linkKey(link)]} />
      <small className="pp-source">
        {[day ?? i18n._('bez daty'), words.kind(link.type, lane), source.facility].filter(Boolean).join(' · ')}
      </small>
      {excerpts.map((excerpt) => (
        <p key={excerpt.text} className="pp-excerpt" lang="pl">
          <Marked excerpt={excerpt} />
        </p>
      ))}
    </>
  );
}

/** Text with the found words marked: by offsets, so nothing in it can be markup. */
function Marked({ excerpt: { text, hits, before, after } }: { excerpt: Excerpt }) {
  const ends = [0, ...hits.map(([, to]) => to)];
  return (
    <>
      {before && '… '}
      {hits.map(([from, to], at) => (
        <span key={from}>
          {text.slice(ends[at], from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
      {after && ' …'}
    </>
  );
}
