/** The client for screens, and reading through it with a cache: `useGet('/fhir/R4/Patient/1')`. */
import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext } from 'react';
import type { Api, ApiProblem } from './api.ts';

const ApiContext = createContext<Api | undefined>(undefined);

export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <ApiContext value={api}>{children}</ApiContext>;
}

/** @throws Error when the component stands outside an ApiProvider. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('useApi outside ApiProvider');
  return api;
}

export type Loading<T> = UseQueryResult<T, ApiProblem>;

/** Asks one address before anybody shows it: whoever reads it by `useGet` meanwhile waits for the same answer. */
export const askAhead = (client: QueryClient, api: Api, path: string): Promise<void> =>
  client.prefetchQuery({ queryKey: [path], queryFn: ({ signal }) => api.get(path, { signal }) });

/**
 * Reads one address. Undefined waits: nothing is asked until the address is known. `fresh`: what was read before is
 * shown, and asked for again at once: queues that several people work on.
 */
export function useGet<T>(path: string | undefined, { fresh = false }: { fresh?: boolean } = {}): Loading<T> {
  const api = useApi();
  return useQuery<T, ApiProblem>({
    queryKey: [path],
    queryFn: ({ signal }) => api.get<T>(path ?? '', { signal }),
    enabled: path !== undefined,
    ...(fresh ? { staleTime: 0 } : {}),
  });
}

/** After a change: everything read below an address is read anew when it is next shown, what is shown now at once. */
export function useRefresh(below: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith(below) }),
    [client, below],
  );
}
