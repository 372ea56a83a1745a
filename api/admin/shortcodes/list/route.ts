import { operation } from '../../../contract/operation';
import { pageOfQuery } from '../../fields';
import { presentShortcode } from '../shortcodeSchema';
import { listShortcodesContract } from './contract';

export const listShortcodes = operation(listShortcodesContract)(
  ({ store }) =>
    async ({ query }) => {
      const shortcodes = await store.shortcodes.list(pageOfQuery(query), query.merchantId);
      return { status: 200, body: { shortcodes: shortcodes.map(presentShortcode) } };
    },
);
