/** Beside a fact, for everybody who sees it: that it is disputed, by whom and when, and how that ended. */
import { useLingui } from '@lingui/react';
import { linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useFacts } from './facts.tsx';

/** What was taken back leaves no mark. `about`: `Type/id` of the entries. */
export function DisputeMark({ about }: { about: readonly string[] }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  const said = useFacts()?.disputes.filter(({ state, link }) => state !== 'withdrawn' && about.includes(linkKey(link)));
  const last = said?.find(({ state }) => state === 'open') ?? said?.[0];
  if (!last) return null;
  const who = { day: shortDate(last.at.slice(0, 10)) ?? '', who: last.by.name };
  return (
    <span className="pp-disputed">
      {
        {
          open: i18n._('zakwestionowane {day}, {who}; czeka na odpowiedź', who),
          kept: i18n._('zakwestionowane {day}, {who}; placówka podtrzymała', who),
          corrected: i18n._('zakwestionowane {day}, {who}; placówka poprawiła', who),
        }[last.state as 'open' | 'kept' | 'corrected']
      }
      {last.words && <Recorded>{`: ${last.words}`}</Recorded>}
    </span>
  );
}
