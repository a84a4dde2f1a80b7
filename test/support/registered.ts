import type { Express } from 'express';

interface Layer {
  handle: unknown;
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

const routesOf = (layers: readonly Layer[]): { method: string; route: string }[] =>
  layers.flatMap(({ handle, route }) => {
    if (route === undefined) {
      return typeof handle === 'function' && 'stack' in handle ? routesOf(handle.stack as Layer[]) : [];
    }
    const methods = Object.keys(route.methods);
    return [route.path].flat().flatMap((path) => methods.map((method) => ({ method, route: path })));
  });

/** The routes of the application, as they were declared. */
export const registered = (app: Express) => routesOf(app.router.stack as unknown as Layer[]);
