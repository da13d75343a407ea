/**
 * The minimum requirements of provider software, MR-01…14, and the cases of the test kit. Source: the list of the
 * Digital Affairs Council in seed 001 (SEC-015, SEC-017…029, SEC-050); names of rows are stable.
 */
export const requirements = {
  'MR-01': { pl: 'Uwierzytelnianie dwuskładnikowe wszystkich użytkowników', en: 'Two-factor sign-in of all users' },
  'MR-02': { pl: 'Silne hasła', en: 'Strong passwords' },
  'MR-03': { pl: 'Blokada po nieudanych logowaniach', en: 'Lockout after failed sign-ins' },
  'MR-04': { pl: 'Wylogowanie po bezczynności', en: 'Sign-out after inactivity' },
  'MR-05': { pl: 'Role użytkowników', en: 'Roles of users' },
  'MR-06': { pl: 'Konta imienne, niewspółdzielone', en: 'Individual accounts, not shared' },
  'MR-07': { pl: 'TLS 1.2 lub nowszy w każdym połączeniu', en: 'TLS 1.2 or newer on every connection' },
  'MR-08': { pl: 'Szyfrowanie danych w spoczynku', en: 'Encryption at rest' },
  'MR-09': { pl: 'Kontrola dostępu do danych', en: 'Access control' },
  'MR-10': { pl: 'Dziennik zdarzeń', en: 'Audit log' },
  'MR-11': { pl: 'Powiadomienia o podejrzanych działaniach', en: 'Alerts on suspicious acts' },
  'MR-12': { pl: 'Ochrona przed włamaniami', en: 'Protection against intrusion' },
  'MR-13': {
    pl: 'Służbowe skrzynki pocztowe z drugim składnikiem',
    en: 'Official mailboxes with a second factor',
  },
  'MR-14': {
    pl: 'Aktualizacje i testy bezpieczeństwa w ostatnich 12 miesiącach',
    en: 'Patches, and security tests within 12 months',
  },
} as const;
export type RequirementId = keyof typeof requirements;
export const requirementIds = Object.keys(requirements) as RequirementId[];

/** What the client runs in its sandbox against this platform, and reports by its signature. */
export const kitCases = {
  'token-renewed': 'An expired token is replaced by a new one, without a person',
  'token-not-logged': 'Logs of the run hold neither tokens nor assertions',
  'retry-after': 'After 429 and 503 it waits as Retry-After says',
  'outcome-shown': 'The text of an OperationOutcome reaches the user',
  'hidden-like-missing': 'A hidden record is shown like one that does not exist',
  'old-tls-refused': 'It opens no connection below TLS 1.2',
  'server-certificate': 'It refuses a server whose certificate is not valid',
  'audit-sample': 'Its own log names the user of every request of the run',
} as const;
export const kitCaseIds = Object.keys(kitCases);

/** The furthest day that a declaration may name. */
export const longestDeclarationDays = 366;
