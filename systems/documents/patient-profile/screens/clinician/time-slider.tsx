/**
 * The slider "jak było wiadomo": any day since the record knew this person, with marks where something came in. Arrows
 * move by days, PageUp and PageDown by months; the buttons go from change to change.
 */
import { useLingui } from '@lingui/react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Knowledge } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { addDays, addMonths, daysBetween, nextChange, warsawToday } from './days.ts';

interface TimeSliderProps {
  patient: string;
  /** The day that is shown; undefined: today. */
  day: string | undefined;
  /** Undefined: back to today. */
  onDay(day: string | undefined): void;
}

export function TimeSlider({ patient, day, onDay }: TimeSliderProps) {
  const query = useGet<Knowledge>(`/api/patient-profile/${encodeURIComponent(patient)}/knowledge`);
  return (
    <Loaded query={query} lines={1}>
      {(knowledge) => <Slider knowledge={knowledge} day={day} onDay={onDay} />}
    </Loaded>
  );
}

/** While the hand still moves, nothing is asked. */
const restsAfter = 350;

function Slider({ knowledge, day, onDay }: { knowledge: Knowledge } & Omit<TimeSliderProps, 'patient'>) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { date } = useWording();
  const today = warsawToday(now());
  const first = knowledge.first ?? today;
  const length = daysBetween(first, today);
  const given = day && day < today ? (day < first ? first : day) : today;
  const [shown, setShown] = useState(given);
  // Another day in the address is shown at once (react.dev, storing information from previous renders).
  const [last, setLast] = useState(given);
  if (last !== given) {
    setLast(given);
    setShown(given);
  }
  useEffect(() => {
    if (shown === given) return;
    const timer = setTimeout(() => onDay(shown === today ? undefined : shown), restsAfter);
    return () => clearTimeout(timer);
  }, [shown, given, today, onDay]);
  if (length <= 0) {
    return <p>{i18n._('Pierwsze dane tej osoby przyszły dziś: wcześniejszego stanu nie ma.')}</p>;
  }
  const within = (chosen: string) => setShown(chosen < first ? first : chosen > today ? today : chosen);
  const keys: Readonly<Record<string, () => void>> = {
    PageUp: () => within(addMonths(shown, 1)),
    PageDown: () => within(addMonths(shown, -1)),
  };
  const press = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const days = knowledge.days.map(([one]) => one);
  const [before, after] = [nextChange(days, shown, -1), nextChange(days, shown, 1)];
  const count = knowledge.days.find(([one]) => one === shown)?.[1];
  return (
    <div className="pp-slider">
      <label htmlFor="pp-slider">{i18n._('Jak było wiadomo')}</label>
      <div className="pp-slider-track">
        <input
          id="pp-slider"
          type="range"
          min={0}
          max={length}
          step={1}
          value={daysBetween(first, shown)}
          aria-valuetext={date(shown) ?? shown}
          onChange={(event) => within(addDays(first, Number(event.currentTarget.value)))}
          onKeyDown={press}
        />
        <Marks days={days} first={first} length={length} />
      </div>
      <input
        type="date"
        className="ez-input"
        aria-label={i18n._('Dzień')}
        min={first}
        max={today}
        value={shown}
        onChange={({ currentTarget: { value } }) => /^\d{4}-/.test(value) && value >= first && within(value)}
      />
      <Button kind="quiet" disabled={!before} onClick={() => before && within(before)}>
        {i18n._('Poprzednia zmiana')}
      </Button>
      <Button kind="quiet" disabled={shown === today} onClick={() => within(after ?? today)}>
        {i18n._('Następna zmiana')}
      </Button>
      <small className="pp-slider-said" role="status">
        {count
          ? i18n._(
              '{count, plural, one {Tego dnia przyszedł # zapis} few {Tego dnia przyszły # zapisy} other {Tego dnia przyszło # zapisów}}',
              {
                count,
              },
            )
          : i18n._('Tego dnia nic nie przyszło')}
      </small>
    </div>
  );
}

/** Where knowledge changed: one line each, as wide as a day is at this length; words are in the buttons beside. */
function Marks({ days, first, length }: { days: readonly string[]; first: string; length: number }) {
  const places = [...new Set(days.map((day) => Math.round((daysBetween(first, day) / length) * 400)))];
  return (
    <svg className="pp-slider-marks" viewBox="0 0 400 6" preserveAspectRatio="none" aria-hidden="true">
      <path d={places.map((place) => `M${place} 0V6`).join('')} />
    </svg>
  );
}
