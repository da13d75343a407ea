/** The routes of a portal: one per place that a system fills, and the pages that every portal has. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { ScreenModule, ScreenProps } from '#libs/ui/screens/screens.ts';
import { NotFound } from './not-found.tsx';
import { type PortalParts, screenAt } from './parts.ts';
import { PortalFrame } from './portal-frame.tsx';

export function routerOf(parts: PortalParts) {
  const { plan, offers } = parts;
  const root = createRootRoute({ component: () => <PortalFrame parts={parts} />, notFoundComponent: NotFound });
  const route = (path: string, load: () => Promise<ScreenModule>) => {
    const Screen = lazyRouteComponent(load) as ComponentType<ScreenProps>;
    const made = createRoute({
      getParentRoute: () => root,
      path,
      component: () => {
        const params: Record<string, string> = made.useParams();
        return <Screen params={params} search={made.useSearch()} key={JSON.stringify(params)} />;
      },
    });
    return made;
  };
  const filled = plan.places.flatMap(({ place, path }) => {
    const load = screenAt(offers, place);
    return load ? [route(path, load)] : [];
  });
  return createRouter({
    routeTree: root.addChildren([
      ...filled,
      route('/pomoc', () => import('../help/help.tsx')),
      route('/deklaracja-dostepnosci', () => import('../help/declaration.tsx')),
    ]),
    basepath: plan.home,
    scrollRestoration: true,
    // The query stays plain text: values are strings, as every server writes them.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search).toString();
      return text && `?${text}`;
    },
  });
}
