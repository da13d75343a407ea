/** The patient's documents, newest first; each opens as text. */
import { useLingui } from '@lingui/react';
import { Page } from '#libs/ui/page/page.tsx';
import { TimeList } from './time-list.tsx';

export default function MyDocuments() {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._('Moje dokumenty')} lead={i18n._('Wypisy, opisy badań i inne dokumenty z placówek.')}>
      <TimeList
        lanes="documents"
        place="patient-portal/document"
        empty={i18n._('Żadna placówka nie przesłała jeszcze Twojego dokumentu.')}
        opens={({ link }) => link.type === 'DocumentReference'}
      />
    </Page>
  );
}
