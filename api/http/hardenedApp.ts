import express, { type Express } from 'express';
import helmet from 'helmet';
import { addressList } from './addressList';

/** An Express app with the settings that every listener shares. */
export function hardenedApp(trustedProxies: readonly string[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Express walks the forwarded addresses from the right as long as they are trusted. Its own list
  // cannot read an address with a port, as some proxies write it.
  app.set('trust proxy', addressList(trustedProxies));
  app.set('etag', false);
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  );
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  return app;
}
