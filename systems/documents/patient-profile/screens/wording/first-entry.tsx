/** When an entry first came into the record, by whom and from where: asked of the server, which alone writes it. */
import { useLingui } from '@lingui/react';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { SummaryRow } from '#libs/ui/summary-list/summary-list.tsx';
import { useWording } from './use-wording.ts';

/** What is shown of the Provenance that `$first-entry` answers. */
interface FirstEntry {
  readonly recorded: string;
  readonly agent: readonly {
    readonly who: { readonly display?: string };
    readonly onBehalfOf?: { display?: string };
  }[];
  readonly entity?: readonly { readonly what: { readonly identifier?: { readonly value?: string } } }[];
}

/** A row for a summary list; none until it is known, and none when the server does not tell. */
export function useFirstEntry(type: string, id: string): SummaryRow[] {
  const { i18n } = useLingui();
  const { dateTime } = useWording();
  const { data } = useGet<FirstEntry>(`/fhir/R4/${encodeURIComponent(type)}/${encodeURIComponent(id)}/$first-entry`);
  if (!data) return [];
  const [agent] = data.agent;
  const source = data.entity?.[0]?.what.identifier?.value;
  const from = [agent?.who.display, agent?.onBehalfOf?.display, source].filter(Boolean).join(', ');
  return [
    {
      key: 'first-entry',
      label: i18n._('Pierwszy wpis'),
      value: [dateTime(data.recorded), from].filter(Boolean).join(', '),
    },
  ];
}
