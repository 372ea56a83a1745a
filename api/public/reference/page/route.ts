import { createHash } from 'node:crypto';
import { operation } from '../../../contract/operation';
import { getDocsContract } from './contract';
import { renderPage } from './render';
import { STYLE } from './style';

/** The page as one answer that fetches nothing: its style lies inside, allowed by its hash. */
export const getDocs = operation(getDocsContract)(({ document }) => {
  const body = renderPage(document);
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ];
  const headers = { 'Content-Security-Policy': policy.join('; ') };
  return async () => ({ status: 200, headers, body });
});
