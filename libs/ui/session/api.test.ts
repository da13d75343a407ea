/** Whatever the server answers, a screen gets data or an ApiProblem and nothing else. */
import { describe, expect, it, vi } from 'vitest';
import { type ApiNeeds, ApiProblem, createApi } from './api.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.fn(async (_path: unknown, _request?: RequestInit) => new Response(JSON.stringify(body), { status, headers }));

function client(fetch: ReturnType<typeof answer>, changes: Partial<ApiNeeds> = {}) {
  const onSignedOut = vi.fn();
  return { api: createApi({ fetch, csrf: () => 'token-1', onSignedOut, ...changes }), onSignedOut };
}

describe('createApi', () => {
  it('reads problem details', async () => {
    const { api } = client(answer(429, { code: 'busy', detail: 'Wait.', trace: 't1' }, { 'retry-after': '30' }));
    const problem: unknown = await api.get('/api/x').catch((thrown: unknown) => thrown);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 429, code: 'busy', message: 'Wait.', trace: 't1', retryAfter: 30 });
  });

  it('reads an OperationOutcome', async () => {
    const { api } = client(
      answer(404, { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'No such patient.' }] }),
    );
    await expect(api.get('/fhir/R4/Patient/1')).rejects.toMatchObject({ status: 404, message: 'No such patient.' });
  });

  it('survives an answer that is no JSON, and no answer at all', async () => {
    const html = vi.fn(async () => new Response('<html>', { status: 502 }));
    await expect(client(html).api.get('/api/x')).rejects.toMatchObject({ status: 502 });
    const none = vi.fn(async () => Promise.reject(new TypeError('network')));
    await expect(client(none).api.get('/api/x')).rejects.toMatchObject({ status: 0, code: 'no-connection' });
  });

  it('sends the CSRF token with changes only, and says when the session is over', async () => {
    const fetch = answer(401, { code: 'session-ended' });
    const { api, onSignedOut } = client(fetch);
    await api.get('/api/x').catch(() => undefined);
    await api.send('POST', '/fhir/R4/Patient', {}).catch(() => undefined);
    const [read, change] = fetch.mock.calls.map(([, request]) => request?.headers as Record<string, string>);
    expect(read).not.toHaveProperty('x-csrf-token');
    expect(change).toMatchObject({ 'x-csrf-token': 'token-1', 'content-type': 'application/fhir+json' });
    expect(onSignedOut).toHaveBeenCalledTimes(2);
  });

  it('asks for a file with the CSRF token, and throws a refusal as ever', async () => {
    const fetch = vi.fn(async (_path: unknown, _request?: RequestInit) => new Response('%PDF-1.7'));
    expect(await (await client(fetch).api.file('/api/x.pdf', { a: 1 })).text()).toBe('%PDF-1.7');
    const [, request] = fetch.mock.calls[0] ?? [];
    expect(request).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'x-csrf-token': 'token-1' } });
    const { api } = client(answer(404, { code: 'no-such-link' }));
    await expect(api.file('/api/x.pdf', {})).rejects.toMatchObject({ code: 'no-such-link' });
  });
});
