import { operation } from '../../../contract/operation';
import { listViewsContract } from './contract';

export const listViews = operation(listViewsContract)(({ views }) => async ({ query }) => ({
  status: 200,
  body: { views: views({ ...query, nowMs: Date.now() }).map((view) => ({ ...view })) },
}));
