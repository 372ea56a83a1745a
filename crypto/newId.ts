import { typeid } from 'typeid-js';
import { ID_PREFIXES, type NewId } from '../domain/values/ids';

/** Prefixed ids that sort by time: TypeID 0.3 over UUIDv7. */
export const newId: NewId = (kind) => typeid(ID_PREFIXES[kind]).toString() as never;
