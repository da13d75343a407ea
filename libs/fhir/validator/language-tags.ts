/** Tags of languages. https://www.rfc-editor.org/rfc/rfc5646 (BCP 47), as R4 demands: valueset-all-languages.html */

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Regions that anybody may give a meaning (RFC 5646, 2.2.4). */
const ownRegion = /^(?:AA|Q[M-Z]|X[A-Z]|ZZ)$/;

/**
 * Well-formed, and its parts registered as far as the run time can say: every language of two letters and every region
 * has a name, of those of three letters not all; longer ones are not registered at all.
 */
export function isLanguageTag(tag: string): boolean {
  try {
    const { language, region } = new Intl.Locale(tag);
    if (language.length > 3 || (language.length === 2 && languages.of(language) === undefined)) return false;
    return region === undefined || /^\d/.test(region) || ownRegion.test(region) || regions.of(region) !== undefined;
  } catch {
    return false;
  }
}
