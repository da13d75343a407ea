/**
 * Names of SAML 2.0 and of the eIDAS profile that the national node speaks. OASIS saml-core-2.0-os; eIDAS SAML
 * Attribute Profile 1.2 and eIDAS SAML Message Format 1.2.
 */

export const ns = {
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  md: 'urn:oasis:names:tc:SAML:2.0:metadata',
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  dsig11: 'http://www.w3.org/2009/xmldsig11#',
  xenc: 'http://www.w3.org/2001/04/xmlenc#',
  xenc11: 'http://www.w3.org/2009/xmlenc11#',
  eidas: 'http://eidas.europa.eu/saml-extensions',
} as const;

export const bindings = {
  artifact: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  soap: 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP',
} as const;

export const statusSuccess = 'urn:oasis:names:tc:SAML:2.0:status:Success';
export const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
export const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Levels of assurance, the weaker first. Regulation (EU) 910/2014 art. 8. */
export const levels = ['low', 'substantial', 'high'] as const;
export type Level = (typeof levels)[number];

const loa = 'http://eidas.europa.eu/LoA/';
export const levelUri = (level: Level): string => loa + level;
/** Undefined for what is no level of eIDAS. */
export const levelOf = (uri: string): Level | undefined => levels.find((level) => loa + level === uri);
export const isAtLeast = (level: Level, asked: Level): boolean => levels.indexOf(level) >= levels.indexOf(asked);

const naturalPerson = 'http://eidas.europa.eu/attributes/naturalperson/';
/** What is asked of a person and nothing more (C-14). */
export const attributes = {
  familyName: `${naturalPerson}CurrentFamilyName`,
  givenName: `${naturalPerson}CurrentGivenName`,
  birthDate: `${naturalPerson}DateOfBirth`,
  pesel: `${naturalPerson}PersonIdentifier`,
} as const;
export const friendlyNames: Readonly<Record<keyof typeof attributes, string>> = {
  familyName: 'FamilyName',
  givenName: 'FirstName',
  birthDate: 'DateOfBirth',
  pesel: 'PersonIdentifier',
};

/** Text as it stands in XML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
