/**
 * Refusals as problem details: a code for machines, words in English and Polish that say what to do, and the number by
 * which the trail and the log know the request. https://www.rfc-editor.org/rfc/rfc9457
 */
import type { FastifyReply } from 'fastify';
import type { Refusal, RefusalKind } from '../refusal/refusal.ts';

/** Of each kind: its title, and what to do when nobody said it more exactly, in Polish. */
export const kindWords: { readonly [kind in RefusalKind]: { readonly en: string; readonly pl: string } } = {
  invalid: { en: 'The request is wrong', pl: 'Żądanie jest błędne. Popraw wskazane pola i wyślij je ponownie.' },
  unauthenticated: { en: 'Sign in first', pl: 'Nie wiadomo, kto pyta. Zaloguj się albo pobierz nowy token.' },
  forbidden: { en: 'Not allowed', pl: 'To konto nie ma do tego prawa. Sprawdź rolę, zakres i zgodę pacjenta.' },
  'not-found': { en: 'Not found', pl: 'Nie ma tego, o co pytasz, albo nie wolno Ci tego widzieć. Sprawdź adres.' },
  'not-allowed': { en: 'Not possible here', pl: 'Pod tym adresem nie ma takiej czynności. Sprawdź metodę.' },
  'not-acceptable': { en: 'No such format', pl: 'Nie ma odpowiedzi w tym formacie. Zmień nagłówek Accept.' },
  conflict: { en: 'Somebody else was faster', pl: 'Stan się zmienił. Odczytaj go ponownie i zdecyduj, co dalej.' },
  gone: { en: 'Gone', pl: 'To zostało usunięte.' },
  'condition-failed': { en: 'A condition does not hold', pl: 'Warunek nie jest spełniony. Odczytaj bieżącą wersję.' },
  'too-large': { en: 'Too large', pl: 'Żądanie jest za duże. Podziel je na mniejsze.' },
  'uri-too-long': { en: 'The address is too long', pl: 'Adres jest za długi. Wyślij kryteria w treści.' },
  'unsupported-media': { en: 'Not a known format', pl: 'Nieznany format treści. Sprawdź nagłówek Content-Type.' },
  'rule-broken': { en: 'Against a rule', pl: 'To jest niezgodne z regułą. Przeczytaj szczegóły i popraw dane.' },
  'condition-required': { en: 'A condition is needed', pl: 'Podaj wersję, którą zmieniasz (If-Match).' },
  busy: { en: 'Too many requests', pl: 'Za dużo żądań. Odczekaj tyle, ile mówi nagłówek Retry-After.' },
  'headers-too-large': { en: 'Headers are too large', pl: 'Nagłówki są za duże. Skróć je.' },
  unavailable: { en: 'Not now', pl: 'Chwilowo niedostępne. Spróbuj ponownie za moment.' },
};

/** What travels as `application/problem+json`; `core/http/openapi/schemas.ts` says the same as a schema. */
export const problemOf = (refusal: Refusal, trace: string) => ({
  ...refusal.members,
  type: `/api/docs#problem-${refusal.kind}`,
  title: kindWords[refusal.kind].en,
  status: refusal.status,
  code: refusal.code,
  detail: refusal.message,
  detailPl: refusal.pl ?? kindWords[refusal.kind].pl,
  trace,
  ...(refusal.issues.length > 1 || refusal.issues[0]?.expression
    ? { errors: refusal.issues.map(({ diagnostics, expression }) => ({ detail: diagnostics, pointer: expression })) }
    : {}),
});

export function sendProblem(reply: FastifyReply, refusal: Refusal) {
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
  if (refusal.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  return reply.code(refusal.status).type('application/problem+json').send(problemOf(refusal, reply.request.id));
}
