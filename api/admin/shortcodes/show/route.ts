import { operation } from '../../../contract/operation';
import { presentShortcode } from '../shortcodeSchema';
import { showShortcodeContract } from './contract';

export const showShortcode = operation(showShortcodeContract)(({ store }) => async ({ params }) => {
  const shortcode = await store.shortcodes.show(params.shortcode);
  if (shortcode !== null) return { status: 200, body: presentShortcode(shortcode) };
  throw showShortcodeContract.refuse('not_found', {
    publicMessage: 'No such shortcode.',
    remedy: 'List shortcodes to find it.',
  });
});
