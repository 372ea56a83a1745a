import type { Express } from 'express';
import { openApiDocument, type OpenApiDocument } from '../contract/openapi/document';
import { mountOperations } from '../contract/operation';
import type { ApiDependencies } from '../dependencies';
import { authenticate } from '../http/middleware/authenticate';
import { ADMIN_ABOUT } from './about';
import { ADMIN_OPERATIONS } from './operations';

/** The OpenAPI document of the admin API; docs/generated/ holds a copy. */
export function adminDocument(): OpenApiDocument {
  return openApiDocument(
    ADMIN_OPERATIONS.map(({ contract }) => contract),
    ADMIN_ABOUT,
  );
}

/** Puts the admin API on the operations listener. */
export function mountAdmin(app: Express, deps: ApiDependencies): void {
  const authenticated = authenticate(deps.store.apiKeys, { kind: 'operator' });
  mountOperations(app, ADMIN_OPERATIONS, { ...deps, document: adminDocument() }, authenticated);
}
