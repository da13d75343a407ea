/** The patient's visits and hospital stays, newest first. */
import { useLingui } from '@lingui/react';
import { Page } from '#libs/ui/page/page.tsx';
import { TimeList } from './time-list.tsx';

export default function MyVisits() {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._('Moje wizyty')} lead={i18n._('Wizyty i pobyty w szpitalu, o których placówki dały nam znać.')}>
      <TimeList
        lanes="visits,stays"
        place="patient-portal/visit"
        empty={i18n._('Żadna placówka nie przesłała jeszcze Twojej wizyty.')}
        opens={() => true}
      />
    </Page>
  );
}
