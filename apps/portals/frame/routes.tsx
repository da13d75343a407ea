/** The routes of a portal: one per place that a system fills, and the pages that every portal has. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Asks, ScreenModule, ScreenProps } from '#libs/ui/screens/screens.ts';
import { NotFound } from './not-found.tsx';
import { askOf, type PortalParts, screenAt } from './parts.ts';
import { PortalFrame } from './portal-frame.tsx';

interface Around {
  /** Instead of the portal's frame. */
  readonly frame?: ComponentType<{ parts: PortalParts }>;
  /** Instead of the addresses of the window. */
  readonly history?: RouterHistory;
}

export function routerOf(parts: PortalParts, { frame: Frame = PortalFrame, history }: Around = {}) {
  const { plan, offers, askAhead } = parts;
  const root = createRootRoute({ component: () => <Frame parts={parts} />, notFoundComponent: NotFound });
  const route = (path: string, load: () => Promise<ScreenModule>, ask?: Asks[string]) => {
    const Screen = lazyRouteComponent(load) as ComponentType<ScreenProps>;
    const made = createRoute({
      getParentRoute: () => root,
      path,
      // Once for each address that is entered: what it shows later it asks itself.
      shouldReload: false,
      loader: ({ params, location }) => {
        if (ask) askAhead?.(ask({ params, search: location.search }));
      },
      component: () => {
        const params: Record<string, string> = made.useParams();
        return <Screen params={params} search={made.useSearch()} key={JSON.stringify(params)} />;
      },
    });
    return made;
  };
  const filled = plan.places.flatMap(({ place, path }) => {
    const load = screenAt(offers, place);
    return load ? [route(path, load, askOf(offers, place))] : [];
  });
  return createRouter({
    routeTree: root.addChildren([
      ...filled,
      route('/pomoc', () => import('../help/help.tsx')),
      route('/deklaracja-dostepnosci', () => import('../help/declaration.tsx')),
    ]),
    basepath: plan.home,
    ...(history ? { history } : {}),
    scrollRestoration: true,
    // The query stays plain text: values are strings, as every server writes them.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search).toString();
      return text && `?${text}`;
    },
  });
}
