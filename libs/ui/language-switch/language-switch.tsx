/** The three languages, each by its own name. Switching keeps the page and what has been typed into it. */
import { useLingui } from '@lingui/react';
import { languageNames, languages } from '../language/language.ts';
import { usePortal } from '../portal/portal.tsx';
import './language-switch.css';

export function LanguageSwitch() {
  const { i18n } = useLingui();
  const { language, setLanguage } = usePortal();
  return (
    <ul className="ez-languages ez-no-print" aria-label={i18n._('Język')}>
      {languages.map((each) => (
        <li key={each}>
          <button
            type="button"
            lang={each}
            aria-current={each === language ? 'true' : undefined}
            onClick={() => setLanguage(each)}
          >
            {languageNames[each]}
          </button>
        </li>
      ))}
    </ul>
  );
}
