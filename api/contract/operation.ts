import type { Express, Request, RequestHandler, Response } from 'express';
import type {
  MerchantPrincipal,
  MerchantRole,
  OperatorPrincipal,
  Role,
} from '../../domain/merchant/principal';
import { requireRole } from '../http/middleware/authenticate';
import { onlyMethods } from '../http/middleware/errorHandler';
import { jsonBody } from '../http/middleware/jsonBody';
import { contextOf } from '../http/middleware/requestContext';
import type { ApiDependencies } from '../dependencies';
import { MAX_BODY_BYTES, type Answer, type ContractShape, type RequestParts } from './contract';
import type { OpenApiDocument } from './openapi/document';
import { maskedRequest, readRequest } from './readRequest';

type PrincipalOf<R extends Role | null> = R extends null
  ? null
  : R extends MerchantRole
    ? MerchantPrincipal
    : OperatorPrincipal;

/** One request of an operation, checked. */
export interface Call<C extends ContractShape> extends RequestParts<C> {
  /** Who calls; nobody where the operation needs no key. */
  readonly principal: PrincipalOf<C['role']>;
  /** Adds fields to the request's line in the log. They are written as they are. */
  readonly log: (fields: Readonly<Record<string, unknown>>) => void;
  /** Whether the caller has gone, so that nobody waits for the answer. */
  readonly isGone: () => boolean;
}

type Handler<C extends ContractShape> = (call: Call<C>) => Promise<Answer<C>>;

export interface OperationDependencies extends ApiDependencies {
  /** What describes all operations, made once. */
  readonly document: OpenApiDocument;
}

/** A contract and what carries it out. */
export interface Operation {
  readonly contract: ContractShape;
  readonly bind: (deps: OperationDependencies) => RequestHandler;
}

/**
 * Puts a handler behind its contract: it sees checked requests, and its answers are checked. In
 * two calls, because only then does TypeScript know the contract while it reads the handler.
 */
export function operation<C extends ContractShape>(
  contract: C,
): (make: (deps: OperationDependencies) => Handler<C>) => Operation {
  return (make) => ({
    contract,
    bind: (deps) => {
      const handle = make(deps);
      return async (request, response) => {
        Object.assign(contextOf(request).logged, maskedRequest(contract, request));
        send(contract, response, await handle(callOf(contract, request)));
      };
    },
  });
}

function callOf<C extends ContractShape>(contract: C, request: Request): Call<C> {
  const { logged, principal } = contextOf(request);
  return {
    ...readRequest(contract, request),
    // `authenticate` and `requireRole` stand before every operation that has a role.
    principal: principal as Call<C>['principal'],
    log: (fields) => void Object.assign(logged, fields),
    isGone: () => request.destroyed,
  };
}

interface AnyAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that breaks its contract is a fault of ours: it could show what nobody may see. */
function send(contract: ContractShape, response: Response, answer: AnyAnswer): void {
  const { status, body, headers = {} } = answer;
  const { schema, mediaType = 'application/json' } = contract.answers[status] ?? {};
  const checked = schema?.safeParse(body);
  if (checked?.success !== true) {
    const places = checked?.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    const what = places?.join(', ') ?? 'unknown status';
    throw new Error(`${contract.operationId} ${status} breaks its contract: ${what}`);
  }
  response.status(status).set(headers);
  if (mediaType === 'application/json') response.json(body);
  else response.type(mediaType).send(body);
}

/** Registers every operation, with what stands before it, and 405 for the other methods. */
export function mountOperations(
  app: Express,
  operations: readonly Operation[],
  deps: OperationDependencies,
  authenticated: RequestHandler,
): void {
  for (const path of new Set(operations.map(({ contract }) => contract.path))) {
    const known = operations.filter(({ contract }) => contract.path === path);
    const route = app.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const { contract, bind } of known) {
      const { method, role, body } = contract;
      const guards = role === null ? [] : [authenticated, requireRole(role)];
      route[method](...guards, ...(body ? jsonBody(MAX_BODY_BYTES) : []), bind(deps));
    }
    route.all(onlyMethods(...known.map(({ contract }) => contract.method.toUpperCase())));
  }
}
